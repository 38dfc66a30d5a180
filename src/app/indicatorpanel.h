#pragma once

#include <QLabel>
#include <QPointer>
#include <QTableWidget>

#include "app/desk.h"
#include "app/explanationdialog.h"

namespace app {

// Fills the table with indicators: filed, now, target, margin and what has changed. Broken ones are red and marked.
void fillIndicators(QTableWidget& table, const Words& words, const std::vector<rules::Indicator>& indicators);
QTableWidget* indicatorTable(const Words& words, QWidget* parent);

// The indicators as they follow the hand. A click on one explains it.
class IndicatorPanel : public QWidget {
    Q_OBJECT
public:
    explicit IndicatorPanel(const Desk& desk, QWidget* parent = nullptr);

private:
    void show();
    void explain(int row);
    Desk desk_;
    QPointer<ExplanationDialog> explanation_;
    QTableWidget* table_;
    QLabel* note_;
};

}  // namespace app
