#include "review/lineage.h"

#include <gtest/gtest.h>

#include "geometry/overlay.h"
#include "support/random_plan.h"

namespace {

using plan::Change;
using plan::FeatureId;
using plan::FeatureRef;
using review::Descent;

class Lineage : public testing::Test {
protected:
    // A square of 1e6 steps a side, about 100 m, `column` squares from the first.
    FeatureRef feature(std::uint32_t serial, std::int64_t column, std::int64_t width = 1) const {
        const std::int64_t x = 107'000'000'000 + column * side, y = 40'000'000'000;
        geometry::MultiPolygon area{
            {{{{x, y}, {x + width * side, y}, {x + width * side, y + side}, {x, y + side}}, {}}}};
        return plan::makeFeature(*schema, {7, serial}, support::layer::zones, std::move(area), {});
    }
    std::vector<Descent> descents(const std::vector<Change>& changes) const {
        const auto found = review::descents(*schema, changes);
        EXPECT_TRUE(found);
        return found.value_or(std::vector<Descent>());
    }
    static Descent descent(std::uint32_t parent, std::uint32_t child) {
        return {FeatureId{7, parent}, FeatureId{7, child}};
    }

    static constexpr std::int64_t side = 1'000'000;
    plan::SchemaRef schema = support::randomSchema();
};

TEST_F(Lineage, ASplitMakesAChildAndKeepsTheParent) {
    EXPECT_EQ(descents({{feature(1, 0, 2), feature(1, 0)}, {nullptr, feature(2, 1)}}), std::vector{descent(1, 2)});
}

TEST_F(Lineage, AMergedFeatureIsAParent) {
    EXPECT_EQ(descents({{feature(1, 0), feature(1, 0, 2)}, {feature(2, 1), nullptr}}), std::vector{descent(2, 1)});
}

TEST_F(Lineage, AReplacedLayerDescendsByArea) {
    EXPECT_EQ(descents({{feature(1, 0, 2), nullptr},
                        {nullptr, feature(2, 0)},
                        {nullptr, feature(3, 1)},
                        {feature(4, 5), nullptr}}),
              (std::vector{descent(1, 2), descent(1, 3)}));
}

TEST_F(Lineage, ABoundaryThatMovesIsNoDescent) {
    EXPECT_TRUE(descents({{feature(1, 0, 2), feature(1, 0)}, {feature(2, 2), feature(2, 1, 2)}}).empty());
    EXPECT_TRUE(descents({{nullptr, feature(1, 0)}, {feature(2, 1), nullptr}}).empty()) << "they only touch";
}

}  // namespace
