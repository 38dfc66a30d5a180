#pragma once

#include <QDialog>
#include <memory>

#include "app/desk.h"

namespace Ui {
class AcceptDialog;
}

namespace app {

// Before a plan becomes the filed one: what the indicators do, what stands in the way, and who accepts it why. The
// verdict that counts is made by the store's thread on the saved case.
class AcceptDialog : public QDialog {
    Q_OBJECT
public:
    explicit AcceptDialog(const Desk& desk, QWidget* parent = nullptr);
    ~AcceptDialog() override;

Q_SIGNALS:
    void filed(qlonglong revision);

private:
    void showVerdict();
    void showFindings(const rules::Findings& findings);
    void begin(const QString& doing);
    void end();
    void submit();
    void consider(workflow::Merging merging);
    void judge(const review::Choices& choices);
    void refuse(const base::Error& error);
    void take(base::Result<workflow::Submission> outcome);

    Desk desk_;
    std::unique_ptr<Ui::AcceptDialog> ui_;
    bool working_ = false;
};

}  // namespace app
