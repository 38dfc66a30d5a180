#pragma once

#include <QListWidget>

#include "app/desk.h"

namespace app {

// Every step since the store was opened; a click goes to the state after it.
class HistoryPanel : public QListWidget {
    Q_OBJECT
public:
    explicit HistoryPanel(const Desk& desk, QWidget* parent = nullptr);

private:
    void fill();
    Desk desk_;
};

}  // namespace app
