#pragma once

#include "base/task.h"
#include "sample/drawing.h"

namespace sample {

// Where the features of the cells are among those drawn, by site; only where there is one.
struct ParcelPlaces {
    std::vector<std::size_t> survey, farmland;  // DLTB, YJJBNTBHTB
};

// Draws the layers whose features are single cells: the land survey (DLTB, one for every cell, in the order of sites)
// and what is copied from its farmland (GDBHMB, YJJBNTBHTB, YJJBNTCBQ). Stops early where the task is stopped.
ParcelPlaces drawParcels(const Land& land, Drawing& drawing, const base::Task& task);

// A row of permanent basic farmland in the cell, whatever the cell is.
Row basicFarmland(const Land& land, const Drawing& drawing, std::uint32_t site, geometry::Shape shape,
                  std::optional<geometry::Area> area = {});

}  // namespace sample
