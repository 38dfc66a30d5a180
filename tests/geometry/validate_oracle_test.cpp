#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "geometry/geos.h"
#include "geometry/overlay.h"
#include "geometry/validity.h"
#include "oracle.h"

namespace geometry {
namespace {

using Kind = Flaw::Kind;

// The description of a case of TestValid.xml ends with what it is a case of, in brackets.
std::optional<std::set<Kind>> reasonsIn(const std::string& description) {
    static const std::map<std::string, std::set<Kind>> reasons{
        {"valid", {}},
        // One word for a ring that meets itself at a corner, for edges that cross, and for rings that run together.
        {"self-intersection", {Kind::SelfIntersection, Kind::RingSelfIntersection, Kind::RepeatedRing}},
        {"hole outside shell", {Kind::HoleOutsideShell}},
        {"nested holes", {Kind::NestedHoles}},
        {"nested shells", {Kind::NestedShells}},
        {"interior disconnected", {Kind::DisconnectedInterior}},
        {"too few distinct points", {Kind::TooFewPoints}},
    };
    const auto open = description.rfind('('), close = description.find(')', open);
    if (open == std::string::npos || close == std::string::npos) return {};
    const auto at = reasons.find(description.substr(open + 1, close - open - 1));
    return at == reasons.end() ? std::nullopt : std::optional(at->second);
}

const char* nameOf(Kind kind) {
    switch (kind) {
        case Kind::SelfIntersection: return "Self-intersection";
        case Kind::RingSelfIntersection: return "Ring Self-intersection";
        case Kind::RepeatedRing: return "Duplicate Rings";
        case Kind::HoleOutsideShell: return "Hole lies outside shell";
        case Kind::NestedHoles: return "Holes are nested";
        case Kind::NestedShells: return "Nested shells";
        case Kind::DisconnectedInterior: return "Interior is disconnected";
        case Kind::TooFewPoints: return "Too few points in geometry component";
    }
    return "";
}

// On the boundary of the area: where a flaw may be told to be.
bool onBoundary(const Shape& shape, Point place) {
    bool found = false;
    const auto* area = std::get_if<MultiPolygon>(&shape);
    if (!area) return true;
    eachRing(*area, [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            found = found || nearestOn(ring[j], ring[i], place).distance <= 1;
    });
    return found;
}

// What GEOS says of the same corners: the reason, and the place as long as it has one.
void agreesWithGeos(const Shape& shape, const std::string& wkt) {
    const auto* area = std::get_if<MultiPolygon>(&shape);
    bool short_ = !area || area->empty();
    if (area) eachRing(*area, [&](const Ring& ring) { short_ = short_ || ring.size() < 3; });
    if (short_) return;
    const auto flaw = flawOf(*area);
    const auto fault = geos::faultOf(geos::from(*area));
    EXPECT_EQ(flaw.has_value(), fault.has_value()) << wkt;
    if (!flaw) return;
    EXPECT_EQ(nameOf(flaw->kind), fault ? fault->reason : "") << wkt;
    EXPECT_TRUE(onBoundary(shape, flaw->where)) << wkt;
}

// general/TestValid*.xml: every case is valid or not, and for the reason that its description names.
TEST(ValidateOracle, ValidityAndItsReason) {
    const auto folder = oracle::folder("general");
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    oracle::Tally tally;
    for (const char* file : {"TestValid.xml", "TestValid2.xml", "TestValid2-big.xml"}) {
        for (const auto& each : oracle::cases(folder / file)) {
            ASSERT_EQ(each.operations.size(), 1u) << each.description;
            const auto drawing = oracle::Drawing::of(each.a);
            if (!drawing) {
                tally.notApplicable("a mixed collection, which no feature is");
                continue;
            }
            if (drawing->kind == "LINEARRING") {
                tally.notApplicable("a ring that is no polygon's");
                continue;
            }
            const auto grid = drawing->grid(1e6);
            if (!grid) {
                const bool isNumber = each.a.find("NaN") == std::string::npos;
                tally.notApplicable(isNumber ? "coordinates beyond the grid" : "coordinates that are no numbers");
                EXPECT_EQ(each.operations[0].expected, isNumber ? "true" : "false") << each.a;
                continue;
            }
            const Shape shape = drawing->shape(*grid);
            const auto flaw = flawOf(shape);
            EXPECT_EQ(!flaw, each.operations[0].expected == "true") << each.description << ": " << each.a;
            const bool named = std::string_view(file) == "TestValid.xml";
            if (named) {
                const auto reasons = reasonsIn(each.description);
                ASSERT_TRUE(reasons) << each.description;
                EXPECT_EQ(reasons->empty(), !flaw) << each.description;
                EXPECT_TRUE(!flaw || reasons->contains(flaw->kind))
                    << each.description << (flaw ? nameOf(flaw->kind) : "");
            }
            agreesWithGeos(shape, each.a);
            tally.compared(std::string(drawing->empties ? "with empty parts left out, " : "") +
                           (named ? "valid or not, with the reason" : "valid or not"));
        }
    }
    tally.say("general/TestValid*");
    EXPECT_EQ(tally.comparisons() + tally.leftOut(), 87 + 752 + 2);
    EXPECT_LE(tally.leftOut(), 10);
}

// Two operands of a case of validate/, and what our predicates say of them: the nine numbers of the intersection
// matrix as far as we have an operation for them.
struct Pair {
    Shape a, b;

    template <class Type>
    static const Type* as(const Shape& shape) {
        return std::get_if<Type>(&shape);
    }
    template <class Visit>
    static void eachSegment(const Shape& shape, Visit visit) {
        if (const auto* area = as<MultiPolygon>(shape))
            eachRing(*area, [&](const Ring& ring) {
                for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) visit(ring[j], ring[i]);
            });
        if (const auto* lines = as<MultiLine>(shape))
            for (const auto& line : lines->lines)
                for (std::size_t i = 1; i < line.size(); ++i) visit(line[i - 1], line[i]);
        if (const auto* points = as<MultiPoint>(shape))
            for (const Point p : *points) visit(p, p);
    }
    // Some edges, or points, have a place in common.
    bool outlinesMeet() const {
        bool meet = false;
        eachSegment(a, [&](Point p, Point q) {
            eachSegment(b, [&](Point r, Point s) { meet = meet || segmentsMeet(p, q, r, s); });
        });
        return meet;
    }
    // Something of `of` lies in the area `in`, boundary included, by the first corner of each of its parts.
    static bool liesIn(const Shape& of, const Shape& in) {
        const auto* area = as<MultiPolygon>(in);
        bool lies = false;
        if (area) eachSegment(of, [&](Point p, Point) { lies = lies || locate(*area, p) != Side::Outside; });
        return lies;
    }
    bool intersects() const { return outlinesMeet() || liesIn(a, b) || liesIn(b, a); }
};

// The predicates of two areas by overlay and outline.
std::map<std::string, bool> ofAreas(const Pair& pair) {
    const auto& a = std::get<MultiPolygon>(pair.a);
    const auto& b = std::get<MultiPolygon>(pair.b);
    const bool common = overlaps(a, b).value(), meet = pair.intersects();
    const bool onlyA = !subtract(a, b).value().empty(), onlyB = !subtract(b, a).value().empty();
    return {{"intersects", meet},
            {"disjoint", !meet},
            {"touches", meet && !common},
            {"contains", common && !onlyB},
            {"covers", common && !onlyB},
            {"within", common && !onlyA},
            {"coveredby", common && !onlyA},
            {"equalstopo", common && !onlyA && !onlyB},
            {"overlaps", common && onlyA && onlyB},
            {"crosses", false}};
}

std::string matrixOfAreas(const Pair& pair, const std::string& expected) {
    const auto& a = std::get<MultiPolygon>(pair.a);
    const auto& b = std::get<MultiPolygon>(pair.b);
    std::string matrix = expected;  // what a plan never asks for stays as it is expected
    matrix[0] = overlaps(a, b).value() ? '2' : 'F';
    matrix[2] = subtract(a, b).value().empty() ? 'F' : '2';
    matrix[6] = subtract(b, a).value().empty() ? 'F' : '2';
    if (!pair.outlinesMeet()) matrix[4] = 'F';
    if (pair.outlinesMeet() && matrix[4] == 'F') matrix[4] = '?';
    return matrix;
}

// The points of `of` by where they lie of the area.
std::string matrixOfPoints(const MultiPoint& points, const MultiPolygon& area) {
    std::string matrix = "FFFFFF212";
    for (const Point p : points) {
        const Side side = locate(area, p);
        matrix[side == Side::Inside ? 0 : side == Side::Boundary ? 1 : 2] = '0';
    }
    return matrix;
}

// What the matrix of points and an area says: at least one inside and none outside is within, and so on.
std::map<std::string, bool> ofPoints(const std::string& m) {
    const bool inside = m[0] != 'F', boundary = m[1] != 'F', outside = m[2] != 'F';
    return {{"intersects", inside || boundary},
            {"disjoint", !inside && !boundary},
            {"touches", !inside && boundary},
            {"within", inside && !outside},
            {"coveredby", (inside || boundary) && !outside},
            {"crosses", inside && outside},
            {"contains", false},
            {"covers", false},
            {"overlaps", false},
            {"equalstopo", false}};
}

// validate/*.xml: how two geometries lie to each other, and that each is valid or not as GEOS says.
TEST(ValidateOracle, HowTwoGeometriesLie) {
    const auto folder = oracle::folder("validate");
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    oracle::Tally tally;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    int read = 0, flawed = 0;
    for (const auto& file : files) {
        for (const auto& each : oracle::cases(file)) {
            ++read;
            SCOPED_TRACE(file.filename().string() + " " + each.description);
            const auto first = oracle::Drawing::of(each.a), second = oracle::Drawing::of(each.b);
            ASSERT_TRUE(first && second);
            const auto one = first->grid(1e6), other = second->grid(1e6);
            ASSERT_TRUE(one && other);
            const Grid grid{std::min(one->stepsPerUnit, other->stepsPerUnit)};
            const Pair pair{first->shape(grid), second->shape(grid)};
            for (const auto& [shape, wkt] : {std::pair{&pair.a, &each.a}, std::pair{&pair.b, &each.b}}) {
                agreesWithGeos(*shape, *wkt);
                flawed += flawOf(*shape).has_value();
                tally.compared("validity of an operand");
            }
            const auto* areaA = std::get_if<MultiPolygon>(&pair.a);
            const auto* areaB = std::get_if<MultiPolygon>(&pair.b);
            const auto* points = std::get_if<MultiPoint>(&pair.a);
            std::map<std::string, bool> ours;
            if (areaA && areaB)
                ours = ofAreas(pair);
            else if (points && areaB)
                ours = ofPoints(matrixOfPoints(*points, *areaB));
            else
                ours = {{"intersects", pair.intersects()}, {"disjoint", !pair.intersects()}};
            for (const auto& op : each.operations) {
                EXPECT_EQ(op.first, "A");
                if (op.name == "relate") {
                    ASSERT_EQ(op.third.size(), 9u);
                    EXPECT_EQ(op.expected, "true");
                    if (areaA && areaB) {
                        EXPECT_EQ(matrixOfAreas(pair, op.third), op.third);
                    } else if (points && areaB) {
                        EXPECT_EQ(matrixOfPoints(*points, *areaB), op.third);
                    } else {
                        tally.notApplicable("the matrix of lines: no rule overlays lines");
                        continue;
                    }
                } else if (const auto at = ours.find(op.name); at != ours.end()) {
                    EXPECT_EQ(at->second, op.expected == "true") << op.name;
                } else {
                    tally.notApplicable("how lines lie to lines or areas, beyond whether they meet");
                    continue;
                }
                tally.compared(op.name + (areaA && areaB    ? " of areas"
                                          : points && areaB ? " of points and areas"
                                                            : " with lines or points"));
            }
        }
    }
    tally.say("validate/*");
    std::cout << "  operands that are not valid: " << flawed << "\n";
    EXPECT_EQ(read, 2 + 107 + 1 + 77 + 2 + 144 + 41 + 99 + 13);
    EXPECT_GE(tally.comparisons(), 2 * read + 2 * read);
}

}  // namespace
}  // namespace geometry
