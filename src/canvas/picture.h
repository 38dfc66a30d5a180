#pragma once

#include <QImage>
#include <QPainter>
#include <optional>
#include <vector>

#include "base/task.h"
#include "canvas/view.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace canvas {

// How one layer is drawn now.
struct LayerStyle {
    plan::LayerId layer;
    bool visible = true;
    double opacity = 1;
};
// Every layer of the schema, bottom first: polygons under lines under points, in an order that shows the control lines
// on top.
std::vector<LayerStyle> standardOrder(const plan::Schema& schema);

// Draws the layers in their order onto the painter; stops early where the task is stopped. Rings are thinned to what a
// pixel can show.
void draw(QPainter& painter, const View& view, const plan::Snapshot& snapshot, const plan::Spec& spec,
          const std::vector<LayerStyle>& styles, const base::Task& task = {});

// Where the change can be seen: around the corners that differ, or all of the feature where its symbol does.
geometry::Box changedBox(const plan::Change& change, const plan::Schema& schema, const plan::Spec& spec);

// Draws what differs: gained, lost and changed in the colours of the pack, with hatches so that colour is never alone.
void drawDifference(QPainter& painter, const View& view, const plan::Snapshot& before, const plan::Snapshot& after,
                    const plan::Spec& spec, const base::Task& task = {});

}  // namespace canvas
