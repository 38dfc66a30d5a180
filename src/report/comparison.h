#pragma once

#include "base/result.h"
#include "report/facts.h"
#include "review/rows.h"

namespace report {

// Two states of the plan and what differs between them.
struct Comparison {
    std::string database;  // the name of the store's file
    const Stand &from, &to;
    const plan::Schema& schema;
    const plan::Spec& spec;
    const review::Difference& difference;
    const std::vector<geometry::Area>& before;  // what each layer of the schema covers in `from`
    std::string time;
    bool changes = true;  // the list of changed features is wanted
};

// The record of a comparison (对比记录): its head, areas by layer, the changed features, and which area went from class
// to class. At most `most` features are listed, and it is said how many there are in all. Fails where flows do.
base::Result<Document> comparisonRecord(const Comparison& comparison, const base::Texts& texts, std::size_t most);

}  // namespace report
