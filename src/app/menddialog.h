#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <map>

#include "app/desk.h"
#include "app/mending.h"

namespace app {

// Mends several findings at once: tried beside the hand, with the list of what is mended and of what is refused and
// why, drawn on the map; applied as one step.
class MendDialog : public QDialog {
    Q_OBJECT
public:
    // `hows`: the ways that may be asked for; of themselves each finding takes the first that works.
    MendDialog(const Desk& desk, Ground ground, std::vector<std::string> keys, const std::vector<std::string>& hows,
               QWidget* parent = nullptr);
    ~MendDialog() override;

private:
    void tryOut();
    void take(base::Result<Outlook> outlook);
    void addRow(const std::string& key, const char* icon, const QString& what);
    void goTo(const QTreeWidgetItem* item);
    void apply();

    Desk desk_;
    Ground ground_;
    std::vector<std::string> keys_;
    std::map<std::string, const rules::Finding*> findings_;
    std::optional<Outlook> outlook_;
    QComboBox* how_;
    QLabel* verdict_;
    QTreeWidget* list_;
    QProgressBar* progress_;
    QPushButton* apply_;
    Background work_;
};

}  // namespace app
