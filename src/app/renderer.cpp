#include "app/renderer.h"

#include <QPainter>
#include <cmath>

namespace app {

namespace {

constexpr int tileHeight = 192, tileWidth = 720;
const QColor paper(250, 250, 248);

// How far a place of one view lies from where the other shows it.
QPointF shiftBetween(const canvas::View& from, const canvas::View& to) {
    const geometry::Point middle = from.toPlan({from.size().width() / 2, from.size().height() / 2});
    return to.toPixels(middle) - from.toPixels(middle);
}

bool sameScale(const canvas::View& a, const canvas::View& b) {
    return std::abs(a.metresPerPixel() / b.metresPerPixel() - 1) < 1e-12 && a.stepsX(1e6) == b.stepsX(1e6);
}

QPoint rounded(QPointF p) { return {static_cast<int>(std::lround(p.x())), static_cast<int>(std::lround(p.y()))}; }

}  // namespace

Renderer::Renderer(QObject* parent) : QObject(parent) {
    pool_.setMaxThreadCount(std::max(2, QThread::idealThreadCount()));
    pool_.setThreadPriority(QThread::LowPriority);
}

Renderer::~Renderer() {
    source_.request_stop();
    pool_.waitForDone();
}

QImage Renderer::blank() const {
    QImage image((view_.size() * ratio_).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio_);
    image.fill(paper);
    return image;
}

void Renderer::clear() {
    stop();
    scene_.reset();
    stale_ = {};
    frame_ = blank();
    Q_EMIT updated();
}

void Renderer::show(Scene scene) { show(std::move(scene), QRect({0, 0}, view_.size().toSize())); }

void Renderer::show(Scene scene, const QRegion& dirty) {
    stop();
    scene_ = std::make_shared<const Scene>(std::move(scene));
    stale_ += dirty & QRect({0, 0}, view_.size().toSize());
    schedule();
}

void Renderer::setView(const canvas::View& view, double ratio) {
    if (view == view_ && ratio == ratio_ && !frame_.isNull()) return;
    const canvas::View before = std::exchange(view_, view);
    const bool sameSize = before.size() == view.size() && ratio == std::exchange(ratio_, ratio);
    const QRect whole({0, 0}, view.size().toSize());
    const QImage old = std::exchange(frame_, blank());
    if (!old.isNull()) {
        QPainter painter(&frame_);
        if (sameScale(before, view)) {
            const QPoint shift = rounded(shiftBetween(before, view));
            painter.drawImage(shift, old);
            stale_.translate(shift);
            stale_ += QRegion(whole) - QRect(shift, before.size().toSize());
            stale_ &= whole;
            if (!sameSize) stale_ = whole;
        } else {
            const geometry::Box seen = before.box();
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(QRectF(view.toPixels({seen.minX, seen.maxY}), view.toPixels({seen.maxX, seen.minY})),
                              old);
            stop();
            stale_ = whole;
        }
    } else {
        stale_ = whole;
    }
    Q_EMIT updated();
    if (running_ == 0) schedule();
}

void Renderer::paint(QPainter& painter, const QRect& area) const {
    if (frame_.isNull()) return painter.fillRect(area, paper);
    painter.drawImage(QRectF(area), frame_, QRectF(QPointF(area.topLeft()) * ratio_, QSizeF(area.size()) * ratio_));
}

void Renderer::stop() {
    source_.request_stop();
    source_ = std::stop_source();
    pool_.clear();
    ++round_;
    if (std::exchange(running_, 0) > 0) Q_EMIT busyChanged(false);
}

void Renderer::schedule() {
    if (!scene_ || stale_.isEmpty()) return;
    const QRegion region = stale_.rectCount() > 6 ? QRegion(stale_.boundingRect()) : stale_;
    const Job job{view_, round_};
    std::vector<QRect> tiles;
    for (const QRect& rect : region)
        for (int y = rect.top(); y <= rect.bottom(); y += tileHeight)
            for (int x = rect.left(); x <= rect.right(); x += tileWidth)
                tiles.push_back(QRect(x, y, tileWidth, tileHeight) & rect);
    running_ = static_cast<int>(tiles.size());
    Q_EMIT busyChanged(true);
    for (const QRect& tile : tiles) draw(job, tile);
}

void Renderer::draw(const Job& job, const QRect& tile) {
    pool_.start([this, job, tile, scene = scene_, ratio = ratio_, task = base::Task{source_.get_token(), {}}] {
        if (task.stopped()) return;
        QImage image((QSizeF(tile.size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(ratio);
        image.fill(paper);
        QPainter painter(&image);
        painter.translate(-tile.topLeft());
        painter.setClipRect(tile);
        canvas::draw(painter, job.view, scene->snapshot, *scene->spec, scene->styles, task);
        if (scene->difference && !task.stopped())
            canvas::drawDifference(painter, job.view, scene->difference->first, scene->difference->second, *scene->spec,
                                   task);
        painter.end();
        if (task.stopped()) return;
        QMetaObject::invokeMethod(
            this, [this, job, tile, image] { take(job, tile, image); }, Qt::QueuedConnection);
    });
}

// The view may have been moved since the tile was begun; its pixels are right all the same, a little further on.
void Renderer::take(const Job& job, const QRect& tile, const QImage& image) {
    if (job.round != round_) return;
    const QPoint shift = rounded(shiftBetween(job.view, view_));
    QPainter painter(&frame_);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.drawImage(tile.topLeft() + shift, image);
    painter.end();
    stale_ -= tile.translated(shift);
    Q_EMIT updated();
    if (--running_ > 0) return;
    Q_EMIT busyChanged(false);
    schedule();
}

}  // namespace app
