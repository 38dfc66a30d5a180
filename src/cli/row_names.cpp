#include "cli/row_names.h"

namespace cli {

std::string kindName(review::Kind kind) {
    switch (kind) {
        case review::Kind::Added: return "added";
        case review::Kind::Removed: return "removed";
        case review::Kind::Geometry: return "geometry";
        case review::Kind::Attributes: return "attributes";
        case review::Kind::Both: return "both";
    }
    return "both";
}

RowNames::RowNames(const review::Difference& difference, const plan::Schema& schema) : schema_(&schema) {
    for (const auto& row : difference.rows) shown_[shownOf(row).id] = &shownOf(row);
}

}  // namespace cli
