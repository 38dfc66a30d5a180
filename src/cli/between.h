#pragma once

#include <string>
#include <vector>

#include "store/store.h"

namespace cli {

// What leads from one state that a user names to another ("3", "head~1", a tag, a day, "case:ID"), found without
// loading either.
struct Between {
    struct Place {
        store::RevisionNumber revision = 0;  // its own, or the one that the case stands on
        std::string caseId;                  // empty for a revision
    };
    Place from, to;
    plan::SchemaRef schema;  // the newer structure of the two
    plan::Changeset changes;
    std::vector<geometry::Area> before;  // what each layer of the schema covers in `from`
};
base::Result<Between> between(const store::Store& store, const std::string& from, const std::string& to);

}  // namespace cli
