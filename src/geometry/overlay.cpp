#include "geometry/overlay.h"

#include <algorithm>
#include <utility>

#include "geometry/box.h"
#include "geometry/geos.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"

namespace geometry {

using base::Error;
using base::fail;

namespace {

base::Result<> without(const std::optional<Flaw>& flaw) {
    if (flaw) return fail(Error::Code::Invalid, "geometry.not_valid", flaw->where.x, flaw->where.y);
    return {};
}
base::Result<> valid(const MultiPolygon& area) { return without(flawOf(area)); }

Box common(const Box& a, const Box& b) {
    return {std::max(a.minX, b.minX), std::max(a.minY, b.minY), std::min(a.maxX, b.maxX), std::min(a.maxY, b.maxY)};
}

using Operation = geos::Geometry (*)(const geos::Geometry&, const geos::Geometry&);

base::Result<MultiPolygon> overlay(Operation operation, const MultiPolygon& a, const MultiPolygon& b) {
    if (auto ready = geos::ready(); !ready) return base::pass(ready.error());
    const Box meeting = common(boxOf(a), boxOf(b)).grown(2);
    for (const auto* area : {&a, &b})
        if (auto checked = without(flawNear(*area, meeting)); !checked) return base::pass(checked.error());
    const geos::Geometry one = geos::from(a), other = geos::from(b);
    const geos::Geometry result = operation(one, other);
    if (!result) return fail(Error::Code::Invalid, "geometry.overlay_failed", geos::lastError());
    MultiPolygon area = geos::areaOf(result.get());
    // Noding on the grid gives valid areas; a result that is not must not become part of a plan.
    if (auto checked = without(flawNear(area, meeting)); !checked) return base::pass(checked.error());
    return area;
}

bool apart(const MultiPolygon& a, const MultiPolygon& b) { return !boxOf(a).touches(boxOf(b)); }

// The faces that the polygon falls into along the line, largest first; none where it fails.
std::vector<Polygon> facesOf(const Polygon& polygon, const Line& line) {
    const geos::Geometry whole = geos::from(polygon), cut = geos::from(line);
    const geos::Geometry noded = geos::unionOf(geos::boundary(whole), cut);
    if (!noded) return {};
    const geos::Geometry faces = geos::polygonized(noded);
    if (!faces) return {};
    std::vector<Polygon> inside;
    for (int i = 0; i < geos::count(faces); ++i)
        if (geos::holds(whole, faces, i))
            for (auto& part : geos::part(faces, i).polygons) inside.push_back(std::move(part));
    std::stable_sort(inside.begin(), inside.end(), [](const Polygon& a, const Polygon& b) {
        return doubledSteps(MultiPolygon{{a}}) > doubledSteps(MultiPolygon{{b}});
    });
    return inside;
}

}  // namespace

base::Result<MultiPolygon> intersect(const MultiPolygon& a, const MultiPolygon& b) {
    if (apart(a, b)) return MultiPolygon{};
    return overlay(geos::intersection, a, b);
}

base::Result<MultiPolygon> subtract(const MultiPolygon& a, const MultiPolygon& b) {
    if (apart(a, b)) return a;
    return overlay(geos::difference, a, b);
}

base::Result<MultiPolygon> unite(const MultiPolygon& a, const MultiPolygon& b) {
    if (a.empty() || b.empty()) return a.empty() ? b : a;
    return overlay(geos::unionOf, a, b);
}

base::Result<MultiPolygon> uniteAll(const std::vector<const MultiPolygon*>& areas, const base::Task& task) {
    if (auto ready = geos::ready(); !ready) return base::pass(ready.error());
    // In rounds of a hundred neighbours, so that the work can be stopped between two calls.
    constexpr std::size_t together = 100;
    std::vector<std::pair<Box, geos::Geometry>> parts;
    for (const auto* area : areas) {
        if (area->empty()) continue;
        if (auto checked = valid(*area); !checked) return base::pass(checked.error());
        parts.emplace_back(boxOf(*area), geos::from(*area));
    }
    const auto before = [](const auto& a, const auto& b) {
        return std::pair(a.first.minX, a.first.minY) < std::pair(b.first.minX, b.first.minY);
    };
    std::stable_sort(parts.begin(), parts.end(), before);
    for (bool first = true; parts.size() > 1 || (first && !parts.empty()); first = false) {
        std::vector<std::pair<Box, geos::Geometry>> next;
        for (std::size_t begin = 0; begin < parts.size(); begin += together) {
            if (task.stopped()) return base::cancelled();
            Box box;
            std::vector<geos::Geometry> group;
            for (std::size_t i = begin; i < std::min(begin + together, parts.size()); ++i) {
                box.add(parts[i].first);
                group.push_back(std::move(parts[i].second));
            }
            const geos::Geometry collected = geos::collection(std::move(group));
            geos::Geometry united = geos::unionOf(collected);
            if (!united) return fail(Error::Code::Invalid, "geometry.overlay_failed", geos::lastError());
            next.emplace_back(box, std::move(united));
        }
        parts = std::move(next);
    }
    if (parts.empty()) return MultiPolygon{};
    MultiPolygon whole = geos::areaOf(parts.front().second.get());
    if (auto checked = valid(whole); !checked) return base::pass(checked.error());
    return whole;
}

base::Result<std::vector<MultiPolygon>> splitBy(const MultiPolygon& area, const Line& line) {
    if (auto ready = geos::ready(); !ready) return base::pass(ready.error());
    if (auto checked = valid(area); !checked) return base::pass(checked.error());
    if (flawOf(Shape(MultiLine{{line}}))) return fail(Error::Code::Invalid, "geometry.no_line");
    const Box lineBox = boxOf(line);
    std::vector<MultiPolygon> parts(1);
    for (const auto& polygon : area.polygons) {
        std::vector<Polygon> faces;
        if (boxOf(polygon.outer).touches(lineBox)) faces = facesOf(polygon, line);
        if (faces.size() < 2) {
            parts[0].polygons.push_back(polygon);
            continue;
        }
        parts[0].polygons.push_back(std::move(faces[0]));
        for (std::size_t i = 1; i < faces.size(); ++i) parts.push_back({{std::move(faces[i])}});
    }
    return parts;
}

MultiPolygon repaired(const MultiPolygon& area) {
    if (!flawOf(area)) return area;
    MultiPolygon rings;
    for (const auto& polygon : area.polygons) {
        if (polygon.outer.size() < 3) continue;
        Polygon kept{polygon.outer, {}};
        for (const auto& hole : polygon.holes)
            if (hole.size() >= 3) kept.holes.push_back(hole);
        rings.polygons.push_back(std::move(kept));
    }
    MultiPolygon result = geos::areaOf(geos::madeValid(geos::from(rings)).get());
    return flawOf(result) ? MultiPolygon{} : result;
}

}  // namespace geometry
