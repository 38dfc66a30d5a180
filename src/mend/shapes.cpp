#include "mend/shapes.h"

#include <algorithm>

#include "edit/scope.h"

namespace mend {

std::optional<edit::Command> replaced(const plan::Snapshot& snapshot, const plan::Feature& feature,
                                      base::Result<geometry::MultiPolygon> shape) {
    if (!shape || shape->empty() || geometry::Shape(*shape) == feature.shape) return {};
    return edit::Replace{snapshot.schema().layer(feature.layer).code, edit::nameFor(snapshot, feature),
                         *std::move(shape)};
}

const geometry::MultiPolygon* areaOf(const rules::Finding& finding) {
    return std::get_if<geometry::MultiPolygon>(&finding.where);
}

void offer(std::vector<Remedy>& ways, Way way, std::vector<std::optional<edit::Command>> commands) {
    if (commands.empty() || std::any_of(commands.begin(), commands.end(), [](const auto& one) { return !one; })) return;
    Remedy remedy{nameOf(way), {}};
    for (auto& command : commands) remedy.commands.push_back(*std::move(command));
    ways.push_back(std::move(remedy));
}

}  // namespace mend
