#pragma once

#include <string>
#include <unordered_map>

#include "review/rows.h"

namespace cli {

// What a row of a difference is about: what is there after, else what was.
inline const plan::Feature& shownOf(const review::Row& row) { return row.after ? *row.after : *row.before; }

std::string kindName(review::Kind kind);

// How the features of a difference are named, those that went included.
class RowNames {
public:
    RowNames(const review::Difference& difference, const plan::Schema& schema);
    std::string of(plan::FeatureId id) const { return plan::nameOf(*schema_, *shown_.at(id)); }

private:
    const plan::Schema* schema_;
    std::unordered_map<plan::FeatureId, const plan::Feature*> shown_;
};

}  // namespace cli
