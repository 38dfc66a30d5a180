#include "mend/neighbours.h"

#include <algorithm>
#include <set>

#include "geometry/edge.h"

namespace mend {

namespace {

using Edge = std::pair<geometry::Point, geometry::Point>;

Edge edgeOf(geometry::Point a, geometry::Point b) { return a < b ? Edge{a, b} : Edge{b, a}; }

}  // namespace

std::vector<Neighbour> neighbours(const plan::Snapshot& snapshot, plan::LayerId layer,
                                  const geometry::MultiPolygon& area, const std::vector<plan::FeatureId>& but) {
    std::set<Edge> edges;
    geometry::eachEdge(area, [&](geometry::Point a, geometry::Point b) { edges.insert(edgeOf(a, b)); });
    std::vector<Neighbour> found;
    snapshot.each(layer, geometry::boxOf(area), [&](const plan::FeatureRef& feature) {
        const auto* its = std::get_if<geometry::MultiPolygon>(&feature->shape);
        if (!its || std::find(but.begin(), but.end(), feature->id) != but.end()) return;
        double shared = 0;
        geometry::eachEdge(*its, [&](geometry::Point a, geometry::Point b) {
            if (edges.contains(edgeOf(a, b))) shared += snapshot.schema().measure.length({a, b}).metres();
        });
        if (shared > 0) found.push_back({feature, shared});
    });
    std::sort(found.begin(), found.end(), [](const Neighbour& a, const Neighbour& b) {
        return a.shared != b.shared ? a.shared > b.shared : a.feature->id < b.feature->id;
    });
    return found;
}

}  // namespace mend
