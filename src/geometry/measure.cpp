#include "geometry/measure.h"

#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "geometry/edge_area.h"
#include "geometry/ellipsoid.h"
#include "geometry/gauss_krueger.h"
#include "geometry/geodesic.h"

namespace geometry {

namespace {

constexpr double degree = std::numbers::pi / 180;

}  // namespace

struct Measure::Frame {
    Grid grid;
    AreaMethod method = AreaMethod::EqualArea70m;
    double unit = degree;
    Ellipsoid ellipsoid;
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
    template <class Added>
    double sum(std::span<const Coordinate> given, std::span<const Coordinate> radians, Added added) const;
    double length(const std::vector<Point>& run, bool closed) const;
};

// The area that the corners enclose with edges straight in the plane (longitude, equal area), and what each edge adds
// to it by running otherwise.
template <class Added>
double Measure::Frame::sum(std::span<const Coordinate> given, std::span<const Coordinate> radians, Added added) const {
    const double reference = radians.front().x;
    const bool keep = inPlane();
    double area = 0;
    Corner last = cornerAt(ellipsoid, radians.back(), keep ? &given.back() : nullptr);
    for (std::size_t i = 0; i < radians.size(); ++i) {
        const Corner next = cornerAt(ellipsoid, radians[i], keep ? &given[i] : nullptr);
        area += areaUnder(last, next, reference) + added(last, next, reference);
        last = next;
    }
    return area;
}

double Measure::Frame::area(std::span<const Coordinate> given, const GaussKrueger& straight) const {
    if (given.size() < 3) return 0;
    std::vector<Coordinate> radians(given.begin(), given.end());
    toRadians(radians);
    double area = 0;
    switch (method) {
        case AreaMethod::EqualArea70m: area = sum(given, radians, DividedEdges(ellipsoid, straight)); break;
        case AreaMethod::EqualArea: area = sum(given, radians, [](auto&&...) { return 0.0; }); break;
        case AreaMethod::Geodesic:
            area = GeodesicEdges::suit(radians) ? sum(given, radians, GeodesicEdges(ellipsoid))
                                                : Geodesics(ellipsoid).area(radians);
            break;
    }
    return std::isfinite(area) ? area : 0;
}

double Measure::Frame::length(const std::vector<Point>& run, bool closed) const {
    std::vector<Coordinate> line = places(run);
    toRadians(line);
    const Geodesics geodesics(ellipsoid);
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += geodesics.length(line[i - 1], line[i]);
    if (closed && line.size() > 1) sum += geodesics.length(line.back(), line.front());
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
    if (method == AreaMethod::Geodesic)
        if (auto ready = Geodesics::ready(); !ready) return base::pass(ready.error());
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
