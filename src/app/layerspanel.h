#pragma once

#include <QSlider>
#include <QTreeWidget>
#include <QWidget>

#include "app/desk.h"

namespace app {

// The layers, topmost first: shown or not, how opaque, in which order; the bold one is worked on.
class LayersPanel : public QWidget {
    Q_OBJECT
public:
    explicit LayersPanel(const Desk& desk, QWidget* parent = nullptr);

Q_SIGNALS:
    void zoomWanted(plan::LayerId layer);

private:
    void fill();
    void showCounts();
    void showActive();
    void takeStyles();
    std::optional<plan::LayerId> current() const;
    QIcon swatchOf(const plan::Layer& layer) const;

    Desk desk_;
    QTreeWidget* tree_;
    QSlider* opacity_;
    bool filling_ = false;
};

}  // namespace app
