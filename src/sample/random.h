#pragma once

#include <cstdint>

namespace sample {

// One step of SplitMix64 (Steele, Lea & Flood 2014): a well mixed number for every number. All chance in the sample
// comes from it, so that the same seed gives the same county on every machine.
constexpr std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

// One number for several, in this order.
template <class... Rest>
constexpr std::uint64_t hashOf(std::uint64_t first, Rest... rest) {
    std::uint64_t h = mixed(first);
    ((h = mixed(h ^ static_cast<std::uint64_t>(rest))), ...);
    return h;
}

// In [0, 1).
constexpr double unitOf(std::uint64_t hash) { return static_cast<double>(hash >> 11) * 0x1p-53; }

// A stream of chance.
class Random {
public:
    explicit constexpr Random(std::uint64_t seed) : state_(mixed(seed)) {}
    constexpr std::uint64_t bits() { return mixed(state_ += 0x9E3779B97F4A7C15u); }
    constexpr double unit() { return unitOf(bits()); }
    constexpr double between(double low, double high) { return low + (high - low) * unit(); }
    // In [0, count); count > 0.
    constexpr std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(unit() * static_cast<double>(count));
    }

private:
    std::uint64_t state_;
};

}  // namespace sample
