#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "geometry/predicates.h"
#include "rules/check.h"
#include "sample/county.h"
#include "support/processor_time.h"

namespace sample {
namespace {

struct Checked {
    County county;
    rules::Findings findings;
    double seconds = 0;  // of the processor, for checking
};

Checked checked(const Options& options) {
    const auto spec = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC);
    if (!spec) throw std::runtime_error(spec.error().message.key);
    auto county = make(**spec, options);
    const auto rules = rules::RuleSet::of(**spec);
    if (!county || !rules) throw std::runtime_error("the sample or its rules cannot be made");
    const plan::Settings settings;
    const support::ProcessorTime time;
    auto report = rules::check(*rules, {county->snapshot, county->snapshot, settings});
    if (!report) throw std::runtime_error(report.error().message.key);
    return {std::move(*county), std::move(report->findings), time.seconds()};
}

// How far a place is from a shape, in metres; 0 inside of it.
double metresTo(const geometry::Measure& measure, const geometry::Shape& shape, geometry::Point place) {
    double nearest = 1e9;
    const auto to = [&](geometry::Point a, geometry::Point b) {
        const double t = geometry::nearestOn(a, b, place).t;
        nearest = std::min(nearest, measure.length({place, geometry::along(a, b, t)}).metres());
    };
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape))
        for (const auto point : *points) to(point, point);
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape))
        for (const auto& line : lines->lines)
            for (std::size_t i = 1; i < line.size(); ++i) to(line[i - 1], line[i]);
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape)) {
        if (geometry::locate(*area, place) != geometry::Side::Outside) return 0;
        geometry::eachRing(*area, [&](const geometry::Ring& ring) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) to(ring[j], ring[i]);
        });
    }
    return nearest;
}

// What is wrong with a value is wrong of the whole feature; every other error has a place of its own.
bool isOfValues(const std::string& kind) {
    static const std::set<std::string> kinds{"code", "duplicate_bsm", "declared_area", "identity",
                                             "name", "required",      "large_project"};
    return kinds.contains(kind);
}

// The finding is what the truth says of the error: its rule, its features, its place.
bool tells(const rules::Finding& finding, const Planted& error, const plan::Snapshot& now) {
    if (finding.rule != error.rule) return false;
    std::vector<plan::FeatureRef> features;
    bool ofLayer = now.schema().layer(finding.layer).code == error.layer;
    for (const plan::FeatureId id : finding.subjects) {
        features.push_back(now.find(id));
        ofLayer = ofLayer || now.schema().layer(features.back()->layer).code == error.layer;
    }
    if (!ofLayer) return false;
    // A gap is no feature's: the truth names those around it.
    if (!features.empty()) {
        std::multiset<std::string> told;
        for (const auto& feature : features) told.insert(plan::nameOf(now.schema(), *feature));
        if (told != std::multiset<std::string>(error.features.begin(), error.features.end())) return false;
    } else if (error.kind != "gap") {
        return false;
    }
    const auto& measure = now.schema().measure;
    if (!error.where) return std::holds_alternative<std::monostate>(finding.where);  // of a table
    if (!isOfValues(error.kind)) return metresTo(measure, finding.where, *error.where) <= 1;
    return std::any_of(features.begin(), features.end(), [&](const plan::FeatureRef& feature) {
        return metresTo(measure, feature->shape, *error.where) <= 1;
    });
}

// Every planted error is told by exactly one finding, and every finding tells exactly one. What the pack has no rule
// for is found by none.
void exactlyThePlanted(const Options& options) {
    const Checked result = checked(options);
    std::map<std::string, std::vector<std::size_t>> byRule;
    for (std::size_t i = 0; i < result.findings.size(); ++i) byRule[result.findings[i].rule].push_back(i);
    std::vector<int> told(result.findings.size(), 0);
    std::map<std::string, int> kinds;
    for (const auto& error : result.county.planted) {
        int found = 0;
        for (const std::size_t i : byRule[error.rule])
            if (tells(result.findings[i], error, result.county.snapshot)) ++found, ++told[i];
        EXPECT_EQ(found, error.rule.empty() ? 0 : 1)
            << error.kind << " " << error.rule << " " << error.features.front();
        ++kinds[error.kind];
    }
    for (std::size_t i = 0; i < told.size(); ++i)
        EXPECT_EQ(told[i], 1) << result.findings[i].key() << " " << result.findings[i].message.key;
    EXPECT_EQ(kinds.size(), options.kinds.empty() ? 8u : options.kinds.size());
    for (const auto& [kind, count] : kinds) EXPECT_EQ(count, options.errors) << kind;
    std::cout << options.parcels << " parcels, seed " << options.seed << ": " << result.county.planted.size()
              << " errors planted, " << result.findings.size() << " findings, checked in " << result.seconds << " s\n";
}

TEST(Found, NothingWhereNothingIsPlanted) {
    for (const Options& options : {Options{1000, 1, 0}, Options{1000, 2, 0}, Options{4000, 3, 0}})
        for (const auto& finding : checked(options).findings) ADD_FAILURE() << finding.key();
}

TEST(Found, ExactlyThePlantedAmongAThousand) {
    for (const std::uint64_t seed : {1, 2, 3, 4}) exactlyThePlanted({1000, seed, 2});
    exactlyThePlanted({6000, 4, 6});
}

TEST(Found, ExactlyThePlantedOfTheOtherKinds) {
    const std::vector<std::string> kinds{"spike", "duplicate_vertex", "unmatched_vertex", "multipart", "identity",
                                         "name",  "required"};
    exactlyThePlanted({6000, 7, 4, kinds});
    exactlyThePlanted({6000, 8, 2, kindsOfErrors()});
}

TEST(Found, ExactlyThePlantedOfProjectsTownAndTables) {
    exactlyThePlanted(
        {6000,
         9,
         3,
         {"unlisted_project", "large_project", "missing_project", "outside_centre", "other_zone", "table_value"}});
    exactlyThePlanted({6000, 10, 40, {"unlisted_project", "large_project", "missing_project", "outside_centre"}});
}

TEST(Found, ExactlyThePlantedAmongAHundredThousand) { exactlyThePlanted({100'000, 5, 40}); }

TEST(Found, ExactlyThePlantedAmongAMillion) {
    if (!std::getenv("SANXIAN_TEST_LONG")) GTEST_SKIP() << "a long run";
    exactlyThePlanted({1'000'000, 6, 400});
}

}  // namespace
}  // namespace sample
