#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/feature.h"

namespace store {

using RevisionNumber = std::int64_t;  // 1, 2, …; 0 is the empty plan that a store begins with

// What a revision did to one layer.
struct LayerCounts {
    std::string layer;
    std::int64_t added = 0, changed = 0, removed = 0;
};

// One filed state of the plan (版本) and why it is there.
struct Revision {
    RevisionNumber number = 0, parent = 0;
    std::string time;  // ISO 8601 with zone
    std::string author, message;
    std::string caseId;  // empty for a baseline import and a change of the structure
    std::string digest;  // lowercase hexadecimal, chained to the parent's
    std::vector<std::string> tags;
    std::vector<std::string> documents;                             // what it rests on: the basis of its case
    std::int64_t changes = 0, added = 0, changed = 0, removed = 0;  // features; changes is the sum
    std::vector<LayerCounts> layers;                                // those that it changed
    bool structure = false;                                         // it changed layers or fields
};

struct Note {
    std::string author, message;
    std::string tag;                          // empty: none
    std::string time;                         // empty: now
    std::vector<std::string> documents = {};  // of a revision outside any case
};

// One state of a feature: alive from one revision until another.
struct FeatureState {
    RevisionNumber born = 0;
    std::optional<RevisionNumber> died;
    plan::LayerId layer;
    plan::FeatureRef feature;
};

}  // namespace store
