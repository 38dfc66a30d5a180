#include "app/mergedialog.h"

#include <QHeaderView>
#include <QPushButton>
#include <algorithm>
#include <set>

#include "app/style.h"
#include "base/decimal.h"
#include "review/paths.h"
#include "review/pieces.h"
#include "ui_mergedialog.h"

namespace app {

namespace {

using review::Choice;
using State = MergeMap::State;

enum Column { Taken, Layer, Feature, Kind };
constexpr int placeRole = Qt::UserRole;

State stateOf(Choice choice) {
    return choice == Choice::Mine ? State::Mine : choice == Choice::Base ? State::Base : State::Theirs;
}

std::set<review::Segment> edgesOf(const geometry::Shape& shape) {
    std::set<review::Segment> edges;
    for (const auto& path : review::pathsOf(shape))
        for (std::size_t i = 0; i + (path.closed ? 0 : 1) < path.size(); ++i)
            edges.emplace(path.at(static_cast<std::ptrdiff_t>(i)), path.at(static_cast<std::ptrdiff_t>(i) + 1));
    return edges;
}

// What of the boundary before one side or the other has given up.
geometry::MultiLine givenUp(const review::Conflict& conflict) {
    geometry::MultiLine runs;
    if (!conflict.base || (conflict.mineLines.lines.empty() && conflict.theirsLines.lines.empty())) return runs;
    const geometry::Shape nothing;
    const auto mine = edgesOf(conflict.mine ? conflict.mine->shape : nothing),
               theirs = edgesOf(conflict.theirs ? conflict.theirs->shape : nothing);
    for (const auto& edge : edgesOf(conflict.base->shape))
        if (!mine.contains(edge) || !theirs.contains(edge)) runs.lines.push_back({edge.a, edge.b});
    return runs;
}

QString areaOf(const plan::FeatureRef& feature) {
    return feature ? QString::fromStdString(base::decimal(feature->area.squareMetres(), 2)) + " m²" : QString();
}

}  // namespace

MergeDialog::MergeDialog(const Desk& desk, workflow::Merging merging, QWidget* parent)
    : QDialog(parent), desk_(desk), merging_(std::move(merging)), ui_(std::make_unique<Ui::MergeDialog>()) {
    ui_->setupUi(this);
    setObjectName("merge");
    setWindowTitle(desk_.words("app.merge.title", merging_.file.id, merging_.head));
    map_ = new MergeMap(desk_, this);
    ui_->mapPlace->addWidget(map_);
    ui_->halves->setSizes({440, 640});
    ui_->hint->setText(desk_.words("app.merge.hint"));
    ui_->places->setHeaderLabels({desk_.words("app.merge.chosen"), desk_.words("app.merge.layer"),
                                  desk_.words("app.merge.feature"), desk_.words("app.merge.kind")});
    ui_->fields->verticalHeader()->hide();
    ui_->fields->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    const std::pair<QPushButton*, Choice> buttons[] = {
        {ui_->takeMine, Choice::Mine}, {ui_->takeBase, Choice::Base}, {ui_->takeTheirs, Choice::Theirs}};
    for (const auto& [button, choice] : buttons) {
        button->setText(desk_.words("app.merge.take_" + review::nameOf(choice)));
        button->setIcon(MergeMap::iconOf(stateOf(choice)));
        button->setIconSize({32, 16});
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, chosen = choice] { choose(chosen); });
    }
    auto* accept = ui_->buttons->button(QDialogButtonBox::Ok);
    accept->setText(desk_.words("app.merge.do"));
    accept->setIcon(style::icon("accept"));
    ui_->buttons->button(QDialogButtonBox::Cancel)->setText(desk_.words("app.cancel"));
    ui_->buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    connect(ui_->buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(ui_->buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(ui_->places, &QTreeWidget::itemSelectionChanged, this, &MergeDialog::showPlace);
    fill();
    for (int row = 0; row < ui_->places->topLevelItemCount(); ++row)
        if (auto* item = ui_->places->topLevelItem(row); placeOf(item)) {
            ui_->places->setCurrentItem(item);
            break;
        }
}

MergeDialog::~MergeDialog() = default;

void MergeDialog::fill() {
    std::set<plan::FeatureId> selected;
    for (const auto* item : ui_->places->selectedItems())
        if (const Place* place = placeOf(item)) selected.insert(place->id());
    const QSignalBlocker quiet(ui_->places);
    ui_->places->clear();
    places_.clear();
    const review::Merge& merge = merging_.merge;
    for (const auto* list : {&merge.conflicts, &merge.resolved})
        for (const auto& conflict : *list) places_.push_back({&conflict, nullptr, list == &merge.resolved});
    const auto place = [](const Place& a) { return std::pair(a.conflict->layer, a.conflict->id); };
    std::sort(places_.begin(), places_.end(), [&](const Place& a, const Place& b) { return place(a) < place(b); });
    const std::size_t conflicts = places_.size();
    for (const auto& one : merge.merged) places_.push_back({nullptr, &one, false});
    if (conflicts > 0) addHeading(desk_.words("app.merge.conflicts", conflicts));
    for (std::size_t i = 0; i < conflicts; ++i) addConflict(i);
    if (!merge.merged.empty()) addHeading(desk_.words("app.merge.merged_boundaries", merge.merged.size()));
    for (std::size_t i = conflicts; i < places_.size(); ++i) addMerged(i);
    if (!merge.renamed.empty()) addHeading(desk_.words("app.merge.renamed", merge.renamed.size()));
    for (const auto& one : merge.renamed)
        new QTreeWidgetItem(ui_->places,
                            {QString(), desk_.words.name(merging_.schema->layer(one.layer)),
                             QString::fromStdString(one.to), desk_.words("app.merge.renamed_from", one.from)});
    for (int row = 0; row < ui_->places->topLevelItemCount(); ++row) {
        auto* item = ui_->places->topLevelItem(row);
        if (const Place* here = placeOf(item)) item->setSelected(selected.contains(here->id()));
    }
    for (const int column : {Taken, Layer, Feature}) ui_->places->resizeColumnToContents(column);
    showState();
    showPlace();
}

void MergeDialog::addHeading(const QString& text) {
    auto* item = new QTreeWidgetItem(ui_->places, {text});
    item->setFlags(Qt::ItemIsEnabled);
    item->setFirstColumnSpanned(true);
    QFont font = item->font(0);
    font.setBold(true);
    item->setFont(0, font);
}

void MergeDialog::addConflict(std::size_t number) {
    const Place& place = places_[number];
    const review::Conflict& conflict = *place.conflict;
    auto* item = new QTreeWidgetItem(
        ui_->places, {QString(), desk_.words.name(merging_.schema->layer(conflict.layer)),
                      QString::fromStdString(conflict.name), desk_.words(review::textOf(conflict.kind))});
    item->setData(Taken, placeRole, static_cast<int>(number));
    item->setToolTip(Kind, desk_.words("app.merge.group", conflict.group));
    if (place.resolved) {
        const State state = stateOf(merging_.choices.at(conflict.id));
        item->setText(Taken, MergeMap::nameOf(desk_.words, state));
        item->setIcon(Taken, MergeMap::iconOf(state));
    } else {
        item->setText(Taken, desk_.words("app.merge.not_chosen"));
        item->setForeground(Taken, style::bad);
    }
}

void MergeDialog::addMerged(std::size_t number) {
    const review::MergedBoundary& merged = *places_[number].merged;
    auto* item = new QTreeWidgetItem(
        ui_->places, {desk_.words("app.merge.merged"), desk_.words.name(merging_.schema->layer(merged.layer)),
                      QString::fromStdString(merged.name), areaOf(merged.theirs) + " → " + areaOf(merged.merged)});
    item->setIcon(Taken, MergeMap::iconOf(State::Merged));
    item->setData(Taken, placeRole, static_cast<int>(number));
}

const MergeDialog::Place* MergeDialog::placeOf(const QTreeWidgetItem* item) const {
    const QVariant number = item ? item->data(Taken, placeRole) : QVariant();
    return number.isValid() ? &places_[static_cast<std::size_t>(number.toInt())] : nullptr;
}

void MergeDialog::choose(Choice choice) {
    review::Choices wanted;
    for (const auto* item : ui_->places->selectedItems())
        if (const Place* place = placeOf(item); place && place->conflict) wanted[place->conflict->id] = choice;
    if (wanted.empty()) return;
    if (const auto done = workflow::choose(merging_, wanted); !done) ui_->facts->setText(desk_.words(done.error()));
    fill();
}

void MergeDialog::showState() {
    const review::Merge& merge = merging_.merge;
    ui_->headline->setText(desk_.words("app.merge.headline", merging_.file.id, merging_.head,
                                       merge.conflicts.size() + merge.resolved.size(), merge.merged.size()));
    ui_->open->setText(merging_.open() ? desk_.words("app.merge.open", merge.conflicts.size())
                                       : desk_.words("app.merge.ready"));
    ui_->buttons->button(QDialogButtonBox::Ok)->setEnabled(!merging_.open());
}

void MergeDialog::showPlace() {
    const auto items = ui_->places->selectedItems();
    const bool choosable = std::any_of(items.begin(), items.end(), [&](const auto* item) {
        const Place* place = placeOf(item);
        return place && place->conflict;
    });
    for (auto* button : {ui_->takeMine, ui_->takeBase, ui_->takeTheirs}) button->setEnabled(choosable);
    const Place* place = items.isEmpty() ? nullptr : placeOf(items.front());
    if (!place) return;
    map_->show(sceneOf(*place));
    showFields(*place);
}

MergeMap::Scene MergeDialog::sceneOf(const Place& place) const {
    MergeMap::Scene scene;
    const auto add = [&](State state, const plan::FeatureRef& feature, const geometry::MultiLine& runs) {
        if (feature) scene.outlines.push_back({state, feature->shape, runs});
        for (const auto& line : runs.lines) scene.place.add(geometry::boxOf(line));
    };
    if (place.merged) {
        add(State::Merged, place.merged->merged, {});
        add(State::Theirs, place.merged->theirs, place.merged->theirsLines);
        add(State::Mine, place.merged->mine, place.merged->mineLines);
        scene.outlines[1].shape = scene.outlines[2].shape = {};
        return scene;
    }
    // What hangs together is shown together.
    geometry::Box whole;
    for (const Place& each : places_) {
        if (!each.conflict || each.conflict->group != place.conflict->group) continue;
        const review::Conflict& conflict = *each.conflict;
        add(State::Base, conflict.base, givenUp(conflict));
        add(State::Theirs, conflict.theirs, conflict.theirsLines);
        add(State::Mine, conflict.mine, conflict.mineLines);
        for (const auto* feature : {&conflict.base, &conflict.theirs, &conflict.mine})
            if (*feature) whole.add((*feature)->box);
    }
    if (scene.place.empty()) scene.place = whole;
    return scene;
}

void MergeDialog::addRow(const QString& name, const std::array<QString, 3>& values, bool contested) {
    const int row = ui_->fields->rowCount();
    ui_->fields->insertRow(row);
    QFont font = ui_->fields->font();
    font.setBold(contested);
    for (int column = 0; column < 4; ++column) {
        auto* item = new QTableWidgetItem(column == 0 ? name : values[static_cast<std::size_t>(column) - 1]);
        item->setFont(font);
        item->setToolTip(item->text());
        ui_->fields->setItem(row, column, item);
    }
}

void MergeDialog::showFields(const Place& place) {
    const auto [mine, before, theirs] =
        place.conflict ? std::tuple(place.conflict->mine, place.conflict->base, place.conflict->theirs)
                       : std::tuple(place.merged->mine, place.merged->base, place.merged->theirs);
    const std::array states{mine, before, theirs};
    const plan::LayerId number = place.conflict ? place.conflict->layer : place.merged->layer;
    const plan::Layer& layer = merging_.schema->layer(number);
    ui_->facts->setText(desk_.words.name(layer) + "  " +
                        QString::fromStdString(place.conflict ? place.conflict->name : place.merged->name) + "  " +
                        (place.conflict ? desk_.words(review::textOf(place.conflict->kind))
                                        : desk_.words("app.merge.area", base::decimal(theirs->area.squareMetres(), 2),
                                                      base::decimal(place.merged->merged->area.squareMetres(), 2))));
    ui_->fields->setRowCount(0);
    const QStringList heads{desk_.words("app.merge.field"), MergeMap::nameOf(desk_.words, State::Mine),
                            MergeMap::nameOf(desk_.words, State::Base), MergeMap::nameOf(desk_.words, State::Theirs)};
    const std::array icons{State::Mine, State::Base, State::Theirs};
    for (int column = 0; column < 4; ++column) {
        auto* head = new QTableWidgetItem(heads[column]);
        if (column > 0) head->setIcon(MergeMap::iconOf(icons[static_cast<std::size_t>(column) - 1]));
        ui_->fields->setHorizontalHeaderItem(column, head);
    }
    const auto values = [&](const auto& of) {
        std::array<QString, 3> texts;
        for (std::size_t i = 0; i < 3; ++i) texts[i] = states[i] ? of(states[i]) : desk_.words("app.merge.not_there");
        return texts;
    };
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const auto value = [&](const plan::FeatureRef& feature) { return feature ? feature->value(i) : plan::Value(); };
        if (value(mine) == value(before) && value(before) == value(theirs)) continue;
        const bool contested = place.conflict && std::find(place.conflict->fields.begin(), place.conflict->fields.end(),
                                                           i) != place.conflict->fields.end();
        addRow(desk_.words.name(layer.fields[i]),
               values([&](const auto& feature) { return QString::fromStdString(plan::textOf(feature->value(i))); }),
               contested);
    }
    if (layer.geometry == plan::GeometryKind::Polygon)
        addRow(desk_.words("app.merge.measured"), values([](const auto& feature) { return areaOf(feature); }), false);
}

}  // namespace app
