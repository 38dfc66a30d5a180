#include "rules/strands.h"

#include <algorithm>

#include "geometry/predicates.h"

namespace rules {

using geometry::Box;
using geometry::Line;
using geometry::Point;

namespace {

bool anyCovers(const std::vector<const Outline*>& outlines, Point place) {
    return std::any_of(outlines.begin(), outlines.end(),
                       [&](const Outline* outline) { return outline->covers(place); });
}

// The segment's ends and where boundaries meet it, in order along it.
std::vector<Point> cutsOf(Point a, Point b, const Ground& ground) {
    std::vector<Point> cuts{a, b};
    const auto cut = [&](const Outline* outline) {
        outline->eachEdge(Box::of(a, b), [&](Point from, Point to, const geometry::Ring&) {
            if (const auto place = geometry::crossing(a, b, from, to)) cuts.push_back(*place);
            for (const Point corner : {from, to})
                if (geometry::onSegment(a, b, corner)) cuts.push_back(corner);
        });
    };
    if (ground.within)
        for (const Outline* outline : *ground.within) cut(outline);
    for (const Outline* outline : ground.outside) cut(outline);
    const auto along = [&](Point p) {
        return static_cast<long double>(p.x - a.x) * static_cast<long double>(b.x - a.x) +
               static_cast<long double>(p.y - a.y) * static_cast<long double>(b.y - a.y);
    };
    std::sort(cuts.begin(), cuts.end(), [&](Point p, Point q) {
        const auto s = along(p), t = along(q);
        return s != t ? s < t : p < q;
    });
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

}  // namespace

bool Ground::holds(Point place) const { return (!within || anyCovers(*within, place)) && !anyCovers(outside, place); }

geometry::MultiLine strandsOn(const geometry::MultiLine& lines, const Ground& ground) {
    geometry::MultiLine strands;
    for (const Line& line : lines.lines) {
        bool going = false;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const std::vector<Point> cuts = cutsOf(line[i], line[i + 1], ground);
            for (std::size_t j = 0; j + 1 < cuts.size(); ++j) {
                const Point from = cuts[j], to = cuts[j + 1];
                const bool counts = ground.holds({from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2});
                if (counts && !going) strands.lines.push_back({from});
                if (counts) strands.lines.back().push_back(to);
                going = counts;
            }
        }
    }
    return strands;
}

geometry::MultiPoint pointsOn(const geometry::MultiPoint& points, const Ground& ground) {
    geometry::MultiPoint found;
    std::copy_if(points.begin(), points.end(), std::back_inserter(found), [&](Point p) { return ground.holds(p); });
    return found;
}

}  // namespace rules
