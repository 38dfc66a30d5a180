#include <algorithm>
#include <cmath>

#include "edit/scope.h"
#include "mend/shapes.h"

namespace mend {

namespace {

using geometry::Point;
using geometry::Ring;

double distanceSquared(Point p, Point a, Point b) {
    const double dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y);
    const double px = static_cast<double>(p.x - a.x), py = static_cast<double>(p.y - a.y);
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0;
    return std::pow(px - t * dx, 2) + std::pow(py - t * dy, 2);
}

// The area with the vertex put into the edge that is nearest to it; none where it has it already.
std::optional<geometry::MultiPolygon> withVertexOn(geometry::MultiPolygon area, Point vertex) {
    if (geometry::hasVertex(area, vertex)) return {};
    Ring* best = nullptr;
    std::size_t after = 0;
    double nearest = 0;
    geometry::eachRing(area, [&](Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const double distance = distanceSquared(vertex, ring[i], ring[(i + 1) % ring.size()]);
            if (best && distance >= nearest) continue;
            best = &ring;
            after = i;
            nearest = distance;
        }
    });
    if (!best) return {};
    best->insert(best->begin() + static_cast<std::ptrdiff_t>(after) + 1, vertex);
    return area;
}

}  // namespace

// Every subject that runs past the vertex without having it gets it.
std::vector<Remedy> match(const Sickness& sickness) {
    const auto* places = std::get_if<geometry::MultiPoint>(&sickness.finding.where);
    if (!places || places->empty()) return {};
    Remedy remedy{nameOf(Way::InsertVertex), {}};
    for (std::size_t i = 0; i < sickness.finding.subjects.size(); ++i) {
        const auto feature = sickness.subject(i);
        const auto* area = feature ? std::get_if<geometry::MultiPolygon>(&feature->shape) : nullptr;
        auto fuller = area ? withVertexOn(*area, places->front()) : std::nullopt;
        if (!fuller) continue;
        if (auto command = replaced(sickness.plan.now, *feature, *std::move(fuller)))
            remedy.commands.push_back(*std::move(command));
    }
    if (remedy.commands.empty()) return {};
    return {std::move(remedy)};
}

}  // namespace mend
