#pragma once

#include <string_view>

namespace sample {

// What decides a parcel's land class: its zone, the fields of the terrain in [-1, 1], and chance in [0, 1).
struct Ground {
    int zone = 0;
    bool strip = false, built = false;
    double relief = 0, sand = 0, detail = 0, chance = 0;
};

// A plausible DLBM of the third national land survey (domain §2.3b).
std::string_view landClassOf(const Ground& ground);
bool isCultivated(std::string_view landClass);  // 耕地

}  // namespace sample
