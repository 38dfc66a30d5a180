#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <compare>
#include <optional>
#include <utility>
#include <vector>

#include "app/workspace.h"
#include "canvas/picture.h"

namespace app {

// A feature that is selected: by id, never by pointer.
struct Chosen {
    plan::LayerId layer;
    plan::FeatureId id;
    auto operator<=>(const Chosen&) const = default;
};
using Selection = std::vector<Chosen>;  // in order, each once

enum class ToolKind { Select, Vertex, Reshape, Split, Draw };

// What the window shows of the plan and how: layers and their order, the selection, the tool in the hand, the state
// that is looked at. Nothing here is part of the plan.
class Display : public QObject {
    Q_OBJECT
public:
    Display(Workspace& workspace, QObject* parent = nullptr);

    const std::vector<canvas::LayerStyle>& styles() const { return styles_; }
    void setStyles(std::vector<canvas::LayerStyle> styles);
    std::vector<plan::LayerId> visibleLayers() const;  // bottom first

    std::optional<plan::LayerId> activeLayer() const { return active_; }
    void setActiveLayer(plan::LayerId layer);

    const Selection& selection() const { return selection_; }
    void select(Selection selection);
    std::vector<plan::FeatureRef> selected() const;  // those that are there now

    ToolKind tool() const { return tool_; }
    void setTool(ToolKind tool);
    edit::Overlap overlap() const { return overlap_; }  // what drawing does to what is there already
    void setOverlap(edit::Overlap overlap) { overlap_ = overlap; }

    // The state that the map shows: now, or the filed one while one compares.
    const plan::Snapshot& shown() const { return before_ ? workspace_.filed() : workspace_.now(); }
    bool showsBefore() const { return before_; }
    void setShowsBefore(bool before);
    // A key that is pressed shortly toggles, one that is held peeks.
    void peek(bool down);

    // Two revisions whose difference is drawn over the map.
    using Difference = std::optional<std::pair<plan::Snapshot, plan::Snapshot>>;
    const Difference& difference() const { return difference_; }
    void setDifference(Difference difference);

    // What someone proposes to change in the plan as it is: drawn over the map, before and after. It ends where the
    // plan changes.
    const std::optional<plan::Changeset>& proposal() const { return proposal_; }
    void setProposal(std::optional<plan::Changeset> proposal);

    void zoomTo(const geometry::Box& box, bool flash = false, geometry::Shape shape = {}) {
        Q_EMIT zoomWanted(box, flash, shape);
    }

Q_SIGNALS:
    void stylesChanged();
    void activeLayerChanged();
    void selectionChanged();
    void toolChanged();
    void proposalChanged();
    void shownChanged();  // another state of the plan, or another difference
    void zoomWanted(const geometry::Box& box, bool flash, const geometry::Shape& shape);

private:
    void begin();

    Workspace& workspace_;
    std::vector<canvas::LayerStyle> styles_;
    std::optional<plan::LayerId> active_;
    Selection selection_;
    ToolKind tool_ = ToolKind::Select;
    edit::Overlap overlap_ = edit::Overlap::Refuse;
    bool before_ = false;
    QElapsedTimer peeked_;
    Difference difference_;
    std::optional<plan::Changeset> proposal_;
    std::filesystem::path file_;
};

}  // namespace app
