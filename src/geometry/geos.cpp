#include "geometry/geos.h"

#include <geos_c.h>

#include <cmath>

#include "base/check.h"
#include "base/library.h"
#include "geometry/predicates.h"

namespace geometry::geos {

namespace {

constexpr double oneStep = 1;

// Every function of GEOS that is called here.
#define SANXIAN_GEOS(EACH)                  \
    EACH(Boundary_r);                       \
    EACH(Context_setErrorMessageHandler_r); \
    EACH(CoordSeq_copyFromBuffer_r);        \
    EACH(CoordSeq_copyToBuffer_r);          \
    EACH(CoordSeq_getSize_r);               \
    EACH(DifferencePrec_r);                 \
    EACH(Free_r);                           \
    EACH(GeomGetX_r);                       \
    EACH(GeomGetY_r);                       \
    EACH(GeomTypeId_r);                     \
    EACH(Geom_createCollection_r);          \
    EACH(Geom_createLineString_r);          \
    EACH(Geom_createLinearRing_r);          \
    EACH(Geom_createPolygon_r);             \
    EACH(Geom_destroy_r);                   \
    EACH(Geom_getCoordSeq_r);               \
    EACH(Geom_setPrecision_r);              \
    EACH(GetExteriorRing_r);                \
    EACH(GetGeometryN_r);                   \
    EACH(GetInteriorRingN_r);               \
    EACH(GetNumGeometries_r);               \
    EACH(GetNumInteriorRings_r);            \
    EACH(IntersectionPrec_r);               \
    EACH(Intersects_r);                     \
    EACH(MakeValid_r);                      \
    EACH(PointOnSurface_r);                 \
    EACH(Polygonize_r);                     \
    EACH(UnaryUnionPrec_r);                 \
    EACH(UnionPrec_r);                      \
    EACH(isEmpty_r);                        \
    EACH(isValidDetail_r);

// GEOS, loaded when the first shape is handed to it: few runs do, and the names in it take the loader longer than many
// a verb of the command line.
struct Functions {
    decltype(&GEOS_init_r) init = nullptr;
    decltype(&GEOS_finish_r) finish = nullptr;
#define SANXIAN_POINTER(name) decltype(&GEOS##name) name = nullptr
    SANXIAN_GEOS(SANXIAN_POINTER)
#undef SANXIAN_POINTER
};

base::Result<Functions> load() {
    const auto library = base::Library::load(SANXIAN_GEOS_LIBRARY);
    if (!library) return base::pass(library.error());
    Functions functions;
    base::Result<> all = library->find("GEOS_init_r", functions.init);
    if (all) all = library->find("GEOS_finish_r", functions.finish);
#define SANXIAN_FIND(name) \
    if (all) all = library->find("GEOS" #name, functions.name)
    SANXIAN_GEOS(SANXIAN_FIND)
#undef SANXIAN_FIND
    if (!all) return base::pass(all.error());
    return functions;
}

const base::Result<Functions>& loaded() {
    static const base::Result<Functions> once = load();
    return once;
}

const Functions& geos() {
    SANXIAN_ASSERT(loaded() && "GEOS, a part of this program, is installed");
    return *loaded();
}

void remember(const char* message, void* text) { *static_cast<std::string*>(text) = message; }

struct Context {
    std::string error;
    GEOSContextHandle_t handle = geos().init();

    Context() { geos().Context_setErrorMessageHandler_r(handle, remember, &error); }
    ~Context() { geos().finish(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Context& ofThread() {
    thread_local Context context;
    return context;
}

GEOSContextHandle_t context() { return ofThread().handle; }

GEOSCoordSequence* sequence(const std::vector<Point>& run, bool closed) {
    std::vector<double> buffer;
    buffer.reserve(2 * run.size() + 2);
    const auto add = [&](Point p) {
        buffer.push_back(static_cast<double>(p.x));
        buffer.push_back(static_cast<double>(p.y));
    };
    for (const Point p : run) add(p);
    if (closed) add(run.front());
    return geos().CoordSeq_copyFromBuffer_r(context(), buffer.data(), static_cast<unsigned>(buffer.size() / 2), 0, 0);
}

GEOSGeometry* ring(const Ring& corners) { return geos().Geom_createLinearRing_r(context(), sequence(corners, true)); }

Ring ringOf(const GEOSGeometry* geometry) {
    const GEOSCoordSequence* corners = geos().Geom_getCoordSeq_r(context(), geometry);
    unsigned count = 0;
    geos().CoordSeq_getSize_r(context(), corners, &count);
    std::vector<double> buffer(2 * static_cast<std::size_t>(count));
    geos().CoordSeq_copyToBuffer_r(context(), corners, buffer.data(), 0, 0);
    Ring result;
    result.reserve(count);
    for (unsigned i = 0; i + 1 < count; ++i)
        result.push_back({std::llround(buffer[2 * i]), std::llround(buffer[2 * i + 1])});
    return result;
}

void addTo(MultiPolygon& area, const GEOSGeometry* geometry) {
    const int kind = geos().GeomTypeId_r(context(), geometry);
    if (kind == GEOS_POLYGON) {
        if (geos().isEmpty_r(context(), geometry)) return;
        Polygon polygon;
        polygon.outer = ringOf(geos().GetExteriorRing_r(context(), geometry));
        const int holes = geos().GetNumInteriorRings_r(context(), geometry);
        for (int i = 0; i < holes; ++i)
            polygon.holes.push_back(ringOf(geos().GetInteriorRingN_r(context(), geometry, i)));
        area.polygons.push_back(std::move(polygon));
    } else if (kind == GEOS_MULTIPOLYGON || kind == GEOS_GEOMETRYCOLLECTION) {
        const int parts = geos().GetNumGeometries_r(context(), geometry);
        for (int i = 0; i < parts; ++i) addTo(area, geos().GetGeometryN_r(context(), geometry, i));
    }
}

}  // namespace

void Destroy::operator()(GEOSGeom_t* geometry) const { geos().Geom_destroy_r(context(), geometry); }

base::Result<> ready() {
    if (!loaded()) return base::pass(loaded().error());
    return {};
}

const std::string& lastError() { return ofThread().error; }

Geometry from(const Polygon& polygon) {
    std::vector<GEOSGeometry*> holes;
    for (const auto& hole : polygon.holes) holes.push_back(ring(hole));
    return Geometry(
        geos().Geom_createPolygon_r(context(), ring(polygon.outer), holes.data(), static_cast<unsigned>(holes.size())));
}

Geometry from(const MultiPolygon& area) {
    if (area.polygons.size() == 1) return from(area.polygons.front());
    std::vector<GEOSGeometry*> parts;
    for (const auto& polygon : area.polygons) parts.push_back(from(polygon).release());
    return Geometry(geos().Geom_createCollection_r(context(), GEOS_MULTIPOLYGON, parts.data(),
                                                   static_cast<unsigned>(parts.size())));
}

Geometry from(const Line& line) { return Geometry(geos().Geom_createLineString_r(context(), sequence(line, false))); }

Geometry collection(std::vector<Geometry> parts) {
    std::vector<GEOSGeometry*> raw;
    for (auto& part : parts) raw.push_back(part.release());
    return Geometry(geos().Geom_createCollection_r(context(), GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                   static_cast<unsigned>(raw.size())));
}

MultiPolygon areaOf(const GEOSGeom_t* geometry) {
    MultiPolygon area;
    if (geometry) addTo(area, geometry);
    orient(area);
    return area;
}

int count(const Geometry& collection) { return geos().GetNumGeometries_r(context(), collection.get()); }

MultiPolygon part(const Geometry& collection, int number) {
    return areaOf(geos().GetGeometryN_r(context(), collection.get(), number));
}

bool holds(const Geometry& area, const Geometry& parts, int number) {
    const GEOSGeometry* part = geos().GetGeometryN_r(context(), parts.get(), number);
    const Geometry place(geos().PointOnSurface_r(context(), part));
    return place && geos().Intersects_r(context(), area.get(), place.get()) == 1;
}

Geometry intersection(const Geometry& a, const Geometry& b) {
    return Geometry(geos().IntersectionPrec_r(context(), a.get(), b.get(), oneStep));
}
Geometry difference(const Geometry& a, const Geometry& b) {
    return Geometry(geos().DifferencePrec_r(context(), a.get(), b.get(), oneStep));
}
Geometry unionOf(const Geometry& a, const Geometry& b) {
    return Geometry(geos().UnionPrec_r(context(), a.get(), b.get(), oneStep));
}
Geometry unionOf(const Geometry& collection) {
    return Geometry(geos().UnaryUnionPrec_r(context(), collection.get(), oneStep));
}
Geometry boundary(const Geometry& area) { return Geometry(geos().Boundary_r(context(), area.get())); }

Geometry polygonized(const Geometry& lines) {
    const GEOSGeometry* all[] = {lines.get()};
    return Geometry(geos().Polygonize_r(context(), all, 1));
}

Geometry madeValid(const Geometry& broken) {
    const Geometry whole(geos().MakeValid_r(context(), broken.get()));
    return whole ? Geometry(geos().Geom_setPrecision_r(context(), whole.get(), oneStep, 0)) : nullptr;
}

std::optional<Fault> faultOf(const Geometry& geometry) {
    char* reason = nullptr;
    GEOSGeometry* place = nullptr;
    const char valid = geos().isValidDetail_r(context(), geometry.get(), 0, &reason, &place);
    std::optional<Fault> fault;
    if (valid != 1) {
        double x = 0, y = 0;
        if (place) geos().GeomGetX_r(context(), place, &x), geos().GeomGetY_r(context(), place, &y);
        fault = Fault{valid == 0 && reason ? reason : "", {std::llround(x), std::llround(y)}};
    }
    geos().Free_r(context(), reason);
    geos().Geom_destroy_r(context(), place);
    return fault;
}

}  // namespace geometry::geos
