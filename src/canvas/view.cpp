#include "canvas/view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace canvas {

namespace {
// Beyond this the geometry module is not exact, and nothing of a plan lies there.
constexpr double farthest = 4503599627370495.0;
constexpr double finest = 0.5, coarsest = 1e9;  // steps in a pixel
}  // namespace

View::View(const geometry::System& system, QSizeF pixels)
    : pixels_(pixels), geographic_(system.geographic), stepsPerUnit_(system.grid().stepsPerUnit) {
    const double radius = system.semiMajor > 0 ? system.semiMajor : 6378137;
    metresPerStepY_ = (geographic_ ? radius * std::numbers::pi / 180 : 1) / stepsPerUnit_;
}

QPointF View::toPixels(geometry::Point place) const {
    return {(static_cast<double>(place.x) - centreX_) * stretch_ / stepsPerPixelY_ + pixels_.width() / 2,
            (centreY_ - static_cast<double>(place.y)) / stepsPerPixelY_ + pixels_.height() / 2};
}

geometry::Point View::toPlan(QPointF pixel) const {
    const double x = centreX_ + (pixel.x() - pixels_.width() / 2) * stepsPerPixelY_ / stretch_;
    const double y = centreY_ - (pixel.y() - pixels_.height() / 2) * stepsPerPixelY_;
    return {std::llround(std::clamp(x, -farthest, farthest)), std::llround(std::clamp(y, -farthest, farthest))};
}

geometry::Box View::box() const { return box(QRectF({0, 0}, pixels_)); }

geometry::Box View::box(const QRectF& pixels) const {
    return geometry::Box::of(toPlan(pixels.topLeft()), toPlan(pixels.bottomRight()));
}

std::int64_t View::stepsX(double pixels) const { return std::llround(std::abs(pixels * stepsPerPixelY_ / stretch_)); }

std::int64_t View::stepsY(double pixels) const { return std::llround(std::abs(pixels * stepsPerPixelY_)); }

double View::metresPerPixel() const { return stepsPerPixelY_ * metresPerStepY_; }

double View::scale(double dotsPerInch) const { return metresPerPixel() * dotsPerInch / 0.0254; }

View View::resized(QSizeF pixels) const {
    View view = *this;
    view.pixels_ = pixels;
    return view;
}

View View::shownFitting(const geometry::Box& box, double margin) const {
    if (box.empty()) return *this;
    View view = *this;
    view.centreX_ = (static_cast<double>(box.minX) + static_cast<double>(box.maxX)) / 2;
    view.centreY_ = (static_cast<double>(box.minY) + static_cast<double>(box.maxY)) / 2;
    if (geographic_) {
        const double latitude = view.centreY_ / stepsPerUnit_ * std::numbers::pi / 180;
        view.stretch_ = std::max(0.05, std::cos(latitude));
    }
    const double width = static_cast<double>(box.maxX - box.minX) * view.stretch_ * (1 + 2 * margin);
    const double height = static_cast<double>(box.maxY - box.minY) * (1 + 2 * margin);
    const double wanted = std::max(width / std::max(1.0, pixels_.width()), height / std::max(1.0, pixels_.height()));
    // A single point is shown with some 200 m around it.
    const double least = width + height > 0 ? finest : 200 / metresPerStepY_ / std::max(1.0, pixels_.height());
    view.stepsPerPixelY_ = std::clamp(wanted, least, coarsest);
    return view;
}

View View::zoomed(double factor, QPointF fixed) const {
    View view = *this;
    view.stepsPerPixelY_ = std::clamp(stepsPerPixelY_ / factor, finest, coarsest);
    const double change = stepsPerPixelY_ - view.stepsPerPixelY_;
    view.centreX_ += (fixed.x() - pixels_.width() / 2) * change / stretch_;
    view.centreY_ -= (fixed.y() - pixels_.height() / 2) * change;
    return view;
}

View View::panned(QPointF byPixels) const {
    View view = *this;
    view.centreX_ = std::clamp(centreX_ - byPixels.x() * stepsPerPixelY_ / stretch_, -farthest, farthest);
    view.centreY_ = std::clamp(centreY_ + byPixels.y() * stepsPerPixelY_, -farthest, farthest);
    return view;
}

View View::atScale(double scale, double dotsPerInch) const {
    View view = *this;
    view.stepsPerPixelY_ = std::clamp(scale * 0.0254 / dotsPerInch / metresPerStepY_, finest, coarsest);
    return view;
}

View View::centredOn(geometry::Point place) const {
    View view = *this;
    view.centreX_ = static_cast<double>(place.x);
    view.centreY_ = static_cast<double>(place.y);
    return view;
}

}  // namespace canvas
