#include "app/findingsmodel.h"

#include <algorithm>
#include <tuple>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

FindingsModel::FindingsModel(const Desk& desk, QObject* parent) : QAbstractTableModel(parent), desk_(desk) {}

void FindingsModel::show(Checker::Shared findings, std::set<std::string> worse, const FindingsFilter& filter) {
    if (findings_ == findings && worse_ == worse && filter_ == filter) return;
    beginResetModel();
    findings_ = std::move(findings);
    worse_ = std::move(worse);
    filter_ = filter;
    rows_.clear();
    for (std::size_t i = 0; i < findings_->size(); ++i)
        if (passes((*findings_)[i])) rows_.push_back(i);
    arrange();
    endResetModel();
}

bool FindingsModel::passes(const rules::Finding& finding) const {
    if (filter_.severity && (finding.approved || finding.severity != *filter_.severity)) return false;
    if (filter_.approved && !finding.approved) return false;
    if (filter_.fresh && finding.inherited) return false;
    if (!filter_.rule.empty() && finding.rule != filter_.rule) return false;
    return filter_.words.isEmpty() ||
           QString::fromStdString(finding.rule).contains(filter_.words, Qt::CaseInsensitive) ||
           desk_.words(finding.message).contains(filter_.words, Qt::CaseInsensitive);
}

void FindingsModel::setCurrent(bool current) {
    if (std::exchange(current_, current) != current && !rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1), {Qt::ForegroundRole});
}

int FindingsModel::rowOf(const rules::Finding& finding) const {
    const auto at = std::find_if(rows_.begin(), rows_.end(), [&](std::size_t i) {
        const rules::Finding& other = (*findings_)[i];
        return other.rule == finding.rule && other.aspect == finding.aspect && other.subjects == finding.subjects;
    });
    return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int FindingsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

void FindingsModel::sort(int column, Qt::SortOrder order) {
    if (column == column_ && order == order_) return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<std::size_t> held;
    for (const auto& index : before) held.push_back(rows_[static_cast<std::size_t>(index.row())]);
    column_ = column;
    order_ = order;
    arrange();
    std::vector<int> places(findings_->size(), -1);
    for (std::size_t row = 0; row < rows_.size(); ++row) places[rows_[row]] = static_cast<int>(row);
    QModelIndexList after;
    for (std::size_t i = 0; i < held.size(); ++i)
        after += index(places[held[i]], before[static_cast<qsizetype>(i)].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void FindingsModel::arrange() {
    const rules::Findings& findings = *findings_;
    std::sort(rows_.begin(), rows_.end());  // the order of their keys
    std::vector<bool> worse(findings.size());
    for (const std::size_t i : rows_) worse[i] = isWorse(findings[i]);
    std::stable_sort(rows_.begin(), rows_.end(), [&](std::size_t a, std::size_t b) {
        const auto place = [&](std::size_t i) {
            const rules::Finding& finding = findings[i];
            return std::tuple(!worse[i], finding.approved.has_value(), finding.inherited, finding.severity);
        };
        return place(a) < place(b);
    });
    if (column_ < 0) return;
    const auto less = [&](std::size_t i, std::size_t j) {
        const rules::Finding &a = findings[i], &b = findings[j];
        switch (column_) {
            case Rule: return a.rule < b.rule;
            case Text:
                return std::tie(a.message.key, a.message.arguments) < std::tie(b.message.key, b.message.arguments);
            case Subjects: return std::tie(a.layer, a.subjects) < std::tie(b.layer, b.subjects);
            case Size: return std::tie(a.unit, a.measured) < std::tie(b.unit, b.measured);
            default:
                return std::tuple(a.approved.has_value(), a.inherited) <
                       std::tuple(b.approved.has_value(), b.inherited);
        }
    };
    std::stable_sort(rows_.begin(), rows_.end(), [&](std::size_t a, std::size_t b) {
        return order_ == Qt::AscendingOrder ? less(a, b) : less(b, a);
    });
}

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

QString FindingsModel::iconOf(rules::Severity severity) {
    switch (severity) {
        case rules::Severity::Block: return "error";
        case rules::Severity::Document: return "document";
        case rules::Severity::Warn: return "warning";
        case rules::Severity::Info: break;
    }
    return "info";
}

QString FindingsModel::iconOf(const rules::Finding& finding) {
    return finding.approved ? "approved" : iconOf(finding.severity);
}

QString FindingsModel::sizeOf(const Words& words, const std::optional<double>& size, const std::string& unit) {
    if (!size) return {};
    const QString number = QString::fromStdString(base::decimal(*size, 2));
    return unit.empty() ? number : number + " " + words("unit." + unit);
}

QString FindingsModel::stateOf(const Words& words, const rules::Finding& finding) {
    return words(finding.approved    ? "app.finding.state.approved"
                 : finding.inherited ? "app.finding.state.inherited"
                                     : "app.finding.state.new");
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !desk_.workspace.isOpen()) return {};
    const auto& finding = this->finding(index.row());
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == Rule) return QString::fromStdString(finding.rule);
            if (index.column() == Text) return desk_.words(finding.message);
            if (index.column() == Subjects) return subjectsOf(finding);
            if (index.column() == Size) return sizeOf(desk_.words, finding.measured, finding.unit);
            return isWorse(finding) ? desk_.words("app.finding.state.trial") : stateOf(desk_.words, finding);
        case Qt::DecorationRole:
            if (index.column() == Rule) return style::icon(iconOf(finding));
            return {};
        case Qt::ForegroundRole:
            if (isWorse(finding)) return style::bad;
            if (!current_ || finding.inherited || finding.approved) return style::quiet;
            return {};
        case Qt::ToolTipRole:
            return desk_.words(finding.message) +
                   (finding.basis.empty() ? "" : "\n" + QString::fromStdString(finding.basis));
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
    constexpr const char* keys[] = {"app.finding.rule", "app.finding.text", "app.finding.subjects", "app.finding.size",
                                    "app.finding.state"};
    return desk_.words(keys[section]);
}

}  // namespace app
