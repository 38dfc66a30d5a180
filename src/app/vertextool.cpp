#include "app/vertextool.h"

#include <algorithm>

#include "base/decimal.h"
#include "edit/scope.h"

namespace app {

namespace {

// As many corners of a feature as are worth showing around the pointer.
constexpr std::size_t cornersShown = 400;
constexpr int namesShown = 6;

void addCorners(Sketch& sketch, const plan::Feature& feature, const Pointer& pointer) {
    const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape);
    if (!area) return;
    const geometry::Box near{pointer.at.x - 60 * pointer.reachX, pointer.at.y - 60 * pointer.reachY,
                             pointer.at.x + 60 * pointer.reachX, pointer.at.y + 60 * pointer.reachY};
    geometry::eachRing(*area, [&](const geometry::Ring& ring) {
        for (const auto corner : ring)
            if (near.contains(corner) && sketch.marks.size() < cornersShown)
                sketch.marks.push_back({Sketch::MarkKind::Vertex, corner});
    });
}

}  // namespace

std::vector<std::string> VertexTool::limit(const edit::Hit& hit, bool alone) const {
    if (!alone) return {};
    return {codeOf(hit.feature->layer)};
}

std::vector<plan::FeatureRef> VertexTool::moving(const edit::Hit& hit, bool alone) const {
    if (!alone) return hit.sharers;
    std::vector<plan::FeatureRef> features;
    for (const auto& sharer : hit.sharers)
        if (sharer->layer == hit.feature->layer) features.push_back(sharer);
    return features;
}

Reply VertexTool::hover(const Pointer& pointer) {
    Reply reply;
    hot_ = edit::hit(desk_.workspace.now(), pointer.at, pointer.reachX, pointer.reachY, desk_.display.visibleLayers());
    if (!hot_) return reply;
    const auto features = moving(*hot_, pointer.alt);
    reply.sketch.figures.push_back({Sketch::Role::Hot, hot_->feature->shape});
    addCorners(reply.sketch, *hot_->feature, pointer);
    if (hot_->vertex)
        reply.sketch.marks.push_back(
            {features.size() > 1 ? Sketch::MarkKind::Shared : Sketch::MarkKind::SnapVertex, hot_->at});
    else
        reply.sketch.marks.push_back({Sketch::MarkKind::SnapSegment, hot_->at});
    reply.sketch.tip = countByLayer(desk_, features);
    reply.sketch.cursor = hot_->vertex ? Qt::SizeAllCursor : Qt::CrossCursor;
    reply.status = desk_.words(hot_->vertex ? "app.vertex.hint" : "app.segment.hint");
    return reply;
}

Reply VertexTool::drag(const Pointer& pointer) {
    Reply reply;
    const geometry::Point to = snapped(pointer, reply.sketch, &held_->at);
    const auto trial = desk_.workspace.trial(edit::MoveVertex{held_->at, to, limit(*held_, alone_)});
    reply.sketch.cursor = Qt::SizeAllCursor;
    if (!trial) {
        for (const auto& feature : moving(*held_, alone_))
            reply.sketch.figures.push_back({Sketch::Role::Before, feature->shape});
        reply.sketch.tip = desk_.words(trial.error());
        reply.sketch.bad = true;
    } else {
        QStringList lines;
        std::size_t more = 0;
        for (const auto& change : trial->changes) {
            if (!change.before || !change.after) continue;
            reply.sketch.figures.push_back({Sketch::Role::Before, change.before->shape});
            reply.sketch.figures.push_back({Sketch::Role::Ghost, change.after->shape});
            if (lines.size() == namesShown && ++more) continue;
            const double delta = change.after->area.hectares() - change.before->area.hectares();
            lines += namesOf(desk_, {change.after}, 1) + "   " + QString::fromStdString(base::signedDecimal(delta, 4)) +
                     " " + desk_.words("unit.ha");
        }
        if (more > 0) lines += desk_.words("app.and_more", more);
        reply.sketch.tip = lines.join("\n");
        reply.trial = *trial;
    }
    reply.sketch.marks.push_back({Sketch::MarkKind::Shared, to});
    reply.status = desk_.words("app.drag.hint");
    return reply;
}

Reply VertexTool::press(const Pointer& pointer) {
    Reply reply = hover(pointer);
    if (!hot_ || !hot_->vertex) return reply;
    held_ = hot_;
    alone_ = pointer.alt;
    return reply;
}

Reply VertexTool::move(const Pointer& pointer, bool down) {
    if (held_ && down) return drag(pointer);
    held_.reset();
    return hover(pointer);
}

Reply VertexTool::release(const Pointer& pointer) {
    if (!held_) return hover(pointer);
    Sketch sketch;
    const geometry::Point to = snapped(pointer, sketch, &held_->at);
    Reply reply;
    if (to != held_->at) reply.command = edit::MoveVertex{held_->at, to, limit(*held_, alone_)};
    held_.reset();
    hot_.reset();
    return reply;
}

Reply VertexTool::doubleClick(const Pointer& pointer) {
    Reply reply = hover(pointer);
    held_.reset();
    if (hot_ && !hot_->vertex)
        reply.command =
            edit::InsertVertex{codeOf(hot_->feature->layer), edit::nameFor(desk_.workspace.now(), *hot_->feature),
                               hot_->at, limit(*hot_, pointer.alt)};
    return reply;
}

Reply VertexTool::cancel() {
    held_.reset();
    hot_.reset();
    return {};
}

Reply VertexTool::erase() {
    Reply reply;
    if (hot_ && hot_->vertex && !held_) reply.command = edit::RemoveVertex{hot_->at, {}};
    hot_.reset();
    return reply;
}

}  // namespace app
