#pragma once

#include "rules/indicator.h"
#include "store/store.h"

namespace workflow {

// The indicators as one revision had them, each measured against the first.
struct Moment {
    store::RevisionNumber revision;
    std::string time;
    std::vector<rules::Indicator> indicators;  // in the order of the pack
};

// The course of the indicators over the revisions, from the first to `last` (指标历程): one whole plan is loaded, then
// what each revision changed.
base::Result<std::vector<Moment>> courseOf(const store::Store& store, const plan::Spec& spec,
                                           const plan::Settings& settings, store::RevisionNumber last,
                                           const base::Task& task = {});

}  // namespace workflow
