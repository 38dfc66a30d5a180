#pragma once

#include <QByteArray>
#include <QSize>
#include <filesystem>
#include <optional>
#include <string>

#include "base/task.h"
#include "base/text.h"
#include "canvas/picture.h"

namespace canvas {

// What stands on a sheet beside the map.
struct Sheet {
    std::string title;
    std::string note;        // which revision it shows and when, at the foot
    QSize size{1600, 1100};  // pixels
    double dotsPerInch = 96;
    bool toScale = false;  // at a round scale (1, 2 or 5 × 10ⁿ), which stands at the foot
};
// An ISO sheet, A0 to A4, drawn to scale: its long side across, or upright. Exact to a tenth of a millimetre (a fifth
// for A0 and A1). None for another name.
std::optional<Sheet> isoSheet(const std::string& name, bool upright);

// The bytes of a picture, of the kind that a file's extension names.
base::Result<QByteArray> rendered(const std::filesystem::path& file, const plan::Snapshot& snapshot,
                                  const plan::Snapshot* before, const plan::Spec& spec, const geometry::Box& box,
                                  const Sheet& sheet, const base::Texts& texts, const base::Task& task = {});
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
