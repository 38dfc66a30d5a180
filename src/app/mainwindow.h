#pragma once

#include <QMainWindow>
#include <QStackedWidget>

#include "app/actions.h"
#include "app/desk.h"
#include "app/findingspanel.h"
#include "app/mapwidget.h"
#include "app/messagebar.h"
#include "app/startpage.h"

namespace app {

// The window: puts the map, the panels and the actions in their places. What they do is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Services& services, base::Texts texts);
    MapWidget& map() { return *map_; }
    MessageBar& messages() { return *messages_; }
    void openFile(const QString& file);

Q_SIGNALS:
    void languageWanted(const std::string& language);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makeDocks();
    void makeMenus();
    void makeBars();
    QDockWidget* dock(const char* name, const char* key, QWidget* widget, Qt::DockWidgetArea area);
    void showPanels();
    void hidePanels();  // the start page stands alone
    void begun();
    void showTitle();
    void askForFile();
    void askForSample();
    void askForCase();
    void askWhichCase(const Offer& offer);
    void askForAcceptance();
    void writePicture();

    Desk desk_;
    QStackedWidget* pages_;
    StartPage* start_;
    MapWidget* map_;
    MessageBar* messages_;
    Actions* actions_;
    FindingsPanel* findings_ = nullptr;
    std::vector<QDockWidget*> docks_;
    QByteArray layout_;  // of the panels, while they are hidden
};

}  // namespace app
