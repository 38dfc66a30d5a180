#pragma once

#include "edit/command.h"

namespace edit {

// The values with the attributes put in, each as its field's type. Fails naming the field: one that the layer has not
// (with those it has), text where a number belongs, text that is too long, a date that is none, another value than the
// one a field must have.
base::Result<std::vector<plan::Value>> withAttributes(const plan::Layer& layer, std::vector<plan::Value> values,
                                                      const Attributes& attributes);

}  // namespace edit
