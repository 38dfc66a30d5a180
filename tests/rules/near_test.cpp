#include "rules/near.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numbers>
#include <random>

#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "rules/apart.h"
#include "rules/cancellation.h"
#include "rules/shared_area.h"

namespace {

using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using rules::Outline;

constexpr std::int64_t unit = 1000;  // shapes stand on a coarse lattice, so that they often touch

// Shapes about a few places of a lattice; now and then with crossing edges.
class Shapes {
public:
    explicit Shapes(std::uint64_t seed) : engine_(seed) {}

    std::int64_t roll(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(engine_);
    }
    MultiPolygon star() {
        const Point centre{roll(4, 12), roll(4, 12)};
        const auto corners = roll(3, 9);
        Ring ring;
        for (std::int64_t i = 0; i < corners; ++i) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
            const auto reach = static_cast<double>(roll(1, 6));
            const Point p{centre.x + std::llround(reach * std::cos(angle)),
                          centre.y + std::llround(reach * std::sin(angle))};
            if (ring.empty() || ring.back() != Point{p.x * unit, p.y * unit}) ring.push_back({p.x * unit, p.y * unit});
        }
        if (roll(0, 9) == 0) std::swap(ring.front(), ring.back());
        return {{{ring, {}}}};
    }
    // The plane's other side of an edge of the area, as far as a corner: shares the edge.
    MultiPolygon neighbour(const MultiPolygon& area) {
        const Ring& ring = area.polygons[0].outer;
        const auto at = static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(ring.size()) - 1));
        const Point a = ring[at], b = ring[(at + 1) % ring.size()];
        const Point c{roll(0, 18) * unit, roll(0, 18) * unit};
        return {{{{b, a, c}, {}}}};
    }
    Box box() {
        const Point corner{roll(0, 14) * unit, roll(0, 14) * unit};
        return Box::of(corner, {corner.x + roll(1, 6) * unit, corner.y + roll(1, 6) * unit});
    }

private:
    std::mt19937_64 engine_;
};

// Twice the area, in square steps, of the places that are wanted by the covers of both, as far as they lie in the box.
double doubled(const Outline& a, const Outline& b, const Box& box, bool inBoth) {
    std::vector<geometry::SidedEdge> edges;
    a.clip(box, 0, edges);
    b.clip(box, 1, edges);
    const auto wanted = [&](const geometry::Cover& cover, bool) {
        return (cover[0] & 1) != 0 && ((cover[1] & 1) != 0) == inBoth;
    };
    return static_cast<double>(geometry::doubledSteps(geometry::Regions(std::move(edges)).where(wanted)));
}
// What rounding of clipped edges can make, and no more.
constexpr double slight = 20 * 20 * unit;

RC_GTEST_PROP(Near, whatIsSureIsTrue, (std::uint64_t seed)) {
    Shapes shapes(seed);
    int apart = 0, inside = 0;
    for (int i = 0; i < 40; ++i) {
        const MultiPolygon a = shapes.star(), b = shapes.roll(0, 1) == 0 ? shapes.star() : shapes.neighbour(a);
        const Outline one(a), other(b);
        const Box box = shapes.box();
        if (rules::surelyApartNear(one, other, box)) {
            ++apart;
            RC_ASSERT(doubled(one, other, box, true) <= slight);
        }
        if (rules::surelyInsideNear(one, {&other}, box) && geometry::doubledSteps(b) > 0) {
            ++inside;
            RC_ASSERT(doubled(one, other, box, false) <= slight);
        }
    }
    RC_CLASSIFY(apart > 0);
    RC_CLASSIFY(inside > 0);
}

TEST(Near, tellsNeighboursAndTheCountysEdge) {
    const MultiPolygon left{{{{{0, 0}, {10, 0}, {12, 5}, {10, 10}, {0, 10}}, {}}}};
    const MultiPolygon right{{{{{10, 0}, {20, 0}, {20, 10}, {10, 10}, {12, 5}}, {}}}};
    const MultiPolygon over{{{{{10, 0}, {20, 0}, {20, 10}, {10, 10}, {11, 5}}, {}}}};
    const Outline one(left), other(right), wrong(over);
    const Box place{9, 0, 13, 10};
    EXPECT_TRUE(rules::surelyApartNear(one, other, place));
    EXPECT_FALSE(rules::surelyApartNear(one, wrong, place));
    // The border between two parts of the county is none.
    const MultiPolygon across{{{{{5, 2}, {15, 2}, {15, 8}, {5, 8}}, {}}}};
    const Outline inner(across);
    EXPECT_TRUE(rules::surelyInsideNear(inner, {&one, &other}, {5, 2, 15, 8}));
    EXPECT_FALSE(rules::surelyInsideNear(inner, {&one}, {5, 2, 15, 8}));
    // Along the county's edge, and beyond it.
    EXPECT_TRUE(rules::surelyInsideNear(one, {&one, &other}, {0, 0, 12, 10}));
    const MultiPolygon beyond{{{{{0, 0}, {10, -1}, {10, 10}, {0, 10}}, {}}}};
    EXPECT_FALSE(rules::surelyInsideNear(Outline(beyond), {&one, &other}, {0, -1, 10, 10}));
}

RC_GTEST_PROP(SharedArea, isThatOfTheOverlay, (std::uint64_t seed)) {
    Shapes shapes(seed);
    const auto measure =
        geometry::Measure::on(geometry::systemOf("EPSG:4524").value(), geometry::AreaMethod::EqualArea).value();
    rules::SharedArea shared(measure);
    for (int i = 0; i < 20; ++i) {
        const auto placed = [](MultiPolygon area) {
            geometry::eachRing(area, [](Ring& ring) {
                for (Point& p : ring) p = {p.x * 100 + 364'000'000'000, p.y * 100 + 45'600'000'000};
            });
            return area;
        };
        const MultiPolygon a = placed(shapes.star()), b = placed(shapes.star());
        if (geometry::doubledSteps(a) <= 0 || !geometry::surelyValid(a)) continue;
        std::vector<geometry::SidedEdge> edges;
        geometry::addEdges(edges, a, 0);
        geometry::addEdges(edges, b, 1);
        const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & cover[1] & 1) != 0; };
        const double overlay = measure.area(geometry::Regions(std::move(edges)).where(both)).squareMetres();
        RC_ASSERT(std::abs(shared.squareMetres(Outline(a), measure.area(a).squareMetres(), Outline(b)) - overlay) <
                  0.5);
    }
}

RC_GTEST_PROP(Cancellation, leavesWhatSortingLeaves, (std::uint64_t seed)) {
    Shapes shapes(seed);
    std::vector<MultiPolygon> areas;
    for (std::int64_t n = shapes.roll(0, 60); n > 0; --n) {
        areas.push_back(shapes.star());
        areas.push_back(shapes.roll(0, 2) == 0 ? areas.back() : shapes.neighbour(areas.back()));
    }
    std::vector<rules::Cancellation::Part> parts;
    std::vector<geometry::SidedEdge> edges;
    for (const MultiPolygon& area : areas) {
        const auto times = static_cast<std::int32_t>(shapes.roll(0, 3) == 0 ? -1 : 1);
        parts.push_back({&area, geometry::boxOf(area), times});
    }
    rules::Cancellation cancellation(parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (shapes.roll(0, 9) == 0)
            cancellation.drop(i);
        else
            geometry::addEdges(edges, *parts[i].area, 0, parts[i].times);
    }
    RC_ASSERT(cancellation.residue({}) == geometry::merged(std::move(edges)));
}

}  // namespace
