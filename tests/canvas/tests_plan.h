#pragma once

#include "plan/snapshot.h"
#include "plan/spec.h"

// Plans made by hand for the tests of drawing; nothing is measured in them.
inline geometry::System geographic() {
    geometry::System system;
    system.geographic = true;
    system.semiMajor = 6378137;
    return system;
}
inline geometry::System metric() { return {}; }

inline plan::SchemaRef schemaOf(std::vector<plan::Layer> layers) {
    auto schema = std::make_shared<plan::Schema>();
    schema->system = metric();
    schema->grid = geometry::Grid::metric();
    schema->layers = std::move(layers);
    return schema;
}

inline plan::Layer layerOf(const std::string& code, plan::GeometryKind kind = plan::GeometryKind::Polygon) {
    plan::Layer layer;
    layer.code = code;
    layer.geometry = kind;
    layer.symbol = code;
    return layer;
}

inline geometry::Ring square(std::int64_t x, std::int64_t y, std::int64_t side) {
    return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

inline plan::FeatureRef areaOf(const plan::SchemaRef& schema, std::uint32_t serial, std::uint16_t layer,
                               geometry::Ring ring, std::vector<geometry::Ring> holes = {}) {
    return plan::makeFeature(*schema, {0, serial}, {layer},
                             geometry::MultiPolygon{{{std::move(ring), std::move(holes)}}}, {});
}

inline plan::SymbolSet filled(plan::Colour colour) {
    plan::SymbolSet set;
    set.standard.fill = colour;
    return set;
}
