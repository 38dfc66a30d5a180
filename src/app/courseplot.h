#pragma once

#include <QWidget>
#include <optional>
#include <vector>

namespace app {

// The course of one number over the revisions: a line with a point each, the target as a line across, axes with names.
class CoursePlot : public QWidget {
    Q_OBJECT
public:
    struct Point {
        QString name, more;  // below the axis, and under that
        std::optional<double> value;
        bool draft = false;  // not filed yet
    };
    struct Course {
        std::vector<Point> points;
        std::optional<double> target;
        QString unit, targetName;
        int decimals = 2;
    };

    explicit CoursePlot(QWidget* parent = nullptr);
    void show(Course course);
    void show(const QString& note);  // why there is nothing to see
    QSize sizeHint() const override { return {420, 260}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Frame;
    void paintAxes(QPainter& painter, const Frame& frame) const;
    void paintTarget(QPainter& painter, const Frame& frame) const;
    void paintCourse(QPainter& painter, const Frame& frame) const;

    Course course_;
    QString note_;
};

}  // namespace app
