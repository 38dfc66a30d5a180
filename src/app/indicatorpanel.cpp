#include "app/indicatorpanel.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {

enum Column { Name, Filed, Now, Target, Margin, Delta, Columns };

QString number(const std::optional<double>& value, int decimals, bool sign) {
    if (!value) return "–";
    return QString::fromStdString(sign ? base::signedDecimal(*value, decimals) : base::decimal(*value, decimals));
}

void put(QTableWidget& table, int row, int column, const QString& text, const QColor& colour, bool bold) {
    auto* item = table.item(row, column);
    if (!item) {
        item = new QTableWidgetItem;
        item->setTextAlignment(column == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
        table.setItem(row, column, item);
    }
    item->setText(text);
    item->setForeground(colour);
    QFont font = style::numbers();
    font.setBold(bold);
    item->setFont(font);
}

}  // namespace

QTableWidget* indicatorTable(const Words& words, QWidget* parent) {
    auto* table = new QTableWidget(0, Columns, parent);
    table->setObjectName("indicators");
    table->setHorizontalHeaderLabels({words("app.indicator.name"), words("app.indicator.filed"),
                                      words("app.indicator.now"), words("app.indicator.target"),
                                      words("app.indicator.margin"), words("app.indicator.delta")});
    for (int column = Filed; column < Columns; ++column)
        table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->horizontalHeaderItem(Name)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    table->horizontalHeader()->setMinimumSectionSize(52);
    table->horizontalHeader()->setHighlightSections(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(58);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setFocusPolicy(Qt::NoFocus);
    table->setIconSize({16, 16});
    return table;
}

void fillIndicators(QTableWidget& table, const Words& words, const std::vector<rules::Indicator>& indicators) {
    table.setRowCount(static_cast<int>(indicators.size()));
    int row = 0;
    for (const auto& indicator : indicators) {
        const bool broken = indicator.status == rules::Status::Broken;
        const bool open = indicator.status == rules::Status::Undecided;
        const QColor ink = broken ? style::bad : style::ink, rest = broken ? style::bad : style::quiet;
        const QString unit = words("app.unit." + indicator.unit);
        const QString direction = indicator.atLeast ? "≥" : "≤";
        put(table, row, Name, words(indicator.name) + "\n" + unit, ink, false);
        table.item(row, Name)->setIcon(style::icon(broken ? "broken" : open ? "undecided" : "met"));
        table.item(row, Name)->setData(Qt::UserRole, QString::fromStdString(indicator.id));
        table.item(row, Name)->setToolTip(words(broken ? "app.indicator.broken"
                                                : open ? "app.indicator.undecided"
                                                       : "app.indicator.met"));
        put(table, row, Filed, number(indicator.filed, indicator.decimals, false), rest, false);
        put(table, row, Now, number(indicator.value, indicator.decimals, false), ink, true);
        put(table, row, Target,
            indicator.target ? direction + " " + number(indicator.target, indicator.decimals, false) : "–", rest,
            false);
        put(table, row, Margin, number(indicator.margin(), indicator.decimals, true), ink, broken);
        put(table, row, Delta, number(indicator.delta(), indicator.decimals, true), rest, false);
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
    connect(&desk_.ledger, &Ledger::updated, this, &IndicatorPanel::show);
    show();
}

void IndicatorPanel::show() {
    fillIndicators(*table_, desk_.words, desk_.ledger.indicators());
    note_->setText(desk_.ledger.onTrial()
                       ? desk_.words("app.indicator.trial")
                       : desk_.words(desk_.workspace.isOpen() ? "app.indicator.note" : "app.nothing_open"));
}

}  // namespace app
