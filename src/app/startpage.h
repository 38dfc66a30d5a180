#pragma once

#include <QWidget>

#include "app/desk.h"

class QVBoxLayout;

namespace app {

// What is there before a store is open: how to open one.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(const Words& words, QWidget* parent = nullptr);
    static QStringList recent();
    static void remember(const QString& file);
    void refresh();

Q_SIGNALS:
    void openWanted();
    void sampleWanted();
    void fileWanted(const QString& file);

private:
    Words words_;
    QVBoxLayout* recent_;
};

}  // namespace app
