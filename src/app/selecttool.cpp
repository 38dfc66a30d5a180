#include "app/selecttool.h"

#include <algorithm>
#include <cstdlib>

#include "geometry/overlay.h"

namespace app {

namespace {

geometry::MultiPolygon areaOf(const geometry::Box& box) {
    return {{{{{box.minX, box.minY}, {box.maxX, box.minY}, {box.maxX, box.maxY}, {box.minX, box.maxY}}, {}}}};
}

bool inRectangle(const plan::Feature& feature, const geometry::Box& box) {
    if (box.contains(feature.box)) return true;
    const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape);
    if (!area) return true;
    const auto met = geometry::overlaps(*area, areaOf(box));
    return !met || *met;
}

}  // namespace

bool SelectTool::dragged(const Pointer& pointer) const {
    return pressed_ && (std::abs(pointer.at.x - pressed_->x) > pointer.reachX / 2 ||
                        std::abs(pointer.at.y - pressed_->y) > pointer.reachY / 2);
}

Reply SelectTool::press(const Pointer& pointer) {
    pressed_ = pointer.at;
    return {};
}

Reply SelectTool::move(const Pointer& pointer, bool down) {
    Reply reply;
    if (down && dragged(pointer))
        reply.sketch.figures.push_back({Sketch::Role::Area, areaOf(geometry::Box::of(*pressed_, pointer.at))});
    return reply;
}

Reply SelectTool::release(const Pointer& pointer) {
    Reply reply;
    if (!pressed_) return reply;
    const auto& now = desk_.workspace.now();
    const auto layers = desk_.display.visibleLayers();
    Selection hit;
    if (dragged(pointer)) {
        const auto box = geometry::Box::of(*pressed_, pointer.at);
        // In the active layer where it has anything there: a rectangle over all layers is rarely what is meant.
        const auto gather = [&](plan::LayerId layer) {
            now.each(layer, box, [&](const plan::FeatureRef& feature) {
                if (inRectangle(*feature, box)) hit.push_back({feature->layer, feature->id});
            });
        };
        const auto active = desk_.display.activeLayer();
        if (active && std::find(layers.begin(), layers.end(), *active) != layers.end()) gather(*active);
        if (hit.empty())
            for (const auto layer : layers) gather(layer);
    } else {
        const auto found = edit::featuresAt(now, *pressed_, pointer.reachX / 2, pointer.reachY / 2, layers);
        if (!found.empty()) {
            const auto* best = &found.front();
            for (const auto& feature : found)  // the active layer before what lies over it
                if (feature->layer == desk_.display.activeLayer()) {
                    best = &feature;
                    break;
                }
            if (pointer.alt && found.size() > 1) {  // the next one underneath
                const auto& chosen = desk_.display.selection();
                for (std::size_t i = 0; i < found.size(); ++i)
                    if (!chosen.empty() && found[i]->id == chosen.front().id) best = &found[(i + 1) % found.size()];
            }
            hit.push_back({(*best)->layer, (*best)->id});
        }
    }
    pressed_.reset();
    reply.selection = combined(std::move(hit), pointer);
    return reply;
}

Reply SelectTool::cancel() {
    Reply reply;
    if (!pressed_) reply.selection = Selection{};
    pressed_.reset();
    return reply;
}

Selection SelectTool::combined(Selection hit, const Pointer& pointer) const {
    if (!pointer.shift && !pointer.ctrl) return hit;
    Selection all = desk_.display.selection();
    for (const Chosen& chosen : hit) {
        const auto there = std::find(all.begin(), all.end(), chosen);
        if (there == all.end())
            all.push_back(chosen);
        else if (pointer.ctrl)
            all.erase(there);
    }
    return all;
}

}  // namespace app
