#include "app/courseplot.h"

#include <QPainter>
#include <cmath>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {

// 1, 2 or 5 times a power of ten, at least a `parts`-th of the span.
double tickOf(double span, int parts) {
    const double least = span / parts, power = std::pow(10, std::floor(std::log10(least)));
    for (const double times : {1.0, 2.0, 5.0})
        if (times * power >= least) return times * power;
    return 10 * power;
}

int decimalsOf(double tick) { return std::max(0, static_cast<int>(std::ceil(-std::log10(tick) - 1e-9))); }

QString numberOf(double value, int decimals) { return QString::fromStdString(base::decimal(value, decimals)); }

}  // namespace

// Where numbers are on the widget.
struct CoursePlot::Frame {
    QRectF area;
    double low, high, tick;
    std::size_t count;

    double y(double value) const { return area.bottom() - (value - low) / (high - low) * area.height(); }
    double x(std::size_t place) const {
        return count < 2 ? area.center().x()
                         : area.left() + 24 +
                               (area.width() - 48) * static_cast<double>(place) / static_cast<double>(count - 1);
    }
};

CoursePlot::CoursePlot(QWidget* parent) : QWidget(parent) {
    setObjectName("course");
    setMinimumSize(280, 180);
}

void CoursePlot::show(Course course) {
    course_ = std::move(course);
    note_.clear();
    update();
}

void CoursePlot::show(const QString& note) {
    course_ = {};
    note_ = note;
    update();
}

void CoursePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), Qt::white);
    painter.setFont(style::numbers());
    double low = INFINITY, high = -INFINITY;
    const auto include = [&](const std::optional<double>& value) {
        if (!value) return;
        low = std::min(low, *value);
        high = std::max(high, *value);
    };
    for (const auto& point : course_.points) include(point.value);
    if (low > high || !note_.isEmpty()) {
        painter.setPen(style::quiet);
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, note_);
        return;
    }
    include(course_.target);
    // Numbers that are all but equal are not made to look like a fall.
    const double least = std::max({std::pow(10, -course_.decimals) * 4, std::abs(high) * 1e-4, 1e-9});
    const double margin = std::max((high - low) * 0.12, (least - (high - low)) / 2);
    const double tick = tickOf(high - low + 2 * margin, 5);
    Frame frame{{},
                std::floor((low - margin) / tick) * tick,
                std::ceil((high + margin) / tick) * tick,
                tick,
                course_.points.size()};
    const QFontMetricsF metrics(painter.font());
    const int decimals = decimalsOf(tick);
    const double numbers = std::max(metrics.horizontalAdvance(numberOf(frame.low, decimals)),
                                    metrics.horizontalAdvance(numberOf(frame.high, decimals)));
    const double line = metrics.height();
    frame.area = QRectF(rect()).adjusted(numbers + 18, line + 14, -16, -2 * line - 14);
    paintAxes(painter, frame);
    paintTarget(painter, frame);
    paintCourse(painter, frame);
}

void CoursePlot::paintAxes(QPainter& painter, const Frame& frame) const {
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    const QRectF& area = frame.area;
    painter.setPen(style::quiet);
    painter.drawText(QRectF(8, 4, width() - 16, line), Qt::AlignLeft, course_.unit);
    const int decimals = decimalsOf(frame.tick), steps = static_cast<int>((frame.high - frame.low) / frame.tick + 0.5);
    for (int step = 0; step <= steps; ++step) {
        const double value = frame.low + step * frame.tick, y = frame.y(value);
        painter.setPen(style::line);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(style::quiet);
        painter.drawText(QRectF(0, y - line / 2, area.left() - 8, line), Qt::AlignRight | Qt::AlignVCenter,
                         numberOf(value, decimals));
    }
    painter.setPen(QPen(style::quiet, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    double written = -INFINITY;  // to where there is a name already
    for (std::size_t i = 0; i < frame.count; ++i) {
        const auto& point = course_.points[i];
        const double x = frame.x(i),
                     half = std::max(metrics.horizontalAdvance(point.name), metrics.horizontalAdvance(point.more)) / 2;
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4));
        const bool last = i + 1 == frame.count;
        const double end = frame.count < 2 ? INFINITY : frame.x(frame.count - 1) - 2 * half - 8;
        if (x - half < written || (!last && x + half > end + half)) continue;
        written = x + half + 8;
        painter.drawText(QRectF(x - half - 2, area.bottom() + 6, 2 * half + 4, line), Qt::AlignHCenter, point.name);
        painter.drawText(QRectF(x - half - 2, area.bottom() + 6 + line, 2 * half + 4, line), Qt::AlignHCenter,
                         point.more);
    }
}

void CoursePlot::paintTarget(QPainter& painter, const Frame& frame) const {
    if (!course_.target) return;
    const double y = frame.y(*course_.target);
    painter.setPen(QPen(style::bad, 1.4, Qt::DashLine));
    painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
    const double line = QFontMetricsF(painter.font()).height();
    constexpr double apart = 6;  // clear of the points
    const bool below = y - line - apart < frame.area.top();
    painter.drawText(QRectF(frame.area.left() + 4, below ? y + apart : y - line - apart, frame.area.width() - 8, line),
                     Qt::AlignLeft, course_.targetName);
}

void CoursePlot::paintCourse(QPainter& painter, const Frame& frame) const {
    std::optional<QPointF> before;
    for (std::size_t i = 0; i < frame.count; ++i) {
        const auto& point = course_.points[i];
        if (!point.value) {
            before.reset();
            continue;
        }
        const QPointF at(frame.x(i), frame.y(*point.value));
        painter.setPen(QPen(style::accent, 1.8, point.draft ? Qt::DotLine : Qt::SolidLine));
        if (before) painter.drawLine(*before, at);
        before = at;
    }
    for (std::size_t i = 0; i < frame.count; ++i) {
        const auto& point = course_.points[i];
        if (!point.value) continue;
        painter.setPen(QPen(style::accent, 1.8));
        painter.setBrush(point.draft ? QColor(Qt::white) : style::accent);
        painter.drawEllipse(QPointF(frame.x(i), frame.y(*point.value)), 3.6, 3.6);
    }
    const auto& last = course_.points.back();
    if (!last.value) return;
    const QString text = numberOf(*last.value, course_.decimals);
    const QFontMetricsF metrics(painter.font());
    const double wide = metrics.horizontalAdvance(text), x = frame.x(frame.count - 1), y = frame.y(*last.value);
    // On the side that the target leaves free.
    const bool under = course_.target && *course_.target > *last.value;
    painter.setPen(style::ink);
    painter.drawText(QRectF(std::min(x - wide / 2, frame.area.right() - wide), under ? y + 7 : y - metrics.height() - 6,
                            wide + 2, metrics.height()),
                     Qt::AlignLeft, text);
}

}  // namespace app
