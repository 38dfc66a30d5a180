#include "app/approvedialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QListWidget>
#include <QPointer>
#include <QVBoxLayout>

#include "app/findingsmodel.h"
#include "app/style.h"

namespace app {

ApproveDialog::ApproveDialog(const Desk& desk, rules::Findings findings, QWidget* parent)
    : QDialog(parent), desk_(desk), findings_(std::move(findings)) {
    setObjectName("approving");
    setWindowTitle(desk_.words("app.approve.title"));
    auto* what = new QListWidget(this);
    what->setWordWrap(true);
    what->setSelectionMode(QAbstractItemView::NoSelection);
    what->setFocusPolicy(Qt::NoFocus);
    what->setFrameShape(QFrame::StyledPanel);
    what->setIconSize({16, 16});
    what->setMaximumHeight(findings_.size() > 1 ? 120 : 56);
    constexpr std::size_t most = 100;
    for (std::size_t i = 0; i < findings_.size() && i < most; ++i)
        new QListWidgetItem(style::icon(FindingsModel::iconOf(findings_[i])),
                            QString::fromStdString(findings_[i].rule) + "   " + desk_.words(findings_[i].message),
                            what);
    if (findings_.size() > most) what->addItem(desk_.words("app.and_more", findings_.size() - most));
    author_ = new QLineEdit(QString::fromStdString(Session::author()), this);
    author_->setObjectName("approver");
    reason_ = new QPlainTextEdit(this);
    reason_->setObjectName("reason");
    reason_->setPlaceholderText(desk_.words("app.approve.reason_hint"));
    reason_->setTabChangesFocus(true);
    reason_->setMaximumHeight(72);
    document_ = new QLineEdit(this);
    document_->setObjectName("document");
    document_->setPlaceholderText(desk_.words("app.approve.document_hint"));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(2 * style::step);
    form->setVerticalSpacing(style::step);
    form->addRow(desk_.words("app.approve.author"), author_);
    form->addRow(desk_.words("app.approve.reason"), reason_);
    form->addRow(desk_.words("app.approve.document"), document_);
    refused_ = new QLabel(this);
    refused_->setWordWrap(true);
    QPalette colours = refused_->palette();
    colours.setColor(QPalette::WindowText, style::bad);
    refused_->setPalette(colours);
    refused_->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel | QDialogButtonBox::Ok, this);
    accept_ = buttons->button(QDialogButtonBox::Ok);
    accept_->setText(desk_.words("app.approve.confirm"));
    accept_->setIcon(style::icon("approved"));
    buttons->button(QDialogButtonBox::Cancel)->setText(desk_.words("app.cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * style::step, 2 * style::step, 2 * style::step, 2 * style::step);
    layout->setSpacing(style::step);
    layout->addWidget(what);
    layout->addWidget(style::quietLabel(desk_.words("app.approve.what"), this));
    layout->addLayout(form);
    layout->addWidget(refused_);
    layout->addWidget(buttons);
    resize(560, sizeHint().height());
    connect(buttons, &QDialogButtonBox::accepted, this, &ApproveDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(author_, &QLineEdit::textChanged, this, &ApproveDialog::enable);
    connect(reason_, &QPlainTextEdit::textChanged, this, &ApproveDialog::enable);
    enable();
    reason_->setFocus();
}

void ApproveDialog::enable() {
    accept_->setEnabled(!author_->text().trimmed().isEmpty() && !reason_->toPlainText().trimmed().isEmpty());
}

void ApproveDialog::submit() {
    accept_->setEnabled(false);
    const rules::Approval approval{author_->text().trimmed().toStdString(),
                                   reason_->toPlainText().trimmed().toStdString(),
                                   document_->text().trimmed().toStdString(),
                                   {},
                                   {}};
    desk_.session.approve(findings_, approval, [dialog = QPointer<ApproveDialog>(this)](base::Result<> done) {
        if (!dialog) return;
        if (done) return dialog->accept();
        dialog->refused_->setText(dialog->desk_.words(done.error()));
        dialog->refused_->show();
        dialog->enable();
    });
}

}  // namespace app
