#pragma once

#include <map>
#include <set>

#include "edit/command.h"
#include "edit/edges.h"
#include "edit/journal.h"
#include "edit/script.h"
#include "geometry/overlay.h"
#include "geometry/validity.h"
#include "support/random_plan.h"

// Plans drawn by hand, in units of 100,000 steps (about 10 m) from a corner in the banner.
namespace squares {

using edit::Edge;
using edit::Edges;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::FeatureRef;
using plan::LayerId;
using plan::Snapshot;

inline constexpr Point corner{106'800'000'000, 41'200'000'000};
inline constexpr std::int64_t unit = 100'000;
inline Point at(double x, double y) { return {corner.x + std::llround(x * unit), corner.y + std::llround(y * unit)}; }
inline Ring ring(std::initializer_list<std::pair<double, double>> points) {
    Ring result;
    for (const auto& [x, y] : points) result.push_back(at(x, y));
    return result;
}
inline MultiPolygon area(Ring outer, std::vector<Ring> holes = {}) { return {{{std::move(outer), std::move(holes)}}}; }
inline MultiPolygon box(double x0, double y0, double x1, double y1) {
    return area(ring({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}));
}

// Features are named A, B, … in DM and by their keys.
class Builder {
public:
    explicit Builder(plan::SchemaRef schema = support::randomSchema()) : schema_(std::move(schema)) {}
    Builder& add(LayerId layer, geometry::Shape shape, const std::string& key) {
        const double measured = schema_->measure.area(shape).squareMetres();
        features_.push_back(plan::makeFeature(*schema_, {0, serial_++}, layer, std::move(shape),
                                              {key, key, std::round(measured * 100) / 100}));
        return *this;
    }
    Snapshot plan() const { return Snapshot(schema_, features_); }

private:
    plan::SchemaRef schema_;
    std::vector<FeatureRef> features_;
    std::uint32_t serial_ = 1;
};

inline FeatureRef named(const Snapshot& snapshot, LayerId layer, const std::string& key) {
    return snapshot.find(layer, key);
}
inline const MultiPolygon& areaOf(const FeatureRef& feature) { return std::get<MultiPolygon>(feature->shape); }
inline std::vector<FeatureRef> all(const Snapshot& snapshot, LayerId layer) {
    std::vector<FeatureRef> features;
    snapshot.each(layer, [&](const FeatureRef& feature) { features.push_back(feature); });
    return features;
}
inline std::vector<FeatureRef> all(const Snapshot& snapshot) {
    std::vector<FeatureRef> features;
    for (std::uint16_t i = 0; i < snapshot.schema().layers.size(); ++i)
        for (auto& feature : all(snapshot, LayerId{i})) features.push_back(feature);
    return features;
}

// What the layer covers, as the edges that do not cancel.
inline Edges outline(const Snapshot& snapshot, LayerId layer) {
    Edges edges;
    for (const auto& feature : all(snapshot, layer))
        for (const Edge& edge : edit::edgesOf(feature->shape)) edges.push_back(edge);
    return edit::summed(edges, {});
}
inline geometry::Wide steps(const Snapshot& snapshot, LayerId layer) {
    geometry::Wide sum = 0;
    for (const auto& feature : all(snapshot, layer))
        if (std::holds_alternative<MultiPolygon>(feature->shape)) sum += geometry::doubledSteps(areaOf(feature));
    return sum;
}
inline std::set<std::pair<plan::FeatureId, plan::FeatureId>> overlapping(const Snapshot& snapshot, LayerId layer) {
    std::set<std::pair<plan::FeatureId, plan::FeatureId>> pairs;
    const auto features = all(snapshot, layer);
    for (std::size_t i = 0; i < features.size(); ++i)
        for (std::size_t j = i + 1; j < features.size(); ++j) {
            if (!features[i]->box.touches(features[j]->box)) continue;
            if (geometry::overlaps(areaOf(features[i]), areaOf(features[j])).value())
                pairs.insert({features[i]->id, features[j]->id});
        }
    return pairs;
}
inline bool allValid(const Snapshot& snapshot) {
    for (const auto& feature : all(snapshot))
        if (geometry::flawOf(feature->shape)) return false;
    return true;
}

// For each pair of areas of the topology group, the edges that they share, in either direction.
using Shared = std::map<std::pair<plan::FeatureId, plan::FeatureId>, std::set<Edge>>;
inline Shared shared(const Snapshot& snapshot) {
    std::map<Edge, std::set<plan::FeatureId>> owners;
    for (const auto& feature : all(snapshot))
        if (std::holds_alternative<MultiPolygon>(feature->shape))
            for (const Edge& edge : edit::edgesOf(feature->shape))
                owners[edge.to < edge.from ? edge.reversed() : edge].insert(feature->id);
    Shared pairs;
    for (const auto& [edge, ids] : owners)
        for (const auto a : ids)
            for (const auto b : ids)
                if (a < b) pairs[{a, b}].insert(edge);
    return pairs;
}

inline Snapshot done(const Snapshot& snapshot, const edit::Command& command) {
    return snapshot.with(edit::apply(command, snapshot).value()).value();
}
inline std::string refusal(const base::Result<plan::Changeset>& result) {
    return result ? "" : result.error().message.key;
}

}  // namespace squares
