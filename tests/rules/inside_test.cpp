#include "rules/inside.h"

#include <gtest/gtest.h>

#include <random>

#include "rules/drawn.h"

namespace {

using drawn::Sheet;
using geometry::MultiPolygon;
using rules::Outline;
using rules::Tolerance;

bool countsByOverlay(const MultiPolygon& a, const MultiPolygon& b, const Tolerance& tolerance,
                     const plan::Schema& schema) {
    std::vector<geometry::SidedEdge> edges;
    geometry::addEdges(edges, a, 0);
    geometry::addEdges(edges, b, 1);
    const auto both = [](const geometry::Cover& cover, bool) { return cover[0] != 0 && cover[1] != 0; };
    return !rules::countingPieces(geometry::Regions(std::move(edges)).where(both), tolerance, schema.measure).none();
}

TEST(SurelyShare, isNeverSurerThanAnOverlay) {
    const Sheet sheet;
    std::mt19937 engine(3);
    const auto roll = [&](double low, double high) { return std::uniform_real_distribution(low, high)(engine); };
    int sure = 0, wide = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto random = [&] {
            const double x = roll(0, 60), y = roll(0, 60);
            return sheet.box(x, y, x + roll(1, 60), y + roll(1, 60));
        };
        const MultiPolygon a = random(), b = random();
        const Tolerance tolerance{roll(0, 200), roll(0, 4)};
        const bool counts = countsByOverlay(a, b, tolerance, *sheet.schema());
        wide += counts;
        if (!rules::surelyShare(Outline(a), Outline(b), tolerance, *sheet.schema())) continue;
        ++sure;
        EXPECT_TRUE(counts) << i;
    }
    EXPECT_GT(sure, 100);
    EXPECT_LT(sure, wide);
}

TEST(PlaceIn, liesInTheWidestStretch) {
    const Sheet sheet;
    const MultiPolygon horseshoe{
        {{sheet.ring({{0, 0}, {100, 0}, {100, 90}, {60, 90}, {60, 20}, {20, 20}, {20, 90}, {0, 90}}), {}}}};
    EXPECT_EQ(rules::placeIn(Outline(horseshoe)), sheet.at(80, 45));
}

}  // namespace
