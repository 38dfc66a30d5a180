#include "app/display.h"

#include <algorithm>

#include "app/drop.h"

namespace app {

Display::Display(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    connect(&workspace, &Workspace::begun, this, &Display::begin);
    connect(&workspace, &Workspace::closed, this, [this] {
        styles_.clear();
        active_.reset();
        file_.clear();
        dropBeside(std::exchange(difference_, {}));
        before_ = false;
        setProposal({});
        select({});
        Q_EMIT stylesChanged();
    });
    connect(&workspace, &Workspace::changed, this, [this](const plan::Snapshot&, const plan::Snapshot& after) {
        setProposal({});
        Selection left;
        for (const Chosen& chosen : selection_)
            if (after.find(chosen.layer, chosen.id)) left.push_back(chosen);
        if (left != selection_) select(std::move(left));
    });
}

void Display::begin() {
    before_ = false;
    setProposal({});
    dropBeside(std::exchange(difference_, {}));
    const auto& layers = workspace_.schema().layers;
    if (file_ != workspace_.opened().file || styles_.empty()) {
        file_ = workspace_.opened().file;
        styles_ = canvas::standardOrder(workspace_.schema());
        active_.reset();
        // The plan itself is shown, not the themes beside it; of several partitions of the county the topmost, which is
        // what technicians work on most.
        const bool grouped = std::any_of(layers.begin(), layers.end(), [](const auto& l) { return !l.group.empty(); });
        for (auto style = styles_.rbegin(); style != styles_.rend(); ++style) {
            const auto& layer = layers[style->layer.index];
            if (grouped) style->visible = !layer.group.empty() && !(layer.tiling && active_);
            if (!active_ && layer.tiling && workspace_.now().count(style->layer) > 0) active_ = style->layer;
        }
        if (!active_ && !styles_.empty()) active_ = styles_.front().layer;
        selection_.clear();
    }
    Q_EMIT stylesChanged();
    Q_EMIT activeLayerChanged();
    Q_EMIT selectionChanged();
    Q_EMIT shownChanged();
}

void Display::setStyles(std::vector<canvas::LayerStyle> styles) {
    styles_ = std::move(styles);
    Q_EMIT stylesChanged();
}

std::vector<plan::LayerId> Display::visibleLayers() const {
    std::vector<plan::LayerId> layers;
    for (const auto& style : styles_)
        if (style.visible && style.opacity > 0) layers.push_back(style.layer);
    return layers;
}

void Display::setActiveLayer(plan::LayerId layer) {
    if (active_ == layer) return;
    active_ = layer;
    Q_EMIT activeLayerChanged();
}

void Display::select(Selection selection) {
    std::sort(selection.begin(), selection.end());
    selection.erase(std::unique(selection.begin(), selection.end()), selection.end());
    if (selection == selection_) return;
    selection_ = std::move(selection);
    Q_EMIT selectionChanged();
}

std::vector<plan::FeatureRef> Display::selected() const {
    std::vector<plan::FeatureRef> features;
    if (!workspace_.isOpen()) return features;
    for (const Chosen& chosen : selection_)
        if (auto feature = workspace_.now().find(chosen.layer, chosen.id)) features.push_back(std::move(feature));
    return features;
}

void Display::setTool(ToolKind tool) {
    tool_ = tool;
    Q_EMIT toolChanged();
}

void Display::setShowsBefore(bool before) {
    if (before == before_ || !workspace_.isOpen()) return;
    before_ = before;
    Q_EMIT shownChanged();
}

void Display::peek(bool down) {
    constexpr qint64 shortly = 350;  // ms
    if (down) {
        if (!before_)
            peeked_.start();
        else
            peeked_.invalidate();
        setShowsBefore(!before_);
    } else if (peeked_.isValid() && peeked_.elapsed() > shortly) {
        setShowsBefore(false);
    }
}

void Display::setProposal(std::optional<plan::Changeset> proposal) {
    if (!proposal && !proposal_) return;
    proposal_ = std::move(proposal);
    Q_EMIT proposalChanged();
}

void Display::setDifference(Difference difference) {
    if (!difference && !difference_) return;
    Difference ended = std::exchange(difference_, std::move(difference));
    Q_EMIT shownChanged();  // whoever drew the old one lets go of it
    dropBeside(std::move(ended));
}

}  // namespace app
