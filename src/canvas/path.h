#pragma once

#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>

#include "canvas/view.h"
#include "geometry/shape.h"

namespace canvas {

// The ring as pixels: corners that a pixel cannot tell apart are left out (`grain` pixels), and what lies beyond
// `window` is cut off along it, so that no ring is longer than what can be seen of it. Empty where nothing is left.
QPolygonF thinned(const geometry::Ring& ring, const View& view, const QRectF& window, double grain = 0.5);
// The same of a line: the runs of it that come near the window.
void addLine(QPainterPath& path, const geometry::Line& line, const View& view, const QRectF& window,
             double grain = 0.5);

// Everything of the shape that has an extent, closed where it is an area.
QPainterPath pathOf(const geometry::Shape& shape, const View& view, const QRectF& window);

}  // namespace canvas
