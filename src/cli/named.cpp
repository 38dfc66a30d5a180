#include "cli/named.h"

#include <fmt/format.h>

#include "cli/opened.h"

namespace cli {

using Code = base::Error::Code;

base::Result<plan::LayerId> layerNamed(const plan::Schema& schema, const std::string& code) {
    const auto layers = layersNamed(schema, {code});
    if (!layers) return base::pass(layers.error());
    return layers->front();
}

namespace {

base::Error severalOf(const std::string& layer, const std::string& name, const std::vector<plan::FeatureId>& ids) {
    std::string list;
    for (const auto id : ids) list += (list.empty() ? "#" : ", #") + std::to_string(id.number());
    return base::fail(Code::Conflict, "cli.several_features", layer, name, list).value();
}

}  // namespace

base::Result<plan::FeatureId> featureNamed(const store::Store& store, plan::LayerId layer, const std::string& name) {
    const std::string& code = store.schema()->layer(layer).code;
    const auto ids = store.named(layer, name);
    if (!ids) return base::pass(ids.error());
    if (ids->empty()) return base::fail(Code::NotFound, "cli.no_feature", code, name);
    if (ids->size() > 1) return base::pass(severalOf(code, name, *ids));
    return ids->front();
}

base::Result<store::FeatureState> stateNamed(const store::Store& store, const std::string& layer,
                                             const std::string& name, store::RevisionNumber number) {
    const auto schema = store.schema();
    const auto id = layerNamed(*schema, layer);
    if (!id) return base::pass(id.error());
    const auto ids = store.named(*id, name);
    if (!ids) return base::pass(ids.error());
    std::vector<store::FeatureState> there;
    for (const auto each : *ids) {
        const auto states = store.history(*id, each);
        if (!states) return base::pass(states.error());
        for (const auto& state : *states) {
            const bool alive = state.born <= number && (!state.died || *state.died > number);
            const std::string named = plan::nameOf(*schema, *state.feature);
            if (alive && (named == name || name.starts_with('#'))) there.push_back(state);
        }
    }
    if (there.empty()) return base::fail(Code::NotFound, "cli.no_feature", layer, name);
    if (there.size() == 1) return there.front();
    std::vector<plan::FeatureId> several;
    for (const auto& state : there) several.push_back(state.feature->id);
    return base::pass(severalOf(layer, name, several));
}

std::string placeText(const plan::Schema& schema, geometry::Point place) {
    const auto at = schema.grid.place(place);
    return fmt::format("{}, {}", at.x, at.y);
}

}  // namespace cli
