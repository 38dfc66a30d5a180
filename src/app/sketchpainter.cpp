#include "app/sketchpainter.h"

#include "canvas/path.h"

namespace app {

namespace {
constexpr std::size_t fewSelected = 32;
const QColor selectionColour(0, 168, 232), selectionFill(0, 168, 232, 40), hotColour(33, 90, 168),
    ghostColour(226, 92, 0), bandColour(214, 40, 40), snapColour(200, 0, 170), ink(32, 38, 46), alarm(180, 30, 30);
}  // namespace

void SketchPainter::stroke(const QPainterPath& path, const QColor& colour, double width, bool dashed) {
    QPen halo(QColor(255, 255, 255, 200), width + 2);
    halo.setJoinStyle(Qt::BevelJoin);
    painter_.strokePath(path, halo);
    QPen pen(colour, width);
    pen.setJoinStyle(Qt::BevelJoin);
    if (dashed) pen.setDashPattern({4, 3});
    painter_.strokePath(path, pen);
}

void SketchPainter::selection(const std::vector<plan::FeatureRef>& features) {
    if (features.size() > fewSelected) return crowd(features);
    QPainterPath all;
    for (const auto& feature : features) {
        all.addPath(canvas::pathOf(feature->shape, view_, window()));
        if (const auto* points = std::get_if<geometry::MultiPoint>(&feature->shape))
            for (const auto point : *points) all.addEllipse(view_.toPixels(point), 7, 7);
    }
    if (all.isEmpty()) return;
    all.setFillRule(Qt::WindingFill);
    painter_.fillPath(all, selectionFill);
    stroke(all, selectionColour, 2);
}

// Each on its own, without a halo: one path of all would take seconds. What is too small, or one too many, is its box.
void SketchPainter::crowd(const std::vector<plan::FeatureRef>& features) {
    constexpr double outlined = 6, grain = 1.5;
    constexpr int cornersOutlined = 12'000;
    int corners = 0;
    QList<QRectF> boxes;
    painter_.setPen(QPen(selectionColour, 1.2));
    painter_.setBrush(selectionFill);
    for (const auto& feature : features) {
        const QRectF box(view_.toPixels({feature->box.minX, feature->box.maxY}),
                         view_.toPixels({feature->box.maxX, feature->box.minY}));
        if (!box.adjusted(-8, -8, 8, 8).intersects(window())) continue;
        if (const auto* points = std::get_if<geometry::MultiPoint>(&feature->shape)) {
            for (const auto point : *points) painter_.drawEllipse(view_.toPixels(point), 5, 5);
        } else if (std::max(box.width(), box.height()) < outlined || corners > cornersOutlined) {
            boxes += box.adjusted(-0.5, -0.5, 0.5, 0.5);
        } else if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape)) {
            QPainterPath path;
            geometry::eachRing(*area, [&](const geometry::Ring& ring) {
                path.addPolygon(canvas::thinned(ring, view_, window(), grain));
                path.closeSubpath();
            });
            corners += path.elementCount();
            painter_.drawPath(path);
        } else {
            painter_.strokePath(canvas::pathOf(feature->shape, view_, window()), painter_.pen());
        }
    }
    painter_.setRenderHint(QPainter::Antialiasing, false);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(QColor(0, 168, 232, 150));
    painter_.drawRects(boxes);
    painter_.setRenderHint(QPainter::Antialiasing, true);
}

void SketchPainter::sketch(const Sketch& sketch) {
    QPainterPath ghosts;
    ghosts.setFillRule(Qt::WindingFill);
    for (const auto& figure : sketch.figures) {
        QPainterPath path = canvas::pathOf(figure.shape, view_, window());
        path.setFillRule(Qt::WindingFill);
        switch (figure.role) {
            case Sketch::Role::Hot: stroke(path, hotColour, 1.6); break;
            case Sketch::Role::Before: stroke(path, QColor(90, 98, 106), 1.2, true); break;
            case Sketch::Role::Ghost:
                ghosts.addPath(path);
                stroke(path, ghostColour, 1.8);
                break;
            case Sketch::Role::Band: stroke(path, bandColour, 1.4); break;
            case Sketch::Role::Area:
                painter_.fillPath(path, QColor(255, 0, 0, 30));
                stroke(path, bandColour, 1.2);
                break;
        }
    }
    painter_.fillPath(ghosts, QColor(226, 92, 0, 28));
    for (const auto& each : sketch.marks) mark(each);
}

void SketchPainter::proposal(const plan::Changeset& changes) {
    constexpr std::size_t most = 400;
    Sketch shown;
    for (const auto& change : changes.changes) {
        if (shown.figures.size() >= most) break;
        const bool reshaped = !change.before || !change.after || change.before->shape != change.after->shape;
        if (change.after)
            shown.figures.push_back({reshaped ? Sketch::Role::Ghost : Sketch::Role::Hot, change.after->shape});
        if (change.before && reshaped) shown.figures.push_back({Sketch::Role::Before, change.before->shape});
    }
    sketch(shown);
}

void SketchPainter::broken(const rules::Findings& findings) {
    constexpr std::size_t most = 200;
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (std::size_t i = 0; i < findings.size() && i < most; ++i) {
        path.addPath(canvas::pathOf(findings[i].where, view_, window()));
        if (const auto* points = std::get_if<geometry::MultiPoint>(&findings[i].where))
            for (const auto point : *points) path.addEllipse(view_.toPixels(point), 8, 8);
    }
    if (path.isEmpty()) return;
    painter_.fillPath(path, QColor(200, 0, 40, 60));
    painter_.fillPath(path, QBrush(alarm, Qt::BDiagPattern));
    stroke(path, alarm, 1.6);
}

void SketchPainter::mark(const Sketch::Mark& mark) {
    const QPointF p = view_.toPixels(mark.at);
    if (!window().contains(p)) return;
    painter_.setBrush(Qt::white);
    switch (mark.kind) {
        case Sketch::MarkKind::Vertex:
            painter_.setPen(QPen(hotColour, 1.2));
            painter_.drawRect(QRectF(p.x() - 2.5, p.y() - 2.5, 5, 5));
            break;
        case Sketch::MarkKind::Shared:
            painter_.setPen(QPen(ghostColour, 2.4));
            painter_.drawRect(QRectF(p.x() - 6, p.y() - 6, 12, 12));
            break;
        case Sketch::MarkKind::Corner:
            painter_.setPen(QPen(bandColour, 1.2));
            painter_.drawRect(QRectF(p.x() - 2.5, p.y() - 2.5, 5, 5));
            break;
        case Sketch::MarkKind::SnapVertex:
            painter_.setPen(QPen(snapColour, 2));
            painter_.setBrush(Qt::NoBrush);
            painter_.drawRect(QRectF(p.x() - 6, p.y() - 6, 12, 12));
            break;
        case Sketch::MarkKind::SnapSegment:
            painter_.setPen(QPen(snapColour, 2));
            painter_.setBrush(Qt::NoBrush);
            painter_.drawPolyline(QPolygonF(
                {p + QPointF(-6, -6), p + QPointF(6, -6), p + QPointF(-6, 6), p + QPointF(6, 6), p + QPointF(-6, -6)}));
            break;
    }
}

void SketchPainter::tip(const Sketch& sketch, QPointF pointer, const QFont& font) {
    if (sketch.tip.isEmpty()) return;
    painter_.setFont(font);
    const QFontMetricsF metrics(font);
    const QRectF words = metrics.boundingRect(QRectF(0, 0, 420, 400), Qt::TextWordWrap, sketch.tip);
    QRectF box(pointer + QPointF(18, 20), words.size() + QSizeF(16, 10));
    if (box.right() > view_.size().width() - 8) box.moveRight(pointer.x() - 12);
    if (box.bottom() > view_.size().height() - 8) box.moveBottom(pointer.y() - 12);
    box.moveLeft(std::max(8.0, box.left()));
    box.moveTop(std::max(8.0, box.top()));
    painter_.setPen(QPen(sketch.bad ? alarm : QColor(190, 196, 204), 1));
    painter_.setBrush(QColor(255, 255, 255, 240));
    painter_.drawRoundedRect(box, 4, 4);
    painter_.setPen(sketch.bad ? alarm : ink);
    painter_.drawText(box.adjusted(8, 5, -8, -5), Qt::TextWordWrap, sketch.tip);
}

void SketchPainter::flash(const geometry::Shape& shape, double strength) {
    QPainterPath path = canvas::pathOf(shape, view_, window());
    path.setFillRule(Qt::WindingFill);
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape))
        for (const auto point : *points) path.addEllipse(view_.toPixels(point), 12, 12);
    painter_.fillPath(path, QColor(220, 0, 120, static_cast<int>(110 * strength)));
    stroke(path, QColor(200, 0, 110, static_cast<int>(80 + 175 * strength)), 2 + 2 * strength);
}

}  // namespace app
