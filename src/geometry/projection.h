#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "geometry/grid.h"

namespace geometry {

// What a coordinate system is: "EPSG:4490", WKT or PROJ text. Axis order is always traditional: longitude or easting
// first.
struct System {
    std::string definition;  // as given, or "AUTHORITY:CODE" where it has one
    std::string name;        // "CGCS2000 / 3-degree Gauss-Kruger CM 108E"
    std::string wkt;         // WKT1 (GDAL flavour), for files
    int epsg = 0;            // 0 where it has none
    bool geographic = false;
    double semiMajor = 0, inverseFlattening = 0;
    Grid grid() const { return geographic ? Grid::geographic() : Grid::metric(); }
};

// Reads any definition PROJ understands; a compound system gives its horizontal part. A system without an authority
// code is matched to the EPSG register where one entry fits it exactly. Fails with a remedy where it is no system at
// all.
base::Result<System> systemOf(const std::string& definition);

// A transformation between two systems, usable from any thread (each thread has its own PROJ context).
class Projection {
public:
    static base::Result<Projection> between(const std::string& from, const std::string& to);
    bool identity() const;
    // In place. A coordinate that cannot be transformed becomes infinite in both axes.
    void forward(std::span<Coordinate> coordinates) const;
    void inverse(std::span<Coordinate> coordinates) const;

private:
    struct Definition;
    std::shared_ptr<const Definition> definition_;
};

}  // namespace geometry
