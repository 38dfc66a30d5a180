#include "app/layerspanel.h"

#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "app/style.h"
#include "base/decimal.h"
#include "canvas/style.h"

namespace app {

namespace {

constexpr int layerRole = Qt::UserRole, opacityRole = Qt::UserRole + 1;

// Rows are moved among each other, never into one another.
class LayerTree : public QTreeWidget {
public:
    using QTreeWidget::QTreeWidget;
    std::function<void()> moved;

protected:
    void dropEvent(QDropEvent* event) override {
        QTreeWidget::dropEvent(event);
        if (moved) moved();
    }
};

}  // namespace

LayersPanel::LayersPanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    auto* tree = new LayerTree(this);
    tree->moved = [this] { takeStyles(); };
    tree_ = tree;
    tree_->setObjectName("layers");
    tree_->setColumnCount(2);
    tree_->setHeaderHidden(true);
    tree_->setRootIsDecorated(false);
    tree_->setIndentation(0);
    tree_->setIconSize({26, 16});
    tree_->setDragDropMode(QAbstractItemView::InternalMove);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    opacity_ = new QSlider(Qt::Horizontal, this);
    opacity_->setRange(0, 100);
    opacity_->setToolTip(desk_.words("app.layers.opacity"));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(style::step, 0, style::step, style::step);
    foot->addWidget(style::quietLabel(desk_.words("app.layers.opacity")));
    foot->addWidget(opacity_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::step);
    layout->addWidget(tree_, 1);
    layout->addLayout(foot);

    connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem*, int) { takeStyles(); });
    connect(tree_, &QTreeWidget::currentItemChanged, this, [this] {
        const auto layer = current();
        if (filling_ || !layer) return;
        opacity_->setValue(tree_->currentItem()->data(0, opacityRole).toInt());
        desk_.display.setActiveLayer(*layer);
    });
    connect(tree_, &QTreeWidget::itemDoubleClicked, this, [this] {
        if (const auto layer = current()) Q_EMIT zoomWanted(*layer);
    });
    connect(opacity_, &QSlider::valueChanged, this, [this](int value) {
        if (filling_ || !tree_->currentItem() || tree_->currentItem()->data(0, opacityRole).toInt() == value) return;
        tree_->currentItem()->setData(0, opacityRole, value);
    });
    connect(&desk_.workspace, &Workspace::begun, this, &LayersPanel::fill);
    connect(&desk_.workspace, &Workspace::closed, this, &LayersPanel::fill);
    connect(&desk_.workspace, &Workspace::changed, this, &LayersPanel::showCounts);
    connect(&desk_.display, &Display::activeLayerChanged, this, &LayersPanel::showActive);
    fill();
}

std::optional<plan::LayerId> LayersPanel::current() const {
    if (!tree_->currentItem()) return {};
    return plan::LayerId{static_cast<std::uint16_t>(tree_->currentItem()->data(0, layerRole).toUInt())};
}

QIcon LayersPanel::swatchOf(const plan::Layer& layer) const {
    const double ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(26, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const auto& symbols = desk_.workspace.spec().symbols;
    if (const auto found = symbols.find(layer.symbol); found != symbols.end()) {
        canvas::drawSwatch(painter, QRectF(1, 1, 24, 14), found->second.standard,
                           layer.geometry == plan::GeometryKind::Point);
        // Of many classes, a band each of three of them.
        int band = 0;
        for (const auto& [value, symbol] : found->second.byValue)
            if (symbol.fill && band < 3)
                painter.fillRect(QRectF(3 + 7 * band++, 3, 6, 10), canvas::colourOf(*symbol.fill));
    }
    return QIcon(pixmap);
}

void LayersPanel::fill() {
    filling_ = true;
    tree_->clear();
    if (desk_.workspace.isOpen()) {
        const auto& styles = desk_.display.styles();
        for (auto at = styles.rbegin(); at != styles.rend(); ++at) {
            const auto& layer = desk_.workspace.schema().layer(at->layer);
            auto* item = new QTreeWidgetItem(tree_, {desk_.words.name(layer)});
            item->setFlags((item->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled) & ~Qt::ItemIsDropEnabled);
            item->setCheckState(0, at->visible ? Qt::Checked : Qt::Unchecked);
            item->setIcon(0, swatchOf(layer));
            item->setData(0, layerRole, at->layer.index);
            item->setData(0, opacityRole, static_cast<int>(at->opacity * 100 + 0.5));
            item->setToolTip(0, QString::fromStdString(layer.code));
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            item->setForeground(1, style::quiet);
        }
    }
    filling_ = false;
    showCounts();
    showActive();
}

void LayersPanel::showCounts() {
    if (!desk_.workspace.isOpen()) return;
    filling_ = true;
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        auto* item = tree_->topLevelItem(i);
        const plan::LayerId layer{static_cast<std::uint16_t>(item->data(0, layerRole).toUInt())};
        const auto count = desk_.workspace.now().count(layer);
        item->setText(1, QString::fromStdString(base::decimal(static_cast<long long>(count))) + "  ");
        item->setForeground(0, count > 0 ? style::ink : style::quiet);
    }
    filling_ = false;
}

void LayersPanel::showActive() {
    filling_ = true;
    const auto active = desk_.display.activeLayer();
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        auto* item = tree_->topLevelItem(i);
        const bool is = active && item->data(0, layerRole).toUInt() == active->index;
        QFont font = item->font(0);
        font.setBold(is);
        item->setFont(0, font);
        if (is) {
            tree_->setCurrentItem(item);
            opacity_->setValue(item->data(0, opacityRole).toInt());
        }
    }
    filling_ = false;
}

void LayersPanel::takeStyles() {
    if (filling_) return;
    std::vector<canvas::LayerStyle> styles;
    for (int i = tree_->topLevelItemCount() - 1; i >= 0; --i) {
        const auto* item = tree_->topLevelItem(i);
        styles.push_back({plan::LayerId{static_cast<std::uint16_t>(item->data(0, layerRole).toUInt())},
                          item->checkState(0) == Qt::Checked, item->data(0, opacityRole).toInt() / 100.0});
    }
    desk_.display.setStyles(std::move(styles));
}

}  // namespace app
