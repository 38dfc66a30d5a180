#pragma once

#include <vector>

#include "sample/terrain.h"

namespace sample {

// Sites of the cells of a county of about `parcels` parcels and of a margin around it, as dense as the terrain asks:
// the frame is halved again and again, the number shared by weight, until each piece holds one. They differ, lie
// strictly inside the frame, and neighbours in the list are near each other.
std::vector<Site> scatter(const Terrain& terrain, std::int64_t parcels, std::uint64_t seed);

}  // namespace sample
