#include "sample/noise.h"

#include <cmath>

#include "sample/random.h"

namespace sample {

namespace {
double knot(std::uint64_t seed, std::int64_t i, std::int64_t j) {
    return 2 * unitOf(mixed(
                   seed ^ mixed(static_cast<std::uint64_t>(i) * 0xD1B54A32D192ED03u + static_cast<std::uint64_t>(j)))) -
           1;
}

double eased(double t) { return t * t * t * (t * (6 * t - 15) + 10); }

double lattice(std::uint64_t seed, double x, double y) {
    const double left = std::floor(x), low = std::floor(y);
    const auto i = static_cast<std::int64_t>(left), j = static_cast<std::int64_t>(low);
    const double s = eased(x - left), t = eased(y - low);
    const double below = knot(seed, i, j) * (1 - s) + knot(seed, i + 1, j) * s;
    const double above = knot(seed, i, j + 1) * (1 - s) + knot(seed, i + 1, j + 1) * s;
    return below * (1 - t) + above * t;
}
}  // namespace

double Noise::at(double x, double y) const {
    double sum = 0, height = 1, total = 0, scale = 1 / wavelength_;
    for (int octave = 0; octave < octaves_; ++octave) {
        // Each octave is turned (3-4-5 triangle), so that the lattices do not show.
        const double turnedX = 0.8 * x - 0.6 * y, turnedY = 0.6 * x + 0.8 * y;
        x = turnedX, y = turnedY;
        sum += height * lattice(seed_ + static_cast<std::uint64_t>(octave), x * scale, y * scale);
        total += height;
        height *= roughness_;
        scale *= 2;
    }
    return sum / total;
}

}  // namespace sample
