#include <gtest/gtest.h>

#include "rules/check.h"
#include "sample/county.h"

namespace sample {
namespace {

// The first filing of a plan is no change of it: held against nothing, nothing was gained or lost, and nothing is
// wrong.
TEST(Filing, OfTheCountyFindsNothing) {
    const auto spec = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
    const auto county = make(*spec, Options{1000, 5, 0});
    const auto rules = rules::RuleSet::of(*spec);
    ASSERT_TRUE(county && rules);
    const plan::Snapshot nothing(county->snapshot.schemaRef());
    const auto report = rules::check(*rules, {county->snapshot, nothing, {}});
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.key();
}

}  // namespace
}  // namespace sample
