#pragma once

#include <map>
#include <optional>
#include <set>

#include "base/task.h"
#include "store/case.h"
#include "store/edits.h"
#include "store/layout.h"
#include "store/pages.h"

namespace store {

// What can be read of a damaged store, each piece proved by its digest.
struct Harvest {
    struct State {
        std::int64_t born = 0, died = 0;  // 0: it is current
        Digest digest{};
        plan::FeatureRef feature;
    };
    struct LayerStates {
        std::map<std::int64_t, State> rows;         // by row number
        std::set<std::int64_t> damaged;             // rows that are there and not as they were
        std::optional<std::int64_t> expected;       // current states in the newest revision, where that is known
        std::map<std::int64_t, std::string> names;  // of the features of rows that are not there, if any tells
    };
    struct OpenCase {
        std::string title, kind, unit, author;
        std::vector<std::string> basis;
        geometry::Shape extent;
        struct Change {
            plan::LayerId layer;
            plan::FeatureId id;
            std::optional<Digest> before;
            plan::FeatureRef after;
        };
        std::vector<Change> changes;  // of all its saves together
        std::int64_t lost = 0;        // changes that cannot be read
    };
    Layout layout;
    std::string spec;
    RevisionNumber head = 0;  // the newest revision whose record can be read
    std::vector<LayerStates> layers;
    std::vector<std::pair<std::string, std::optional<double>>> settings;  // in their order
    std::vector<OpenCase> cases;
};

// Fails where not even the structure of the plan can be read.
base::Result<Harvest> harvest(const std::filesystem::path& file, const base::Task& task);

}  // namespace store
