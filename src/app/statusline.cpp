#include "app/statusline.h"

#include <QLineEdit>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {
constexpr int wide = 1200;  // pixels, from which on there is room for the coordinate system's name
}

StatusLine::StatusLine(const Desk& desk, MapWidget& map, QWidget* parent) : QStatusBar(parent), desk_(desk), map_(map) {
    setSizeGripEnabled(false);
    const auto label = [&](const char* name, int width) {
        auto* made = new QLabel(this);
        made->setObjectName(name);
        made->setMinimumWidth(width);
        made->setContentsMargins(style::step, 0, style::step, 0);
        return made;
    };
    hint_ = label("hint", 0);
    hint_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    doing_ = label("doing", 0);
    progress_ = new QProgressBar(this);
    progress_->setFixedSize(120, 14);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    cancel_ = new QToolButton(this);
    cancel_->setIcon(style::icon("close"));
    cancel_->setIconSize({14, 14});
    cancel_->setToolTip(desk_.words("app.cancel"));
    coordinate_ = label("coordinate", 200);
    scale_ = new QComboBox(this);
    scale_->setObjectName("scale");
    scale_->setEditable(true);
    scale_->setInsertPolicy(QComboBox::NoInsert);
    scale_->setMinimumWidth(130);
    for (const int scale : {500, 1000, 2000, 5000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000})
        scale_->addItem("1 : " + QString::fromStdString(base::decimal(static_cast<long long>(scale))));
    scale_->setCurrentIndex(-1);
    system_ = label("system", 0);
    selected_ = label("selected", 0);
    checks_ = label("checks", 0);
    state_ = label("state", 0);
    addWidget(doing_);
    addWidget(progress_);
    addWidget(cancel_);
    addWidget(hint_, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{coordinate_, scale_, system_, selected_, checks_, state_})
        addPermanentWidget(widget);

    connect(&map_, &MapWidget::pointed, this, &StatusLine::showPointer);
    connect(&map_, &MapWidget::viewChanged, this, &StatusLine::showScale);
    connect(&map_, &MapWidget::hinted, hint_, &QLabel::setText);
    connect(scale_, &QComboBox::textActivated, this, [this](QString text) {
        map_.setScale(text.remove("1 :").remove("1:").remove(',').remove(' ').toDouble());
        showScale();
    });
    connect(cancel_, &QToolButton::clicked, this, [this] {
        desk_.session.stop();
        desk_.sheets.stop();
        desk_.checker.stop();
        showChecks();
    });
    const auto progress = [this](double done, const base::Message& doing) {
        progress_->setValue(static_cast<int>(done * 1000));
        doing_->setText(desk_.words(doing));
    };
    connect(&desk_.session.store(), &StoreThread::progressed, this, progress);
    connect(&desk_.session.store(), &StoreThread::busyChanged, this, &StatusLine::showWork);
    connect(&desk_.checker.work(), &Background::progressed, this,
            [this, progress](double done, const base::Message& doing) {
                if (!desk_.session.store().busy() && !desk_.sheets.work().running()) progress(done, doing);
            });
    connect(&desk_.sheets.work(), &Background::progressed, this,
            [this, progress](double done, const base::Message& doing) {
                if (!desk_.session.store().busy()) progress(done, doing);
            });
    connect(&desk_.sheets.work(), &Background::runningChanged, this, &StatusLine::showWork);
    connect(&desk_.checker.work(), &Background::runningChanged, this, &StatusLine::showWork);
    connect(&desk_.checker, &Checker::updated, this, &StatusLine::showChecks);
    connect(&desk_.display, &Display::selectionChanged, this, &StatusLine::showSelection);
    for (const auto signal : {&Workspace::begun, &Workspace::closed, &Workspace::stateChanged}) {
        connect(&desk_.workspace, signal, this, &StatusLine::showState);
        connect(&desk_.workspace, signal, this, &StatusLine::showSystem);
    }
    connect(&desk_.workspace, &Workspace::changed, this, &StatusLine::showState);
    showWork();
    showSystem();
    showSelection();
    showChecks();
    showState();
    showScale();
}

void StatusLine::showPointer(geometry::Point at) {
    if (!desk_.workspace.isOpen()) return;
    const auto& schema = desk_.workspace.schema();
    const auto place = schema.grid.place(at);
    coordinate_->setText(schema.system.geographic ? QString("%1°  %2°").arg(place.x, 0, 'f', 7).arg(place.y, 0, 'f', 7)
                                                  : QString("%1  %2").arg(place.x, 0, 'f', 3).arg(place.y, 0, 'f', 3));
}

void StatusLine::showScale() {
    if (!desk_.workspace.isOpen()) return;
    const auto scale = static_cast<long long>(map_.view().scale(map_.dotsPerInch()) + 0.5);
    scale_->lineEdit()->setText("1 : " + QString::fromStdString(base::decimal(scale)));
}

void StatusLine::showSystem() {
    const bool open = desk_.workspace.isOpen();
    system_->setText(open ? QString::fromStdString(desk_.workspace.schema().system.name) : QString());
    for (QWidget* widget : std::initializer_list<QWidget*>{coordinate_, scale_, system_, selected_, checks_, state_})
        widget->setVisible(open);
    system_->setVisible(open && width() >= wide);
}

void StatusLine::resizeEvent(QResizeEvent* event) {
    QStatusBar::resizeEvent(event);
    showSystem();
}

void StatusLine::showSelection() { selected_->setText(desk_.words("app.selected", desk_.display.selection().size())); }

void StatusLine::showChecks() {
    const auto errors = desk_.checker.count(rules::Severity::Block);
    const auto approved = desk_.checker.approved();
    const auto warnings = desk_.checker.findings().size() - errors - approved;
    QPalette colours = palette();
    if (!desk_.checker.current()) {
        checks_->setText(desk_.words(desk_.checker.work().running() ? "app.check.running" : "app.check.stale"));
        colours.setColor(QPalette::WindowText, style::quiet);
    } else {
        checks_->setText((errors + warnings == 0 ? desk_.words("app.check.clean")
                                                 : desk_.words("app.check.current", errors, warnings)) +
                         (approved > 0 ? desk_.words("app.check.approved", approved) : QString()));
        colours.setColor(QPalette::WindowText, errors > 0 ? style::bad : warnings > 0 ? style::warning : style::good);
    }
    checks_->setPalette(colours);
}

void StatusLine::showState() {
    if (!desk_.workspace.isOpen()) return;
    const auto* open = desk_.workspace.openCase();
    if (!open) return state_->setText(desk_.words("app.state.filed", desk_.workspace.opened().head));
    if (desk_.workspace.saving()) return state_->setText(desk_.words("app.state.saving"));
    const std::string journal =
        desk_.words(desk_.workspace.journalOk() ? "app.journal.ok" : "app.journal.bad").toStdString();
    state_->setText(desk_.words("app.state.draft", open->id, desk_.workspace.unsaved(), journal));
}

void StatusLine::showWork() {
    const bool storing = desk_.session.store().busy(), drawing = desk_.sheets.work().running();
    const bool busy = storing || drawing || desk_.checker.work().running();
    for (QWidget* widget : std::initializer_list<QWidget*>{doing_, progress_, cancel_}) widget->setVisible(busy);
    if (busy) {
        progress_->setValue(0);
        doing_->setText(desk_.words(storing ? "app.doing.store" : drawing ? "canvas.drawing" : "app.doing.check"));
    }
    showChecks();
}

}  // namespace app
