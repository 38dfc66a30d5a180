#include <algorithm>

#include "edit/key.h"
#include "edit/scope.h"
#include "mend/shapes.h"

namespace mend {

namespace {

// A feature that was filed under the identifier keeps it (never renumber what others know); of several such the first.
plan::FeatureId keeperOf(const Sickness& sickness, const std::vector<plan::FeatureRef>& features) {
    for (const auto& feature : features) {
        const auto filed = sickness.plan.filedState(*feature);
        const auto key = sickness.schema().layer(feature->layer).field(sickness.schema().layer(feature->layer).key);
        if (filed && key && filed->value(*key) == feature->value(*key)) return feature->id;
    }
    return features.front()->id;
}

}  // namespace

// All but one of those that bear the identifier get new ones; one of the wrong form does.
std::vector<Remedy> renumber(const Sickness& sickness) {
    std::vector<plan::FeatureRef> features;
    for (std::size_t i = 0; i < sickness.finding.subjects.size(); ++i)
        if (auto feature = sickness.subject(i)) features.push_back(std::move(feature));
    if (features.empty()) return {};
    if (features.size() > 1) {
        const plan::FeatureId keeper = keeperOf(sickness, features);
        std::erase_if(features, [&](const plan::FeatureRef& feature) { return feature->id == keeper; });
    }
    edit::Keys keys(sickness.plan.now);
    Remedy remedy{nameOf(Way::NewIdentifier), {}};
    for (const auto& feature : features) {
        const plan::Layer& layer = sickness.schema().layer(feature->layer);
        const auto key = layer.field(layer.key);
        if (!key) return {};
        std::vector<plan::Value> values = feature->values;
        values.resize(std::max(values.size(), *key + 1));
        values[*key] = {};
        keys.assign(feature->layer, values);
        if (plan::isBlank(values[*key])) return {};
        remedy.commands.push_back(
            edit::Set{layer.code, edit::nameFor(sickness.plan.now, *feature), {{layer.key, values[*key]}}});
    }
    return {std::move(remedy)};
}

}  // namespace mend
