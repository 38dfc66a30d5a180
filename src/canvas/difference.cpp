#include "canvas/path.h"
#include "canvas/picture.h"
#include "canvas/style.h"
#include "geometry/overlay.h"

namespace canvas {

namespace {

// Added green, removed red, changed amber, attributes blue: each with its own hatch, so that colour is never alone.
const QColor gainedColour(24, 128, 72), lostColour(192, 42, 42), changedColour(199, 110, 0), valueColour(30, 100, 190);

class Differences {
public:
    Differences(QPainter& painter, const View& view)
        : painter_(painter), view_(view), window_(QRectF({0, 0}, view.size()).adjusted(-12, -12, 12, 12)) {
        millimetre_ = pixelsPerMillimetre(painter);
        ratio_ = painter.device() ? painter.device()->devicePixelRatio() : 1;
    }

    void draw(const plan::Change& change) {
        if (!change.before) return area(change.after->shape, Hatch::Diagonal, gainedColour, true);
        if (!change.after) return area(change.before->shape, Hatch::BackDiagonal, lostColour, true);
        const bool moved = !(change.before->shape == change.after->shape);
        if (!moved) return outline(change.after->shape, valueColour, 0.5, false);
        const auto* before = std::get_if<geometry::MultiPolygon>(&change.before->shape);
        const auto* after = std::get_if<geometry::MultiPolygon>(&change.after->shape);
        if (before && after) {
            if (const auto lost = geometry::subtract(*before, *after))
                area(geometry::Shape(*lost), Hatch::BackDiagonal, lostColour, false);
            if (const auto gained = geometry::subtract(*after, *before))
                area(geometry::Shape(*gained), Hatch::Diagonal, gainedColour, false);
        }
        outline(change.before->shape, changedColour, 0.35, true);
        outline(change.after->shape, changedColour, 0.5, false);
        point(change.after->shape, changedColour);
    }

private:
    void area(const geometry::Shape& shape, Hatch hatch, const QColor& colour, bool outlined) {
        QPainterPath path = pathOf(shape, view_, window_);
        path.setFillRule(Qt::WindingFill);
        QColor wash = colour;
        wash.setAlpha(70);
        painter_.fillPath(path, wash);
        painter_.fillPath(path, hatchBrush(hatch, colour, 1.8 * millimetre_, ratio_));
        if (outlined) outline(shape, colour, 0.5, false);
        point(shape, colour);
    }

    void outline(const geometry::Shape& shape, const QColor& colour, double millimetres, bool dashed) {
        QPen pen(colour, millimetres * millimetre_);
        pen.setJoinStyle(Qt::BevelJoin);
        if (dashed) pen.setDashPattern({4, 3});
        painter_.strokePath(pathOf(shape, view_, window_), pen);
    }

    void point(const geometry::Shape& shape, const QColor& colour) {
        const auto* points = std::get_if<geometry::MultiPoint>(&shape);
        if (!points) return;
        painter_.setPen(QPen(Qt::white, 1));
        painter_.setBrush(colour);
        for (const auto place : *points) painter_.drawEllipse(view_.toPixels(place), 5, 5);
    }

    QPainter& painter_;
    const View& view_;
    QRectF window_;
    double millimetre_ = 1, ratio_ = 1;
};

}  // namespace

void drawDifference(QPainter& painter, const View& view, const plan::Snapshot& before, const plan::Snapshot& after) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const geometry::Box seen = view.box();
    Differences differences(painter, view);
    for (const auto& change : plan::Snapshot::diff(before, after).changes)
        if ((change.before && change.before->box.touches(seen)) || (change.after && change.after->box.touches(seen)))
            differences.draw(change);
    painter.restore();
}

}  // namespace canvas
