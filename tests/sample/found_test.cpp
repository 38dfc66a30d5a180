#include <gtest/gtest.h>

#include <algorithm>

#include "geometry/predicates.h"
#include "rules/check.h"
#include "sample/county.h"

namespace sample {
namespace {

struct Checked {
    County county;
    rules::Findings findings;
};

Checked checked(const Options& options) {
    const auto spec = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC);
    if (!spec) throw std::runtime_error(spec.error().message.key);
    auto county = make(**spec, options);
    const auto rules = rules::RuleSet::of(**spec);
    if (!county || !rules) throw std::runtime_error("the sample or its rules cannot be made");
    const plan::Settings settings;
    auto report = rules::check(*rules, {county->snapshot, county->snapshot, settings});
    if (!report) throw std::runtime_error(report.error().message.key);
    return {std::move(*county), std::move(report->findings)};
}

TEST(Found, NothingWhereNothingIsPlanted) {
    for (const Options options : {Options{1000, 1, 0}, Options{1000, 2, 0}, Options{4000, 3, 0}})
        for (const auto& finding : checked(options).findings) ADD_FAILURE() << finding.key();
}

// Each error by one finding of its rule, and nothing besides.
TEST(Found, EachPlantedErrorOnce) {
    const Checked result = checked({6000, 4, 6});
    const plan::Snapshot& now = result.county.snapshot;
    EXPECT_EQ(result.findings.size(), result.county.planted.size());
    for (const auto& error : result.county.planted) {
        const auto isIt = [&](const rules::Finding& finding) {
            if (finding.rule != error.rule) return false;
            if (finding.subjects.empty())  // a gap is no feature's: it is a place
                return geometry::boxOf(finding.where).contains(error.where);
            return std::any_of(finding.subjects.begin(), finding.subjects.end(), [&](plan::FeatureId id) {
                const std::string name = plan::nameOf(now.schema(), *now.find(id));
                return std::find(error.features.begin(), error.features.end(), name) != error.features.end();
            });
        };
        EXPECT_EQ(std::count_if(result.findings.begin(), result.findings.end(), isIt), 1)
            << error.kind << " " << error.rule << " " << error.features.front();
    }
}

}  // namespace
}  // namespace sample
