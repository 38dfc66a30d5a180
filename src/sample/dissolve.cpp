#include "sample/dissolve.h"

#include "geometry/measure.h"
#include "sample/region.h"

namespace sample {

std::vector<Patch> dissolve(const Partition& partition, const std::vector<int>& labels) {
    const Triangulation& mesh = partition.mesh();
    const Pieces pieces = piecesOf(mesh, labels);
    std::vector<Patch> patches(static_cast<std::size_t>(pieces.count));
    for (std::uint32_t site = static_cast<std::uint32_t>(labels.size()); site-- > 0;)
        if (const int piece = pieces.of[site]; piece >= 0) {
            patches[static_cast<std::size_t>(piece)].label = labels[site];
            patches[static_cast<std::size_t>(piece)].site = site;
        }
    std::vector<bool> crossed(mesh.halfEdges());
    for (std::uint32_t h = 0; h < mesh.halfEdges(); ++h) {
        const int piece = pieces.of[mesh.end(h)];
        if (crossed[h] || piece < 0 || pieces.of[mesh.origin(h)] == piece) continue;
        geometry::Ring ring = partition.trace(
            h, [&](std::uint32_t site) { return pieces.of[site] == piece; },
            [&](std::uint32_t edge) { crossed[edge] = true; });
        geometry::Polygon& shape = patches[static_cast<std::size_t>(piece)].shape;
        if (geometry::doubledSteps(ring) > 0)
            shape.outer = std::move(ring);
        else
            shape.holes.push_back(std::move(ring));
    }
    return patches;
}

}  // namespace sample
