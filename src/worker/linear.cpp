#include "worker/linear.h"

#include <ogr_geometry.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace worker {

namespace {

using Place = std::pair<double, double>;

void put(OGRLineString& line, Place place) {
    const int size = line.getNumPoints();
    if (size == 0 || line.getX(size - 1) != place.first || line.getY(size - 1) != place.second)
        line.addPoint(place.first, place.second);
}

// The places strictly between the ends of the arc.
std::vector<Place> stroke(Place from, Place by, Place to, double tolerance) {
    double radius = 0, x = 0, y = 0, start = 0, middle = 0, end = 0;
    if (!OGRGeometryFactory::GetCurveParameters(from.first, from.second, by.first, by.second, to.first, to.second,
                                                radius, x, y, start, middle, end))
        return {by};  // on one line
    // The sagitta of an angle a is 2 r sin²(a/4).
    const double step = 4 * std::asin(std::sqrt(std::min(0.5, tolerance / (2 * radius))));
    constexpr double most = 1e6;
    const int pieces = static_cast<int>(std::clamp(std::ceil(std::abs(end - start) / step), 2.0, most));
    std::vector<Place> places;
    places.reserve(static_cast<std::size_t>(pieces));
    for (int i = 1; i < pieces; ++i) {
        const double angle = start + (end - start) * i / pieces;
        places.emplace_back(x + radius * std::cos(angle), y + radius * std::sin(angle));
    }
    return places;
}

void putArc(OGRLineString& line, Place from, Place by, Place to, double tolerance) {
    const bool turned = to < from;
    auto places = turned ? stroke(to, by, from, tolerance) : stroke(from, by, to, tolerance);
    if (turned) std::reverse(places.begin(), places.end());
    put(line, from);
    for (const Place& place : places) put(line, place);
    put(line, to);
}

void putCurve(OGRLineString& line, const OGRCurve& curve, double tolerance) {
    if (const auto* compound = dynamic_cast<const OGRCompoundCurve*>(&curve)) {
        for (const OGRCurve* part : *compound) putCurve(line, *part, tolerance);
        return;
    }
    const auto* simple = dynamic_cast<const OGRSimpleCurve*>(&curve);
    if (!simple) return;
    const auto at = [&](int i) { return Place(simple->getX(i), simple->getY(i)); };
    const int size = simple->getNumPoints();
    if (wkbFlatten(curve.getGeometryType()) == wkbCircularString)
        for (int i = 0; i + 2 < size; i += 2) putArc(line, at(i), at(i + 1), at(i + 2), tolerance);
    else
        for (int i = 0; i < size; ++i) i == 0 ? put(line, at(i)) : line.addPoint(simple->getX(i), simple->getY(i));
}

std::unique_ptr<OGRPolygon> polygonOf(const OGRCurvePolygon& surface, double tolerance) {
    auto polygon = std::make_unique<OGRPolygon>();
    for (const OGRCurve* ring : surface) {
        auto line = std::make_unique<OGRLinearRing>();
        putCurve(*line, *ring, tolerance);
        polygon->addRingDirectly(line.release());
    }
    return polygon;
}

template <class Collection>
std::unique_ptr<OGRGeometry> eachOf(const OGRGeometryCollection& many, double tolerance) {
    auto out = std::make_unique<Collection>();
    for (const OGRGeometry* part : many) {
        auto one = linear(*part, tolerance);
        if (out->addGeometry(one.get()) != OGRERR_NONE) {  // a surface that became several polygons
            if (auto* several = dynamic_cast<OGRGeometryCollection*>(one.get()))
                for (const OGRGeometry* inner : *several) out->addGeometry(inner);
        }
    }
    return out;
}

std::unique_ptr<OGRGeometry> polygonsOf(const OGRPolyhedralSurface& surface) {
    auto out = std::make_unique<OGRMultiPolygon>();
    for (const OGRPolygon* face : surface) {
        auto polygon = std::make_unique<OGRPolygon>();
        for (const OGRLinearRing* ring : *face) polygon->addRingDirectly(ring->clone());
        out->addGeometryDirectly(polygon.release());
    }
    return out;
}

}  // namespace

double millimetreIn(const OGRSpatialReference* system) {
    constexpr double millimetre = 0.001;
    if (!system) return millimetre;
    if (system->IsGeographic()) return millimetre / system->GetSemiMajor() / system->GetAngularUnits();
    const double unit = system->GetLinearUnits();
    return unit > 0 ? millimetre / unit : millimetre;
}

std::unique_ptr<OGRGeometry> linear(const OGRGeometry& geometry, double tolerance) {
    switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbCircularString:
        case wkbCompoundCurve: {
            auto line = std::make_unique<OGRLineString>();
            putCurve(*line, *geometry.toCurve(), tolerance);
            return line;
        }
        case wkbCurvePolygon: return polygonOf(*geometry.toCurvePolygon(), tolerance);
        case wkbTriangle: {
            auto polygon = std::make_unique<OGRPolygon>();
            for (const OGRLinearRing* ring : *geometry.toPolygon()) polygon->addRingDirectly(ring->clone());
            return polygon;
        }
        case wkbMultiCurve: return eachOf<OGRMultiLineString>(*geometry.toGeometryCollection(), tolerance);
        case wkbMultiSurface: return eachOf<OGRMultiPolygon>(*geometry.toGeometryCollection(), tolerance);
        case wkbGeometryCollection: return eachOf<OGRGeometryCollection>(*geometry.toGeometryCollection(), tolerance);
        case wkbPolyhedralSurface:
        case wkbTIN: return polygonsOf(*geometry.toPolyhedralSurface());
        default: return std::unique_ptr<OGRGeometry>(geometry.clone());
    }
}

}  // namespace worker
