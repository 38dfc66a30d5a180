#pragma once

#include <memory>
#include <unordered_map>

#include "geometry/outline.h"
#include "rules/arguments.h"
#include "rules/rule.h"

namespace rules {

using geometry::Outline;

// Which leftovers of an overlay do not count (ε of domain §5.2): pieces up to an area, or up to a mean width (twice
// the area over the perimeter).
struct Tolerance {
    double area = 1;     // m²
    double width = 0.1;  // m
    static Tolerance read(Arguments& arguments);
};

// The pieces that count, and their area together.
struct Pieces {
    geometry::MultiPolygon where;
    double squareMetres = 0;
    bool none() const { return where.empty(); }
};
Pieces countingPieces(geometry::MultiPolygon pieces, const Tolerance& tolerance, const geometry::Measure& measure);

// The area of a feature; null where it has none.
const geometry::MultiPolygon* areaOf(const plan::Feature& feature);

// Outlines of features, each made once in a check.
class Outlines {
public:
    // Null where the feature has no area.
    const Outline* of(const plan::Feature& feature);

private:
    std::unordered_map<const plan::Feature*, std::unique_ptr<Outline>> made_;
};

// Adds the areas of the layer's features, as far as they lie in the box, to the group.
void clipLayer(const plan::Snapshot& snapshot, plan::LayerId layer, const geometry::Box& box, std::size_t group,
               std::vector<geometry::SidedEdge>& edges);
// The layer's number; none where the snapshot does not have it.
bool hasLayer(const plan::Snapshot& snapshot, plan::LayerId layer);

}  // namespace rules
