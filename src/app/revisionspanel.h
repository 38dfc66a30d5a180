#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "app/desk.h"

namespace app {

// The revisions of the one map, newest first. One is compared with the one before it, two with each other: what differs
// is drawn over the map and counted by layer.
class RevisionsPanel : public QWidget {
    Q_OBJECT
public:
    explicit RevisionsPanel(const Desk& desk, QWidget* parent = nullptr);

private:
    void fill();
    void compare();
    void count(const plan::Snapshot& before, const plan::Snapshot& after);
    Desk desk_;
    QTreeWidget* list_;
    QTreeWidget* counts_;
    QPushButton* compare_;
    QPushButton* clear_;
};

}  // namespace app
