#include "canvas/path.h"

#include <cmath>

namespace canvas {

namespace {

// On which sides of the window a place lies (Cohen-Sutherland).
int sidesOf(QPointF p, const QRectF& window) {
    return (p.x() < window.left() ? 1 : 0) | (p.x() > window.right() ? 2 : 0) | (p.y() < window.top() ? 4 : 0) |
           (p.y() > window.bottom() ? 8 : 0);
}

// What of the ring lies on the inner side of one edge of the window (Sutherland-Hodgman). `inside` is ≥ 0 within.
template <class Inside>
QPolygonF cut(const QPolygonF& ring, Inside inside) {
    QPolygonF kept;
    kept.reserve(ring.size() + 8);
    for (qsizetype i = 0, last = ring.size() - 1; i < ring.size(); last = i++) {
        const double from = inside(ring[last]), to = inside(ring[i]);
        if ((from < 0) != (to < 0)) kept.append(ring[last] + (ring[i] - ring[last]) * (from / (from - to)));
        if (to >= 0) kept.append(ring[i]);
    }
    return kept;
}

}  // namespace

QPolygonF thinned(const geometry::Ring& ring, const View& view, const QRectF& window, double grain) {
    QPolygonF kept;
    int all = 15, any = 0, before = 0, beforeThat = 0;
    for (const geometry::Point corner : ring) {
        const QPointF p = view.toPixels(corner);
        const int sides = sidesOf(p, window);
        if (!kept.isEmpty()) {
            const QPointF step = p - kept.last();
            if (std::abs(step.x()) < grain && std::abs(step.y()) < grain) continue;
            // Three in a row beyond the same edge: the one in the middle cannot be seen.
            if (kept.size() > 1 && (sides & before & beforeThat)) {
                kept.last() = p;
                before = sides;
                all &= sides;
                any |= sides;
                continue;
            }
        }
        kept.append(p);
        beforeThat = before;
        before = sides;
        all &= sides;
        any |= sides;
    }
    if (kept.size() < 3 || all) return {};
    if (any & 1) kept = cut(kept, [&](QPointF p) { return p.x() - window.left(); });
    if (any & 2) kept = cut(kept, [&](QPointF p) { return window.right() - p.x(); });
    if (any & 4) kept = cut(kept, [&](QPointF p) { return p.y() - window.top(); });
    if (any & 8) kept = cut(kept, [&](QPointF p) { return window.bottom() - p.y(); });
    return kept;
}

void addLine(QPainterPath& path, const geometry::Line& line, const View& view, const QRectF& window, double grain) {
    QPointF before, drawn;
    int sidesBefore = 0;
    bool begun = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const QPointF p = view.toPixels(line[i]);
        const int sides = sidesOf(p, window);
        const bool last = i + 1 == line.size();
        if (i > 0) {
            if (sides & sidesBefore) {
                begun = false;
            } else if (!begun) {
                path.moveTo(before);
                path.lineTo(p);
                drawn = p;
                begun = true;
            } else if (last || std::abs(p.x() - drawn.x()) >= grain || std::abs(p.y() - drawn.y()) >= grain) {
                path.lineTo(p);
                drawn = p;
            }
        }
        before = p;
        sidesBefore = sides;
    }
}

QPainterPath pathOf(const geometry::Shape& shape, const View& view, const QRectF& window) {
    QPainterPath path;
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape)) {
        geometry::eachRing(*area, [&](const geometry::Ring& ring) {
            const QPolygonF polygon = thinned(ring, view, window);
            if (polygon.size() < 3) return;
            path.addPolygon(polygon);
            path.closeSubpath();
        });
    } else if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        for (const auto& line : lines->lines) addLine(path, line, view, window);
    }
    return path;
}

}  // namespace canvas
