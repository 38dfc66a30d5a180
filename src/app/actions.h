#pragma once

#include <QActionGroup>
#include <QMainWindow>

#include "app/desk.h"
#include "app/mapwidget.h"

namespace app {

// Everything that a menu, a tool button or a key does, with its name, icon and shortcut. Single letters act only while
// the map has the keyboard.
class Actions : public QObject {
    Q_OBJECT
public:
    Actions(const Desk& desk, QMainWindow& window, MapWidget& map);

    QAction *open, *sample, *close, *newCase, *cases, *save, *accept, *exportPicture, *quit;
    QAction *undo, *redo, *erase, *merge;
    QAction *zoomIn, *zoomOut, *zoomAll, *zoomLayer, *zoomSelection, *before;
    QAction *check, *nextFinding, *lastFinding;
    QActionGroup* tools;

private:
    QAction* make(const char* key, const QString& icon, const QKeySequence& shortcut = {});
    QAction* onMap(const char* key, const QString& icon, const QKeySequence& shortcut);
    void addTool(const char* key, const QString& icon, const QKeySequence& shortcut, ToolKind kind);
    void enable();
    void eraseSelected();
    void mergeSelected();

    Desk desk_;
    QMainWindow& window_;
    MapWidget& map_;
};

}  // namespace app
