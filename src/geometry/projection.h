#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "geometry/grid.h"

namespace geometry {

// A Gauss-Krüger plane (高斯-克吕格平面: transverse Mercator from the equator), by its central meridian in degrees, its
// scale there, and what is added to the coordinates, in metres.
struct GaussKruegerPlane {
    double meridian = 0, scale = 1, falseEasting = 0, falseNorthing = 0;
    bool operator==(const GaussKruegerPlane&) const = default;
};

// What a coordinate system is: "EPSG:4490", WKT or PROJ text. Axis order is always traditional: longitude or easting
// first.
struct System {
    std::string definition;  // "AUTHORITY:CODE" where it has one, else as given
    std::string name;        // "CGCS2000 / 3-degree Gauss-Kruger CM 108E"
    std::string wkt;         // WKT1 (GDAL flavour), for files
    int epsg = 0;            // 0 where it has none
    bool geographic = false;
    double unit = 1;  // of its coordinates, in radians or metres
    double semiMajor = 0, inverseFlattening = 0;
    std::optional<GaussKruegerPlane> gaussKrueger;  // where it is one in metres
    Grid grid() const { return geographic ? Grid::geographic() : Grid::metric(); }
};

// Reads any definition PROJ understands; a compound system gives its horizontal part. A system without an authority
// code is matched to the EPSG register where one entry fits it. Fails with a remedy where it is no system at all, or
// one without a place on the earth's surface (geocentric, vertical, local).
base::Result<System> systemOf(const std::string& definition);

// A transformation between two systems, usable from any thread (each thread has its own PROJ context).
class Projection {
public:
    Projection() = default;  // the identity
    static base::Result<Projection> between(const std::string& from, const std::string& to);
    // From a projected system to longitude and latitude in its own datum, in degrees; the identity for a geographic
    // one.
    static base::Result<Projection> toGeographic(const std::string& from);
    bool identity() const { return !definition_; }
    // In place. A coordinate that cannot be transformed becomes infinite in both axes.
    void forward(std::span<Coordinate> coordinates) const;
    void inverse(std::span<Coordinate> coordinates) const;

private:
    struct Definition;
    std::shared_ptr<const Definition> definition_;
};

}  // namespace geometry
