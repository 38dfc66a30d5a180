#include <limits>

#include "edit/commands.h"
#include "edit/scope.h"
#include "geometry/predicates.h"

namespace edit {

base::Result<plan::Changeset> apply(const InsertVertex& command, const plan::Snapshot& snapshot) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(base::Error(layer.error()));
    const auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(base::Error(feature.error()));
    auto layers = scopeOf(snapshot, *layer, command.layers);
    if (!layers) return base::pass(std::move(layers.error()));

    double least = std::numeric_limits<double>::infinity();
    Point foot;
    eachEdge((*feature)->shape, [&](Point a, Point b) {
        const double distance = geometry::nearestOn(a, b, command.at).distance;
        if (distance >= least) return;
        least = distance;
        foot = footOn(a, b, command.at);
    });
    if (least == std::numeric_limits<double>::infinity())
        return base::fail(base::Error::Code::Unsupported, "edit.no_boundary", shown(snapshot.schema(), **feature));
    Weave weave(snapshot, std::move(*layers));
    weave.node(foot);
    return weave.finish();
}

}  // namespace edit
