#include "edit/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace edit {

using base::Error;
using plan::FeatureRef;
using plan::LayerId;
using plan::Snapshot;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string shown(const plan::Schema& schema, const plan::Feature& feature) {
    return schema.layer(feature.layer).code + " " + plan::nameOf(schema, feature);
}

std::string shown(const plan::Schema& schema, geometry::Point place) {
    const auto at = schema.grid.place(place);
    return fmt::format("{}, {}", at.x, at.y);
}

base::Result<LayerId> layerNamed(const Snapshot& snapshot, const std::string& code) {
    if (const auto layer = snapshot.schema().find(code)) return *layer;
    std::vector<std::string> codes;
    for (const auto& layer : snapshot.schema().layers) codes.push_back(layer.code);
    return base::fail(Error::Code::NotFound, "edit.no_layer", code, joined(codes));
}

namespace {
std::string idOf(const plan::Feature& feature) { return "#" + std::to_string(feature.id.number()); }
}  // namespace

base::Result<FeatureRef> featureNamed(const Snapshot& snapshot, LayerId layer, const std::string& name) {
    const plan::Layer& its = snapshot.schema().layer(layer);
    std::vector<FeatureRef> found;
    if (const auto key = its.field(its.key))
        snapshot.each(layer, [&](const FeatureRef& feature) {
            const plan::Value& value = feature->value(*key);
            if (!plan::isBlank(value) && plan::textOf(value) == name) found.push_back(feature);
        });
    if (found.size() > 1) {
        std::vector<std::string> ids;
        for (const auto& feature : found) ids.push_back(idOf(*feature));
        return base::fail(Error::Code::Conflict, "edit.ambiguous", its.code, name, joined(ids));
    }
    if (!found.empty()) return found.front();
    if (auto feature = snapshot.find(layer, name)) return feature;
    return base::fail(Error::Code::NotFound, "edit.no_feature", its.code, name);
}

std::string nameFor(const Snapshot& snapshot, const plan::Feature& feature) {
    const std::string name = plan::nameOf(snapshot.schema(), feature);
    return featureNamed(snapshot, feature.layer, name) ? name : idOf(feature);
}

base::Result<std::vector<FeatureRef>> featuresNamed(const Snapshot& snapshot, LayerId layer,
                                                    const std::vector<std::string>& names) {
    std::vector<FeatureRef> features;
    for (const auto& name : names) {
        auto feature = featureNamed(snapshot, layer, name);
        if (!feature) return base::pass(std::move(feature.error()));
        if (std::find(features.begin(), features.end(), *feature) == features.end()) features.push_back(*feature);
    }
    return features;
}

namespace {

base::Result<std::vector<LayerId>> layersNamed(const Snapshot& snapshot, const std::vector<std::string>& codes) {
    std::vector<LayerId> layers;
    for (const auto& code : codes) {
        const auto layer = layerNamed(snapshot, code);
        if (!layer) return base::pass(Error(layer.error()));
        layers.push_back(*layer);
    }
    return layers;
}

void makeSet(std::vector<LayerId>& layers) {
    std::sort(layers.begin(), layers.end());
    layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
}

}  // namespace

base::Result<std::vector<LayerId>> scopeOf(const Snapshot& snapshot, LayerId layer,
                                           const std::vector<std::string>& limit) {
    if (limit.empty()) return snapshot.schema().group(layer);
    auto layers = layersNamed(snapshot, limit);
    if (!layers) return layers;
    layers->push_back(layer);
    makeSet(*layers);
    return layers;
}

base::Result<std::vector<LayerId>> scopeAt(const Snapshot& snapshot, geometry::Point vertex,
                                           const std::vector<std::string>& limit) {
    if (!limit.empty()) {
        auto layers = layersNamed(snapshot, limit);
        if (layers) makeSet(*layers);
        return layers;
    }
    std::vector<LayerId> grouped, alone;
    for (const auto& feature : plan::withVertex(snapshot, vertex)) {
        const auto group = snapshot.schema().group(feature->layer);
        auto& into = snapshot.schema().layer(feature->layer).group.empty() ? alone : grouped;
        into.insert(into.end(), group.begin(), group.end());
    }
    auto& layers = grouped.empty() ? alone : grouped;
    makeSet(layers);
    return layers;
}

base::Result<> mustBeArea(const plan::Schema& schema, const plan::Feature& feature) {
    if (std::holds_alternative<geometry::MultiPolygon>(feature.shape)) return {};
    return base::fail(Error::Code::Unsupported, "edit.not_area", shown(schema, feature));
}

base::Result<> mustFit(const plan::Schema& schema, LayerId id, const geometry::Shape& shape) {
    using plan::GeometryKind;
    const plan::Layer& layer = schema.layer(id);
    const GeometryKind kinds[] = {GeometryKind::None, GeometryKind::Point, GeometryKind::Line, GeometryKind::Polygon};
    const GeometryKind kind = kinds[shape.index()];
    if (kind != layer.geometry && (layer.geometry != GeometryKind::Any || kind == GeometryKind::None))
        return base::fail(Error::Code::Invalid, "edit.wrong_kind", layer.code);
    if (kind != GeometryKind::None && geometry::vertexCount(shape) == 0)
        return base::fail(Error::Code::Invalid, "edit.empty_shape", layer.code);
    return {};
}

}  // namespace edit
