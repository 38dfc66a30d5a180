#pragma once

#include <cstdint>

namespace sample {

// A smooth random field over the plane, in [-1, 1]: values on a lattice of `wavelength`, joined smoothly, with
// `octaves` finer fields on top, each half as long and `roughness` as high. It uses only operations that every machine
// rounds alike.
class Noise {
public:
    Noise(std::uint64_t seed, double wavelength, int octaves, double roughness = 0.5)
        : seed_(seed), wavelength_(wavelength), octaves_(octaves), roughness_(roughness) {}
    double at(double x, double y) const;

private:
    std::uint64_t seed_;
    double wavelength_;
    int octaves_;
    double roughness_;
};

}  // namespace sample
