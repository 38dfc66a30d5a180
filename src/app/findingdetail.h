#pragma once

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>

#include "app/desk.h"
#include "app/mending.h"

namespace app {

// A finding as it is read and dealt with: what is wrong, by how much, by which rule; the ways to mend it, each tried
// beside the hand, drawn on the map before it is applied; and its approval.
class FindingDetail : public QWidget {
    Q_OBJECT
public:
    explicit FindingDetail(const Desk& desk, QWidget* parent = nullptr);
    ~FindingDetail() override;
    // The findings that are chosen; the first is described.
    void show(rules::Findings chosen);

private:
    void describe();
    void tryWays();
    void take(base::Result<std::vector<Way>> ways);
    void addWay(const Way& way);
    void preview();
    void apply();
    void mendMany();
    void approve();
    void withdraw();
    void enable();
    const Way* chosenWay() const;
    const plan::RuleSpec* rule() const;  // of the one that is described
    // Why what is chosen cannot be approved; empty where it can.
    QString notApprovable() const;

    Desk desk_;
    Background work_;
    rules::Findings chosen_;
    Checker::Shared of_;  // what the ways were tried on; none while that is being checked
    std::vector<Way> ways_;
    QTextBrowser* text_;
    QLabel *waysTitle_, *outlook_;
    QListWidget* list_;
    QPushButton *apply_, *many_, *approve_;
};

}  // namespace app
