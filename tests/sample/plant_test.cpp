#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "sample/county.h"

namespace sample {
namespace {

const plan::Spec& spec() {
    static const plan::SpecRef loaded = [] {
        auto result = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC);
        if (!result) throw std::runtime_error(result.error().message.key);
        return *result;
    }();
    return *loaded;
}

constexpr int each = 6;

// The same county with and without errors.
class Planting : public testing::Test {
protected:
    static plan::Snapshot clean, now;
    static std::vector<Planted> planted;

    static void SetUpTestSuite() {
        auto without = make(spec(), {6000, 5, 0});
        auto with = make(spec(), {6000, 5, each});
        ASSERT_TRUE(without && with);
        clean = without->snapshot;
        now = with->snapshot;
        planted = with->planted;
    }

    static std::vector<plan::FeatureRef> named(const std::string& name) {
        std::vector<plan::FeatureRef> found;
        for (std::size_t i = 0; i < now.schema().layers.size(); ++i)
            now.each(plan::LayerId{static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
                if (plan::nameOf(now.schema(), *feature) == name) found.push_back(feature);
            });
        return found;
    }
    static plan::FeatureRef one(const std::string& name) {
        const auto found = named(name);
        EXPECT_EQ(found.size(), 1u) << name;
        return found.front();
    }
    static const geometry::MultiPolygon& area(const plan::FeatureRef& feature) {
        return std::get<geometry::MultiPolygon>(feature->shape);
    }
    static plan::Value value(const plan::FeatureRef& feature, std::string_view field) {
        return feature->value(*now.schema().layer(feature->layer).field(field));
    }
    static double metres2(const geometry::MultiPolygon& shape) {
        return now.schema().measure.area(shape).squareMetres();
    }
    template <class Check>
    static void eachOf(std::string_view kind, Check check) {
        int count = 0;
        for (const auto& error : planted)
            if (error.kind == kind) check(error), ++count;
        EXPECT_EQ(count, each) << kind;
    }
    // More than the tolerance of the rules: 1 m² and 0.1 m wide.
    static void expectTangible(const geometry::MultiPolygon& piece) {
        EXPECT_GT(metres2(piece), 1.0);
        EXPECT_GT(2 * metres2(piece) / now.schema().measure.perimeter(piece).metres(), 0.1);
    }
};
plan::Snapshot Planting::clean, Planting::now;
std::vector<Planted> Planting::planted;

TEST_F(Planting, TouchesNothingElse) {
    std::set<std::string> names;
    for (const auto& error : planted) names.insert(error.features.begin(), error.features.end());
    std::size_t slivers = 0;
    for (const auto& change : plan::Snapshot::diff(clean, now).changes) {
        ASSERT_TRUE(change.after);
        const bool isNamed = names.contains(plan::nameOf(now.schema(), *change.after));
        // The table of indicators says what the map gives now.
        if (now.schema().layer(change.after->layer).code == "GHZBB") continue;
        // A sliver also takes its area from a parcel, which is a sound parcel still.
        if (!isNamed) ++slivers;
    }
    EXPECT_EQ(slivers, static_cast<std::size_t>(each));
    EXPECT_EQ(now.count(), clean.count() + 2 * each);
}

TEST_F(Planting, NamesARuleOfThePack) {
    EXPECT_EQ(planted.size(), 8u * each);
    const std::map<std::string, std::string> kinds{{"overlap", "overlap"},      {"gap", "gap"},
                                                   {"sliver", "sliver"},        {"self_intersection", "valid"},
                                                   {"code", "code_list"},       {"cross_line", "cross_overlap"},
                                                   {"duplicate_bsm", "unique"}, {"declared_area", "declared_area"}};
    for (const auto& error : planted) {
        const auto rule = std::find_if(spec().rules.begin(), spec().rules.end(),
                                       [&](const plan::RuleSpec& r) { return r.id == error.rule; });
        ASSERT_NE(rule, spec().rules.end()) << error.kind;
        EXPECT_EQ(rule->kind, kinds.at(error.kind));
        EXPECT_TRUE(now.schema().find(error.layer));
        EXPECT_FALSE(error.features.empty());
    }
}

TEST_F(Planting, Overlaps) {
    eachOf("overlap", [&](const Planted& error) {
        const auto common = geometry::intersect(area(one(error.features[0])), area(one(error.features[1])));
        ASSERT_TRUE(common);
        expectTangible(*common);
        EXPECT_EQ(geometry::locate(*common, *error.where), geometry::Side::Inside);
    });
}

TEST_F(Planting, Gaps) {
    eachOf("gap", [&](const Planted& error) {
        const auto feature = one(error.features[0]), neighbour = one(error.features[1]);
        const auto missing = geometry::subtract(area(clean.find(feature->id)), area(feature));
        ASSERT_TRUE(missing);
        expectTangible(*missing);
        EXPECT_EQ(geometry::locate(*missing, *error.where), geometry::Side::Inside);
        EXPECT_EQ(*clean.find(neighbour->id), *neighbour);
        const auto added = geometry::subtract(area(feature), area(clean.find(feature->id)));
        EXPECT_TRUE(added && added->empty());
    });
}

TEST_F(Planting, Slivers) {
    eachOf("sliver", [&](const Planted& error) {
        const auto& strip = area(one(error.features[0]));
        EXPECT_FALSE(geometry::flawOf(strip));
        EXPECT_GE(metres2(strip), 10.0);
        EXPECT_LE(metres2(strip) / now.schema().measure.perimeter(strip).metres(), 0.1);
    });
    // Taken out and put beside: what the strips gained their parcels lost.
    geometry::Wide strips = 0, lost = 0;
    for (const auto& change : plan::Snapshot::diff(clean, now).changes) {
        if (change.after->layer != *now.schema().find("DLTB")) continue;
        if (!change.before) strips += geometry::doubledSteps(area(change.after));
        const bool isNamed = std::any_of(planted.begin(), planted.end(), [&](const Planted& error) {
            const auto name = plan::nameOf(now.schema(), *change.after);
            return std::find(error.features.begin(), error.features.end(), name) != error.features.end();
        });
        if (change.before && !isNamed)
            lost += geometry::doubledSteps(area(change.before)) - geometry::doubledSteps(area(change.after));
    }
    EXPECT_TRUE(strips == lost);
}

TEST_F(Planting, SelfIntersections) {
    eachOf("self_intersection", [&](const Planted& error) {
        const auto feature = one(error.features[0]);
        EXPECT_TRUE(geometry::flawOf(feature->shape));
        EXPECT_NEAR(feature->area.squareMetres(), clean.find(feature->id)->area.squareMetres(), 0.5);
    });
}

TEST_F(Planting, CrossingLines) {
    std::set<std::string> rules;
    eachOf("cross_line", [&](const Planted& error) {
        const auto common = geometry::intersect(area(one(error.features[0])), area(one(error.features[1])));
        ASSERT_TRUE(common);
        expectTangible(*common);
        EXPECT_EQ(geometry::locate(*common, *error.where), geometry::Side::Inside);
        rules.insert(error.rule);
    });
    EXPECT_EQ(rules, (std::set<std::string>{"R-L1", "R-L2", "R-L3"}));
}

TEST_F(Planting, Attributes) {
    eachOf("code", [&](const Planted& error) {
        EXPECT_FALSE(spec().codeLists.at("QSXZ").find(plan::textOf(value(one(error.features[0]), "QSXZ"))));
    });
    eachOf("duplicate_bsm", [&](const Planted& error) { EXPECT_EQ(named(error.features[0]).size(), 2u); });
    eachOf("declared_area", [&](const Planted& error) {
        const auto feature = one(error.features[0]);
        EXPECT_GT(plan::numberOf(value(feature, "TBMJ")), feature->area.squareMetres() * 1.01);
    });
}

// Everything that is not meant to be broken declares what it measures.
TEST_F(Planting, ReshapedParcelsDeclareTheirNewArea) {
    for (const auto& error : planted) {
        if (error.kind == "declared_area" || error.kind == "duplicate_bsm") continue;
        const auto feature = one(error.features[0]);
        const auto& layer = now.schema().layer(feature->layer);
        EXPECT_NEAR(plan::numberOf(value(feature, layer.areaField)), feature->area.squareMetres(), 0.0051);
    }
}

}  // namespace
}  // namespace sample
