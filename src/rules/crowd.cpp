#include "rules/crowd.h"

#include <algorithm>

#include "geometry/predicates.h"
#include "rules/cancellation.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;
using geometry::SidedEdge;

namespace {

constexpr std::size_t few = 4096;  // edges that cost nothing, whatever they are

// The inside of the first corner in order is on the left of a simple ring that runs counter-clockwise.
bool runsCounterClockwise(const Ring& ring) {
    const auto first = static_cast<std::size_t>(std::min_element(ring.begin(), ring.end()) - ring.begin());
    const Point before = ring[(first + ring.size() - 1) % ring.size()], after = ring[(first + 1) % ring.size()];
    return geometry::orientation(before, ring[first], after) > 0;
}

// Where it is valid, its boundary then goes once round what it covers, and not round anything else.
bool runsWell(const geometry::MultiPolygon& area) {
    return std::all_of(area.polygons.begin(), area.polygons.end(), [](const geometry::Polygon& polygon) {
        return runsCounterClockwise(polygon.outer) &&
               std::none_of(polygon.holes.begin(), polygon.holes.end(), runsCounterClockwise);
    });
}

}  // namespace

std::optional<std::vector<Box>> crowdedPlaces(const Plan& plan, plan::LayerId layer, const base::Task& task) {
    std::vector<Cancellation::Part> parts;
    std::vector<plan::FeatureRef> features;
    plan.now.each(layer, [&](const plan::FeatureRef& feature) {
        const auto* area = areaOf(*feature);
        if (!area) return;
        parts.push_back({area, feature->box, 1});
        features.push_back(feature);
    });
    Cancellation cancellation(std::move(parts));
    const bool many = cancellation.edges() > few;
    if (many && cancellation.openEdges() > cancellation.edges() / 4) return {};

    // Of what goes round a place otherwise the sum would tell nothing.
    const auto& doubtful = plan.doubtful(layer, task);
    std::vector<Box> places;
    for (std::size_t i = 0; i < features.size() && !task.stopped(); ++i) {
        if (!doubtful.contains(features[i]) && runsWell(*cancellation.parts()[i].area)) continue;
        places.push_back(cancellation.parts()[i].box);
        cancellation.drop(i);
    }
    const std::vector<SidedEdge> residue = cancellation.residue(task);
    if (task.stopped() || (many && residue.size() * 8 > cancellation.edges())) return {};

    // Where edges cross they are divided at a place on the grid, and move a little.
    constexpr std::int64_t little = 2;
    std::vector<SidedEdge> edges = geometry::noded(residue);
    const auto before = [](const SidedEdge& a, const SidedEdge& b) {
        return a.from != b.from ? a.from < b.from : a.to < b.to;
    };
    for (const SidedEdge& edge : residue) {
        const auto at = std::lower_bound(edges.begin(), edges.end(), edge, before);
        if (at == edges.end() || *at != edge) places.push_back(Box::of(edge.from, edge.to).grown(little));
    }
    const auto twice = [](const geometry::Cover& cover, bool) { return cover[0] >= 2; };
    for (const geometry::Polygon& polygon : geometry::Regions(std::move(edges)).where(twice).polygons)
        places.push_back(geometry::boxOf(polygon.outer).grown(little));
    return places;
}

}  // namespace rules
