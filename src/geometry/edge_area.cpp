#include "geometry/edge_area.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry/geodesic.h"

namespace geometry {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double part = 70;        // metres: longer edges are divided
constexpr double parabola = 1000;  // metres: up to here an edge bulges as a parabola does, to 1e-7 of the bulge

// An upper bound of the square of the edge's length, m².
double atMost2(const Ellipsoid& ellipsoid, const Corner& from, const Corner& to) {
    const double radius = 1.01 * ellipsoid.semiMajor();
    const double north = (to.latitude - from.latitude) * radius, east = (to.longitude - from.longitude) * radius;
    const double cosine2 = 1 - std::min(from.sine * from.sine, to.sine * to.sine);
    return north * north + east * east * cosine2;
}

// The edge on a small scale: steps (north in isometric latitude, both in radians) and what belongs to its middle.
struct Middle {
    double sine, north, east, parallel2;  // parallel2: (N cos B)², m²

    Middle(const Ellipsoid& ellipsoid, const Corner& from, const Corner& to) : sine((from.sine + to.sine) / 2) {
        const double e2 = ellipsoid.eccentricity2(), a = ellipsoid.semiMajor(), cosine2 = 1 - sine * sine;
        const double cosine = std::sqrt(cosine2), over = 1 / ((1 - e2 * sine * sine) * cosine);
        north = (to.latitude - from.latitude) * (1 - e2) * over;
        east = to.longitude - from.longitude;
        parallel2 = a * a * cosine2 * cosine * over;
    }
};

}  // namespace

Corner cornerAt(const Ellipsoid& ellipsoid, Coordinate radians, const Coordinate* inPlane) {
    const double sine = std::sin(radians.y);
    return {radians.x, radians.y, sine, ellipsoid.equalArea(sine), inPlane};
}

double DividedEdges::operator()(const Corner& from, const Corner& to, double reference) const {
    // Edges surely too short cost nothing more; the scale of the map is below 70/65 within 20° of the meridian.
    if (atMost2(ellipsoid_, from, to) < 65 * 65) return 0;
    const auto reached = [&](const Corner& corner) {
        return std::abs(corner.longitude - plane_.meridian()) < 75 * degree && std::abs(corner.latitude) < 89 * degree;
    };
    if (!reached(from) || !reached(to)) return 0;
    const Bent edge = bent(from, to);
    if (edge.length <= part) return 0;
    if (edge.length > parabola) return byParts(from, to, reference);
    const double parts = std::ceil(edge.length / part);
    return edge.bulge * (1 - 1 / (parts * parts));
}

// For a curve r(t), t in [0, 1], the area between it and its chord is r′×r″/12, taken at the middle; of this, n equal
// parts leave 1/n² out. A straight line of the map f(w), w = isometric latitude + i·longitude, has w″ = −(f″/f′)·w′².
DividedEdges::Bent DividedEdges::bent(const Corner& from, const Corner& to) const {
    const auto [sine, north, east, parallel2] = Middle(ellipsoid_, from, to);
    const auto local = plane_.at(sine, (from.longitude + to.longitude) / 2);
    const double real = north * north - east * east, imaginary = 2 * north * east;
    const double secondNorth = local.bend.imag() * imaginary - local.bend.real() * real;
    const double secondEast = -local.bend.real() * imaginary - local.bend.imag() * real;
    const double cross = east * (secondNorth - 2 * sine * north * north) - north * secondEast;
    return {std::sqrt(local.stretch2 * (north * north + east * east)), parallel2 * cross / 12};
}

// As the survey software does it: equal parts in the plane, their ends to 0.1 mm, back by the national series.
double DividedEdges::byParts(const Corner& from, const Corner& to, double reference) const {
    const auto inPlane = [&](const Corner& corner) {
        return corner.inPlane ? *corner.inPlane : plane_.forward({corner.longitude, corner.latitude});
    };
    const Coordinate start = inPlane(from), end = inPlane(to);
    const double east = end.x - start.x, north = end.y - start.y;
    const double parts = std::ceil(std::hypot(east, north) / part);
    double sum = -areaUnder(from, to, reference);
    Corner last = from;
    for (double i = 0; i <= parts; ++i) {
        const Coordinate place{start.x + east * i / parts, start.y + north * i / parts};
        const Coordinate rounded{std::round(place.x * 1e4) / 1e4, std::round(place.y * 1e4) / 1e4};
        const Corner next = cornerAt(ellipsoid_, plane_.nationalInverse(rounded));
        sum += areaUnder(last, next, reference);
        last = next;
    }
    return sum + areaUnder(last, to, reference);
}

bool GeodesicEdges::suit(std::span<const Coordinate> radians) {
    const double reference = radians.front().x;
    return std::all_of(radians.begin(), radians.end(), [&](Coordinate place) {
        return std::abs(place.x - reference) < 60 * degree && std::abs(place.y) < 85 * degree;
    });
}

double GeodesicEdges::operator()(const Corner& from, const Corner& to, double) const {
    // As in bent(); here the curvature is that of the geodesic, for which only sin B matters.
    if (atMost2(ellipsoid_, from, to) < parabola * parabola) {
        const auto [sine, north, east, parallel2] = Middle(ellipsoid_, from, to);
        return -parallel2 * sine * east * (east * east + 3 * north * north) / 12;
    }
    // The chord is a trapezium on the equator; Karney's S12 is what the geodesic has there instead.
    const double under = Geodesics(ellipsoid_).under({from.longitude, from.latitude}, {to.longitude, to.latitude});
    return (from.equalArea + to.equalArea) / 2 * (to.longitude - from.longitude) - under;
}

}  // namespace geometry
