#pragma once

#include <QDialog>
#include <QLabel>
#include <QTabWidget>
#include <QTreeWidget>

#include "app/courseplot.h"
#include "app/desk.h"
#include "rules/explain.h"

namespace app {

// How an indicator came about (指标构成): formula and layers, its portions by class and township, what the case added
// and took away, and its course over the revisions. Follows the plan while it is open; what is not of the plan as it is
// says so.
class ExplanationDialog : public QDialog {
    Q_OBJECT
public:
    explicit ExplanationDialog(const Desk& desk, QWidget* parent = nullptr);
    void explain(const std::string& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QTreeWidget* table(const char* name, const QStringList& columns);
    void explainAnew();
    void readCourse();
    void take(base::Result<rules::Explanation> explanation);
    void showHead();
    void showPortions(QTreeWidget& table, const std::vector<rules::Subtotal>& portions);
    void showChanges();
    void showCourse();
    void goTo(const QTreeWidgetItem* item);

    Desk desk_;
    Background work_;
    std::string id_;
    std::optional<rules::Explanation> explanation_;
    std::optional<base::Result<std::vector<workflow::Moment>>> course_;  // none while it is read
    std::uint64_t reading_ = 0;                                          // which of the readings counts
    QLabel *title_, *numbers_, *formula_, *state_;
    QTabWidget* tabs_;
    QTreeWidget *classes_, *townships_, *changes_;
    CoursePlot* plot_;
};

}  // namespace app
