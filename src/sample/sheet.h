#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/spec.h"
#include "plan/value.h"

namespace sample {

// How the features of a layer are filled in.
struct Sheet {
    plan::LayerId layer;
    std::vector<plan::Value> blank;  // what every row begins with
    std::map<std::string, std::size_t, std::less<>> places;
    struct Naming {
        std::size_t place = 0;  // of the name
        std::map<std::string, std::string, std::less<>> names;
    };
    std::map<std::size_t, Naming> namings;  // by the code's place
    std::optional<std::size_t> key, area;
};

// Constants, and something plausible in every field that must be filled.
Sheet sheetOf(const plan::Spec& spec, const plan::Layer& layer, plan::LayerId id);

}  // namespace sample
