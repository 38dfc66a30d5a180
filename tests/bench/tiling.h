#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace bench {

// A tiling of `count` polygons of 12 vertices each with exactly shared, uneven boundaries, as GeoJSON text sequence in
// longitude and latitude; the same for the same count.
class Tiling {
public:
    explicit Tiling(std::int64_t count)
        : count_(count), side_(static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(count))))) {}

    void write(const std::filesystem::path& file) const {
        std::ofstream out(file);
        for (std::int64_t i = 0; i < count_; ++i) out << feature(i) << '\n';
    }

    // An 18-digit parcel code.
    static std::string code(std::int64_t i) { return fmt::format("1508250000{:08}", i + 1); }

private:
    static constexpr double step_ = 0.001;  // some 90 metres

    static double noise(std::int64_t x, std::int64_t y, std::uint64_t salt) {
        std::uint64_t h =
            static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(y) << 20 ^ salt;
        h ^= h >> 31, h *= 0xBF58476D1CE4E5B9u, h ^= h >> 29, h *= 0x94D049BB133111EBu, h ^= h >> 32;
        return static_cast<double>(h >> 11) * 0x1p-53 - 0.5;
    }
    // The lattice has three points an edge; each is moved a little, the same for both neighbours.
    static std::string point(std::int64_t x, std::int64_t y) {
        const double lon = 105.0 + (static_cast<double>(x) / 3 + 0.2 * noise(x, y, 1)) * step_;
        const double lat = 40.0 + (static_cast<double>(y) / 3 + 0.2 * noise(x, y, 2)) * step_;
        return fmt::format("[{:.9f},{:.9f}]", lon, lat);
    }
    std::string feature(std::int64_t i) const {
        const std::int64_t x = i % side_ * 3, y = i / side_ * 3;
        std::string ring;
        for (int k = 0; k < 3; ++k) ring += point(x + k, y) + ",";
        for (int k = 0; k < 3; ++k) ring += point(x + 3, y + k) + ",";
        for (int k = 0; k < 3; ++k) ring += point(x + 3 - k, y + 3) + ",";
        for (int k = 0; k < 3; ++k) ring += point(x, y + 3 - k) + ",";
        return fmt::format(
            R"({{"type":"Feature","properties":{{"BSM":"{}","DLBM":"{:04}","DLMC":"图斑 {}","TBMJ":{:.2f}}},"geometry":{{"type":"Polygon","coordinates":[[{}{}]]}}}})",
            code(i), 101 + i % 3, i % 1000, 8000 + noise(x, y, 3) * 500, ring, point(x, y));
    }

    std::int64_t count_, side_;
};

}  // namespace bench
