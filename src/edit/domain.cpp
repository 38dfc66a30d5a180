#include "edit/domain.h"

#include <array>
#include <cmath>
#include <numbers>

#include "edit/edges.h"
#include "edit/scope.h"

namespace edit {

using geometry::Box;
using geometry::Coordinate;

namespace {

struct Extent {
    Box operator()(const MoveVertex& c) const { return Box::of(c.from, c.to); }
    Box operator()(const InsertVertex& c) const { return Box::of(c.at); }
    Box operator()(const RemoveVertex& c) const { return Box::of(c.at); }
    Box operator()(const Reshape& c) const { return geometry::boxOf(c.line); }
    Box operator()(const Split& c) const { return geometry::boxOf(c.line); }
    Box operator()(const Draw& c) const { return geometry::boxOf(c.shape); }
    Box operator()(const Replace& c) const { return geometry::boxOf(c.shape); }
    Box operator()(const Merge&) const { return {}; }
    Box operator()(const Erase&) const { return {}; }
    Box operator()(const Set&) const { return {}; }
    Box operator()(const Batch&) const { return {}; }  // each step is asked when its turn comes
};

// Of a Gauss-Krüger plane: as far from its meridian as its series reach, and a quarter of a meridian to each side.
constexpr double eastward = 4'000'000, northward = 10'002'000;

bool onEarth(const geometry::System& system, Coordinate place) {
    if (system.geographic)
        return std::abs(place.x * system.unit) <= std::numbers::pi * (1 + 1e-12) &&
               std::abs(place.y * system.unit) <= std::numbers::pi / 2 * (1 + 1e-12);
    if (const auto& plane = system.gaussKrueger)
        return std::abs(place.x - plane->falseEasting) <= eastward &&
               std::abs(place.y - plane->falseNorthing) <= northward;
    const auto projection = geometry::Projection::toGeographic(system.definition);
    if (!projection) return true;
    std::array<Coordinate, 1> there{place};
    projection->forward(there);
    return std::isfinite(there[0].x) && std::isfinite(there[0].y);
}

}  // namespace

base::Result<> mustBeOnEarth(const Command& command, const plan::Schema& schema) {
    const Box box = std::visit(Extent{}, command);
    if (box.empty()) return {};
    for (const Point p : {Point{box.minX, box.minY}, Point{box.maxX, box.maxY}})
        if (!onEarth(schema.system, schema.grid.place(p)))
            return base::fail(base::Error::Code::Invalid, "edit.off_earth", shown(schema, p), schema.system.name);
    return {};
}

}  // namespace edit
