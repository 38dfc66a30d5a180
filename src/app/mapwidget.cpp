#include "app/mapwidget.h"

#include <QPaintEvent>
#include <QPainter>
#include <cmath>

#include "app/sketchpainter.h"
#include "canvas/render.h"

namespace app {

namespace {
constexpr double reachPixels = 10;
}

MapWidget::MapWidget(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    setObjectName("map");
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(320, 240);
    flashTimer_.setInterval(40);
    connect(&flashTimer_, &QTimer::timeout, this, [this] {
        flash_ = std::max(0.0, flash_ - 0.025);
        if (flash_ == 0) flashTimer_.stop();
        update();
    });
    connect(&renderer_, &Renderer::updated, this, qOverload<>(&QWidget::update));
    connect(&renderer_, &Renderer::busyChanged, this, &MapWidget::drawing);
    connect(&desk_.workspace, &Workspace::begun, this, &MapWidget::begin);
    connect(&desk_.workspace, &Workspace::changed, this, &MapWidget::redrawChanged);
    connect(&desk_.workspace, &Workspace::closed, &renderer_, &Renderer::clear);
    connect(&desk_.display, &Display::stylesChanged, this, &MapWidget::redraw);
    connect(&desk_.display, &Display::shownChanged, this, &MapWidget::redraw);
    connect(&desk_.display, &Display::selectionChanged, this, [this] {
        chosenStale_ = true;
        update();
    });
    connect(&desk_.display, &Display::proposalChanged, this, [this] {
        chosenStale_ = true;
        const auto& proposal = desk_.display.proposal();
        if (!trying_) desk_.ledger.tryOut(proposal ? &*proposal : nullptr);
        update();
    });
    connect(&desk_.checker, &Checker::tried, this, qOverload<>(&QWidget::update));
    connect(&desk_.display, &Display::toolChanged, this, &MapWidget::takeTool);
    connect(&desk_.display, &Display::zoomWanted, this, &MapWidget::zoomTo);
    takeTool();
    if (ready()) begin();
}

void MapWidget::begin() {
    if (file_ != desk_.workspace.opened().file) {
        file_ = desk_.workspace.opened().file;
        view_ = canvas::View(desk_.workspace.schema().system, size());
        setView(view_.shownFitting(desk_.workspace.now().extent()));
        fitting_ = true;
    }
    takeTool();
    redraw();
}

Renderer::Scene MapWidget::scene() const {
    return {desk_.display.shown(), desk_.workspace.opened().spec, desk_.display.styles(), desk_.display.difference()};
}

void MapWidget::redraw() {
    if (ready() && file_ == desk_.workspace.opened().file) renderer_.show(scene());
    update();
}

void MapWidget::redrawChanged(const plan::Snapshot& before, const plan::Snapshot& after) {
    chosenStale_ = true;
    QRegion dirty;
    for (const auto& change : plan::Snapshot::diff(before, after).changes) {
        const geometry::Box place = canvas::changedBox(change, after.schema(), desk_.workspace.spec());
        if (place.empty() || !place.touches(view_.box())) continue;
        const QRectF box(view_.toPixels({place.minX, place.maxY}), view_.toPixels({place.maxX, place.minY}));
        dirty += box.intersected(QRectF(rect())).toAlignedRect().adjusted(-8, -8, 8, 8);
    }
    renderer_.show(scene(), dirty);
    update();
}

double MapWidget::dotsPerInch() const { return logicalDpiX(); }

void MapWidget::setView(const canvas::View& view) {
    if (view == view_) return;
    fitting_ = false;
    view_ = view;
    chosenStale_ = true;
    renderer_.setView(view_, devicePixelRatioF());
    Q_EMIT viewChanged();
    update();
}

void MapWidget::setScale(double scale) {
    if (ready() && scale > 0) setView(view_.atScale(scale, dotsPerInch()));
}

void MapWidget::zoomToAll() {
    if (ready()) setView(view_.shownFitting(desk_.workspace.now().extent()));
}

void MapWidget::zoomToLayer(plan::LayerId layer) {
    if (ready()) setView(view_.shownFitting(desk_.workspace.now().extent(layer)));
}

void MapWidget::zoomToSelection() {
    geometry::Box box;
    for (const auto& feature : desk_.display.selected()) box.add(feature->box);
    if (!box.empty()) setView(view_.shownFitting(box, 0.3));
}

void MapWidget::zoomBy(double factor) {
    if (ready()) setView(view_.zoomed(factor, QPointF(width() / 2.0, height() / 2.0)));
}

void MapWidget::zoomTo(const geometry::Box& box, bool flash, const geometry::Shape& shape) {
    if (!ready()) return;
    if (!box.empty()) setView(view_.shownFitting(box, 0.3));
    if (!flash) return;
    flashed_ = shape;
    flash_ = 1;
    flashTimer_.start();
}

void MapWidget::takeTool() {
    tool_ = toolFor(desk_.display.tool(), desk_);
    Reply reply;
    if (ready()) reply.sketch = tool_->cancel().sketch;
    take(std::move(reply));
}

void MapWidget::take(Reply reply) {
    sketch_ = std::move(reply.sketch);
    if (!panning_) setCursor(space_ ? Qt::OpenHandCursor : sketch_.cursor);
    tryOut(reply.trial);
    Q_EMIT hinted(reply.status);
    if (reply.selection) desk_.display.select(std::move(*reply.selection));
    if (reply.command) desk_.workspace.run(*reply.command);
    update();
}

// What the hand is about to do goes before what is proposed.
void MapWidget::tryOut(const std::optional<plan::Changeset>& byHand) {
    if (!std::exchange(trying_, byHand.has_value()) && !byHand) return;
    const auto& tried = byHand ? byHand : desk_.display.proposal();
    desk_.ledger.tryOut(tried ? &*tried : nullptr);
    desk_.checker.tryOut(byHand ? &*byHand : nullptr);
}

Pointer MapWidget::pointerAt(QPointF pixel, Qt::KeyboardModifiers keys) const {
    return {view_.toPlan(pixel),
            view_.stepsX(reachPixels),
            view_.stepsY(reachPixels),
            keys.testFlag(Qt::ShiftModifier),
            keys.testFlag(Qt::ControlModifier),
            keys.testFlag(Qt::AltModifier)};
}

void MapWidget::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    renderer_.paint(painter, rect());
    if (!ready()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    SketchPainter over(painter, view_);
    paintChosen(painter);
    over.sketch(sketch_);
    if (const auto& trial = desk_.checker.trial()) over.broken(trial->worse);
    if (flash_ > 0) over.flash(flashed_, flash_);
    canvas::drawScaleBar(painter, view_, QPointF(16, height() - 14), 160);
    if (desk_.display.showsBefore()) {
        const QString text = desk_.words("app.before_shown");
        const QRectF box(width() / 2.0 - 110, 12, 220, 30);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(199, 110, 0, 235));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter, text);
    }
    over.tip(sketch_, pointer_, font());
    event->accept();
}

// Kept as pixels while the hand moves over it: a selection may be a hundred thousand features.
void MapWidget::paintChosen(QPainter& painter) {
    const auto& proposal = desk_.display.proposal();
    if (desk_.display.selection().empty() && !proposal) return;
    if (std::exchange(chosenStale_, false)) {
        chosen_ = QPixmap(size() * devicePixelRatioF());
        chosen_.setDevicePixelRatio(devicePixelRatioF());
        chosen_.fill(Qt::transparent);
        QPainter on(&chosen_);
        on.setRenderHint(QPainter::Antialiasing);
        SketchPainter over(on, view_);
        over.selection(desk_.display.selected());
        if (proposal) over.proposal(*proposal);
    }
    painter.drawPixmap(0, 0, chosen_);
}

void MapWidget::resizeEvent(QResizeEvent*) {
    chosenStale_ = true;
    view_ = view_.resized(size());
    if (ready() && fitting_) view_ = view_.shownFitting(desk_.workspace.now().extent());
    renderer_.setView(view_, devicePixelRatioF());
    Q_EMIT viewChanged();
}

void MapWidget::wheelEvent(QWheelEvent* event) {
    if (!ready()) return;
    const double notches = event->angleDelta().y() / 120.0;
    const double base = event->modifiers().testFlag(Qt::ControlModifier) ? 1.1 : 2.0;
    setView(view_.zoomed(std::pow(base, notches), event->position()));
    if (tool_->sketching() || desk_.display.tool() == ToolKind::Vertex)
        take(tool_->move(pointerAt(event->position(), event->modifiers()), event->buttons().testFlag(Qt::LeftButton)));
    event->accept();
}

void MapWidget::panTo(QPointF pixel) {
    const QPointF step(std::round(pixel.x() - panFrom_.x()), std::round(pixel.y() - panFrom_.y()));
    if (step.isNull()) return;
    panFrom_ += step;
    setView(view_.panned(step));
}

void MapWidget::mousePressEvent(QMouseEvent* event) {
    if (!ready()) return;
    pointer_ = event->position();
    if (event->button() == Qt::MiddleButton) {
        panning_ = true;
        panFrom_ = pointer_;
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        if (desk_.display.showsBefore()) return Q_EMIT hinted(desk_.words("app.before_locked"));
        take(tool_->press(pointerAt(pointer_, event->modifiers())));
    } else if (event->button() == Qt::RightButton) {
        take(tool_->finish());
    }
}

void MapWidget::mouseMoveEvent(QMouseEvent* event) {
    if (!ready()) return;
    const QPointF before = std::exchange(pointer_, event->position());
    Q_EMIT pointed(view_.toPlan(pointer_));
    if (space_ && event->buttons() == Qt::NoButton) {
        if (!std::exchange(panning_, true)) panFrom_ = before;
    }
    if (panning_) return panTo(pointer_);
    if (desk_.display.showsBefore()) return;
    take(tool_->move(pointerAt(pointer_, event->modifiers()), event->buttons().testFlag(Qt::LeftButton)));
}

void MapWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (!ready()) return;
    if (event->button() == Qt::MiddleButton) {
        panning_ = false;
        setCursor(sketch_.cursor);
    } else if (event->button() == Qt::LeftButton && !desk_.display.showsBefore()) {
        take(tool_->release(pointerAt(event->position(), event->modifiers())));
    }
}

void MapWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!ready() || event->button() != Qt::LeftButton || desk_.display.showsBefore()) return;
    take(tool_->doubleClick(pointerAt(event->position(), event->modifiers())));
}

bool MapWidget::toolAnswers(int key) {
    switch (key) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_F2: take(tool_->finish()); return true;
        case Qt::Key_Escape: take(tool_->cancel()); return true;
        case Qt::Key_Backspace: take(tool_->dropLast()); return true;
        case Qt::Key_Delete:
            if (desk_.display.tool() != ToolKind::Vertex) return false;
            take(tool_->erase());
            return true;
        default: return false;
    }
}

void MapWidget::keyPressEvent(QKeyEvent* event) {
    if (!ready() || event->isAutoRepeat()) return QWidget::keyPressEvent(event);
    if (event->key() == Qt::Key_Space) {
        space_ = true;
        setCursor(Qt::OpenHandCursor);
    } else if (event->key() == Qt::Key_B && !event->modifiers()) {
        desk_.display.peek(true);
    } else if (!toolAnswers(event->key())) {
        QWidget::keyPressEvent(event);
    }
}

void MapWidget::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat()) return;
    if (event->key() == Qt::Key_Space) {
        space_ = panning_ = false;
        setCursor(sketch_.cursor);
    } else if (event->key() == Qt::Key_B) {
        desk_.display.peek(false);
    } else {
        QWidget::keyReleaseEvent(event);
    }
}

void MapWidget::leaveEvent(QEvent*) {
    if (!ready() || tool_->sketching()) return;
    sketch_ = {};
    update();
}

}  // namespace app
