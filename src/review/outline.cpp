#include "review/outline.h"

namespace review {

std::vector<Part> outlineOf(const geometry::Shape& shape) {
    std::vector<Part> parts;
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape))
        geometry::eachRing(*area, [&](const geometry::Ring& ring) { parts.push_back({ring, true}); });
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape))
        for (const auto& line : lines->lines) parts.push_back({line, false});
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape))
        for (const auto& point : *points) parts.push_back({{&point, 1}, false});
    return parts;
}

}  // namespace review
