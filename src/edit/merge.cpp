#include <algorithm>

#include "edit/commands.h"
#include "edit/rings.h"
#include "edit/scope.h"

namespace edit {

using base::Error;
using geometry::MultiPolygon;

base::Result<plan::Changeset> apply(const Merge& command, const plan::Snapshot& snapshot, const base::Task& task) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto into = featureNamed(snapshot, *layer, command.into);
    if (!into) return base::pass(Error(into.error()));
    auto features = featuresNamed(snapshot, *layer, command.features);
    if (!features) return base::pass(std::move(features.error()));
    std::erase(*features, *into);
    if (features->empty()) return base::fail(Error::Code::Invalid, "edit.merge_one");
    features->insert(features->begin(), *into);
    for (const auto& feature : *features)
        if (auto area = mustBeArea(snapshot.schema(), *feature); !area) return base::pass(std::move(area.error()));

    Weave weave(snapshot, snapshot.schema().group(*layer), task);
    std::vector<Weave::Key> keys;
    for (const auto& feature : *features) keys.push_back(Weave::keyOf(*feature));
    for (const Weave::Key key : keys) {
        std::vector<Weave::Key> others = keys;
        std::erase(others, key);
        if (auto noded = weave.nodeFeature(key, others); !noded) return base::pass(std::move(noded.error()));
    }
    MultiPolygon sum;
    std::size_t parts = 0;
    for (const Weave::Key key : keys) {
        parts += weave.area(key).polygons.size();
        auto more = united(sum, weave.area(key));
        if (!more) return base::pass(std::move(more.error()).in(weave.nameOf(key)));
        sum = *std::move(more);
    }
    if (sum.polygons.size() + keys.size() - 1 > parts)
        return base::fail(Error::Code::Invalid, "edit.merge_apart", joined(command.features));

    Weave::Strand& whole = weave.touch(keys.front());
    whole.remade = true;
    whole.origins = *features;
    weave.put(keys.front(), std::move(sum));
    for (std::size_t i = 1; i < keys.size(); ++i) weave.remove(keys[i]);
    return weave.finish();
}

}  // namespace edit
