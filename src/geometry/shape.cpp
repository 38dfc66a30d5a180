#include "geometry/shape.h"

#include <algorithm>

#include "geometry/box.h"

namespace geometry {

namespace {
template <class Visit>
void eachRun(const Shape& shape, Visit visit) {
    if (const auto* points = std::get_if<MultiPoint>(&shape)) visit(*points);
    if (const auto* lines = std::get_if<MultiLine>(&shape))
        for (const auto& line : lines->lines) visit(line);
    if (const auto* area = std::get_if<MultiPolygon>(&shape)) eachRing(*area, visit);
}
}  // namespace

std::size_t vertexCount(const Shape& shape) {
    std::size_t count = 0;
    eachRun(shape, [&](const std::vector<Point>& run) { count += run.size(); });
    return count;
}

bool hasVertex(const Shape& shape, Point vertex) {
    bool found = false;
    eachRun(shape, [&](const std::vector<Point>& run) {
        found = found || std::find(run.begin(), run.end(), vertex) != run.end();
    });
    return found;
}

Box boxOf(const Ring& ring) {
    Box box;
    for (const Point p : ring) box.add(p);
    return box;
}

Box boxOf(const MultiPolygon& area) {
    Box box;
    for (const auto& polygon : area.polygons) box.add(boxOf(polygon.outer));
    return box;
}

Box boxOf(const Shape& shape) {
    Box box;
    eachRun(shape, [&](const std::vector<Point>& run) { box.add(boxOf(run)); });
    return box;
}

}  // namespace geometry
