#pragma once

#include <QBrush>
#include <QColor>
#include <QPainter>
#include <QPen>

#include "plan/spec.h"

namespace canvas {

QColor colourOf(const plan::Colour& colour);
// Pixels in a millimetre of what the painter paints on.
double pixelsPerMillimetre(const QPainter& painter);
// A pen of the stroke's width; never thinner than what can be seen.
QPen penOf(const plan::Stroke& stroke, double pixelsPerMillimetre);

enum class Hatch { None, Diagonal, BackDiagonal, Cross };
Hatch hatchOf(const std::string& name);
// A seamless texture of thin lines `spacing` pixels apart, sharp at the given device pixel ratio.
QBrush hatchBrush(Hatch hatch, const QColor& colour, double spacing, double devicePixelRatio);

// A rectangle as the legend and the layer tree show a symbol.
void drawSwatch(QPainter& painter, const QRectF& place, const plan::Symbol& symbol, bool point);

}  // namespace canvas
