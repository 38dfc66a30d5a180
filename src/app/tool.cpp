#include "app/tool.h"

#include <QStringList>
#include <map>

#include "app/drawtool.h"
#include "app/linetool.h"
#include "app/selecttool.h"
#include "app/vertextool.h"

namespace app {

geometry::Point Tool::snapped(const Pointer& pointer, Sketch& sketch, const geometry::Point* ignored) const {
    if (pointer.ctrl) return pointer.at;
    const edit::Snap snap = edit::snap(desk_.workspace.now(), pointer.at, pointer.reachX, pointer.reachY,
                                       desk_.display.visibleLayers(), ignored);
    if (snap.kind == edit::SnapKind::None) return pointer.at;
    const bool vertex = snap.kind == edit::SnapKind::Vertex;
    sketch.marks.push_back({vertex ? Sketch::MarkKind::SnapVertex : Sketch::MarkKind::SnapSegment, snap.at});
    sketch.tip = desk_.words(vertex ? "app.snap.vertex" : "app.snap.segment",
                             desk_.words.name(desk_.workspace.schema().layer(snap.layer)).toStdString());
    return snap.at;
}

std::unique_ptr<Tool> toolFor(ToolKind kind, const Desk& desk) {
    switch (kind) {
        case ToolKind::Vertex: return std::make_unique<VertexTool>(desk);
        case ToolKind::Reshape: return std::make_unique<LineTool>(desk, LineTool::Work::Reshape);
        case ToolKind::Split: return std::make_unique<LineTool>(desk, LineTool::Work::Split);
        case ToolKind::Draw: return std::make_unique<DrawTool>(desk);
        case ToolKind::Select: break;
    }
    return std::make_unique<SelectTool>(desk);
}

QString countByLayer(const Desk& desk, const std::vector<plan::FeatureRef>& features) {
    std::map<plan::LayerId, int> counts;
    for (const auto& feature : features) ++counts[feature->layer];
    QStringList parts;
    for (const auto& [layer, count] : counts)
        parts += QString("%1 × %2").arg(desk.words.name(desk.workspace.schema().layer(layer))).arg(count);
    return parts.join("  ·  ");
}

QString namesOf(const Desk& desk, const std::vector<plan::FeatureRef>& features, std::size_t most) {
    QStringList names;
    for (const auto& feature : features) {
        if (static_cast<std::size_t>(names.size()) == most) {
            names += desk.words("app.and_more", features.size() - most);
            break;
        }
        names += QString("%1 %2").arg(desk.words.name(desk.workspace.schema().layer(feature->layer)),
                                      QString::fromStdString(plan::nameOf(desk.workspace.schema(), *feature)));
    }
    return names.join("\n");
}

}  // namespace app
