#include "geometry/geodesic.h"

#include <geodesic.h>

#include <numbers>

#include "base/check.h"
#include "base/library.h"

namespace geometry {

namespace {

constexpr double degree = std::numbers::pi / 180;

struct Functions {
    decltype(&geod_init) init = nullptr;
    decltype(&geod_inverse) inverse = nullptr;
    decltype(&geod_geninverse) geninverse = nullptr;
    decltype(&geod_inverseline) inverseline = nullptr;
    decltype(&geod_position) position = nullptr;
    decltype(&geod_polygon_init) polygonInit = nullptr;
    decltype(&geod_polygon_addpoint) polygonAdd = nullptr;
    decltype(&geod_polygon_compute) polygonCompute = nullptr;
};

base::Result<Functions> load() {
    const auto library = base::Library::load(SANXIAN_PROJ_LIBRARY);
    if (!library) return base::pass(library.error());
    Functions all;
    for (const auto& found :
         {library->find("geod_init", all.init), library->find("geod_inverse", all.inverse),
          library->find("geod_geninverse", all.geninverse), library->find("geod_inverseline", all.inverseline),
          library->find("geod_position", all.position), library->find("geod_polygon_init", all.polygonInit),
          library->find("geod_polygon_addpoint", all.polygonAdd),
          library->find("geod_polygon_compute", all.polygonCompute)})
        if (!found) return base::pass(found.error());
    return all;
}

const base::Result<Functions>& loaded() {
    static const base::Result<Functions> once = load();
    return once;
}

const Functions& geod() {
    SANXIAN_ASSERT(loaded() && "PROJ, a part of this program, is installed");
    return *loaded();
}

// What is computed ahead for an ellipsoid; a thread measures on one for long.
const geod_geodesic* globe(const Ellipsoid& ellipsoid) {
    thread_local geod_geodesic last{};
    if (last.a != ellipsoid.semiMajor() || last.f != ellipsoid.flattening())
        geod().init(&last, ellipsoid.semiMajor(), ellipsoid.flattening());
    return &last;
}

}  // namespace

base::Result<> Geodesics::ready() {
    if (!loaded()) return base::pass(loaded().error());
    return {};
}

double Geodesics::length(Coordinate from, Coordinate to) const {
    double metres = 0;
    geod().inverse(globe(ellipsoid_), from.y / degree, from.x / degree, to.y / degree, to.x / degree, &metres, nullptr,
                   nullptr);
    return metres;
}

double Geodesics::under(Coordinate from, Coordinate to) const {
    double area = 0;
    geod().geninverse(globe(ellipsoid_), from.y / degree, from.x / degree, to.y / degree, to.x / degree, nullptr,
                      nullptr, nullptr, nullptr, nullptr, nullptr, &area);
    return area;
}

double Geodesics::area(std::span<const Coordinate> ring) const {
    const geod_geodesic* on = globe(ellipsoid_);
    geod_polygon polygon;
    geod().polygonInit(&polygon, 0);
    for (const auto [x, y] : ring) geod().polygonAdd(on, &polygon, y / degree, x / degree);
    double area = 0;
    geod().polygonCompute(on, &polygon, 0, 1, &area, nullptr);
    return area;
}

std::function<Coordinate(double)> Geodesics::line(Coordinate from, Coordinate to) const {
    geod_geodesicline line;
    geod().inverseline(&line, globe(ellipsoid_), from.y / degree, from.x / degree, to.y / degree, to.x / degree, 0);
    return [=, position = geod().position](double part) {
        double latitude = 0, longitude = 0;
        position(&line, part * line.s13, &latitude, &longitude, nullptr);
        return Coordinate{longitude * degree, latitude * degree};
    };
}

}  // namespace geometry
