#include <limits>

#include "base/decimal.h"
#include "edit/commands.h"
#include "edit/scope.h"
#include "geometry/predicates.h"

namespace edit {

using base::Error;

namespace {
constexpr double reach = 1000;  // metres: a place further from the boundary is a slip of the pen
}

base::Result<plan::Changeset> apply(const InsertVertex& command, const plan::Snapshot& snapshot,
                                    const base::Task& task) {
    const plan::Schema& schema = snapshot.schema();
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(Error(feature.error()));
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
        return base::fail(Error::Code::Unsupported, "edit.no_boundary", shown(schema, **feature));
    if (const double far = schema.measure.length({command.at, foot}).metres(); far > reach)
        return base::fail(Error::Code::Invalid, "edit.far_from_boundary", shown(schema, command.at),
                          shown(schema, **feature), shown(schema, foot), base::decimal(far, 0),
                          base::decimal(reach, 0));
    if (geometry::hasVertex((*feature)->shape, foot))
        return base::fail(Error::Code::Invalid, "edit.is_vertex", shown(schema, **feature), shown(schema, foot));

    Weave weave(snapshot, std::move(*layers), task);
    const std::size_t place = weave.thread({foot, foot});
    if (auto noded = weave.nodeThread(place, {Weave::keyOf(**feature)}); !noded)
        return base::pass(std::move(noded.error()));
    return weave.finish();
}

}  // namespace edit
