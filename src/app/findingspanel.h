#pragma once

#include <QAbstractTableModel>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>
#include <tuple>

#include "app/desk.h"

namespace app {

// The findings that the filter lets through, as rows; as many as there are, for nothing is copied but their places.
class FindingsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    FindingsModel(const Desk& desk, QObject* parent);
    void show(std::optional<rules::Severity> severity, const QString& text, bool inherited);
    const rules::Finding& finding(int row) const { return (*findings_)[rows_[static_cast<std::size_t>(row)]]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QString subjectsOf(const rules::Finding& finding) const;

private:
    Desk desk_;
    Checker::Shared findings_;
    using Asked = std::tuple<std::optional<rules::Severity>, QString, bool>;
    Asked asked_;
    std::vector<std::size_t> rows_;
};

// What the rules say. A click goes there.
class FindingsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FindingsPanel(const Desk& desk, QWidget* parent = nullptr);
    void step(int rows);  // to the next or the one before

private:
    void refresh();
    void show(const QModelIndex& index);
    Desk desk_;
    FindingsModel* model_;
    QTreeView* view_;
    QComboBox* severity_;
    QLineEdit* text_;
    QLabel* state_;
};

}  // namespace app
