#include "canvas/style.h"

#include <QImage>
#include <algorithm>
#include <cmath>

namespace canvas {

QColor colourOf(const plan::Colour& colour) { return {colour.red, colour.green, colour.blue, colour.alpha}; }

double pixelsPerMillimetre(const QPainter& painter) {
    return painter.device() ? painter.device()->logicalDpiX() / 25.4 : 96 / 25.4;
}

QPen penOf(const plan::Stroke& stroke, double pixelsPerMillimetre) {
    QPen pen(colourOf(stroke.colour), std::max(0.6, stroke.width * pixelsPerMillimetre));
    pen.setJoinStyle(Qt::BevelJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (stroke.dash == "dash") pen.setDashPattern({6, 3});
    if (stroke.dash == "dot") pen.setDashPattern({1.5, 2.5});
    if (stroke.dash == "dashdot") pen.setDashPattern({8, 3, 1.5, 3});
    return pen;
}

Hatch hatchOf(const std::string& name) {
    if (name.empty()) return Hatch::None;
    return name == "cross" ? Hatch::Cross : name == "backdiagonal" ? Hatch::BackDiagonal : Hatch::Diagonal;
}

QBrush hatchBrush(Hatch hatch, const QColor& colour, double spacing, double devicePixelRatio) {
    const int size = std::max(4, static_cast<int>(std::lround(spacing * devicePixelRatio)));
    QImage tile(size, size, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, std::max(1.0, 0.12 * size)));
    for (int shift = -size; shift <= size; shift += size) {  // the neighbours' lines reach into the tile's corners
        if (hatch != Hatch::BackDiagonal) painter.drawLine(QPointF(shift - 1, size + 1), QPointF(shift + size + 1, -1));
        if (hatch != Hatch::Diagonal) painter.drawLine(QPointF(shift - 1, -1), QPointF(shift + size + 1, size + 1));
    }
    painter.end();
    tile.setDevicePixelRatio(devicePixelRatio);
    QBrush brush;
    brush.setTextureImage(tile);
    return brush;
}

void drawSwatch(QPainter& painter, const QRectF& place, const plan::Symbol& symbol, bool point) {
    const double millimetre = pixelsPerMillimetre(painter);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(symbol.line ? penOf(*symbol.line, millimetre) : QPen(Qt::NoPen));
    painter.setBrush(symbol.fill ? QBrush(colourOf(*symbol.fill)) : QBrush(Qt::NoBrush));
    if (point) {
        const double radius = std::min(symbol.pointSize * millimetre, place.height()) / 2;
        painter.drawEllipse(place.center(), radius, radius);
    } else {
        const QRectF inner = place.adjusted(1, 1, -1, -1);
        painter.drawRect(inner);
        const Hatch hatch = hatchOf(symbol.hatch);
        if (hatch != Hatch::None && symbol.line) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(hatchBrush(hatch, colourOf(symbol.line->colour), 1.6 * millimetre,
                                        painter.device()->devicePixelRatio()));
            painter.drawRect(inner);
        }
    }
    painter.restore();
}

}  // namespace canvas
