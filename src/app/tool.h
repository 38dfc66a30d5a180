#pragma once

#include <QString>
#include <Qt>
#include <memory>
#include <optional>
#include <vector>

#include "app/desk.h"
#include "edit/boundary.h"
#include "edit/command.h"
#include "edit/snap.h"

namespace app {

// The pointer as a tool sees it: on the plan's grid. `reach` is how far, in steps, something may lie to be hit.
struct Pointer {
    geometry::Point at;
    std::int64_t reachX = 0, reachY = 0;
    bool shift = false, ctrl = false, alt = false;
};

// What is painted over the map while a tool is at work.
struct Sketch {
    enum class Role {
        Hot,
        Ghost,
        Before,
        Band,
        Area
    };  // outline under the pointer, what will be, what was, rubber band
    struct Figure {
        Role role = Role::Hot;
        geometry::Shape shape;
    };
    enum class MarkKind { Vertex, Shared, SnapVertex, SnapSegment, Corner };
    struct Mark {
        MarkKind kind = MarkKind::Vertex;
        geometry::Point at;
    };
    std::vector<Figure> figures;
    std::vector<Mark> marks;
    QString tip;       // beside the pointer; may have several lines
    bool bad = false;  // the tip says why it cannot be
    Qt::CursorShape cursor = Qt::ArrowCursor;
};

// What a tool answers to what the hand does.
struct Reply {
    Sketch sketch;
    std::optional<edit::Command> command;  // to be done
    std::optional<plan::Changeset> trial;  // what would change if the hand let go now
    std::optional<Selection> selection;    // to be selected
    QString status;                        // for the status bar
};

// What can be taken into the hand. It sees the plan as values and answers with values; it never changes anything.
class Tool {
public:
    explicit Tool(const Desk& desk) : desk_(desk) {}
    virtual ~Tool() = default;
    virtual Reply press(const Pointer& pointer) = 0;
    virtual Reply move(const Pointer& pointer, bool down) = 0;
    virtual Reply release(const Pointer& pointer) = 0;
    virtual Reply doubleClick(const Pointer& pointer) { return press(pointer); }
    virtual Reply finish() { return {}; }    // right button, Enter, F2
    virtual Reply cancel() { return {}; }    // Esc
    virtual Reply dropLast() { return {}; }  // Backspace
    virtual Reply erase() { return {}; }     // Delete
    virtual bool sketching() const { return false; }

protected:
    // Where a corner that is set here would be, with its marker.
    geometry::Point snapped(const Pointer& pointer, Sketch& sketch, const geometry::Point* ignored = nullptr) const;
    std::string codeOf(plan::LayerId layer) const { return desk_.workspace.schema().layer(layer).code; }
    const Desk& desk_;
};

std::unique_ptr<Tool> toolFor(ToolKind kind, const Desk& desk);

// "规划分区 2 · 生态保护红线 1": the features counted by layer.
QString countByLayer(const Desk& desk, const std::vector<plan::FeatureRef>& features);
// Their names, a few of them, and how many more there are.
QString namesOf(const Desk& desk, const std::vector<plan::FeatureRef>& features, std::size_t most);

}  // namespace app
