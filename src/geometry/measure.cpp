#include "geometry/measure.h"

#include <geodesic.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "geometry/ellipsoid.h"
#include "geometry/gauss_krueger.h"

namespace geometry {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double part = 70;     // metres: longer edges are divided (domain §3.2)
constexpr double piece = 1000;  // metres: up to here an edge bends as a parabola does, to 1e-7 of the bend

// A corner on the ellipsoid, ready to measure.
struct Corner {
    double longitude = 0, latitude = 0;  // radians
    double sine = 0, equalArea = 0;      // of the latitude
};

Corner cornerAt(const Ellipsoid& ellipsoid, Coordinate radians) {
    const double sine = std::sin(radians.y);
    return {radians.x, radians.y, sine, ellipsoid.equalArea(sine)};
}

// The area between the edge and the equator, west of the reference meridian taken as negative, where the edge is
// straight in the plane (longitude, equal area).
double under(const Corner& from, const Corner& to, double reference) {
    return ((from.longitude + to.longitude) / 2 - reference) * (to.equalArea - from.equalArea);
}

// What dividing adds to the areas of edges that are straight in a Gauss-Krüger plane: for a curve r(t) through both
// ends, the area between it and its chord is r′×r″/12 (r in the plane of longitude and equal area, taken at the
// middle); of this n equal parts leave 1/n² out.
class Divider {
public:
    Divider(const Ellipsoid& ellipsoid, double meridian)
        : ellipsoid_(ellipsoid), plane_(ellipsoid, {.meridian = meridian / degree}) {}

    // `reference` as in under(). Edges beyond the reach of the map stay as they are.
    double added(const Corner& from, const Corner& to, double reference) const {
        if (!reaches(from) || !reaches(to)) return 0;
        const Edge edge = edgeOf(from, to);
        const double parts = std::floor(edge.length / part);
        if (parts < 2) return 0;
        if (edge.length <= piece) return edge.bulge * (1 - 1 / (parts * parts));
        return addedByPieces(from, to, reference, parts);
    }

private:
    struct Edge {
        double length = 0;  // in the plane, metres
        double bulge = 0;   // between the straight line in the plane and the chord, m², positive on the right
    };

    bool reaches(const Corner& corner) const {
        return std::abs(corner.longitude - plane_.meridian()) < 75 * degree && std::abs(corner.latitude) < 89 * degree;
    }

    Edge edgeOf(const Corner& from, const Corner& to) const {
        const double sine = std::sin((from.latitude + to.latitude) / 2);
        const double parallel = ellipsoid_.parallelRadius(sine);
        const auto local = plane_.at(sine, (from.longitude + to.longitude) / 2);
        const double east = to.longitude - from.longitude;
        const double north = (to.latitude - from.latitude) * ellipsoid_.meridianRadius(sine) / parallel;
        // Along a straight line of a map with logarithmic derivative g, w″ = −g·w′².
        const std::complex<double> second =
            -local.bend * std::complex<double>(north * north - east * east, 2 * north * east);
        const double cross = east * (second.real() - 2 * sine * north * north) - north * second.imag();
        return {local.scale * parallel * std::hypot(east, north), parallel * parallel * cross / 12};
    }

    double addedByPieces(const Corner& from, const Corner& to, double reference, double parts) const {
        const Coordinate start = plane_.forward({from.longitude, from.latitude});
        const Coordinate end = plane_.forward({to.longitude, to.latitude});
        const double count = std::ceil(std::hypot(end.x - start.x, end.y - start.y) / piece);
        const double kept = 1 - (count / parts) * (count / parts);
        double sum = -under(from, to, reference);
        Corner last = from;
        for (double i = 1; i <= count; ++i) {
            const double t = i / count;
            const Corner next = i == count ? to
                                           : cornerAt(ellipsoid_, plane_.inverse({start.x + t * (end.x - start.x),
                                                                                  start.y + t * (end.y - start.y)}));
            sum += under(last, next, reference) + edgeOf(last, next).bulge * kept;
            last = next;
        }
        return sum;
    }

    const Ellipsoid& ellipsoid_;
    GaussKrueger plane_;
};

double nearestMeridian(double longitude) { return std::round(longitude / (3 * degree)) * (3 * degree); }

}  // namespace

struct Measure::Frame {
    Grid grid;
    bool geographic = true;
    double unit = degree;
    Ellipsoid ellipsoid;
    geod_geodesic geodesic{};
    std::optional<GaussKrueger> own;  // the map of the system itself
    Projection toGeographic;          // of other projected systems, in degrees
    std::optional<double> meridian;   // of the plane in which edges are straight, radians

    // In place, from the units of the system to radians.
    void toRadians(std::span<Coordinate> places) const {
        if (own) {
            for (auto& place : places) place = own->inverse(place);
            return;
        }
        toGeographic.forward(places);
        for (auto& place : places) place = {place.x * unit, place.y * unit};
    }

    std::vector<Coordinate> radians(const std::vector<Point>& run) const {
        std::vector<Coordinate> places(run.size());
        for (std::size_t i = 0; i < run.size(); ++i) places[i] = grid.place(run[i]);
        toRadians(places);
        return places;
    }

    double meridianOf(const Box& box) const {
        if (meridian || box.empty()) return meridian.value_or(0);
        const Coordinate low = grid.place({box.minX, box.minY}), high = grid.place({box.maxX, box.maxY});
        return meridianOf(low, high);
    }
    double meridianOf(Coordinate low, Coordinate high) const {
        if (meridian) return *meridian;
        Coordinate middle{(low.x + high.x) / 2, (low.y + high.y) / 2};
        toRadians({&middle, 1});
        return std::isfinite(middle.x) ? nearestMeridian(middle.x) : 0;
    }

    double equalArea(std::span<const Coordinate> ring, const Divider* divider) const;
    double geodesicArea(std::span<const Coordinate> ring) const;
    double area(std::span<const Coordinate> ring, AreaMethod method, double central) const;
    double length(std::span<const Coordinate> line, bool closed) const;
};

double Measure::Frame::equalArea(std::span<const Coordinate> ring, const Divider* divider) const {
    if (ring.size() < 3) return 0;
    const double reference = ring.front().x;
    // Both radii are largest on one side of the ring; edges surely too short to be divided cost nothing more.
    const double middle = std::sin(ring.front().y);
    const double meridianRadius = ellipsoid.semiMajor() * (1 + ellipsoid.eccentricity2());
    (void)middle;
    const double shortest2 = 130.0 * 130.0;
    double sum = 0;
    Corner last = cornerAt(ellipsoid, ring.back());
    for (const Coordinate place : ring) {
        const Corner next = cornerAt(ellipsoid, place);
        sum += under(last, next, reference);
        if (divider) {
            const double north = (next.latitude - last.latitude) * meridianRadius;
            const double east = (next.longitude - last.longitude) * meridianRadius;
            const double cosine2 = 1 - next.sine * next.sine;
            if (north * north + east * east * cosine2 > shortest2) sum += divider->added(last, next, reference);
        }
        last = next;
    }
    return std::isfinite(sum) ? sum : 0;
}

double Measure::Frame::geodesicArea(std::span<const Coordinate> ring) const {
    if (ring.size() < 3) return 0;
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const Coordinate place : ring) geod_polygon_addpoint(&geodesic, &polygon, place.y / degree, place.x / degree);
    double area = 0;
    geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, nullptr);
    return std::isfinite(area) ? area : 0;
}

double Measure::Frame::area(std::span<const Coordinate> ring, AreaMethod method, double central) const {
    if (method == AreaMethod::Geodesic) return geodesicArea(ring);
    if (method == AreaMethod::EqualArea) return equalArea(ring, nullptr);
    const Divider divider(ellipsoid, central);
    return equalArea(ring, &divider);
}

double Measure::Frame::length(std::span<const Coordinate> line, bool closed) const {
    double sum = 0;
    const auto add = [&](Coordinate a, Coordinate b) {
        double metres = 0;
        geod_inverse(&geodesic, a.y / degree, a.x / degree, b.y / degree, b.x / degree, &metres, nullptr, nullptr);
        sum += metres;
    };
    for (std::size_t i = 1; i < line.size(); ++i) add(line[i - 1], line[i]);
    if (closed && line.size() > 1) add(line.back(), line.front());
    return std::isfinite(sum) ? sum : 0;
}

base::Result<Measure> Measure::on(const System& system, AreaMethod method) { return on(system, method, system); }

base::Result<Measure> Measure::on(const System& system, AreaMethod method, const System& working) {
    auto frame = std::make_shared<Frame>();
    frame->grid = system.grid();
    frame->geographic = system.geographic;
    frame->ellipsoid = Ellipsoid(system.semiMajor, system.inverseFlattening);
    geod_init(&frame->geodesic, system.semiMajor, frame->ellipsoid.flattening());
    if (system.geographic) {
        frame->unit = system.unit;
    } else if (system.gaussKrueger) {
        frame->own.emplace(frame->ellipsoid, *system.gaussKrueger);
    } else {
        auto projection = Projection::toGeographic(system.definition);
        if (!projection) return base::pass(projection.error());
        frame->toGeographic = *projection;
    }
    if (working.gaussKrueger)
        frame->meridian = working.gaussKrueger->meridian * degree;
    else if (&working != &system && working.definition != system.definition)
        return base::fail(base::Error::Code::Invalid, "geometry.no_gauss_krueger", working.name);
    Measure measure;
    measure.frame_ = std::move(frame);
    measure.method_ = method;
    return measure;
}

Area Measure::area(const MultiPolygon& area) const {
    if (!frame_) return {};
    const double central = frame_->meridianOf(boxOf(area));
    double sum = 0;
    eachRing(area, [&](const Ring& ring) { sum += frame_->area(frame_->radians(ring), method_, central); });
    return Area::squareMetres(sum);
}

Area Measure::area(const Shape& shape) const {
    const auto* polygons = std::get_if<MultiPolygon>(&shape);
    return polygons ? area(*polygons) : Area();
}

Area Measure::area(const Ring& ring) const {
    if (!frame_) return {};
    return Area::squareMetres(frame_->area(frame_->radians(ring), method_, frame_->meridianOf(boxOf(ring))));
}

Area Measure::area(std::span<const Coordinate> ring) const {
    if (!frame_ || ring.empty()) return {};
    Coordinate low = ring.front(), high = low;
    for (const auto [x, y] : ring)
        low = {std::min(low.x, x), std::min(low.y, y)}, high = {std::max(high.x, x), std::max(high.y, y)};
    std::vector<Coordinate> places(ring.begin(), ring.end());
    frame_->toRadians(places);
    return Area::squareMetres(frame_->area(places, method_, frame_->meridianOf(low, high)));
}

Length Measure::length(const Line& line) const {
    return frame_ ? Length::metres(frame_->length(frame_->radians(line), false)) : Length();
}

Length Measure::perimeter(const MultiPolygon& area) const {
    double sum = 0;
    if (frame_) eachRing(area, [&](const Ring& ring) { sum += frame_->length(frame_->radians(ring), true); });
    return Length::metres(sum);
}

Wide doubledSteps(const Ring& ring) {
    Wide sum = 0;
    for (std::size_t i = 2; i < ring.size(); ++i) {
        const Point a = ring[0], b = ring[i - 1], c = ring[i];
        sum += static_cast<Wide>(b.x - a.x) * (c.y - a.y) - static_cast<Wide>(b.y - a.y) * (c.x - a.x);
    }
    return sum;
}

Wide doubledSteps(const MultiPolygon& area) {
    Wide sum = 0;
    eachRing(area, [&](const Ring& ring) { sum += doubledSteps(ring); });
    return sum;
}

}  // namespace geometry
