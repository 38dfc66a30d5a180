#include "app/actions.h"

#include <algorithm>

#include "app/style.h"
#include "edit/scope.h"

namespace app {

Actions::Actions(const Desk& desk, QMainWindow& window, MapWidget& map)
    : QObject(&window), desk_(desk), window_(window), map_(map) {
    open = make("app.action.open", "open", QKeySequence::Open);
    sample = make("app.action.sample", "sample");
    close = make("app.action.close", "", QKeySequence::Close);
    newCase = make("app.action.new_case", "case", QKeySequence::New);
    cases = make("app.action.cases", "", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    save = make("app.action.save", "save", QKeySequence::Save);
    accept = make("app.action.accept", "accept", QKeySequence(Qt::CTRL | Qt::Key_Return));
    exportPicture = make("app.action.picture", "", QKeySequence::Print);
    quit = make("app.action.quit", "", QKeySequence::Quit);
    undo = make("app.action.undo", "undo", QKeySequence::Undo);
    redo = make("app.action.redo", "redo");
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Y), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)});
    erase = onMap("app.action.erase", "erase", QKeySequence::Delete);
    merge = onMap("app.action.merge", "merge", Qt::Key_M);
    zoomIn = make("app.action.zoom_in", "zoom-in", QKeySequence::ZoomIn);
    zoomOut = make("app.action.zoom_out", "zoom-out", QKeySequence::ZoomOut);
    zoomAll = make("app.action.zoom_all", "zoom-all", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    zoomLayer = make("app.action.zoom_layer", "zoom-layer");
    zoomSelection = make("app.action.zoom_selection", "zoom-selection", QKeySequence(Qt::CTRL | Qt::Key_J));
    before = make("app.action.before", "before");
    before->setCheckable(true);
    check = make("app.action.check", "check", Qt::Key_F7);
    nextFinding = make("app.action.next_finding", "", Qt::Key_F8);
    lastFinding = make("app.action.last_finding", "", QKeySequence(Qt::SHIFT | Qt::Key_F8));
    tools = new QActionGroup(this);
    addTool("app.tool.select", "select", Qt::Key_Q, ToolKind::Select);
    addTool("app.tool.vertex", "vertex", Qt::Key_V, ToolKind::Vertex);
    addTool("app.tool.reshape", "reshape", Qt::Key_H, ToolKind::Reshape);
    addTool("app.tool.split", "split", Qt::Key_K, ToolKind::Split);
    addTool("app.tool.draw", "draw", Qt::Key_N, ToolKind::Draw);
    tools->actions().at(static_cast<int>(desk_.display.tool()))->setChecked(true);

    connect(quit, &QAction::triggered, &window, &QWidget::close);
    connect(save, &QAction::triggered, this, [this] { desk_.session.save(); });
    connect(undo, &QAction::triggered, &desk_.workspace, &Workspace::undo);
    connect(redo, &QAction::triggered, &desk_.workspace, &Workspace::redo);
    connect(erase, &QAction::triggered, this, &Actions::eraseSelected);
    connect(merge, &QAction::triggered, this, &Actions::mergeSelected);
    connect(zoomIn, &QAction::triggered, &map, [this] { map_.zoomBy(2); });
    connect(zoomOut, &QAction::triggered, &map, [this] { map_.zoomBy(0.5); });
    connect(zoomAll, &QAction::triggered, &map, &MapWidget::zoomToAll);
    connect(zoomLayer, &QAction::triggered, &map, [this] {
        if (const auto layer = desk_.display.activeLayer()) map_.zoomToLayer(*layer);
    });
    connect(zoomSelection, &QAction::triggered, &map, &MapWidget::zoomToSelection);
    connect(before, &QAction::triggered, &desk_.display, &Display::setShowsBefore);
    connect(check, &QAction::triggered, &desk_.checker, &Checker::checkAll);
    for (const auto signal : {&Workspace::begun, &Workspace::closed, &Workspace::stateChanged})
        connect(&desk_.workspace, signal, this, &Actions::enable);
    connect(&desk_.workspace, &Workspace::changed, this, &Actions::enable);
    connect(&desk_.sheets.work(), &Background::runningChanged, this, &Actions::enable);
    for (const auto signal : {&Display::selectionChanged, &Display::shownChanged, &Display::activeLayerChanged})
        connect(&desk_.display, signal, this, &Actions::enable);
    enable();
}

QAction* Actions::make(const char* key, const QString& icon, const QKeySequence& shortcut) {
    auto* action = new QAction(desk_.words(key), &window_);
    action->setObjectName(key);
    if (!icon.isEmpty()) action->setIcon(style::icon(icon));
    action->setShortcut(shortcut);
    window_.addAction(action);
    const QString keys = shortcut.toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? action->text() : action->text() + "  (" + keys + ")");
    return action;
}

QAction* Actions::onMap(const char* key, const QString& icon, const QKeySequence& shortcut) {
    auto* action = make(key, icon, shortcut);
    action->setShortcutContext(Qt::WidgetShortcut);
    window_.removeAction(action);
    map_.addAction(action);
    return action;
}

void Actions::addTool(const char* key, const QString& icon, const QKeySequence& shortcut, ToolKind kind) {
    auto* action = onMap(key, icon, shortcut);
    action->setCheckable(true);
    tools->addAction(action);
    connect(action, &QAction::triggered, this, [this, kind] {
        desk_.display.setTool(kind);
        map_.setFocus();
    });
}

void Actions::enable() {
    const bool isOpen = desk_.workspace.isOpen();
    for (QAction* action : {close, cases, zoomIn, zoomOut, zoomAll, zoomLayer, before, check, nextFinding, lastFinding})
        action->setEnabled(isOpen);
    for (QAction* action : tools->actions()) action->setEnabled(isOpen);
    const auto* openCase = isOpen ? desk_.workspace.openCase() : nullptr;
    newCase->setEnabled(isOpen && !openCase);
    exportPicture->setEnabled(isOpen && !desk_.sheets.work().running());
    save->setEnabled(openCase && desk_.workspace.unsaved() > 0 && !desk_.workspace.saving());
    accept->setEnabled(openCase && (openCase->saves > 0 || desk_.workspace.history().place() > 0));
    undo->setEnabled(isOpen && desk_.workspace.history().canUndo());
    redo->setEnabled(isOpen && desk_.workspace.history().canRedo());
    const auto name = [&](std::size_t place) { return desk_.words(desk_.workspace.history().states()[place].name); };
    undo->setToolTip(undo->isEnabled() ? undo->text() + ": " + name(desk_.workspace.history().place()) : undo->text());
    redo->setToolTip(redo->isEnabled() ? redo->text() + ": " + name(desk_.workspace.history().place() + 1)
                                       : redo->text());
    const auto chosen = desk_.display.selection().size();
    // Delete belongs to the corner under the pointer while the vertex tool is in the hand.
    erase->setEnabled(chosen > 0 && desk_.display.tool() != ToolKind::Vertex);
    merge->setEnabled(chosen > 1);
    zoomSelection->setEnabled(chosen > 0);
    before->setChecked(desk_.display.showsBefore());
}

void Actions::eraseSelected() {
    const auto& schema = desk_.workspace.schema();
    std::vector<edit::Command> commands;
    for (const auto& feature : desk_.display.selected())
        commands.push_back(
            edit::Erase{schema.layer(feature->layer).code, edit::nameFor(desk_.workspace.now(), *feature)});
    desk_.workspace.runAll(commands);
}

// The largest survives and keeps its identity and attributes.
void Actions::mergeSelected() {
    const auto features = desk_.display.selected();
    if (features.size() < 2) return;
    const auto& schema = desk_.workspace.schema();
    const auto largest = *std::max_element(features.begin(), features.end(),
                                           [](const auto& a, const auto& b) { return a->area < b->area; });
    edit::Merge command{schema.layer(largest->layer).code, {}, edit::nameFor(desk_.workspace.now(), *largest)};
    for (const auto& feature : features) {
        if (feature->layer != largest->layer)
            return desk_.workspace.refuse({base::Error::Code::Invalid, base::message("app.merge_one_layer"), {}});
        command.features.push_back(edit::nameFor(desk_.workspace.now(), *feature));
    }
    desk_.workspace.run(command);
}

}  // namespace app
