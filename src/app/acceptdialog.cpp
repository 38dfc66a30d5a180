#include "app/acceptdialog.h"

#include <QHeaderView>
#include <QPushButton>

#include "app/indicatorpanel.h"
#include "app/mergedialog.h"
#include "app/style.h"
#include "ui_acceptdialog.h"

namespace app {

AcceptDialog::AcceptDialog(const Desk& desk, QWidget* parent)
    : QDialog(parent), desk_(desk), ui_(std::make_unique<Ui::AcceptDialog>()) {
    ui_->setupUi(this);
    setObjectName("accept");
    setWindowTitle(desk_.words("app.accept.title"));
    ui_->messageLabel->setText(desk_.words("app.accept.message"));
    ui_->authorLabel->setText(desk_.words("app.accept.author"));
    ui_->message->setPlaceholderText(desk_.words("app.accept.message_hint"));
    ui_->author->setText(QString::fromStdString(Session::author()));
    if (const auto* open = desk_.workspace.openCase()) ui_->message->setText(QString::fromStdString(open->title));
    QFont font = ui_->verdict->font();
    font.setBold(true);
    ui_->verdict->setFont(font);
    ui_->progress->hide();
    auto* place = new QVBoxLayout(ui_->indicatorPlace);
    place->setContentsMargins(0, 0, 0, 0);
    auto* table = indicatorTable(desk_.words, this);
    fillIndicators(*table, desk_.words, desk_.ledger.indicators());
    table->setFrameShape(QFrame::StyledPanel);
    table->setFixedHeight(table->verticalHeader()->length() + table->horizontalHeader()->sizeHint().height() + 4);
    place->addWidget(table);
    auto* accept = ui_->buttons->button(QDialogButtonBox::Ok);
    accept->setText(desk_.words("app.accept.do"));
    accept->setIcon(style::icon("accept"));
    ui_->buttons->button(QDialogButtonBox::Cancel)->setText(desk_.words("app.cancel"));
    ui_->buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    connect(accept, &QPushButton::clicked, this, &AcceptDialog::submit);
    connect(ui_->buttons, &QDialogButtonBox::rejected, this, [this] {
        if (working_)
            desk_.session.stop();
        else
            reject();
    });
    connect(ui_->message, &QLineEdit::textChanged, this, &AcceptDialog::showVerdict);
    connect(&desk_.checker, &Checker::updated, this, &AcceptDialog::showVerdict);
    connect(&desk_.session.store(), &StoreThread::progressed, this, [this](double done, const base::Message&) {
        ui_->progress->setRange(0, 1000);
        ui_->progress->setValue(static_cast<int>(done * 1000));
    });
    // The outcome is told once: accept() above would otherwise close the dialog before there is one.
    disconnect(ui_->buttons, &QDialogButtonBox::accepted, this, nullptr);
    showVerdict();
    ui_->message->setFocus();
}

AcceptDialog::~AcceptDialog() = default;

void AcceptDialog::showVerdict() {
    if (working_) return;
    const bool current = desk_.checker.current();
    const auto blocking = desk_.checker.count(rules::Severity::Block);
    const char* icon = !current ? "undecided" : blocking > 0 ? "error" : "met";
    ui_->verdictIcon->setPixmap(style::icon(icon).pixmap(QSize(24, 24), devicePixelRatioF()));
    ui_->verdict->setText(!current       ? desk_.words("app.accept.checking")
                          : blocking > 0 ? desk_.words("app.accept.blocked", blocking)
                                         : desk_.words("app.accept.passes"));
    showFindings(desk_.checker.findings());
    // While the check still runs one may ask for the verdict all the same: it is judged again before it is filed.
    ui_->buttons->button(QDialogButtonBox::Ok)
        ->setEnabled(!ui_->message->text().trimmed().isEmpty() && !(current && blocking > 0));
}

void AcceptDialog::showFindings(const rules::Findings& findings) {
    ui_->findings->clear();
    for (const auto& finding : findings) {
        if (finding.severity != rules::Severity::Block || finding.approved) continue;
        if (ui_->findings->count() == 200) break;
        new QListWidgetItem(style::icon("error"),
                            QString::fromStdString(finding.rule) + "   " + desk_.words(finding.message), ui_->findings);
    }
    const bool any = ui_->findings->count() > 0;
    ui_->findingsTitle->setText(desk_.words("app.accept.why_not"));
    ui_->findingsTitle->setVisible(any);
    ui_->findings->setVisible(any);
}

void AcceptDialog::begin(const QString& doing) {
    working_ = true;
    ui_->buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
    ui_->progress->setRange(0, 0);
    ui_->progress->show();
    ui_->verdict->setText(doing);
}

void AcceptDialog::end() {
    working_ = false;
    ui_->progress->hide();
    showVerdict();
}

void AcceptDialog::submit() {
    begin(desk_.words("app.accept.judging"));
    desk_.session.merging([dialog = QPointer<AcceptDialog>(this)](auto merging) {
        if (!dialog) return;
        if (!merging) return dialog->refuse(merging.error());
        if (!*merging) return dialog->judge({});
        dialog->consider(std::move(**merging));
    });
}

// Nothing is merged in silence: what collides is chosen, and what was merged is seen, before the case is judged.
void AcceptDialog::consider(workflow::Merging merging) {
    const review::Merge& merge = merging.merge;
    if (merge.conflicts.empty() && merge.resolved.empty() && merge.merged.empty() && merge.renamed.empty())
        return judge({});
    end();
    auto* choosing = new MergeDialog(desk_, std::move(merging), this);
    choosing->setAttribute(Qt::WA_DeleteOnClose);
    choosing->setWindowModality(Qt::WindowModal);
    connect(choosing, &QDialog::accepted, this, [this, choosing] { judge(choosing->choices()); });
    choosing->show();
}

void AcceptDialog::judge(const review::Choices& choices) {
    begin(desk_.words("app.accept.judging"));
    const store::Note note{ui_->author->text().trimmed().toStdString(), ui_->message->text().trimmed().toStdString(),
                           "", ""};
    desk_.session.accept(note, choices,
                         [dialog = QPointer<AcceptDialog>(this)](base::Result<workflow::Submission> outcome) {
                             if (dialog) dialog->take(std::move(outcome));
                         });
}

void AcceptDialog::refuse(const base::Error& error) {
    end();
    ui_->verdictIcon->setPixmap(style::icon("error").pixmap(QSize(24, 24), devicePixelRatioF()));
    ui_->verdict->setText(desk_.words(error));
}

void AcceptDialog::take(base::Result<workflow::Submission> outcome) {
    if (!outcome) return refuse(outcome.error());
    if (outcome->revision) {
        working_ = false;
        Q_EMIT filed(*outcome->revision);
        return QDialog::accept();
    }
    if (outcome->conflicts()) return consider(std::move(*outcome->merging));
    end();
    ui_->verdictIcon->setPixmap(style::icon("error").pixmap(QSize(24, 24), devicePixelRatioF()));
    showFindings(outcome->verdict.report.findings);
    ui_->verdict->setText(desk_.words("app.accept.blocked", outcome->verdict.report.count(rules::Severity::Block)));
}

}  // namespace app
