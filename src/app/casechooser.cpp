#include "app/casechooser.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/style.h"

namespace app {

namespace {
constexpr int rowRole = Qt::UserRole, caseRole = Qt::UserRole + 1;
}

CaseChooser::CaseChooser(const Words& words, const Offer& offer, QWidget* parent) : QDialog(parent) {
    setObjectName("cases");
    setWindowTitle(words("app.cases.title"));
    list_ = new QListWidget(this);
    list_->setObjectName("caseList");
    list_->setIconSize({20, 20});
    list_->setSpacing(2);
    QPalette colours = list_->palette();  // light, so that the icon of the marked row can be seen
    colours.setColor(QPalette::Highlight, QColor(213, 226, 242));
    colours.setColor(QPalette::HighlightedText, style::ink);
    list_->setPalette(colours);
    for (const auto& each : offer.cases) {
        const QString title = QString::fromStdString(each.title);
        QStringList more{QString::fromStdString(each.opened).left(16).replace('T', ' ')};
        if (!each.author.empty()) more += QString::fromStdString(each.author);
        more += words("app.cases.saves", each.saves);
        more += words(each.base == offer.head ? "app.cases.on" : "app.cases.behind", each.base, offer.head);
        add(Row::Resume, "case",
            QString::fromStdString(each.id) + "   " + (title.isEmpty() ? words("app.cases.untitled") : title),
            more.join("  ·  "), each.id);
    }
    add(Row::New, "draw", words("app.action.new_case"), words("app.cases.new_more", offer.head));
    add(Row::Look, "zoom-all", words("app.cases.look"), words("app.cases.look_more", offer.head));
    list_->setCurrentRow(0);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* go = buttons->button(QDialogButtonBox::Ok);
    go->setText(words("app.cases.go"));
    go->setIcon({});
    buttons->button(QDialogButtonBox::Cancel)->setText(words("app.cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * style::step, 2 * style::step, 2 * style::step, 2 * style::step);
    layout->setSpacing(style::step);
    layout->addWidget(style::quietLabel(words("app.cases.what"), this));
    layout->addWidget(list_, 1);
    layout->addWidget(buttons);
    resize(620, 420);
    connect(list_, &QListWidget::itemDoubleClicked, this, &CaseChooser::choose);
    connect(buttons, &QDialogButtonBox::accepted, this, &CaseChooser::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    list_->setFocus();
}

void CaseChooser::add(Row row, const QString& icon, const QString& text, const QString& more,
                      const std::string& caseId) {
    auto* item = new QListWidgetItem(style::icon(icon), text + "\n" + more, list_);
    item->setData(rowRole, static_cast<int>(row));
    item->setData(caseRole, QString::fromStdString(caseId));
}

void CaseChooser::choose() {
    const auto* item = list_->currentItem();
    if (!item) return;
    accept();
    switch (static_cast<Row>(item->data(rowRole).toInt())) {
        case Row::Resume: Q_EMIT resumed(item->data(caseRole).toString().toStdString()); break;
        case Row::New: Q_EMIT newWanted(); break;
        case Row::Look: Q_EMIT lookWanted(); break;
    }
}

}  // namespace app
