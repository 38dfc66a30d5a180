#include "exchange/places.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "geometry/measure.h"

namespace exchange {

using geometry::Coordinate;
using geometry::Point;
using plan::GeometryKind;

namespace {

class WkbReader {
public:
    WkbReader(std::span<const std::uint8_t> bytes, std::vector<Coordinate>& run) : bytes_(bytes), run_(run) {}

    bool read(Outline& outline, int depth = 0) {
        constexpr int deepest = 16;
        const auto order = number<std::uint8_t>();
        const auto type = number<std::uint32_t>();
        if (!sound_ || order != 1 || depth > deepest) return false;
        switch (type) {
            case 1: return point(outline);
            case 2: return are(outline, GeometryKind::Line) && line(outline);
            case 3: return are(outline, GeometryKind::Polygon) && polygon(outline);
            case 4:
            case 5:
            case 6:
            case 7: return parts(outline, depth);
            default: return false;
        }
    }

private:
    template <class Number>
    Number number() {
        Number value{};
        if (bytes_.size() < sizeof value) return sound_ = false, value;
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_ = bytes_.subspan(sizeof value);
        return value;
    }
    static bool are(Outline& outline, GeometryKind kind) {
        if (outline.kind == GeometryKind::None) outline.kind = kind;
        return outline.kind == kind;
    }
    // An empty point is written as two NaN.
    bool point(Outline& outline) {
        const Coordinate place{number<double>(), number<double>()};
        if (!sound_) return false;
        if (std::isnan(place.x) && std::isnan(place.y)) return true;
        run_.push_back(place);
        return are(outline, GeometryKind::Point);
    }
    bool line(Outline& outline) {
        const auto count = number<std::uint32_t>();
        if (!sound_ || bytes_.size() / sizeof(Coordinate) < count) return false;
        const std::size_t at = run_.size();
        run_.resize(at + count);
        if (count > 0) std::memcpy(run_.data() + at, bytes_.data(), count * sizeof(Coordinate));
        bytes_ = bytes_.subspan(count * sizeof(Coordinate));
        if (count > 0) outline.lines.push_back(run_.size());
        return true;
    }
    bool polygon(Outline& outline) {
        const auto rings = number<std::uint32_t>();
        const std::size_t before = outline.lines.size();
        for (std::uint32_t i = 0; i < rings; ++i)
            if (!line(outline)) return false;
        if (outline.lines.size() > before) outline.polygons.push_back(outline.lines.size());
        return sound_;
    }
    bool parts(Outline& outline, int depth) {
        const auto count = number<std::uint32_t>();
        for (std::uint32_t i = 0; i < count; ++i)
            if (!read(outline, depth + 1)) return false;
        return sound_;
    }

    std::span<const std::uint8_t> bytes_;
    std::vector<Coordinate>& run_;
    bool sound_ = true;
};

// The corners of [begin, end) without those that repeat the one before; closed lines give their first corner twice.
std::vector<Point> corners(std::span<const Coordinate> run, std::size_t begin, std::size_t end,
                           const geometry::Grid& grid, bool& repaired) {
    std::vector<Point> points;
    points.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        const Point point = grid.nearest(run[i]);
        if (points.empty() || points.back() != point)
            points.push_back(point);
        else
            repaired = true;
    }
    return points;
}

bool hasThreeCorners(const geometry::Ring& ring) {
    if (ring.size() < 3) return false;
    return std::any_of(ring.begin() + 2, ring.end(), [&](Point p) { return p != ring[0] && p != ring[1]; });
}

// Empty where the ring has not three different corners.
geometry::Ring ringOf(std::span<const Coordinate> run, std::size_t begin, std::size_t end, const geometry::Grid& grid,
                      bool outer, bool& repaired) {
    geometry::Ring ring = corners(run, begin, end, grid, repaired);
    if (ring.size() > 1 && ring.front() == ring.back())
        ring.pop_back();
    else
        repaired = true;
    if (!hasThreeCorners(ring)) {
        repaired = true;
        return {};
    }
    const auto area = geometry::doubledSteps(ring);
    if (outer ? area < 0 : area > 0) std::reverse(ring.begin() + 1, ring.end());
    return ring;
}

geometry::Shape polygonsOf(const Outline& outline, std::span<const Coordinate> run, const geometry::Grid& grid,
                           bool& repaired) {
    geometry::MultiPolygon shape;
    shape.polygons.reserve(outline.polygons.size());
    std::size_t line = 0, begin = outline.begin;
    for (const std::size_t last : outline.polygons) {
        geometry::Polygon polygon;
        for (bool outer = true; line < last; ++line, outer = false) {
            geometry::Ring ring = ringOf(run, begin, outline.lines[line], grid, outer, repaired);
            begin = outline.lines[line];
            if (outer)
                polygon.outer = std::move(ring);
            else if (!ring.empty())
                polygon.holes.push_back(std::move(ring));
        }
        if (!polygon.outer.empty()) shape.polygons.push_back(std::move(polygon));
    }
    return shape.empty() ? geometry::Shape() : geometry::Shape(std::move(shape));
}

geometry::Shape linesOf(const Outline& outline, std::span<const Coordinate> run, const geometry::Grid& grid,
                        bool& repaired) {
    geometry::MultiLine shape;
    std::size_t begin = outline.begin;
    for (const std::size_t end : outline.lines) {
        geometry::Line line = corners(run, begin, end, grid, repaired);
        begin = end;
        if (line.size() >= 2)
            shape.lines.push_back(std::move(line));
        else
            repaired = true;
    }
    return shape.lines.empty() ? geometry::Shape() : geometry::Shape(std::move(shape));
}

}  // namespace

Outline outlineOf(std::span<const std::uint8_t> wkb, std::vector<Coordinate>& run) {
    Outline outline;
    outline.begin = outline.end = run.size();
    if (wkb.empty()) return outline;
    if (!WkbReader(wkb, run).read(outline)) {
        run.resize(outline.begin);
        return {GeometryKind::Any, outline.begin, outline.begin, {}, {}};
    }
    outline.end = run.size();
    if (outline.end == outline.begin) outline.kind = GeometryKind::None;
    return outline;
}

Fitted fit(const Outline& outline, std::span<const Coordinate> run, const geometry::Grid& grid) {
    Fitted fitted;
    if (outline.kind == GeometryKind::Polygon) fitted.shape = polygonsOf(outline, run, grid, fitted.repaired);
    if (outline.kind == GeometryKind::Line) fitted.shape = linesOf(outline, run, grid, fitted.repaired);
    if (outline.kind == GeometryKind::Point) {
        geometry::MultiPoint points;
        for (std::size_t i = outline.begin; i < outline.end; ++i) points.push_back(grid.nearest(run[i]));
        fitted.shape = std::move(points);
    }
    return fitted;
}

}  // namespace exchange
