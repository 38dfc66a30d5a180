#include "app/mainwindow.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>
#include <QToolBar>

#include "app/acceptdialog.h"
#include "app/attributepanel.h"
#include "app/casechooser.h"
#include "app/historypanel.h"
#include "app/indicatorpanel.h"
#include "app/layerspanel.h"
#include "app/revisionspanel.h"
#include "app/statusline.h"
#include "app/style.h"

namespace app {

namespace {
constexpr int layoutVersion = 1;
}

MainWindow::MainWindow(Services& services, base::Texts texts)
    : desk_{Words(std::move(texts)), services.workspace, services.display, services.ledger,
            services.checker,        services.session,   services.sheets} {
    setObjectName("window");
    setWindowIcon(style::icon("sanxian"));
    setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks | QMainWindow::GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setIconSize({20, 20});
    map_ = new MapWidget(desk_);
    start_ = new StartPage(desk_.words);
    pages_ = new QStackedWidget;
    pages_->addWidget(start_);
    pages_->addWidget(map_);
    setCentralWidget(pages_);
    messages_ = new MessageBar(desk_.words, pages_);
    actions_ = new Actions(desk_, *this, *map_);
    makeDocks();
    makeMenus();
    makeBars();
    setStatusBar(new StatusLine(desk_, *map_, this));

    connect(start_, &StartPage::openWanted, this, &MainWindow::askForFile);
    connect(start_, &StartPage::sampleWanted, this, &MainWindow::askForSample);
    connect(start_, &StartPage::fileWanted, this, &MainWindow::openFile);
    connect(actions_->open, &QAction::triggered, this, &MainWindow::askForFile);
    connect(actions_->sample, &QAction::triggered, this, &MainWindow::askForSample);
    connect(actions_->close, &QAction::triggered, &desk_.workspace, &Workspace::close);
    connect(actions_->newCase, &QAction::triggered, this, &MainWindow::askForCase);
    connect(actions_->cases, &QAction::triggered, &desk_.session, &Session::offerCases);
    connect(actions_->accept, &QAction::triggered, this, &MainWindow::askForAcceptance);
    connect(actions_->exportPicture, &QAction::triggered, this, &MainWindow::writePicture);
    connect(actions_->nextFinding, &QAction::triggered, this, [this] { findings_->step(1); });
    connect(actions_->lastFinding, &QAction::triggered, this, [this] { findings_->step(-1); });
    const auto complain = [this](const base::Error& error) {
        const bool stopped = error.code == base::Error::Code::Cancelled;
        messages_->say(stopped ? MessageBar::Kind::Info : MessageBar::Kind::Error, desk_.words(error));
    };
    connect(&desk_.session, &Session::failed, this, complain);
    connect(&desk_.sheets, &SheetWriter::failed, this, complain);
    connect(&desk_.sheets, &SheetWriter::written, this, [this](const QString& file) {
        messages_->say(MessageBar::Kind::Success, desk_.words("app.written", file.toStdString()));
    });
    connect(&desk_.session, &Session::casesOffered, this, &MainWindow::askWhichCase);
    connect(&desk_.checker, &Checker::failed, this, complain);
    connect(&desk_.workspace, &Workspace::refused, this,
            [this](const base::Error& error) { messages_->say(MessageBar::Kind::Warning, desk_.words(error)); });
    connect(&desk_.session, &Session::saved, this,
            [this] { messages_->say(MessageBar::Kind::Success, desk_.words("app.saved")); });
    connect(&desk_.workspace, &Workspace::begun, this, &MainWindow::begun);
    connect(&desk_.workspace, &Workspace::changed, this, [this] { messages_->hide(); });
    connect(&desk_.workspace, &Workspace::closed, this, &MainWindow::hidePanels);
    for (const auto signal : {&Workspace::closed, &Workspace::stateChanged})
        connect(&desk_.workspace, signal, this, &MainWindow::showTitle);
    resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    const QSettings settings;
    restoreGeometry(settings.value("geometry").toByteArray());
    restoreState(settings.value("layout").toByteArray(), layoutVersion);
    layout_ = saveState(layoutVersion);
    if (desk_.workspace.isOpen())
        showPanels();
    else
        hidePanels();
    showTitle();
}

QDockWidget* MainWindow::dock(const char* name, const char* key, QWidget* widget, Qt::DockWidgetArea area) {
    auto* made = new QDockWidget(desk_.words(key), this);
    made->setObjectName(name);
    made->setWidget(widget);
    made->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable |
                      QDockWidget::DockWidgetClosable);
    addDockWidget(area, made);
    docks_.push_back(made);
    return made;
}

void MainWindow::makeDocks() {
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    auto* layers = new LayersPanel(desk_, this);
    connect(layers, &LayersPanel::zoomWanted, map_, &MapWidget::zoomToLayer);
    auto* left = dock("layersDock", "app.panel.layers", layers, Qt::LeftDockWidgetArea);
    auto* indicators =
        dock("indicatorsDock", "app.panel.indicators", new IndicatorPanel(desk_, this), Qt::RightDockWidgetArea);
    auto* attributes =
        dock("attributesDock", "app.panel.attributes", new AttributePanel(desk_, this), Qt::RightDockWidgetArea);
    auto* history = dock("historyDock", "app.panel.history", new HistoryPanel(desk_, this), Qt::RightDockWidgetArea);
    tabifyDockWidget(attributes, history);
    attributes->raise();
    findings_ = new FindingsPanel(desk_, this);
    auto* findings = dock("findingsDock", "app.panel.findings", findings_, Qt::BottomDockWidgetArea);
    auto* revisions =
        dock("revisionsDock", "app.panel.revisions", new RevisionsPanel(desk_, this), Qt::BottomDockWidgetArea);
    tabifyDockWidget(findings, revisions);
    findings->raise();
    for (QDockWidget* tabbed : {attributes, history, findings, revisions})  // the tab is their title
        tabbed->setTitleBarWidget(new QWidget(tabbed));
    resizeDocks({left, indicators}, {272, 480}, Qt::Horizontal);
    resizeDocks({indicators, attributes}, {440, 360}, Qt::Vertical);
    resizeDocks({findings}, {280}, Qt::Vertical);
}

void MainWindow::makeMenus() {
    const auto menu = [&](const char* key, const QList<QAction*>& actions) {
        QMenu* made = menuBar()->addMenu(desk_.words(key));
        for (QAction* action : actions) {
            if (action)
                made->addAction(action);
            else
                made->addSeparator();
        }
        return made;
    };
    menu("app.menu.plan",
         {actions_->open, actions_->sample, actions_->close, nullptr, actions_->newCase, actions_->cases,
          actions_->save, actions_->accept, nullptr, actions_->exportPicture, nullptr, actions_->quit});
    menu("app.menu.edit", QList<QAction*>{actions_->undo, actions_->redo, nullptr} + actions_->tools->actions() +
                              QList<QAction*>{nullptr, actions_->merge, actions_->erase});
    QMenu* view = menu("app.menu.view", {actions_->zoomIn, actions_->zoomOut, actions_->zoomAll, actions_->zoomLayer,
                                         actions_->zoomSelection, nullptr, actions_->before, nullptr});
    for (QDockWidget* each : docks_) view->addAction(each->toggleViewAction());
    menu("app.menu.check", {actions_->check, actions_->nextFinding, actions_->lastFinding});
    QMenu* language = menuBar()->addMenu(desk_.words("app.menu.language"));
    for (const auto& [code, name] : {std::pair("zh", "中文"), std::pair("en", "English")}) {
        QAction* action = language->addAction(name);
        action->setCheckable(true);
        action->setChecked(desk_.words.texts().language() == code);
        connect(action, &QAction::triggered, this,
                [this, chosen = std::string(code)] { Q_EMIT languageWanted(chosen); });
    }
}

void MainWindow::makeBars() {
    const auto bar = [&](const char* name, const char* key, const QList<QAction*>& actions) {
        QToolBar* made = addToolBar(desk_.words(key));
        made->setObjectName(name);
        made->setMovable(false);
        for (QAction* action : actions) {
            if (action)
                made->addAction(action);
            else
                made->addSeparator();
        }
        return made;
    };
    bar("fileBar", "app.bar.file",
        {actions_->open, actions_->save, actions_->accept, nullptr, actions_->undo, actions_->redo});
    bar("viewBar", "app.bar.view",
        {actions_->zoomIn, actions_->zoomOut, actions_->zoomAll, actions_->zoomLayer, actions_->zoomSelection,
         actions_->before});
    QToolBar* edit = bar("editBar", "app.bar.edit", actions_->tools->actions());
    auto* overlap = new QComboBox(edit);
    overlap->setToolTip(desk_.words("app.overlap"));
    for (const char* key : {"app.overlap.refuse", "app.overlap.cut_new", "app.overlap.cut_existing"})
        overlap->addItem(desk_.words(key));
    overlap->setCurrentIndex(static_cast<int>(desk_.display.overlap()));
    connect(overlap, &QComboBox::activated, this,
            [this](int which) { desk_.display.setOverlap(static_cast<edit::Overlap>(which)); });
    QAction* shown = edit->addWidget(overlap);
    const auto showOverlap = [this, shown] { shown->setVisible(desk_.display.tool() == ToolKind::Draw); };
    connect(&desk_.display, &Display::toolChanged, this, showOverlap);
    showOverlap();
    edit->addSeparator();
    edit->addActions({actions_->merge, actions_->erase});
    bar("checkBar", "app.bar.check", {actions_->check});
}

void MainWindow::hidePanels() {
    if (pages_->currentWidget() == map_) layout_ = saveState(layoutVersion);
    pages_->setCurrentWidget(start_);
    start_->refresh();
    for (QDockWidget* each : docks_) each->hide();
}

void MainWindow::showPanels() {
    if (pages_->currentWidget() == map_) return;
    pages_->setCurrentWidget(map_);
    restoreState(layout_, layoutVersion);
    map_->setFocus();
}

void MainWindow::begun() {
    const auto& opened = desk_.workspace.opened();
    StartPage::remember(QString::fromStdString(opened.file.string()));
    showPanels();
    showTitle();
    if (opened.unrecovered)
        messages_->say(MessageBar::Kind::Error,
                       desk_.words("app.recovered_part", opened.recovered, opened.work->described.id) + "\n" +
                           desk_.words(*opened.unrecovered));
    else if (opened.work && opened.recovered > 0 && desk_.workspace.unsaved() > 0)
        messages_->say(MessageBar::Kind::Warning,
                       desk_.words(opened.undoEndsAtSave ? "app.recovered_since_save" : "app.recovered",
                                   opened.recovered, opened.work->described.id, opened.since));
}

void MainWindow::showTitle() {
    if (!desk_.workspace.isOpen()) return setWindowTitle(desk_.words("app.title"));
    const QString file = QFileInfo(QString::fromStdString(desk_.workspace.opened().file.string())).fileName();
    const auto* open = desk_.workspace.openCase();
    const QString state = open ? desk_.words("app.title.case", open->id, open->title)
                               : desk_.words("app.title.revision", desk_.workspace.opened().head);
    setWindowTitle(file + " – " + state + " – " + desk_.words("app.title"));
}

void MainWindow::openFile(const QString& file) { desk_.session.open(std::filesystem::path(file.toStdString())); }

void MainWindow::askForFile() {
    const QString file =
        QFileDialog::getOpenFileName(this, desk_.words("app.action.open"), {}, desk_.words("app.files.store"));
    if (!file.isEmpty()) openFile(file);
}

void MainWindow::askForSample() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString file = QFileDialog::getSaveFileName(this, desk_.words("app.action.sample"), folder + "/sample.sqlite",
                                                      desk_.words("app.files.store"));
    if (file.isEmpty()) return;
    bool chosen = false;
    const int parcels = QInputDialog::getInt(this, desk_.words("app.action.sample"), desk_.words("app.sample.parcels"),
                                             20'000, 1'000, 1'000'000, 1'000, &chosen);
    if (chosen) desk_.session.openSample(std::filesystem::path(file.toStdString()), {parcels, 1, 0});
}

void MainWindow::askForCase() {
    bool chosen = false;
    const QString title = QInputDialog::getText(this, desk_.words("app.action.new_case"), desk_.words("app.case.title"),
                                                QLineEdit::Normal, {}, &chosen);
    if (chosen) desk_.session.startCase(title.toStdString());
}

void MainWindow::askWhichCase(const Offer& offer) {
    auto* chooser = new CaseChooser(desk_.words, offer, this);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setWindowModality(Qt::WindowModal);
    const auto file = offer.file;
    connect(chooser, &CaseChooser::resumed, this,
            [this, file](const std::string& caseId) { desk_.session.open(file, caseId); });
    connect(chooser, &CaseChooser::newWanted, this, [this, file] {
        desk_.session.open(file, {}, [window = QPointer<MainWindow>(this)] {
            if (window) window->askForCase();
        });
    });
    connect(chooser, &CaseChooser::lookWanted, this, [this, file] { desk_.session.open(file, {}); });
    chooser->show();
}

void MainWindow::askForAcceptance() {
    auto* dialog = new AcceptDialog(desk_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    connect(dialog, &AcceptDialog::filed, this, [this](qlonglong revision) {
        messages_->say(MessageBar::Kind::Success, desk_.words("app.filed", revision));
        for (QDockWidget* each : docks_)
            if (each->objectName() == "revisionsDock") each->raise();
    });
    dialog->show();
}

void MainWindow::writePicture() {
    const QString file = QFileDialog::getSaveFileName(this, desk_.words("app.action.picture"), "map.pdf",
                                                      "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)");
    if (file.isEmpty()) return;
    const auto* open = desk_.workspace.openCase();
    const std::string state = desk_.words("app.title.revision", desk_.workspace.opened().head).toStdString();
    const canvas::Sheet sheet{
        desk_.words("app.title").toStdString(), open ? state + " · " + open->id : state, {1600, 1100}};
    desk_.sheets.write(file, map_->view().box(), sheet, desk_.words.texts());
}

// Nothing is asked: what was not saved is in the journal, and is there again at the next start.
void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings settings;
    settings.setValue("geometry", saveGeometry());
    settings.setValue("layout", pages_->currentWidget() == map_ ? saveState(layoutVersion) : layout_);
    event->accept();
}

}  // namespace app
