#include "app/messagebar.h"

#include <QEvent>
#include <QHBoxLayout>

#include "app/style.h"

namespace app {

MessageBar::MessageBar(const Words& words, QWidget* over) : QFrame(over) {
    setObjectName("messages");
    icon_ = new QLabel(this);
    text_ = new QLabel(this);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(style::icon("close"));
    close->setToolTip(words("app.close"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::step, style::step / 2, style::step / 2, style::step / 2);
    layout->setSpacing(style::step);
    layout->addWidget(icon_);
    layout->addWidget(text_, 1);
    layout->addWidget(close);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    over->installEventFilter(this);
    hide();
}

void MessageBar::say(Kind kind, const QString& text) {
    constexpr const char* icons[] = {"info", "met", "warning", "error"};
    constexpr const char* edges[] = {"#9dbbe0", "#8cc7a6", "#e0b77d", "#e09a9a"};
    constexpr const char* grounds[] = {"#eef4fb", "#edf7f1", "#fdf5e8", "#fdeeee"};
    const auto which = static_cast<std::size_t>(kind);
    setStyleSheet(QString("#messages { background: %1; border: 1px solid %2; border-radius: 4px; }")
                      .arg(grounds[which], edges[which]));
    icon_->setPixmap(style::icon(icons[which]).pixmap(QSize(18, 18), devicePixelRatioF()));
    text_->setText(text);
    show();
    place();
    raise();
    if (kind == Kind::Info || kind == Kind::Success)
        timer_.start(5000);
    else
        timer_.stop();
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) place();
    return QFrame::eventFilter(watched, event);
}

void MessageBar::place() {
    const int width = std::min(parentWidget()->width() - 2 * style::step, 760);
    resize(width, layout()->heightForWidth(width));
    move((parentWidget()->width() - width) / 2, style::step);
}

}  // namespace app
