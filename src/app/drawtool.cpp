#include "app/drawtool.h"

#include <algorithm>

#include "base/decimal.h"
#include "geometry/measure.h"

namespace app {

namespace {

geometry::MultiPolygon areaOf(geometry::Ring ring) {
    if (geometry::doubledSteps(ring) < 0) std::reverse(ring.begin(), ring.end());
    return {{{std::move(ring), {}}}};
}

}  // namespace

plan::GeometryKind DrawTool::kind() const {
    const auto active = desk_.display.activeLayer();
    if (!active) return plan::GeometryKind::None;
    const auto kind = desk_.workspace.schema().layer(*active).geometry;
    return kind == plan::GeometryKind::Any ? plan::GeometryKind::Polygon : kind;
}

Reply DrawTool::shown(const std::optional<geometry::Point>& next) const {
    Reply reply;
    reply.sketch.cursor = Qt::CrossCursor;
    geometry::Line line = corners_;
    if (next) line.push_back(*next);
    if (kind() == plan::GeometryKind::Polygon && line.size() > 2) {
        const auto area = areaOf(line);
        reply.sketch.figures.push_back({Sketch::Role::Area, area});
        reply.sketch.tip =
            QString::fromStdString(base::decimal(desk_.workspace.schema().measure.area(area).hectares(), 4)) + " " +
            desk_.words("unit.ha");
    } else if (line.size() > 1) {
        reply.sketch.figures.push_back({Sketch::Role::Band, geometry::MultiLine{{line}}});
    }
    for (const auto corner : corners_) reply.sketch.marks.push_back({Sketch::MarkKind::Corner, corner});
    if (const auto active = desk_.display.activeLayer())
        reply.status =
            desk_.words("app.draw.hint", desk_.words.name(desk_.workspace.schema().layer(*active)).toStdString());
    return reply;
}

Reply DrawTool::press(const Pointer& pointer) {
    Sketch sketch;
    const auto at = snapped(pointer, sketch);
    if (corners_.empty() || corners_.back() != at) corners_.push_back(at);
    return kind() == plan::GeometryKind::Point ? finish() : shown({});
}

Reply DrawTool::move(const Pointer& pointer, bool) {
    Sketch snap;
    const auto at = snapped(pointer, snap);
    Reply reply = shown(at);
    reply.sketch.marks.insert(reply.sketch.marks.end(), snap.marks.begin(), snap.marks.end());
    if (reply.sketch.tip.isEmpty()) reply.sketch.tip = snap.tip;
    return reply;
}

Reply DrawTool::doubleClick(const Pointer& pointer) {
    press(pointer);
    return finish();
}

Reply DrawTool::finish() {
    const auto kind = this->kind();
    geometry::Line corners = std::exchange(corners_, {});
    Reply reply = shown({});
    if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
    geometry::Shape shape;
    if (kind == plan::GeometryKind::Point && !corners.empty()) shape = geometry::MultiPoint{corners.back()};
    if (kind == plan::GeometryKind::Line && corners.size() > 1) shape = geometry::MultiLine{{corners}};
    if (kind == plan::GeometryKind::Polygon && corners.size() > 2) shape = areaOf(corners);
    if (!std::holds_alternative<std::monostate>(shape))
        reply.command = edit::Draw{codeOf(*desk_.display.activeLayer()), shape, {}, desk_.display.overlap()};
    return reply;
}

Reply DrawTool::cancel() {
    corners_.clear();
    return shown({});
}

Reply DrawTool::dropLast() {
    if (!corners_.empty()) corners_.pop_back();
    return shown({});
}

}  // namespace app
