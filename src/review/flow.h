#pragma once

#include <string>
#include <vector>

#include "review/rows.h"

namespace review {

// Area of a layer that went from one class to another between two states (面积流向); an empty class is "not in the
// layer".
struct Flow {
    plan::LayerId layer;
    std::string field, from, to;
    geometry::Area area;
};

// The flows between the classes that `field` gives, over those of the rows that are of the layer. Law 7: for each
// class, what flows in less what flows out is what its total changed by, to 0.01 m².
base::Result<std::vector<Flow>> flows(const plan::Schema& schema, const std::vector<Row>& rows, plan::LayerId layer,
                                      const std::string& field);

// The field that classes a layer: the first with a code list; empty where there is none.
std::string classField(const plan::Layer& layer);

}  // namespace review
