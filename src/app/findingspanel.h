#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>

#include "app/findingdetail.h"
#include "app/findingsmodel.h"

namespace app {

// What the rules say, and beside it the finding that is chosen. A click goes to its place. While the hand is about to
// do something, what they would say of that.
class FindingsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FindingsPanel(const Desk& desk, QWidget* parent = nullptr);
    void step(int rows);  // to the next or the one before

private:
    void makeFilters();
    FindingsFilter filter() const;
    void refresh();
    void fillRules();
    void showState();
    void choose();
    void goTo(const QModelIndex& index);

    Desk desk_;
    FindingsModel* model_;
    QTreeView* view_;
    FindingDetail* detail_;
    QComboBox *severity_, *rule_;
    QLineEdit* words_;
    QCheckBox* fresh_;
    QLabel* state_;
    Checker::Shared ruled_;  // the findings that the list of rules was made of
    std::optional<rules::Finding> chosen_;
    bool filling_ = false;
};

}  // namespace app
