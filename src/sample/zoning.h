#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "sample/terrain.h"
#include "sample/triangulation.h"

namespace sample {

// What each cell of the county is, by site; -1 (or an empty class) where it is nothing of the kind. Every layer of the
// plan is a union of cells by some of these labels, so that the layers agree with one another by construction.
struct Zoning {
    std::vector<int> township;                // -1: outside the county
    std::vector<int> village;                 // of the township (嘎查、村)
    std::vector<int> zone;                    // GHFQDM
    std::vector<int> town;                    // inside the urban development boundary: of which town
    std::vector<int> red;                     // piece of the ecological protection red line
    std::vector<int> reserve;                 // nature reserve: 2 × its number, +1 outside its core zone
    std::vector<int> mine;                    // mineral resources control area
    std::vector<std::string_view> landClass;  // DLBM
    std::vector<char> strip;                  // in the alluvial strip
    std::vector<char> built;                  // urban construction land in 2020
    std::vector<char> farmland;               // permanent basic farmland (永久基本农田)
    int townships = 0;
    static constexpr int villagesEach = 7;
};

// Zones a county of exactly `parcels` cells: the county itself, townships, towns, the strip, mines, the red line with
// 68 % of the area, and what lies between. `areas` by site, in any unit. Cancelled where the task is stopped.
base::Result<Zoning> zone(const Terrain& terrain, const Triangulation& mesh, const std::vector<double>& areas,
                          std::int64_t parcels, std::uint64_t seed, const base::Task& task);

}  // namespace sample
