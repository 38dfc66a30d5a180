#include <algorithm>

#include "mend/shapes.h"

namespace mend {

// The vertex that is said twice, or the tip of the spike, is dropped, in every feature that shares it.
std::vector<Remedy> straighten(const Sickness& sickness) {
    const auto* places = std::get_if<geometry::MultiPoint>(&sickness.finding.where);
    if (!places || places->empty()) return {};
    return {{nameOf(Way::DropVertex), {edit::RemoveVertex{places->front(), {}}}}};
}

}  // namespace mend
