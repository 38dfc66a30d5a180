#include "app/indicatorpanel.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {

// Two rows an indicator: its name, and the numbers under it.
enum Column { Mark, Filed, Now, Target, Margin, Delta, Columns };
constexpr int rowHeight = 24;

QString number(const std::optional<double>& value, int decimals, bool sign) {
    if (!value) return "–";
    return QString::fromStdString(sign ? base::signedDecimal(*value, decimals) : base::decimal(*value, decimals));
}

QTableWidgetItem& put(QTableWidget& table, int row, int column, const QString& text, const QColor& colour, bool bold) {
    auto* item = table.item(row, column);
    if (!item) {
        item = new QTableWidgetItem;
        item->setTextAlignment(column == Mark ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
        table.setItem(row, column, item);
    }
    item->setText(text);
    item->setForeground(colour);
    QFont font = style::numbers();
    font.setBold(bold);
    item->setFont(font);
    return *item;
}

}  // namespace

QTableWidget* indicatorTable(const Words& words, QWidget* parent) {
    auto* table = new QTableWidget(0, Columns, parent);
    table->setObjectName("indicators");
    table->setHorizontalHeaderLabels({"", words("app.indicator.filed"), words("app.indicator.now"),
                                      words("app.indicator.target"), words("app.indicator.margin"),
                                      words("app.indicator.delta")});
    for (int column = Filed; column < Columns; ++column)
        table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->horizontalHeader()->setMinimumSectionSize(20);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(Mark, QHeaderView::Fixed);
    table->horizontalHeader()->resizeSection(Mark, 20);
    for (const int column : {Margin, Delta})
        table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    table->horizontalHeader()->setHighlightSections(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(rowHeight);
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setFocusPolicy(Qt::NoFocus);
    table->setIconSize({16, 16});
    return table;
}

void fillIndicators(QTableWidget& table, const Words& words, const std::vector<rules::Indicator>& indicators) {
    const int rows = 2 * static_cast<int>(indicators.size());
    if (table.rowCount() != rows) {
        table.setRowCount(rows);
        for (int row = 0; row < rows; row += 2) table.setSpan(row, 0, 1, Columns);
    }
    int row = 0;
    for (const auto& indicator : indicators) {
        const bool broken = indicator.status == rules::Status::Broken;
        const bool open = indicator.status == rules::Status::Undecided;
        const QColor ink = broken ? style::bad : style::ink, rest = broken ? style::bad : style::quiet;
        const int decimals = indicator.decimals;
        const QString unit = words("unit." + indicator.unit), direction = indicator.atLeast ? "≥ " : "≤ ";
        auto& name = put(table, row, Mark, words(indicator.name) + "  (" + unit + ")", ink, false);
        name.setIcon(style::icon(broken ? "broken" : open ? "undecided" : "met"));
        name.setToolTip(words(broken ? "app.indicator.broken"
                              : open ? "app.indicator.undecided"
                                     : "app.indicator.met"));
        name.setBackground(QColor(248, 249, 251));
        ++row;
        put(table, row, Mark, {}, ink, false).setData(Qt::UserRole, QString::fromStdString(indicator.id));
        put(table, row, Filed, number(indicator.filed, decimals, false), rest, false);
        put(table, row, Now, number(indicator.value, decimals, false), ink, true);
        put(table, row, Target, indicator.target ? direction + number(indicator.target, decimals, false) : "–", rest,
            false);
        put(table, row, Margin, number(indicator.margin(), decimals, true), ink, broken);
        put(table, row, Delta, number(indicator.delta(), decimals, true), rest, false);
        ++row;
    }
}

IndicatorPanel::IndicatorPanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    table_ = indicatorTable(desk_.words, this);
    note_ = style::quietLabel({}, this);
    note_->setContentsMargins(style::step, 0, style::step, style::step);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_, 1);
    layout->addWidget(note_);
    table_->viewport()->setCursor(Qt::PointingHandCursor);
    connect(table_, &QTableWidget::cellClicked, this, &IndicatorPanel::explain);
    connect(&desk_.ledger, &Ledger::updated, this, &IndicatorPanel::show);
    show();
}

void IndicatorPanel::show() {
    fillIndicators(*table_, desk_.words, desk_.ledger.indicators());
    note_->setText(desk_.ledger.onTrial()
                       ? desk_.words("app.indicator.trial")
                       : desk_.words(desk_.workspace.isOpen() ? "app.indicator.note" : "app.nothing_open"));
}

// Two rows an indicator: the lower has its id.
void IndicatorPanel::explain(int row) {
    const auto* item = table_->item(row | 1, Mark);
    if (!item) return;
    if (!explanation_) explanation_ = new ExplanationDialog(desk_, window());
    explanation_->explain(item->data(Qt::UserRole).toString().toStdString());
}

}  // namespace app
