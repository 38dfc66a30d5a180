#include "app/linetool.h"

#include "edit/scope.h"

namespace app {

Reply LineTool::shown(const std::optional<geometry::Point>& next) const {
    Reply reply;
    reply.sketch.cursor = Qt::CrossCursor;
    geometry::Line line = line_;
    if (next) line.push_back(*next);
    if (line.size() > 1) reply.sketch.figures.push_back({Sketch::Role::Band, geometry::MultiLine{{line}}});
    for (const auto corner : line_) reply.sketch.marks.push_back({Sketch::MarkKind::Corner, corner});
    reply.status = desk_.words(work_ == Work::Split ? "app.split.hint" : "app.reshape.hint");
    return reply;
}

Reply LineTool::press(const Pointer& pointer) {
    Sketch sketch;
    const auto at = snapped(pointer, sketch);
    if (line_.empty() || line_.back() != at) line_.push_back(at);
    return shown({});
}

Reply LineTool::move(const Pointer& pointer, bool) {
    Sketch snap;
    const auto at = snapped(pointer, snap);
    Reply reply = shown(at);
    reply.sketch.marks.insert(reply.sketch.marks.end(), snap.marks.begin(), snap.marks.end());
    reply.sketch.tip = snap.tip;
    return reply;
}

Reply LineTool::doubleClick(const Pointer& pointer) {
    press(pointer);
    return finish();
}

Reply LineTool::finish() {
    const geometry::Line line = std::exchange(line_, {});
    Reply reply = shown({});
    const auto active = desk_.display.activeLayer();
    if (line.size() < 2 || !active) return reply;
    std::vector<std::string> features;
    for (const auto& feature : desk_.display.selected())
        if (feature->layer == *active) features.push_back(edit::nameFor(desk_.workspace.now(), *feature));
    if (work_ == Work::Split)
        reply.command = edit::Split{codeOf(*active), features, line};
    else
        reply.command = edit::Reshape{codeOf(*active), features, line};
    return reply;
}

Reply LineTool::cancel() {
    line_.clear();
    return shown({});
}

Reply LineTool::dropLast() {
    if (!line_.empty()) line_.pop_back();
    return shown({});
}

}  // namespace app
