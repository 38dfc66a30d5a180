#include <gtest/gtest.h>

#include <cmath>

#include "geometry/overlay.h"
#include "oracle.h"

namespace geometry {
namespace {

// The areas of an expected result; none where it has no text that we know. Points and lines beside them are dropped, as
// our overlay drops them.
std::optional<MultiPolygon> expectedOf(const std::string& wkt, const Grid& grid) {
    const auto drawing = oracle::Drawing::of(wkt);
    if (drawing) {
        const Shape shape = drawing->shape(grid);
        const auto* area = std::get_if<MultiPolygon>(&shape);
        return area ? *area : MultiPolygon();
    }
    if (!wkt.starts_with("GEOMETRYCOLLECTION")) return {};
    MultiPolygon area;
    for (std::size_t at = wkt.find("POLYGON"); at != std::string::npos; at = wkt.find("POLYGON", at + 1)) {
        int depth = 0;
        std::size_t end = wkt.find('(', at);
        do depth += wkt[end] == '(' ? 1 : wkt[end] == ')' ? -1 : 0;
        while (++end < wkt.size() && depth > 0);
        const auto part = oracle::Drawing::of(wkt.substr(at, end - at));
        if (!part) return {};
        const Shape shape = part->shape(grid);
        for (const auto& polygon : std::get<MultiPolygon>(shape).polygons) area.polygons.push_back(polygon);
    }
    return area;
}

// Steps of boundary: along with a step's width the area that roundings may cost.
double boundaryOf(const MultiPolygon& area) {
    double length = 0;
    eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            length +=
                std::hypot(static_cast<double>(ring[i].x - ring[j].x), static_cast<double>(ring[i].y - ring[j].y));
    });
    return length;
}

// The same but for half a step along the boundaries.
void expectSame(const MultiPolygon& ours, const MultiPolygon& expected) {
    const auto more = subtract(ours, expected), less = subtract(expected, ours);
    ASSERT_TRUE(more && less);
    const double differs = static_cast<double>(doubledSteps(*more) + doubledSteps(*less)) / 2;
    EXPECT_LE(differs, (boundaryOf(ours) + boundaryOf(expected)) / 2);
}

base::Result<MultiPolygon> overlay(const std::string& operation, const MultiPolygon& a, const MultiPolygon& b) {
    if (operation.starts_with("intersection")) return intersect(a, b);
    if (operation.starts_with("union")) return unite(a, b);
    if (operation.starts_with("difference")) return subtract(a, b);
    auto onlyA = subtract(a, b), onlyB = subtract(b, a);
    if (!onlyA || !onlyB) return onlyA ? onlyB : onlyA;
    return unite(*onlyA, *onlyB);
}

TEST(OverlayOracle, AreasOfTwoAreas) {
    const auto folder = oracle::folder("general");
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    oracle::Tally tally;
    for (const char* file :
         {"TestOverlayAA.xml", "TestOverlayAAPrec.xml", "TestNGOverlayA.xml", "TestNGOverlayAPrec.xml"}) {
        // Cases of a precision of one: the plan's grid is it, and the operands must lie on it.
        const bool whole = std::string_view(file).ends_with("Prec.xml");
        for (const auto& each : oracle::cases(folder / file)) {
            SCOPED_TRACE(std::string(file) + " " + each.description);
            const auto first = oracle::Drawing::of(each.a), second = oracle::Drawing::of(each.b);
            ASSERT_TRUE(first && second);
            const auto one = first->grid(whole ? 1 : 1e6), other = second->grid(whole ? 1 : 1e6);
            ASSERT_TRUE(one && other);
            const Grid grid{std::min(one->stepsPerUnit, other->stepsPerUnit)};
            for (const auto& op : each.operations) {
                const auto* of = op.first == "A" ? &*first : &*second;
                const auto* with = op.second == "A" ? &*first : &*second;
                if (!of->kind.ends_with("POLYGON") || !with->kind.ends_with("POLYGON")) {
                    tally.notApplicable("a line among the operands");
                    continue;
                }
                if (whole && (!of->isOn(grid) || !with->isOn(grid))) {
                    tally.notApplicable("operands finer than the precision of the result");
                    continue;
                }
                const auto expected = expectedOf(op.expected, grid);
                ASSERT_TRUE(expected) << op.expected;
                SCOPED_TRACE(op.name);
                const auto ours = overlay(op.name, std::get<MultiPolygon>(of->shape(grid)),
                                          std::get<MultiPolygon>(with->shape(grid)));
                ASSERT_TRUE(ours) << ours.error().message.key;
                expectSame(*ours, *expected);
                tally.compared(whole ? op.name + " in whole steps" : op.name);
            }
        }
    }
    tally.say("general/*OverlayA*");
    EXPECT_EQ(tally.comparisons() + tally.leftOut(), 254);
    EXPECT_LE(tally.leftOut(), 59);
}

}  // namespace
}  // namespace geometry
