#pragma once

#include "cli/opened.h"
#include "cli/program.h"
#include "report/inspection.h"

namespace cli {

// What check has found, for the record: the arguments of report::Inspection, and the answer in JSON.
struct Judged {
    const State& state;
    const plan::Snapshot& filed;
    const plan::Spec& spec;
    const rules::RuleSet& rules;
    const std::string& rulebook;
    const std::vector<plan::LayerId>& layers;
    const rules::Findings& findings;  // of those layers
    const Json& answer;
};

// The quality-inspection record of it.
base::Result<report::Document> inspectionDocument(const store::Store& store, const Judged& judged,
                                                  const base::Texts& texts);

}  // namespace cli
