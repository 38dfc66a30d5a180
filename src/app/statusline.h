#pragma once

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QStatusBar>
#include <QToolButton>

#include "app/desk.h"
#include "app/mapwidget.h"

namespace app {

// Left to right: what goes on (with progress and cancel), coordinate, scale, system, selection, checks, the edit's
// state.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    StatusLine(const Desk& desk, MapWidget& map, QWidget* parent = nullptr);
    // The window may be narrower than all that is told here.
    QSize minimumSizeHint() const override { return {0, QStatusBar::minimumSizeHint().height()}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showPointer(geometry::Point at);
    void showScale();
    void showSystem();
    void showSelection();
    void showChecks();
    void showState();
    void showWork();

    Desk desk_;
    MapWidget& map_;
    QLabel *hint_, *doing_, *coordinate_, *system_, *selected_, *checks_, *state_;
    QProgressBar* progress_;
    QToolButton* cancel_;
    QComboBox* scale_;
};

}  // namespace app
