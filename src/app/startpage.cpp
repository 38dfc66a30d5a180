#include "app/startpage.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

#include "app/style.h"

namespace app {

QStringList StartPage::recent() {
    QStringList files;
    for (const QString& file : QSettings().value("recent").toStringList())
        if (QFileInfo::exists(file)) files += file;
    return files;
}

void StartPage::remember(const QString& file) {
    QStringList files = QSettings().value("recent").toStringList();
    files.removeAll(file);
    files.prepend(file);
    QSettings().setValue("recent", files.mid(0, 8));
}

StartPage::StartPage(const Words& words, QWidget* parent) : QWidget(parent), words_(words) {
    auto* title = new QLabel(words_("app.title"), this);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 2);
    font.setBold(true);
    title->setFont(font);
    auto* open = new QCommandLinkButton(words_("app.start.open"), words_("app.start.open_more"), this);
    open->setIcon(style::icon("open"));
    auto* sample = new QCommandLinkButton(words_("app.start.sample"), words_("app.start.sample_more"), this);
    sample->setIcon(style::icon("sample"));
    for (auto* button : {open, sample}) button->setMinimumHeight(64);
    auto* column = new QVBoxLayout;
    column->setSpacing(style::step);
    column->addWidget(title);
    column->addWidget(style::quietLabel(words_("app.start.what")));
    column->addSpacing(2 * style::step);
    column->addWidget(open);
    column->addWidget(sample);
    column->addSpacing(2 * style::step);
    recent_ = new QVBoxLayout;
    recent_->setSpacing(style::step / 2);
    column->addLayout(recent_);
    auto* middle = new QWidget(this);
    middle->setLayout(column);
    middle->setFixedWidth(520);
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(middle, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(open, &QCommandLinkButton::clicked, this, &StartPage::openWanted);
    connect(sample, &QCommandLinkButton::clicked, this, &StartPage::sampleWanted);
    refresh();
}

void StartPage::refresh() {
    while (QLayoutItem* item = recent_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList files = recent();
    if (files.isEmpty()) return;
    recent_->addWidget(style::quietLabel(words_("app.start.recent")));
    for (const QString& file : files) {
        auto* link = new QLabel(QString("<a href=\"%1\" style=\"text-decoration:none\">%2</a>&nbsp;&nbsp;<span "
                                        "style=\"color:#68717c\">%3</span>")
                                    .arg(file.toHtmlEscaped(), QFileInfo(file).fileName().toHtmlEscaped(),
                                         QFileInfo(file).absolutePath().toHtmlEscaped()));
        connect(link, &QLabel::linkActivated, this, &StartPage::fileWanted);
        recent_->addWidget(link);
    }
}

}  // namespace app
