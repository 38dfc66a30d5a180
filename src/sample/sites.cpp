#include "sample/sites.h"

#include <algorithm>
#include <cmath>

#include "sample/random.h"

namespace sample {

namespace {
// The terrain's weight of every rectangle of the frame, from a table of sums of size × size pieces.
class Weights {
public:
    Weights(const Terrain& terrain, double cellWidth, int size)
        : size_(size), sums_(static_cast<std::size_t>((size + 1) * (size + 1))) {
        const double width = frameWidth * 1e-6 / size, height = frameHeight * 1e-6 / size, cell = width * height;
        for (int j = 0; j < size; ++j) {
            double row = 0;
            for (int i = 0; i < size; ++i) {
                const double x = (i + 0.5) * width, y = (j + 0.5) * height;
                const double depth = terrain.depth(x, y), beyond = std::max(0.0, -depth / (1.5 * cellWidth) - 1);
                const double weight = terrain.density(x, y, cellWidth) * cell / (1 + 4 * beyond * beyond);
                row += weight;
                if (depth > 0) inside_ += weight;
                at(i + 1, j + 1) = at(i + 1, j) + row;
            }
        }
    }
    double inside() const { return inside_; }
    double of(double west, double south, double east, double north) const {
        return below(east, north) - below(west, north) - below(east, south) + below(west, south);
    }

private:
    int size_;
    std::vector<double> sums_;
    double inside_ = 0;

    double& at(int i, int j) { return sums_[static_cast<std::size_t>(j * (size_ + 1) + i)]; }
    double at(int i, int j) const { return sums_[static_cast<std::size_t>(j * (size_ + 1) + i)]; }
    double below(double u, double v) const {
        const double x = u / frameWidth * size_, y = v / frameHeight * size_;
        const int i = std::min(static_cast<int>(x), size_ - 1), j = std::min(static_cast<int>(y), size_ - 1);
        const double s = x - i, t = y - j;
        return (at(i, j) * (1 - s) + at(i + 1, j) * s) * (1 - t) + (at(i, j + 1) * (1 - s) + at(i + 1, j + 1) * s) * t;
    }
};

struct Scatter {
    const Weights& weights;
    Random random;
    std::vector<Site> sites;

    void fill(std::int32_t west, std::int32_t south, std::int32_t east, std::int32_t north, std::int64_t count) {
        if (count == 0) return;
        if (count == 1) {
            const auto within = [&](std::int32_t low, std::int32_t high) {
                return low + static_cast<std::int32_t>((high - low) * random.between(0.2, 0.8));
            };
            const std::int32_t u = within(west, east), v = within(south, north);
            sites.push_back({std::max(u, 1), std::max(v, 1)});
            return;
        }
        const bool wide = east - west > north - south;
        const std::int32_t middleU = wide ? west + (east - west) / 2 : east;
        const std::int32_t middleV = wide ? north : south + (north - south) / 2;
        const double all = weights.of(west, south, east, north), first = weights.of(west, south, middleU, middleV);
        const double share = all > 0 ? first / all : 0.5;
        const double exact = static_cast<double>(count) * std::min(1.0, std::max(0.0, share));
        const auto mine = std::min(count, static_cast<std::int64_t>(exact + random.unit()));
        fill(west, south, middleU, middleV, mine);
        fill(wide ? middleU : west, wide ? south : middleV, east, north, count - mine);
    }
};
}  // namespace

std::vector<Site> scatter(const Terrain& terrain, std::int64_t parcels, std::uint64_t seed) {
    const double cellWidth = std::sqrt(50'000 / static_cast<double>(parcels));  // where cells are wide, in kilometres
    const int size = std::clamp(static_cast<int>(3 * std::sqrt(static_cast<double>(parcels))), 256, 1536);
    const Weights weights(terrain, cellWidth, size);
    const double whole = weights.of(0, 0, frameWidth, frameHeight);
    // A few more than are needed inside, so that the county's outline always finds its cells.
    const auto count = static_cast<std::int64_t>(static_cast<double>(parcels) * whole / weights.inside() * 1.005);
    Scatter scatter{weights, Random(seed), {}};
    scatter.sites.reserve(static_cast<std::size_t>(count));
    scatter.fill(0, 0, frameWidth, frameHeight, count);
    return std::move(scatter.sites);
}

}  // namespace sample
