#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include "app/desk.h"

namespace app {

// Approves findings (豁免): who, why, by which document. Closes when the store has it.
class ApproveDialog : public QDialog {
    Q_OBJECT
public:
    ApproveDialog(const Desk& desk, rules::Findings findings, QWidget* parent = nullptr);

private:
    void enable();
    void submit();

    Desk desk_;
    rules::Findings findings_;
    QLineEdit *author_, *document_;
    QPlainTextEdit* reason_;
    QLabel* refused_;
    QPushButton* accept_;
};

}  // namespace app
