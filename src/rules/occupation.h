#pragma once

#include "rules/rule.h"
#include "rules/selection.h"

namespace rules {

// One line of the table: how much of the area lies in a layer, or in one class of it.
struct Occupied {
    std::string layer, field, code;  // no field: the whole layer; no code: what no class covers
    double squareMetres = 0;         // rounded to 0.01
    bool operator==(const Occupied&) const = default;
};

// What an area takes of each layer (三线占用情况表).
struct Occupation {
    double squareMetres = 0;  // of the area, rounded to 0.01
    std::vector<Occupied> rows;
    bool operator==(const Occupation&) const = default;
};

// The table for the named layers in this state of the plan, each by the classes of its `by`. Every layer has a row, at
// zero where nothing lies there. The rows of a layer that tiles the county, by class, add up to the area exactly (平差,
// domain §3.5): what no class covers has a row of its own. Only where its features overlap they do not.
Occupation occupation(const std::vector<Selection>& layers, const plan::Snapshot& land,
                      const geometry::MultiPolygon& area, const base::Task& task = {});

// The layers of the pack's table, those of its rule of kind `occupation`. NotFound where it has none.
base::Result<std::vector<Selection>> occupationLayers(const plan::Spec& spec);

}  // namespace rules
