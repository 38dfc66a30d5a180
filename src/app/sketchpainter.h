#pragma once

#include <QPainter>

#include "app/tool.h"
#include "canvas/view.h"

namespace app {

// Paints what lies over the map: the selection, what a tool shows, a place that is pointed out.
class SketchPainter {
public:
    SketchPainter(QPainter& painter, const canvas::View& view) : painter_(painter), view_(view) {}
    void selection(const std::vector<plan::FeatureRef>& features);
    void sketch(const Sketch& sketch);
    void tip(const Sketch& sketch, QPointF pointer, const QFont& font);
    // What is proposed: what was, dashed, and what would be.
    void proposal(const plan::Changeset& changes);
    // Where something would be wrong if the hand let go.
    void broken(const rules::Findings& findings);
    // A finding that is pointed out; `strength` in [0, 1] fades.
    void flash(const geometry::Shape& shape, double strength);

private:
    void stroke(const QPainterPath& path, const QColor& colour, double width, bool dashed = false);
    void mark(const Sketch::Mark& mark);
    void crowd(const std::vector<plan::FeatureRef>& features);
    QRectF window() const { return QRectF({0, 0}, view_.size()).adjusted(-12, -12, 12, 12); }

    QPainter& painter_;
    const canvas::View& view_;
};

}  // namespace app
