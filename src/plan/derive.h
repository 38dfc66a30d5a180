#pragma once

#include <set>

#include "plan/schema.h"
#include "plan/value.h"

namespace plan {

// Fields that follow from a patch's area: the declared area itself, and every field whose `derived` says how: sums,
// differences and products of `area` (the declared area in square metres, to 2 decimals) and of fields of the layer,
// read from left to right, products first: "area*KCXS", "area-KCMJ" (图斑地类面积 = 图斑面积 − 扣除面积). A field that
// uses another derived field stands after it in the layer.

// What such a formula gives; none where it cannot be read or names a field that the layer has not.
std::optional<double> evaluate(const Layer& layer, const std::string& formula, const std::vector<Value>& values,
                               geometry::Area area);

// How a field follows: its formula, "area" for the declared area; empty where it stands on its own.
std::string formulaOf(const Layer& layer, const Field& field);

// The values after the fields `entered` were: each field whose formula names one of them, or one that follows from it,
// is computed anew; `entered` gains these.
std::vector<Value> recomputed(const Layer& layer, std::vector<Value> values, geometry::Area area,
                              std::set<std::string>& entered);

// The value of a field as its formula gives it, to the decimals of the field; none where it has no formula.
std::optional<double> following(const Layer& layer, const Field& field, const std::vector<Value>& values,
                                geometry::Area area);

// The values with all of them as they follow from the area: those of a patch that was not there before.
std::vector<Value> derived(const Layer& layer, std::vector<Value> values, geometry::Area area);

// The values after the area has changed. What agreed with the area before within a square metre follows it; what did
// not was declared by other means and stays.
std::vector<Value> follow(const Layer& layer, std::vector<Value> values, geometry::Area before, geometry::Area after);

}  // namespace plan
