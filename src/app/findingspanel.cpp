#include "app/findingspanel.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {

enum Column { Rule, Text, Subjects, Size, Columns };

QString iconOf(rules::Severity severity) {
    switch (severity) {
        case rules::Severity::Block: return "error";
        case rules::Severity::Document: return "document";
        case rules::Severity::Warn: return "warning";
        case rules::Severity::Info: break;
    }
    return "info";
}

}  // namespace

FindingsModel::FindingsModel(const Desk& desk, QObject* parent) : QAbstractTableModel(parent), desk_(desk) {}

void FindingsModel::show(std::optional<rules::Severity> severity, const QString& text, bool inherited) {
    if (findings_ == desk_.checker.shared() && asked_ == Asked(severity, text, inherited)) return;
    beginResetModel();
    findings_ = desk_.checker.shared();
    asked_ = {severity, text, inherited};
    rows_.clear();
    const rules::Findings& findings = *findings_;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto& finding = findings[i];
        if (severity && finding.severity != *severity) continue;
        if (!inherited && finding.inherited) continue;
        if (!text.isEmpty() && !QString::fromStdString(finding.rule).contains(text, Qt::CaseInsensitive) &&
            !desk_.words(finding.message).contains(text, Qt::CaseInsensitive))
            continue;
        rows_.push_back(i);
    }
    std::stable_sort(rows_.begin(), rows_.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(findings[a].inherited, findings[a].severity) <
               std::pair(findings[b].inherited, findings[b].severity);
    });
    endResetModel();
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int FindingsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

QString FindingsModel::subjectsOf(const rules::Finding& finding) const {
    std::vector<plan::FeatureRef> features;
    for (const auto id : finding.subjects)
        if (auto feature = desk_.workspace.now().find(id)) features.push_back(std::move(feature));
    QStringList names;
    for (const auto& feature : features)
        if (names.size() < 4)
            names += QString::fromStdString(desk_.workspace.schema().layer(feature->layer).code + " " +
                                            plan::nameOf(desk_.workspace.schema(), *feature));
    if (features.size() > 4) names += desk_.words("app.and_more", features.size() - 4);
    return names.join("  ·  ");
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !desk_.workspace.isOpen()) return {};
    const auto& finding = this->finding(index.row());
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == Rule) return QString::fromStdString(finding.rule);
            if (index.column() == Text) return desk_.words(finding.message);
            if (index.column() == Subjects) return subjectsOf(finding);
            if (!finding.measured) return {};
            return QString::fromStdString(base::decimal(*finding.measured, 2)) + " " +
                   (finding.unit.empty() ? QString() : desk_.words("unit." + finding.unit));
        case Qt::DecorationRole:
            if (index.column() == Rule) return style::icon(iconOf(finding.severity));
            return {};
        case Qt::ForegroundRole:
            if (finding.inherited) return style::quiet;
            return {};
        case Qt::ToolTipRole:
            return desk_.words(finding.message) +
                   (finding.basis.empty() ? "" : "\n" + QString::fromStdString(finding.basis)) +
                   (finding.inherited ? "\n" + desk_.words("app.finding.inherited") : "");
        case Qt::TextAlignmentRole:
            return static_cast<int>((index.column() == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        default: return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    constexpr const char* keys[] = {"app.finding.rule", "app.finding.text", "app.finding.subjects", "app.finding.size"};
    return desk_.words(keys[section]);
}

FindingsPanel::FindingsPanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    model_ = new FindingsModel(desk, this);
    view_ = new QTreeView(this);
    view_->setObjectName("findings");
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->header()->setStretchLastSection(false);
    view_->header()->resizeSection(Rule, 96);
    view_->header()->setSectionResizeMode(Text, QHeaderView::Stretch);
    view_->header()->resizeSection(Subjects, 240);
    view_->header()->resizeSection(Size, 120);
    severity_ = new QComboBox(this);
    severity_->addItem(desk_.words("app.finding.all"), -1);
    const std::pair<const char*, rules::Severity> severities[] = {{"app.severity.block", rules::Severity::Block},
                                                                  {"app.severity.document", rules::Severity::Document},
                                                                  {"app.severity.warn", rules::Severity::Warn},
                                                                  {"app.severity.info", rules::Severity::Info}};
    for (const auto& [key, severity] : severities)
        severity_->addItem(style::icon(iconOf(severity)), desk_.words(key), static_cast<int>(severity));
    text_ = new QLineEdit(this);
    text_->setPlaceholderText(desk_.words("app.finding.filter"));
    text_->setClearButtonEnabled(true);
    text_->setMaximumWidth(280);
    state_ = style::quietLabel({}, this);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(style::step, style::step, style::step, 0);
    head->setSpacing(style::step);
    head->addWidget(severity_);
    head->addWidget(text_, 1);
    head->addWidget(state_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::step);
    layout->addLayout(head);
    layout->addWidget(view_, 1);
    connect(severity_, &QComboBox::currentIndexChanged, this, &FindingsPanel::refresh);
    connect(text_, &QLineEdit::textChanged, this, &FindingsPanel::refresh);
    connect(&desk_.checker, &Checker::updated, this, &FindingsPanel::refresh);
    connect(view_, &QTreeView::clicked, this, &FindingsPanel::show);
    connect(view_, &QTreeView::activated, this, &FindingsPanel::show);
    refresh();
}

void FindingsPanel::refresh() {
    const int chosen = severity_->currentData().toInt();
    model_->show(chosen < 0 ? std::nullopt : std::optional(static_cast<rules::Severity>(chosen)), text_->text(), true);
    const std::size_t all = desk_.checker.findings().size();
    state_->setText(!desk_.workspace.isOpen() ? QString()
                    : desk_.checker.current() ? desk_.words(all == 0 ? "app.finding.none" : "app.finding.count", all)
                                              : desk_.words("app.check.running"));
}

void FindingsPanel::show(const QModelIndex& index) {
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
    show(view_->currentIndex());
}

}  // namespace app
