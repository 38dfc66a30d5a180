#include "app/mergemap.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <optional>

#include "app/style.h"
#include "canvas/path.h"
#include "canvas/picture.h"

namespace app {

namespace {

QColor colourOf(MergeMap::State state) {
    switch (state) {
        case MergeMap::State::Base: return {95, 102, 110};
        case MergeMap::State::Theirs: return {24, 92, 200};
        case MergeMap::State::Mine: return {222, 100, 0};
        case MergeMap::State::Merged: break;
    }
    return {20, 20, 20};
}

// The middle of the longest edge of the runs that can be seen.
std::optional<QPointF> middleOf(const geometry::MultiLine& runs, const canvas::View& view) {
    std::optional<QPointF> best;
    double longest = 0;
    const QRectF seen({0, 0}, view.size());
    for (const auto& line : runs.lines)
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const QPointF a = view.toPixels(line[i]), b = view.toPixels(line[i + 1]);
            const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
            if (length <= longest || !seen.contains((a + b) / 2)) continue;
            longest = length;
            best = (a + b) / 2;
        }
    return best;
}

}  // namespace

MergeMap::MergeMap(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    setObjectName("mergeMap");
    setMinimumSize(360, 260);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::OpenHandCursor);
}

QString MergeMap::nameOf(const Words& words, State state) {
    switch (state) {
        case State::Base: return words("app.merge.base");
        case State::Theirs: return words("app.merge.theirs");
        case State::Mine: return words("app.merge.mine");
        case State::Merged: break;
    }
    return words("app.merge.merged");
}

QPen MergeMap::penOf(State state) {
    QPen pen(colourOf(state), state == State::Base ? 2.0 : 2.6);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (state == State::Base) pen.setDashPattern({4, 3});
    if (state == State::Theirs) pen.setDashPattern({9, 2.5, 1.5, 2.5});
    if (state == State::Merged) pen.setWidthF(1.6);
    return pen;
}

QIcon MergeMap::iconOf(State state) {
    QPixmap picture(QSize(32, 16) * 2);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(penOf(state));
    painter.drawLine(QPointF(1, 8), QPointF(31, 8));
    return picture;
}

void MergeMap::show(Scene scene) {
    scene_ = std::move(scene);
    if (!desk_.workspace.isOpen()) return;
    view_ = canvas::View(desk_.workspace.schema().system, size());
    if (!scene_.place.empty()) view_ = view_.shownFitting(scene_.place, 0.35);
    stale_ = true;
    update();
}

void MergeMap::setView(const canvas::View& view) {
    view_ = view;
    stale_ = true;
    update();
}

void MergeMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Qt::white);
    if (!desk_.workspace.isOpen() || scene_.place.empty()) return;
    paintPlan(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintOutlines(painter);
    paintNames(painter);
    paintLegend(painter);
    painter.setPen(style::line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

// Faint, so that the lines over it stand out.
void MergeMap::paintPlan(QPainter& painter) {
    if (std::exchange(stale_, false)) {
        plan_ = QPixmap(size() * devicePixelRatioF());
        plan_.setDevicePixelRatio(devicePixelRatioF());
        plan_.fill(Qt::white);
        QPainter on(&plan_);
        on.setRenderHint(QPainter::Antialiasing);
        on.setOpacity(0.35);
        canvas::draw(on, view_, desk_.workspace.filed(), desk_.workspace.spec(), desk_.display.styles());
    }
    painter.drawPixmap(0, 0, plan_);
}

void MergeMap::paintOutlines(QPainter& painter) {
    const QRectF window = QRectF(rect()).adjusted(-12, -12, 12, 12);
    for (const bool runs : {false, true})
        for (const Outline& outline : scene_.outlines) {
            QPen pen = penOf(outline.state);
            const geometry::Shape shape = runs ? geometry::Shape(outline.runs) : outline.shape;
            if (!runs) pen.setWidthF(1.2);
            if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) {
                painter.setPen(pen);
                painter.setBrush(Qt::NoBrush);
                for (const auto point : *points) painter.drawEllipse(view_.toPixels(point), 6, 6);
                continue;
            }
            const QPainterPath path = canvas::pathOf(shape, view_, window);
            if (runs) painter.strokePath(path, QPen(QColor(255, 255, 255, 200), pen.widthF() + 2.5));
            painter.strokePath(path, pen);
        }
}

void MergeMap::paintNames(QPainter& painter) {
    std::vector<QRectF> taken;
    std::vector<State> named;
    const QFontMetricsF metrics(font());
    for (const Outline& outline : scene_.outlines) {
        if (std::find(named.begin(), named.end(), outline.state) != named.end()) continue;
        const auto at = middleOf(outline.runs, view_);
        if (!at) continue;
        named.push_back(outline.state);
        const QString name = nameOf(desk_.words, outline.state);
        QRectF box(*at + QPointF(8, -8), metrics.size(Qt::TextSingleLine, name) + QSizeF(12, 4));
        box.moveLeft(std::clamp(box.left(), 4.0, std::max(4.0, width() - box.width() - 4)));
        const auto blocked = [&] {
            return std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); });
        };
        while (blocked()) box.translate(0, box.height() + 2);
        taken.push_back(box);
        painter.setPen(QPen(colourOf(outline.state), 1.2));
        painter.setBrush(QColor(255, 255, 255, 235));
        painter.drawRoundedRect(box, 3, 3);
        painter.drawText(box, Qt::AlignCenter, name);
    }
}

void MergeMap::paintLegend(QPainter& painter) {
    std::vector<State> states;
    for (const Outline& outline : scene_.outlines)
        if (std::find(states.begin(), states.end(), outline.state) == states.end()) states.push_back(outline.state);
    const QFontMetricsF metrics(font());
    const double row = metrics.height() + 4;
    double widest = 0;
    for (const State state : states) widest = std::max(widest, metrics.horizontalAdvance(nameOf(desk_.words, state)));
    const double tall = row * static_cast<double>(states.size()) + 10;
    const QRectF box(10, height() - tall - 10, widest + 62, tall);
    painter.setPen(style::line);
    painter.setBrush(QColor(255, 255, 255, 235));
    painter.drawRoundedRect(box, 4, 4);
    double y = box.top() + 5;
    for (const State state : states) {
        painter.setPen(penOf(state));
        painter.drawLine(QPointF(box.left() + 8, y + row / 2), QPointF(box.left() + 44, y + row / 2));
        painter.setPen(style::ink);
        painter.drawText(QRectF(box.left() + 52, y, widest + 8, row), Qt::AlignVCenter, nameOf(desk_.words, state));
        y += row;
    }
}

void MergeMap::resizeEvent(QResizeEvent*) {
    view_ = view_.resized(size());
    if (!scene_.place.empty()) view_ = view_.shownFitting(scene_.place, 0.35);
    stale_ = true;
}

void MergeMap::wheelEvent(QWheelEvent* event) {
    setView(view_.zoomed(std::pow(2.0, event->angleDelta().y() / 120.0), event->position()));
    event->accept();
}

void MergeMap::mousePressEvent(QMouseEvent* event) { held_ = event->position(); }

void MergeMap::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) return;
    setView(view_.panned(event->position() - held_));
    held_ = event->position();
}

}  // namespace app
