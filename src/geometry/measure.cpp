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
constexpr double part = 70;        // metres: longer edges are divided (domain §3.2)
constexpr double parabola = 1000;  // metres: up to here a divided edge is as good as a parabola, to 1e-7 of its bulge

// A corner on the ellipsoid, ready to measure.
struct Corner {
    double longitude = 0, latitude = 0;   // radians
    double sine = 0, equalArea = 0;       // of the latitude
    const Coordinate* inPlane = nullptr;  // where it was given in the plane in which edges are straight
};

Corner cornerAt(const Ellipsoid& ellipsoid, Coordinate radians, const Coordinate* inPlane = nullptr) {
    const double sine = std::sin(radians.y);
    return {radians.x, radians.y, sine, ellipsoid.equalArea(sine), inPlane};
}

// The area between the edge and the equator, west of the reference meridian taken as negative, where the edge is
// straight in the plane (longitude, equal area).
double under(const Corner& from, const Corner& to, double reference) {
    return ((from.longitude + to.longitude) / 2 - reference) * (to.equalArea - from.equalArea);
}

// What the division at 70 m adds to the area of an edge that is straight in a Gauss-Krüger plane.
class Divider {
public:
    Divider(const Ellipsoid& ellipsoid, const GaussKrueger& plane) : ellipsoid_(ellipsoid), plane_(plane) {}

    // `reference` as in under(). Edges beyond the reach of the map stay as they are.
    double added(const Corner& from, const Corner& to, double reference) const {
        // Edges surely shorter cost nothing more; the scale of the map is below 70/65 within 20° of the meridian.
        const double north = (to.latitude - from.latitude) * ellipsoid_.semiMajor() * 1.01;
        const double east = (to.longitude - from.longitude) * ellipsoid_.semiMajor() * 1.01;
        if (north * north + east * east * (1.0001 - from.sine * from.sine) < 65 * 65) return 0;
        if (!reaches(from) || !reaches(to)) return 0;
        const Edge edge = edgeOf(from, to);
        if (edge.length <= part) return 0;
        if (edge.length > parabola) return addedByParts(from, to, reference);
        const double parts = std::ceil(edge.length / part);
        return edge.bulge * (1 - 1 / (parts * parts));
    }

private:
    struct Edge {
        double length = 0;  // in the plane, metres
        double bulge = 0;   // between the straight line in the plane and the chord, m², positive on the right
    };

    bool reaches(const Corner& corner) const {
        return std::abs(corner.longitude - plane_.meridian()) < 75 * degree && std::abs(corner.latitude) < 89 * degree;
    }

    // For a curve r(t), t in [0, 1], the area between it and its chord is r′×r″/12, taken at the middle; of this, n
    // equal parts leave 1/n² out. r is (longitude, equal area).
    Edge edgeOf(const Corner& from, const Corner& to) const {
        const double sine = (from.sine + to.sine) / 2, sine2 = sine * sine;
        const double e2 = ellipsoid_.eccentricity2(), a = ellipsoid_.semiMajor();
        const double cosine2 = 1 - sine2, cosine = std::sqrt(cosine2), over = 1 / ((1 - e2 * sine2) * cosine);
        const auto local = plane_.at(sine, (from.longitude + to.longitude) / 2);
        const double east = to.longitude - from.longitude;
        const double north = (to.latitude - from.latitude) * (1 - e2) * over;
        // Along a straight line in the plane w″ = −(f″/f′)·w′², w = isometric latitude + i·longitude.
        const double real = north * north - east * east, imaginary = 2 * north * east;
        const double secondNorth = local.bend.imag() * imaginary - local.bend.real() * real;
        const double secondEast = -local.bend.real() * imaginary - local.bend.imag() * real;
        const double cross = east * (secondNorth - 2 * sine * north * north) - north * secondEast;
        const double parallel2 = a * a * cosine2 * cosine * over;
        return {std::sqrt(local.stretch2 * (north * north + east * east)), parallel2 * cross / 12};
    }

    Coordinate inPlane(const Corner& corner) const {
        return corner.inPlane ? *corner.inPlane : plane_.forward({corner.longitude, corner.latitude});
    }

    // As the survey software does it: equal parts in the plane, their ends to 0.1 mm, back by the national series.
    double addedByParts(const Corner& from, const Corner& to, double reference) const {
        const Coordinate start = inPlane(from), end = inPlane(to);
        const double east = end.x - start.x, north = end.y - start.y;
        const double parts = std::ceil(std::hypot(east, north) / part);
        double sum = -under(from, to, reference);
        Corner last = from;
        for (double i = 0; i <= parts; ++i) {
            const Coordinate place{start.x + east * i / parts, start.y + north * i / parts};
            const Coordinate rounded{std::round(place.x * 1e4) / 1e4, std::round(place.y * 1e4) / 1e4};
            const Corner next = cornerAt(ellipsoid_, plane_.nationalInverse(rounded));
            sum += under(last, next, reference);
            last = next;
        }
        return sum + under(last, to, reference);
    }

    const Ellipsoid& ellipsoid_;
    const GaussKrueger& plane_;
};

}  // namespace

struct Measure::Frame {
    Grid grid;
    AreaMethod method = AreaMethod::EqualArea70m;
    double unit = degree;
    Ellipsoid ellipsoid;
    geod_geodesic geodesic{};
    std::optional<GaussKrueger> own;  // the map of the system itself
    Projection toGeographic;          // of other projected systems
    GaussKrueger plane;               // in which edges are straight
    bool fixed = false;               // the plane is not moved to the zone of the shape

    // The coordinates came in the very plane in which edges are straight: they are used there as they are.
    bool inPlane() const { return method == AreaMethod::EqualArea70m && own && own->plane() == plane.plane(); }

    // In place, from the units of the system to radians.
    void toRadians(std::span<Coordinate> places) const {
        if (inPlane()) {
            for (auto& place : places) place = own->nationalInverse(place);
        } else if (own) {
            for (auto& place : places) place = own->inverse(place);
        } else {
            toGeographic.forward(places);
            for (auto& place : places) place = {place.x * unit, place.y * unit};
        }
    }

    std::vector<Coordinate> places(const std::vector<Point>& run) const {
        std::vector<Coordinate> places(run.size());
        for (std::size_t i = 0; i < run.size(); ++i) places[i] = grid.place(run[i]);
        return places;
    }

    // The plane for a shape that spans from one place to another.
    GaussKrueger planeFor(Coordinate low, Coordinate high) const {
        if (fixed) return plane;
        Coordinate middle{(low.x + high.x) / 2, (low.y + high.y) / 2};
        toRadians({&middle, 1});
        return std::isfinite(middle.x) ? plane.about(3 * std::round(middle.x / (3 * degree))) : plane;
    }
    GaussKrueger planeFor(const Box& box) const {
        if (fixed || box.empty()) return plane;
        return planeFor(grid.place({box.minX, box.minY}), grid.place({box.maxX, box.maxY}));
    }

    double area(std::span<const Coordinate> given, const GaussKrueger& straight) const;
    double equalArea(std::span<const Coordinate> given, std::span<const Coordinate> radians,
                     const Divider* divider) const;
    double geodesicArea(std::span<const Coordinate> radians) const;
    double length(const std::vector<Point>& run, bool closed) const;
};

double Measure::Frame::area(std::span<const Coordinate> given, const GaussKrueger& straight) const {
    if (given.size() < 3) return 0;
    std::vector<Coordinate> radians(given.begin(), given.end());
    toRadians(radians);
    const Divider divider(ellipsoid, straight);
    const double area = method == AreaMethod::Geodesic
                            ? geodesicArea(radians)
                            : equalArea(given, radians, method == AreaMethod::EqualArea70m ? &divider : nullptr);
    return std::isfinite(area) ? area : 0;
}

double Measure::Frame::equalArea(std::span<const Coordinate> given, std::span<const Coordinate> radians,
                                 const Divider* divider) const {
    const double reference = radians.front().x;
    const bool keep = inPlane();
    double sum = 0;
    Corner last = cornerAt(ellipsoid, radians.back(), keep ? &given.back() : nullptr);
    for (std::size_t i = 0; i < radians.size(); ++i) {
        const Corner next = cornerAt(ellipsoid, radians[i], keep ? &given[i] : nullptr);
        sum += under(last, next, reference);
        if (divider) sum += divider->added(last, next, reference);
        last = next;
    }
    return sum;
}

double Measure::Frame::geodesicArea(std::span<const Coordinate> radians) const {
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const auto [x, y] : radians) geod_polygon_addpoint(&geodesic, &polygon, y / degree, x / degree);
    double area = 0;
    geod_polygon_compute(&geodesic, &polygon, 0, 1, &area, nullptr);
    return area;
}

double Measure::Frame::length(const std::vector<Point>& run, bool closed) const {
    std::vector<Coordinate> line = places(run);
    toRadians(line);
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

base::Result<Measure> Measure::on(const System& system, AreaMethod method) { return make(system, method, nullptr); }

base::Result<Measure> Measure::on(const System& system, AreaMethod method, const System& working) {
    if (!working.gaussKrueger) return base::fail(base::Error::Code::Invalid, "geometry.no_gauss_krueger", working.name);
    return make(system, method, &*working.gaussKrueger);
}

base::Result<Measure> Measure::make(const System& system, AreaMethod method, const GaussKruegerPlane* working) {
    auto frame = std::make_shared<Frame>();
    frame->grid = system.grid();
    frame->method = method;
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
    if (!working && system.gaussKrueger) working = &*system.gaussKrueger;
    frame->plane = GaussKrueger(frame->ellipsoid, working ? *working : GaussKruegerPlane{});
    frame->fixed = working != nullptr;
    Measure measure;
    measure.frame_ = std::move(frame);
    return measure;
}

AreaMethod Measure::method() const { return frame_ ? frame_->method : AreaMethod::EqualArea70m; }

Area Measure::area(const MultiPolygon& area) const {
    if (!frame_) return {};
    const GaussKrueger plane = frame_->planeFor(boxOf(area));
    double sum = 0;
    eachRing(area, [&](const Ring& ring) { sum += frame_->area(frame_->places(ring), plane); });
    return Area::squareMetres(sum);
}

Area Measure::area(const Shape& shape) const {
    const auto* polygons = std::get_if<MultiPolygon>(&shape);
    return polygons ? area(*polygons) : Area();
}

Area Measure::area(const Ring& ring) const {
    return frame_ ? Area::squareMetres(frame_->area(frame_->places(ring), frame_->planeFor(boxOf(ring)))) : Area();
}

Area Measure::area(std::span<const Coordinate> ring) const {
    if (!frame_ || ring.empty()) return {};
    Coordinate low = ring.front(), high = low;
    for (const auto [x, y] : ring)
        low = {std::min(low.x, x), std::min(low.y, y)}, high = {std::max(high.x, x), std::max(high.y, y)};
    return Area::squareMetres(frame_->area(ring, frame_->planeFor(low, high)));
}

Length Measure::length(const Line& line) const {
    return frame_ ? Length::metres(frame_->length(line, false)) : Length();
}

Length Measure::perimeter(const MultiPolygon& area) const {
    double sum = 0;
    if (frame_) eachRing(area, [&](const Ring& ring) { sum += frame_->length(ring, true); });
    return Length::metres(sum);
}

}  // namespace geometry
