#include "rules/pieces.h"

#include "geometry/predicates.h"

namespace rules {

namespace {

// The ring without corners that lie straight between their neighbours, so that a piece does not tell where it was cut.
geometry::Ring withoutStraightCorners(const geometry::Ring& ring) {
    geometry::Ring corners;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geometry::Point before = corners.empty() ? ring.back() : corners.back();
        if (geometry::orientation(before, ring[i], ring[(i + 1) % ring.size()]) != 0) corners.push_back(ring[i]);
    }
    return corners;
}

}  // namespace

Tolerance Tolerance::read(Arguments& arguments) {
    Tolerance tolerance;
    tolerance.area = arguments.number("tolerance_m2", tolerance.area);
    tolerance.width = arguments.number("width_m", tolerance.width);
    return tolerance;
}

Pieces countingPieces(geometry::MultiPolygon pieces, const Tolerance& tolerance, const geometry::Measure& measure) {
    Pieces counting;
    for (geometry::Polygon& polygon : pieces.polygons) {
        const geometry::MultiPolygon alone{{std::move(polygon)}};
        const double size = measure.area(alone).squareMetres();
        if (size <= tolerance.area || 2 * size <= tolerance.width * measure.perimeter(alone).metres()) continue;
        counting.squareMetres += size;
        geometry::Polygon& piece = counting.where.polygons.emplace_back();
        piece.outer = withoutStraightCorners(alone.polygons.front().outer);
        for (const auto& hole : alone.polygons.front().holes) piece.holes.push_back(withoutStraightCorners(hole));
    }
    return counting;
}

const geometry::MultiPolygon* areaOf(const plan::Feature& feature) {
    return std::get_if<geometry::MultiPolygon>(&feature.shape);
}

const Outline* Outlines::of(const plan::Feature& feature) {
    const geometry::MultiPolygon* area = areaOf(feature);
    if (!area) return nullptr;
    auto& made = made_[&feature];
    if (!made) made = std::make_unique<Outline>(*area);
    return made.get();
}

bool hasLayer(const plan::Snapshot& snapshot, plan::LayerId layer) {
    return layer.index < snapshot.schema().layers.size();
}

void clipLayer(const plan::Snapshot& snapshot, plan::LayerId layer, const geometry::Box& box, std::size_t group,
               std::vector<geometry::SidedEdge>& edges) {
    if (!hasLayer(snapshot, layer)) return;
    snapshot.each(layer, box, [&](const plan::FeatureRef& feature) {
        if (const auto* area = areaOf(*feature)) Outline(*area).clip(box, group, edges);
    });
}

}  // namespace rules
