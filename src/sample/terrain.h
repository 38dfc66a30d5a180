#pragma once

#include <cstdint>
#include <vector>

#include "sample/noise.h"
#include "sample/triangulation.h"

namespace sample {

// The frame that the county lies in, in millimetres: 105.1–107.7° E, 40.6–42.4° N.
constexpr std::int32_t frameWidth = 216'666'660, frameHeight = 200'000'000;

// A town: a place that the land use gathers around. The first is the county's seat.
struct Town {
    double x = 0, y = 0;  // kilometres in the frame
    double area = 0;      // of the land inside its development boundary, in square kilometres
};

// The lie of the land: smooth fields over the frame, in kilometres from its south-west corner, that say what belongs
// where. Higher means more so; what share of the county each gets is decided by whoever asks.
class Terrain {
public:
    explicit Terrain(std::uint64_t seed);

    // About how deep inside the county, in kilometres; negative outside.
    double depth(double x, double y) const;
    // The alluvial strip at the foot of the southern mountains: 0 along its middle, falling to both sides.
    double alluvium(double x, double y) const;
    double ecology(double x, double y) const;
    double soil(double x, double y) const;                     // how good the farmland is
    double sand(double x, double y) const;                     // dunes against gobi
    double relief(double x, double y) const;                   // mountains
    double detail(double x, double y) const;                   // small-scale chance
    double urban(const Town& town, double x, double y) const;  // 0 in the middle, falling
    double effort(double x, double y) const;                   // of a way across: 0.1 to 4 a kilometre
    double stream(double x, double y) const;                   // 0 along the dry rivers
    // Parcels per square kilometre where there are 1,000,000 in all; scales with the number. `cell` is the width of a
    // large parcel in kilometres: parcels do not change their size faster than over a few of them.
    double density(double x, double y, double cell) const;

    const std::vector<Town>& towns() const { return towns_; }
    static double x(Site site) { return site.u * 1e-6; }
    static double y(Site site) { return site.v * 1e-6; }

private:
    Noise outline_, bend_, ecology_, soil_, sand_, relief_, detail_, fringe_, patchwork_, ridges_;
    double rim_ = 0, strip_ = 0;
    std::vector<Town> towns_;

    double rawDepth(double x, double y) const;
    double rawAlluvium(double x, double y) const;
    void placeTowns(std::uint64_t seed);
};

}  // namespace sample
