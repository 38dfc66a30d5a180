#include "cli/extent.h"

#include <cmath>
#include <filesystem>

#include "exchange/reader.h"
#include "geometry/overlay.h"
#include "geometry/projection.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace cli {

namespace {

// The area that is written as well-known text. What crosses itself has no one inside, and is not guessed at.
base::Result<geometry::Shape> areaOf(const std::string& text, const plan::Schema& schema) {
    auto shape = geometry::fromWkt(text, schema.grid);
    if (!shape) return shape;
    const auto* area = std::get_if<geometry::MultiPolygon>(&*shape);
    if (!area || area->empty()) return base::fail(base::Error::Code::Invalid, "cli.case.no_extent", text);
    bool outside = false;
    geometry::eachRing(*area, [&](const geometry::Ring& ring) {
        for (const geometry::Point corner : ring) {
            const geometry::Coordinate at = schema.grid.place(corner);
            outside = outside || (schema.system.geographic && (std::abs(at.x) > 180 || std::abs(at.y) > 90));
        }
    });
    if (outside) return base::fail(base::Error::Code::Invalid, "cli.case.extent_outside", schema.system.name);
    if (const auto flaw = geometry::flawOf(*area)) {
        const geometry::Coordinate at = schema.grid.place(flaw->where);
        return base::fail(base::Error::Code::Invalid, "cli.case.extent_broken", at.x, at.y);
    }
    return shape;
}

}  // namespace

base::Result<geometry::Shape> extentOf(const std::string& text, const plan::Schema& schema, const base::Task& task) {
    if (text.empty()) return geometry::Shape();
    std::error_code error;
    if (!std::filesystem::exists(text, error)) {
        auto area = areaOf(text, schema);
        if (!area) return base::pass(area.error().in("--extent"));
        return area;
    }
    std::vector<geometry::MultiPolygon> areas;
    auto done = exchange::read(
        text, {},
        [&](const exchange::SourceLayer& layer, exchange::SourceFeature feature) -> base::Result<> {
            const auto system =
                layer.crs.empty() ? base::Result<geometry::System>(schema.system) : geometry::systemOf(layer.crs);
            if (!system) return base::pass(system.error());
            const auto projection = geometry::Projection::between(system->definition, schema.system.definition);
            if (!projection) return base::pass(projection.error());
            auto shape = geometry::fromWkb(feature.wkb, system->grid());
            if (!shape) return base::pass(shape.error());
            auto* area = std::get_if<geometry::MultiPolygon>(&*shape);
            if (!area) return {};
            bool outside = false;
            geometry::eachRing(*area, [&](geometry::Ring& ring) {
                for (geometry::Point& corner : ring) {
                    geometry::Coordinate place = system->grid().place(corner);
                    projection->forward({&place, 1});
                    outside = outside || !schema.grid.holds(place);
                    if (!outside) corner = schema.grid.nearest(place);
                }
            });
            if (outside) return base::fail(base::Error::Code::Invalid, "cli.case.extent_outside", schema.system.name);
            areas.push_back(geometry::repaired(*area));
            return {};
        },
        task);
    if (!done) return base::pass(done.error());
    if (areas.empty()) return base::fail(base::Error::Code::Invalid, "cli.case.no_extent", text);
    std::vector<const geometry::MultiPolygon*> parts;
    for (const auto& area : areas) parts.push_back(&area);
    auto united = geometry::uniteAll(parts, task);
    if (!united) return base::pass(united.error());
    return geometry::Shape(std::move(*united));
}

}  // namespace cli
