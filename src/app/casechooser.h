#pragma once

#include <QDialog>
#include <QListWidget>

#include "app/desk.h"

namespace app {

// Which case to work on: one of the open ones, youngest first, a new one, or none, to look at the filed plan. One key
// is enough: the list has the keyboard, Enter takes what is marked, Esc leaves everything as it was.
class CaseChooser : public QDialog {
    Q_OBJECT
public:
    CaseChooser(const Words& words, const Offer& offer, QWidget* parent = nullptr);

Q_SIGNALS:
    void resumed(const std::string& caseId);
    void newWanted();
    void lookWanted();

private:
    enum class Row { Resume, New, Look };
    void add(Row row, const QString& icon, const QString& text, const QString& more, const std::string& caseId = {});
    void choose();

    QListWidget* list_;
};

}  // namespace app
