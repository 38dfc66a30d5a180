#pragma once

#include <QSize>
#include <filesystem>
#include <string>

#include "base/task.h"
#include "base/text.h"
#include "canvas/picture.h"

namespace canvas {

// What stands on a sheet beside the map.
struct Sheet {
    std::string title;
    std::string note;        // which revision it shows and when, at the foot
    QSize size{1600, 1100};  // pixels of a PNG; of PDF and SVG at 96 to the inch
};

// Draws a map of `box` with title, legend of what is seen, scale bar and north arrow, as PNG, PDF or SVG by the file's
// extension. With `before`, what differs is drawn over it. Needs a QGuiApplication (its platform may be "offscreen").
// Fails (Unsupported) on another extension and (Io) where the file cannot be written; nothing half written is left.
base::Result<> renderTo(const std::filesystem::path& file, const plan::Snapshot& snapshot, const plan::Snapshot* before,
                        const plan::Spec& spec, const geometry::Box& box, const Sheet& sheet, const base::Texts& texts,
                        const base::Task& task = {});

// A length that people like on a scale bar (1, 2 or 5 × 10ⁿ metres), at most `metres`.
double roundLength(double metres);
// The bar with its length, its lower left corner at `at`, at most `width` wide.
void drawScaleBar(QPainter& painter, const View& view, QPointF at, double width);

}  // namespace canvas
