#pragma once

#include <QFrame>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

#include "app/desk.h"

namespace app {

// What the program has to say, over the top of the map: never in the way, never modal. Information and success go by
// themselves; what a person must know stays until it is closed.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Success, Warning, Error };
    MessageBar(const Words& words, QWidget* over);
    void say(Kind kind, const QString& text);
    QString text() const { return text_->text(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QLabel* icon_;
    QLabel* text_;
    QTimer timer_;
};

}  // namespace app
