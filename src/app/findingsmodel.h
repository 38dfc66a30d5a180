#pragma once

#include <QAbstractTableModel>
#include <set>

#include "app/desk.h"

namespace app {

// Which findings are asked for.
struct FindingsFilter {
    std::optional<rules::Severity> severity;  // of those that are not approved
    bool approved = false;                    // those that are, alone
    bool fresh = false;                       // without what the filed plan had already
    std::string rule;                         // empty: any
    QString words;                            // in the rule's id or the message
    bool operator==(const FindingsFilter&) const = default;
};

// The findings that the filter lets through, as rows; as many as there are, for nothing is copied but their places. Of
// themselves they stand in the order of what is to be done: new before inherited, blocking first, approved ones last.
class FindingsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Rule, Text, Subjects, Size, State, Columns };

    FindingsModel(const Desk& desk, QObject* parent);
    // `worse`: keys of those that the hand is about to make; they stand first.
    void show(Checker::Shared findings, std::set<std::string> worse, const FindingsFilter& filter);
    // Whether what is shown is of the plan as it is; what is not is paler.
    void setCurrent(bool current);
    const rules::Finding& finding(int row) const { return (*findings_)[rows_[static_cast<std::size_t>(row)]]; }
    int rowOf(const rules::Finding& finding) const;  // of the same problem; -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;  // column -1: as they stand of themselves

    static QString iconOf(const rules::Finding& finding);
    static QString iconOf(rules::Severity severity);
    static QString sizeOf(const Words& words, const std::optional<double>& size, const std::string& unit);
    static QString stateOf(const Words& words, const rules::Finding& finding);

private:
    bool passes(const rules::Finding& finding) const;
    void arrange();
    QString subjectsOf(const rules::Finding& finding) const;
    bool isWorse(const rules::Finding& finding) const { return !worse_.empty() && worse_.contains(finding.key()); }

    Desk desk_;
    Checker::Shared findings_ = std::make_shared<const rules::Findings>();
    std::set<std::string> worse_;
    FindingsFilter filter_;
    std::vector<std::size_t> rows_;
    int column_ = -1;
    Qt::SortOrder order_ = Qt::AscendingOrder;
    bool current_ = true;
};

}  // namespace app
