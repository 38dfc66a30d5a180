#include "exchange/outgoing.h"

#include <cmath>
#include <cstring>

namespace exchange {

using geometry::Bytes;
using geometry::Coordinate;

namespace {

// Bytes in which the corners' places are noted, to be filled in when all of them are transformed.
class Wkb {
public:
    explicit Wkb(const geometry::Grid& grid) : grid_(grid) {}

    void begin(std::uint32_t type, std::size_t parts) {
        bytes_.push_back(1);
        number(type);
        number(static_cast<std::uint32_t>(parts));
    }
    void count(std::size_t count) { number(static_cast<std::uint32_t>(count)); }
    void point(geometry::Point point) {
        bytes_.push_back(1);
        number(std::uint32_t{1});
        corner(point);
    }
    void corner(geometry::Point point) {
        places_.push_back(bytes_.size());
        corners_.push_back(grid_.place(point));
        bytes_.resize(bytes_.size() + sizeof(Coordinate));
    }
    std::optional<Bytes> finish(const geometry::Projection& projection) {
        if (!projection.identity()) projection.forward(corners_);
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (!std::isfinite(corners_[i].x) || !std::isfinite(corners_[i].y)) return std::nullopt;
            std::memcpy(bytes_.data() + places_[i], &corners_[i], sizeof(Coordinate));
        }
        return std::move(bytes_);
    }

private:
    void number(std::uint32_t value) {
        const std::size_t at = bytes_.size();
        bytes_.resize(at + sizeof value);
        std::memcpy(bytes_.data() + at, &value, sizeof value);
    }
    const geometry::Grid& grid_;
    Bytes bytes_;
    std::vector<Coordinate> corners_;
    std::vector<std::size_t> places_;
};

void put(Wkb& wkb, const geometry::Ring& ring) {
    wkb.count(ring.size() + 1);
    for (const geometry::Point corner : ring) wkb.corner(corner);
    wkb.corner(ring.front());
}

enum Type : std::uint32_t { LineString = 2, Polygon = 3, MultiPoint = 4, MultiLineString = 5, MultiPolygon = 6 };

}  // namespace

std::optional<Bytes> wkbOf(const geometry::Shape& shape, const geometry::Grid& grid,
                           const geometry::Projection& projection) {
    Wkb wkb(grid);
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) {
        wkb.begin(MultiPoint, points->size());
        for (const geometry::Point point : *points) wkb.point(point);
    } else if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        wkb.begin(MultiLineString, lines->lines.size());
        for (const geometry::Line& line : lines->lines) {
            wkb.begin(LineString, line.size());
            for (const geometry::Point corner : line) wkb.corner(corner);
        }
    } else if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape)) {
        wkb.begin(MultiPolygon, area->polygons.size());
        for (const geometry::Polygon& polygon : area->polygons) {
            wkb.begin(Polygon, 1 + polygon.holes.size());
            put(wkb, polygon.outer);
            for (const geometry::Ring& hole : polygon.holes) put(wkb, hole);
        }
    }
    return wkb.finish(projection);
}

}  // namespace exchange
