#include <algorithm>
#include <limits>

#include "geometry/predicates.h"
#include "review/paths.h"
#include "review/pieces.h"

namespace review {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Polygon;
using geometry::Ring;
using geometry::Shape;

namespace {

constexpr std::size_t behindAll = std::numeric_limits<std::size_t>::max();

// A ring or line of the shape that is being put together.
struct Built {
    std::vector<Point> points;
    bool hole = false;
    std::size_t polygon = behindAll;  // before; of a new one: none
    std::size_t order = behindAll;
};

std::vector<Point> withRuns(const Path& path, std::vector<const Piece*> runs) {
    if (runs.empty()) return *path.points;
    std::sort(runs.begin(), runs.end(), [](const Piece* a, const Piece* b) { return a->from < b->from; });
    std::vector<Point> points;
    const auto n = static_cast<std::ptrdiff_t>(path.size());
    const auto stays = [&](std::ptrdiff_t low, std::ptrdiff_t high) {
        for (auto i = std::max<std::ptrdiff_t>(low, path.closed ? low : 0); i < high; ++i)
            if (path.closed || i < n) points.push_back(path.at(i));
    };
    if (!path.closed) stays(0, runs.front()->from);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        stays(runs[i]->from, runs[i]->from + 1);
        points.insert(points.end(), runs[i]->fresh.begin(), runs[i]->fresh.end());
        const bool last = i + 1 == runs.size();
        stays(runs[i]->to, !last ? runs[i + 1]->from : path.closed ? runs.front()->from + n : n);
    }
    return points;
}

bool begin(std::vector<Point>& ring, Point at) {
    const auto found = std::find(ring.begin(), ring.end(), at);
    if (found == ring.end()) return false;
    std::rotate(ring.begin(), found, ring.end());
    return true;
}

// The outer ring in which the hole lies: of several the one with the smallest area; where there is none, the first.
std::size_t parentOf(const Ring& hole, const std::vector<Polygon>& polygons) {
    std::size_t best = 0;
    geometry::Wide smallest = -1;
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        auto side = geometry::Side::Boundary;
        for (std::size_t k = 0; k < hole.size() && side == geometry::Side::Boundary; ++k)
            side = geometry::locate(polygons[i].outer, hole[k]);
        if (side == geometry::Side::Outside) continue;
        const auto size = geometry::doubledSteps(polygons[i].outer);
        if (smallest < 0 || size < smallest) best = i, smallest = size;
    }
    return best;
}

MultiPolygon assembled(std::vector<Built> rings, bool sameRings) {
    MultiPolygon area;
    std::vector<std::size_t> polygons;  // before, of each polygon now
    for (Built& ring : rings)
        if (!ring.hole) area.polygons.push_back({std::move(ring.points), {}}), polygons.push_back(ring.polygon);
    if (area.polygons.empty()) return area;
    for (Built& ring : rings) {
        if (!ring.hole) continue;
        const auto old = std::find(polygons.begin(), polygons.end(), ring.polygon);
        const std::size_t at = sameRings && old != polygons.end() ? static_cast<std::size_t>(old - polygons.begin())
                                                                  : parentOf(ring.points, area.polygons);
        area.polygons[at].holes.push_back(std::move(ring.points));
    }
    return area;
}

}  // namespace

Shape composed(const Shape& before, const std::vector<const Piece*>& pieces,
               const std::vector<const Reshaping*>& sides) {
    using Kind = Piece::Kind;
    const auto paths = pathsOf(before);
    std::vector<std::vector<const Piece*>> runs(paths.size());
    std::vector<bool> lost(paths.size(), false);
    const Reshaping* turn = nullptr;
    bool sameRings = true;
    const auto owner = [&](const Piece* piece) -> const Reshaping* {
        for (const Reshaping* side : sides)
            if (!side->pieces.empty() && piece >= side->pieces.data() &&
                piece < side->pieces.data() + side->pieces.size())
                return side;
        return nullptr;
    };
    for (const Piece* piece : pieces) switch (piece->kind) {
            case Kind::Whole: return piece->whole;
            case Kind::Run: runs[piece->path].push_back(piece); break;
            case Kind::Lost: lost[piece->path] = true, sameRings = false; break;
            case Kind::New: sameRings = false; break;
            case Kind::Turn:
                for (const Reshaping* side : sides)
                    if (!turn && owner(piece) == side) turn = side;
        }

    std::vector<Built> built;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (lost[i]) continue;
        Built path{withRuns(paths[i], std::move(runs[i])), paths[i].hole, paths[i].polygon, i};
        const bool told = turn && turn->places[i].there;
        if (paths[i].closed && !path.points.empty() && !(told && begin(path.points, turn->places[i].start)) &&
            !begin(path.points, paths[i].at(0)))
            for (const Reshaping* side : sides)
                if (i < side->places.size() && side->places[i].there && begin(path.points, side->places[i].start))
                    break;
        if (turn) path.order = told ? turn->places[i].order : behindAll;
        built.push_back(std::move(path));
    }
    for (const Piece* piece : pieces) {
        if (piece->kind != Kind::New) continue;
        Built path{piece->fresh, piece->hole, behindAll, behindAll};
        if (turn && owner(piece) == turn) {
            std::size_t number = 0;
            for (const Piece* other = turn->pieces.data(); other != piece; ++other) number += other->kind == Kind::New;
            path.order = turn->fresh[number];
        }
        built.push_back(std::move(path));
    }
    std::stable_sort(built.begin(), built.end(), [](const Built& a, const Built& b) { return a.order < b.order; });
    if (std::holds_alternative<geometry::MultiPolygon>(before)) return assembled(std::move(built), sameRings);
    geometry::MultiLine lines;
    for (Built& line : built) lines.lines.push_back(std::move(line.points));
    return lines;
}

}  // namespace review
