#include "app/findingspanel.h"

#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "app/style.h"

namespace app {

namespace {
constexpr int everything = -1, approvedAlone = -2;  // beside the severities
}

FindingsPanel::FindingsPanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    model_ = new FindingsModel(desk, this);
    view_ = new QTreeView(this);
    view_->setObjectName("findings");
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setSortingEnabled(true);
    view_->header()->setSortIndicator(-1, Qt::AscendingOrder);
    view_->header()->setSortIndicatorClearable(true);
    view_->header()->setStretchLastSection(false);
    view_->header()->resizeSection(FindingsModel::Rule, 88);
    view_->header()->setSectionResizeMode(FindingsModel::Text, QHeaderView::Stretch);
    view_->header()->resizeSection(FindingsModel::Subjects, 130);
    view_->header()->resizeSection(FindingsModel::Size, 120);
    view_->header()->resizeSection(FindingsModel::State, 72);
    detail_ = new FindingDetail(desk_, this);
    makeFilters();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(style::step, style::step, style::step, 0);
    head->setSpacing(style::step);
    for (QWidget* each : std::initializer_list<QWidget*>{severity_, rule_, words_, fresh_}) head->addWidget(each);
    head->addWidget(state_, 1);
    auto* both = new QSplitter(this);
    both->setChildrenCollapsible(false);
    both->addWidget(view_);
    both->addWidget(detail_);
    both->setStretchFactor(0, 1);
    both->setSizes({560, 380});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::step);
    layout->addLayout(head);
    layout->addWidget(both, 1);
    connect(&desk_.checker, &Checker::updated, this, &FindingsPanel::refresh);
    connect(&desk_.checker, &Checker::tried, this, &FindingsPanel::refresh);
    connect(&desk_.checker.work(), &Background::runningChanged, this, &FindingsPanel::showState);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FindingsPanel::choose);
    connect(view_, &QTreeView::clicked, this, &FindingsPanel::goTo);
    connect(view_, &QTreeView::activated, this, &FindingsPanel::goTo);
    refresh();
}

void FindingsPanel::makeFilters() {
    severity_ = new QComboBox(this);
    severity_->setObjectName("severity");
    severity_->addItem(desk_.words("app.finding.all"), everything);
    const std::pair<const char*, rules::Severity> severities[] = {{"app.severity.block", rules::Severity::Block},
                                                                  {"app.severity.document", rules::Severity::Document},
                                                                  {"app.severity.warn", rules::Severity::Warn},
                                                                  {"app.severity.info", rules::Severity::Info}};
    for (const auto& [key, severity] : severities)
        severity_->addItem(style::icon(FindingsModel::iconOf(severity)), desk_.words(key), static_cast<int>(severity));
    severity_->addItem(style::icon("approved"), desk_.words("app.finding.state.approved"), approvedAlone);
    rule_ = new QComboBox(this);
    rule_->setObjectName("rule");
    rule_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    rule_->setMinimumContentsLength(16);
    words_ = new QLineEdit(this);
    words_->setObjectName("words");
    words_->setPlaceholderText(desk_.words("app.finding.filter"));
    words_->setClearButtonEnabled(true);
    words_->setMinimumWidth(150);
    words_->setMaximumWidth(220);
    fresh_ = new QCheckBox(desk_.words("app.finding.fresh"), this);
    fresh_->setObjectName("fresh");
    state_ = new QLabel(this);
    state_->setObjectName("findingsState");
    connect(severity_, &QComboBox::currentIndexChanged, this, &FindingsPanel::refresh);
    connect(rule_, &QComboBox::currentIndexChanged, this, &FindingsPanel::refresh);
    connect(words_, &QLineEdit::textChanged, this, &FindingsPanel::refresh);
    connect(fresh_, &QCheckBox::toggled, this, &FindingsPanel::refresh);
}

FindingsFilter FindingsPanel::filter() const {
    const int severity = severity_->currentData().toInt();
    FindingsFilter filter;
    if (severity >= 0) filter.severity = static_cast<rules::Severity>(severity);
    filter.approved = severity == approvedAlone;
    filter.fresh = fresh_->isChecked();
    filter.rule = rule_->currentData().toString().toStdString();
    filter.words = words_->text();
    return filter;
}

void FindingsPanel::refresh() {
    if (filling_) return;
    filling_ = true;
    fillRules();
    const auto& trial = desk_.checker.trial();
    std::set<std::string> worse;
    if (trial)
        for (const auto& finding : trial->worse) worse.insert(finding.key());
    model_->show(trial ? trial->findings : desk_.checker.shared(), std::move(worse), filter());
    model_->setCurrent(desk_.checker.current());
    const int row = chosen_ ? model_->rowOf(*chosen_) : -1;
    if (row >= 0 && view_->selectionModel()->selectedRows().isEmpty()) view_->setCurrentIndex(model_->index(row, 0));
    filling_ = false;
    if (!trial) choose();
    showState();
}

// The rules that have found something, and the one that is chosen even where it finds nothing any more.
void FindingsPanel::fillRules() {
    if (ruled_ == desk_.checker.shared()) return;
    ruled_ = desk_.checker.shared();
    const std::string chosen = rule_->currentData().toString().toStdString();
    std::map<std::string, std::size_t> counts;
    for (const auto& finding : *ruled_) ++counts[finding.rule];
    if (!chosen.empty()) counts[chosen];
    rule_->clear();
    rule_->addItem(desk_.words("app.finding.any_rule"), QString());
    if (!desk_.workspace.isOpen()) return;
    for (const auto& [id, count] : counts) {
        const auto& rules = desk_.workspace.spec().rules;
        const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each.id == id; });
        const QString name = rule == rules.end() ? QString() : desk_.words(rule->name);
        rule_->addItem(QString("%1 (%2)  %3").arg(QString::fromStdString(id)).arg(count).arg(name),
                       QString::fromStdString(id));
        if (id == chosen) rule_->setCurrentIndex(rule_->count() - 1);
    }
    rule_->view()->setMinimumWidth(420);
}

void FindingsPanel::showState() {
    const Checker& checker = desk_.checker;
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, style::quiet);
    QString text;
    if (!desk_.workspace.isOpen()) {
    } else if (const auto& trial = checker.trial()) {
        text = desk_.words("app.finding.trial", trial->worse.size(), trial->gone);
        if (checker.trying()) text += " …";
        if (!trial->worse.empty()) colours.setColor(QPalette::WindowText, style::bad);
    } else if (!checker.current()) {
        const bool running = checker.work().running();
        text = desk_.words(running ? (checker.findings().empty() ? "app.check.running" : "app.check.again")
                                   : "app.check.old");
        colours.setColor(QPalette::WindowText, style::warning);
    } else {
        const std::size_t all = checker.findings().size(), approved = checker.approved();
        text = all == 0        ? desk_.words("app.finding.none")
               : approved == 0 ? desk_.words("app.finding.count", all)
                               : desk_.words("app.finding.count_approved", all - approved, approved);
        if (model_->rowCount() < static_cast<int>(all))
            text = desk_.words("app.finding.shown", model_->rowCount()) + " " + text;
    }
    state_->setPalette(colours);
    state_->setText(text);
    state_->setToolTip(text);
}

void FindingsPanel::choose() {
    if (filling_) return;
    rules::Findings chosen;
    const QModelIndexList rows = view_->selectionModel()->selectedRows();
    const QModelIndex current = view_->currentIndex();
    for (const QModelIndex& row : rows) {
        chosen.push_back(model_->finding(row.row()));
        if (row.row() == current.row()) std::swap(chosen.front(), chosen.back());
    }
    chosen_ = chosen.empty() ? std::nullopt : std::optional(chosen.front());
    detail_->show(std::move(chosen));
}

void FindingsPanel::goTo(const QModelIndex& index) {
    if (!index.isValid() || !desk_.workspace.isOpen()) return;
    const auto& finding = model_->finding(index.row());
    Selection selection;
    geometry::Box box = geometry::boxOf(finding.where);
    for (const auto id : finding.subjects)
        if (const auto feature = desk_.workspace.now().find(id)) {
            selection.push_back({feature->layer, id});
            if (std::holds_alternative<std::monostate>(finding.where)) box.add(feature->box);
        }
    desk_.display.select(std::move(selection));
    desk_.display.zoomTo(box, true, finding.where);
}

void FindingsPanel::step(int rows) {
    const int row = std::clamp(view_->currentIndex().row() + rows, 0, std::max(0, model_->rowCount() - 1));
    view_->setCurrentIndex(model_->index(row, 0));
    goTo(view_->currentIndex());
}

}  // namespace app
