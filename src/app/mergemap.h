#pragma once

#include <QPen>
#include <QPixmap>
#include <QWidget>
#include <vector>

#include "app/desk.h"
#include "canvas/view.h"

namespace app {

// A place as two sides have it, drawn over the plan that both began from: each with a line and a name of its own, so
// that colour is never alone. The wheel zooms, dragging moves.
class MergeMap : public QWidget {
    Q_OBJECT
public:
    enum class State { Base, Theirs, Mine, Merged };
    struct Outline {
        State state = State::Base;
        geometry::Shape shape;
        geometry::MultiLine runs;  // those of its boundary that it is about
    };
    struct Scene {
        std::vector<Outline> outlines;
        geometry::Box place;
    };

    explicit MergeMap(const Desk& desk, QWidget* parent = nullptr);
    void show(Scene scene);
    const canvas::View& view() const { return view_; }
    static QString nameOf(const Words& words, State state);
    static QPen penOf(State state);
    // As the lists show it: a piece of its line.
    static QIcon iconOf(State state);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void setView(const canvas::View& view);
    void paintPlan(QPainter& painter);
    void paintOutlines(QPainter& painter);
    void paintNames(QPainter& painter);
    void paintLegend(QPainter& painter);

    Desk desk_;
    Scene scene_;
    canvas::View view_;
    QPixmap plan_;  // the plan under it, while it is that of the view
    bool stale_ = true;
    QPointF held_;
};

}  // namespace app
