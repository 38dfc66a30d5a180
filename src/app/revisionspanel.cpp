#include "app/revisionspanel.h"

#include <QHeaderView>
#include <QPointer>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "app/style.h"
#include "base/decimal.h"
#include "canvas/picture.h"

namespace app {

RevisionsPanel::RevisionsPanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    const auto list = [&](const char* name, const QStringList& columns) {
        auto* tree = new QTreeWidget(this);
        tree->setObjectName(name);
        tree->setHeaderLabels(columns);
        tree->setRootIsDecorated(false);
        tree->setAlternatingRowColors(true);
        tree->setUniformRowHeights(true);
        return tree;
    };
    list_ = list("revisions", {desk_.words("app.revision.number"), desk_.words("app.revision.time"),
                               desk_.words("app.revision.author"), desk_.words("app.revision.changes"),
                               desk_.words("app.revision.message")});
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->header()->resizeSection(0, 64);
    list_->header()->resizeSection(1, 150);
    list_->header()->resizeSection(2, 110);
    list_->header()->resizeSection(3, 90);
    list_->headerItem()->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
    counts_ = list("difference", {desk_.words("app.layer"), desk_.words("app.added"), desk_.words("app.removed"),
                                  desk_.words("app.changed"), desk_.words("app.area_delta")});
    for (int column = 1; column < 5; ++column)
        counts_->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    counts_->header()->setStretchLastSection(false);
    counts_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    counts_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    compare_ = new QPushButton(style::icon("difference"), desk_.words("app.revision.compare"), this);
    compare_->setObjectName("compare");
    clear_ = new QPushButton(desk_.words("app.revision.clear"), this);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(style::step, style::step, style::step, 0);
    head->setSpacing(style::step);
    head->addWidget(compare_);
    head->addWidget(clear_);
    head->addWidget(style::quietLabel(desk_.words("app.revision.hint")), 1);
    auto* both = new QSplitter(this);
    both->addWidget(list_);
    both->addWidget(counts_);
    both->setSizes({600, 380});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::step);
    layout->addLayout(head);
    layout->addWidget(both, 1);
    connect(&desk_.workspace, &Workspace::begun, this, &RevisionsPanel::fill);
    connect(&desk_.workspace, &Workspace::closed, this, &RevisionsPanel::fill);
    connect(list_, &QTreeWidget::itemSelectionChanged, this, [this] {
        const auto chosen = list_->selectedItems().size();
        compare_->setEnabled(chosen == 1 || chosen == 2);
    });
    connect(list_, &QTreeWidget::itemDoubleClicked, this, &RevisionsPanel::compare);
    connect(compare_, &QPushButton::clicked, this, &RevisionsPanel::compare);
    connect(clear_, &QPushButton::clicked, this, [this] {
        counts_->clear();
        desk_.display.setDifference({});
    });
    fill();
}

void RevisionsPanel::fill() {
    list_->clear();
    counts_->clear();
    compare_->setEnabled(false);
    if (!desk_.workspace.isOpen()) return;
    for (const auto& revision : desk_.workspace.opened().log) {
        QString time = QString::fromStdString(revision.time).left(16);
        auto* item = new QTreeWidgetItem(
            list_, {QString::number(revision.number), time.replace('T', ' '), QString::fromStdString(revision.author),
                    QString::fromStdString(base::decimal(static_cast<long long>(revision.changes))) + "  ",
                    QString::fromStdString(revision.message)});
        item->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, Qt::UserRole, static_cast<qlonglong>(revision.number));
        item->setToolTip(0, QString::fromStdString(revision.digest));
    }
}

void RevisionsPanel::compare() {
    std::vector<store::RevisionNumber> numbers;
    for (const auto* item : list_->selectedItems()) numbers.push_back(item->data(0, Qt::UserRole).toLongLong());
    if (numbers.empty() || numbers.size() > 2) return;
    if (numbers.size() == 1) numbers.push_back(std::max<store::RevisionNumber>(0, numbers.front() - 1));
    const auto [before, after] = std::minmax(numbers[0], numbers[1]);
    using Pair = std::pair<plan::Snapshot, plan::Snapshot>;
    // By the time it is loaded the window may be gone, or the plan closed.
    desk_.session.load(before, after, [panel = QPointer<RevisionsPanel>(this)](base::Result<Pair> pair) {
        if (!panel || !panel->desk_.workspace.isOpen()) return;
        const Desk& desk = panel->desk_;
        if (!pair) return desk.workspace.refuse(pair.error());
        panel->count(pair->first, pair->second);
        desk.display.setDifference(std::move(*pair));
    });
}

void RevisionsPanel::count(const plan::Snapshot& before, const plan::Snapshot& after) {
    struct Counts {
        long long added = 0, removed = 0, changed = 0;
        geometry::Area delta;
    };
    std::map<plan::LayerId, Counts> layers;
    geometry::Box box;
    for (const auto& change : plan::Snapshot::diff(before, after).changes) {
        Counts& counts = layers[change.layer()];
        ++(!change.before ? counts.added : !change.after ? counts.removed : counts.changed);
        if (change.after) counts.delta += change.after->area;
        if (change.before) counts.delta -= change.before->area;
        const geometry::Box place = canvas::changedBox(change, after.schema(), desk_.workspace.spec());
        if (!place.empty()) box.add(place);
    }
    counts_->clear();
    for (const auto& [layer, counts] : layers) {
        const auto text = [](long long number) { return QString::fromStdString(base::decimal(number)); };
        auto* item = new QTreeWidgetItem(
            counts_,
            {desk_.words.name(after.schema().layer(layer)), text(counts.added), text(counts.removed),
             text(counts.changed),
             QString::fromStdString(base::signedDecimal(counts.delta.hectares(), 4)) + " " + desk_.words("unit.ha")});
        for (int column = 1; column < 5; ++column) item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (layers.empty()) new QTreeWidgetItem(counts_, {desk_.words("app.revision.same")});
    desk_.display.zoomTo(box);
}

}  // namespace app
