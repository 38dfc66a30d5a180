#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "geometry/box.h"
#include "geometry/projection.h"

namespace canvas {

// What part of the plan a picture shows. The map is drawn in steps stretched so that it looks right at its middle
// latitude (equirectangular in a geographic system); no edit ever depends on it.
class View {
public:
    View() = default;
    View(const geometry::System& system, QSizeF pixels);

    QPointF toPixels(geometry::Point place) const;
    geometry::Point toPlan(QPointF pixel) const;  // nearest on the grid
    geometry::Box box() const;                    // what is seen
    geometry::Box box(const QRectF& pixels) const;
    std::int64_t stepsX(double pixels) const;  // how many steps of x so many pixels are
    std::int64_t stepsY(double pixels) const;
    double metresPerPixel() const;
    double scale(double dotsPerInch) const;  // 1 : this

    QSizeF size() const { return pixels_; }
    View resized(QSizeF pixels) const;
    View shownFitting(const geometry::Box& box, double margin = 0.05) const;
    View zoomed(double factor, QPointF fixed) const;  // the place under `fixed` stays there
    View panned(QPointF byPixels) const;
    View atScale(double scale, double dotsPerInch) const;
    View centredOn(geometry::Point place) const;
    bool operator==(const View&) const = default;

private:
    QSizeF pixels_{1, 1};
    double centreX_ = 0, centreY_ = 0;  // in steps
    double stepsPerPixelY_ = 1;
    double stretch_ = 1;  // pixels of x per step, over pixels of y per step
    double metresPerStepY_ = 1;
    bool geographic_ = false;
    double stepsPerUnit_ = 1e9;
};

}  // namespace canvas
