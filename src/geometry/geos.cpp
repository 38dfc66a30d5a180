#include "geometry/geos.h"

#include <geos_c.h>

#include <cmath>

#include "geometry/predicates.h"

namespace geometry::geos {

namespace {

void remember(const char* message, void* text) { *static_cast<std::string*>(text) = message; }

struct Context {
    std::string error;
    GEOSContextHandle_t handle = GEOS_init_r();

    Context() { GEOSContext_setErrorMessageHandler_r(handle, remember, &error); }
    ~Context() { GEOS_finish_r(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Context& ofThread() {
    thread_local Context context;
    return context;
}

GEOSCoordSequence* sequence(const std::vector<Point>& run, bool closed) {
    std::vector<double> buffer;
    buffer.reserve(2 * run.size() + 2);
    const auto add = [&](Point p) {
        buffer.push_back(static_cast<double>(p.x));
        buffer.push_back(static_cast<double>(p.y));
    };
    for (const Point p : run) add(p);
    if (closed) add(run.front());
    return GEOSCoordSeq_copyFromBuffer_r(context(), buffer.data(), static_cast<unsigned>(buffer.size() / 2), 0, 0);
}

GEOSGeometry* ring(const Ring& corners) { return GEOSGeom_createLinearRing_r(context(), sequence(corners, true)); }

Ring ringOf(const GEOSGeometry* geometry) {
    const GEOSCoordSequence* corners = GEOSGeom_getCoordSeq_r(context(), geometry);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(context(), corners, &count);
    std::vector<double> buffer(2 * static_cast<std::size_t>(count));
    GEOSCoordSeq_copyToBuffer_r(context(), corners, buffer.data(), 0, 0);
    Ring result;
    result.reserve(count);
    for (unsigned i = 0; i + 1 < count; ++i)
        result.push_back({std::llround(buffer[2 * i]), std::llround(buffer[2 * i + 1])});
    return result;
}

void addTo(MultiPolygon& area, const GEOSGeometry* geometry) {
    const int kind = GEOSGeomTypeId_r(context(), geometry);
    if (kind == GEOS_POLYGON) {
        if (GEOSisEmpty_r(context(), geometry)) return;
        Polygon polygon;
        polygon.outer = ringOf(GEOSGetExteriorRing_r(context(), geometry));
        const int holes = GEOSGetNumInteriorRings_r(context(), geometry);
        for (int i = 0; i < holes; ++i) polygon.holes.push_back(ringOf(GEOSGetInteriorRingN_r(context(), geometry, i)));
        area.polygons.push_back(std::move(polygon));
    } else if (kind == GEOS_MULTIPOLYGON || kind == GEOS_GEOMETRYCOLLECTION) {
        const int parts = GEOSGetNumGeometries_r(context(), geometry);
        for (int i = 0; i < parts; ++i) addTo(area, GEOSGetGeometryN_r(context(), geometry, i));
    }
}

}  // namespace

void Destroy::operator()(GEOSGeom_t* geometry) const { GEOSGeom_destroy_r(context(), geometry); }

GEOSContextHandle_HS* context() { return ofThread().handle; }
const std::string& lastError() { return ofThread().error; }

Geometry from(const Polygon& polygon) {
    std::vector<GEOSGeometry*> holes;
    for (const auto& hole : polygon.holes) holes.push_back(ring(hole));
    return Geometry(
        GEOSGeom_createPolygon_r(context(), ring(polygon.outer), holes.data(), static_cast<unsigned>(holes.size())));
}

Geometry from(const MultiPolygon& area) {
    if (area.polygons.size() == 1) return from(area.polygons.front());
    std::vector<GEOSGeometry*> parts;
    for (const auto& polygon : area.polygons) parts.push_back(from(polygon).release());
    return Geometry(
        GEOSGeom_createCollection_r(context(), GEOS_MULTIPOLYGON, parts.data(), static_cast<unsigned>(parts.size())));
}

Geometry from(const Line& line) { return Geometry(GEOSGeom_createLineString_r(context(), sequence(line, false))); }

Geometry collection(std::vector<Geometry> parts) {
    std::vector<GEOSGeometry*> raw;
    for (auto& part : parts) raw.push_back(part.release());
    return Geometry(
        GEOSGeom_createCollection_r(context(), GEOS_GEOMETRYCOLLECTION, raw.data(), static_cast<unsigned>(raw.size())));
}

MultiPolygon areaOf(const GEOSGeom_t* geometry) {
    MultiPolygon area;
    if (geometry) addTo(area, geometry);
    orient(area);
    return area;
}

}  // namespace geometry::geos
