#pragma once

#include <memory>
#include <optional>

#include "rules/check.h"
#include "rules/indicator.h"

namespace app {

// What the rules are asked about, as values that another thread may keep.
struct Ground {
    rules::RuleSet rules;
    plan::SpecRef spec;
    plan::Settings settings;
    std::optional<rules::CaseFacts> facts;
    plan::Snapshot filed, now;
    rules::Totals filedTotals, totals;                // totals: of `now`
    std::shared_ptr<const rules::Findings> findings;  // of `now`

    rules::Plan plan() const { return {now, filed, settings, &totals, &filedTotals, facts ? &*facts : nullptr}; }
};

}  // namespace app
