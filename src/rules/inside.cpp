#include "rules/inside.h"

#include <algorithm>
#include <cmath>

#include "rules/apart.h"

namespace rules {

using geometry::Box;
using geometry::Point;

namespace {

// From west to east, in steps.
struct Stretch {
    double from, to;
    double length() const { return to - from; }
};

// Where a line from west to east runs inside the area.
std::vector<Stretch> stretchesAt(const Outline& area, std::int64_t y) {
    std::vector<double> crossings;
    area.eachEdge(Box{area.box().minX, y, area.box().maxX, y}, [&](Point a, Point b, const geometry::Ring&) {
        if ((a.y > y) == (b.y > y)) return;
        const double t = static_cast<double>(y - a.y) / static_cast<double>(b.y - a.y);
        crossings.push_back(static_cast<double>(a.x) + static_cast<double>(b.x - a.x) * t);
    });
    std::sort(crossings.begin(), crossings.end());
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) stretches.push_back({crossings[i], crossings[i + 1]});
    return stretches;
}

Stretch widestOf(const std::vector<Stretch>& stretches) {
    const auto shorter = [](const Stretch& a, const Stretch& b) { return a.length() < b.length(); };
    const auto widest = std::max_element(stretches.begin(), stretches.end(), shorter);
    return widest == stretches.end() ? Stretch{0, 0} : *widest;
}

std::vector<Stretch> common(const std::vector<Stretch>& a, const std::vector<Stretch>& b) {
    std::vector<Stretch> both;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size(); a[i].to < b[j].to ? ++i : ++j) {
        const Stretch part{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
        if (part.length() > 0) both.push_back(part);
    }
    return both;
}

// No boundary is longer, in metres.
double mostAround(const Outline& area, const Scale& most) {
    double sum = 0;
    area.eachRing([&](const geometry::Ring& ring) {
        double east = 0, north = 0;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            east += std::abs(static_cast<double>(ring[i].x - ring[j].x));
            north += std::abs(static_cast<double>(ring[i].y - ring[j].y));
        }
        sum += east * most.east + north * most.north;
    });
    return sum;
}

bool lies(const Box& box, const Outline& area) {
    bool free = true;
    area.eachEdge(box, [&](Point, Point, const geometry::Ring&) { free = false; });
    return free && area.covers({box.minX, box.minY});
}

}  // namespace

Point placeIn(const Outline& area) {
    const Box& box = area.box();
    Point place{box.minX + (box.maxX - box.minX) / 2, box.minY + (box.maxY - box.minY) / 2};
    const Stretch widest = widestOf(stretchesAt(area, place.y));
    if (widest.length() > 0) place.x = static_cast<std::int64_t>(widest.from + widest.length() / 2);
    return place;
}

bool surelyShare(const Outline& a, const Outline& b, const Tolerance& tolerance, const plan::Schema& schema) {
    const Box both = commonOf(a.box(), b.box());
    if (both.minX >= both.maxX || both.minY >= both.maxY) return false;
    Box all = a.box();
    all.add(b.box());
    const Metres::Range range = Metres(schema).over(all);
    const Scale least{range.east(), range.north()};
    const Scale most{std::max(range.low.east, range.high.east), std::max(range.low.north, range.high.north)};
    const double around = mostAround(a, most) + mostAround(b, most);
    constexpr double margin = 1.05;  // the measure is another than the scale
    const double enough = margin * std::max(tolerance.area, tolerance.width * around / 2);
    constexpr int heights = 8;
    for (int i = 1; i < heights; ++i) {
        const std::int64_t y = both.minY + (both.maxY - both.minY) / heights * i;
        const Stretch widest = widestOf(common(stretchesAt(a, y), stretchesAt(b, y)));
        const auto x = static_cast<std::int64_t>(widest.from + widest.length() / 2);
        for (double half = 0.45 * widest.length(); half >= 1; half /= 2) {
            const auto wide = static_cast<std::int64_t>(half);
            const auto high = static_cast<std::int64_t>(half * least.east / most.north);
            const double size = 4 * static_cast<double>(wide) * least.east * static_cast<double>(high) * least.north;
            if (size <= enough) break;
            const Box square{x - wide, y - high, x + wide, y + high};
            if (lies(square, a) && lies(square, b)) return true;
        }
    }
    return false;
}

}  // namespace rules
