#include "app/historypanel.h"

#include "app/style.h"

namespace app {

HistoryPanel::HistoryPanel(const Desk& desk, QWidget* parent) : QListWidget(parent), desk_(desk) {
    setObjectName("history");
    setSelectionMode(QAbstractItemView::NoSelection);
    connect(this, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { desk_.workspace.goTo(static_cast<std::size_t>(row(item))); });
    for (const auto signal : {&Workspace::begun, &Workspace::closed, &Workspace::stateChanged})
        connect(&desk_.workspace, signal, this, &HistoryPanel::fill);
    connect(&desk_.workspace, &Workspace::changed, this, &HistoryPanel::fill);
    fill();
}

void HistoryPanel::fill() {
    clear();
    if (!desk_.workspace.isOpen()) return;
    const auto& history = desk_.workspace.history();
    for (std::size_t i = 0; i < history.states().size(); ++i) {
        auto* item = new QListWidgetItem(
            i == 0 ? desk_.words("app.history.start") : desk_.words(history.states()[i].name), this);
        QFont font = item->font();
        font.setBold(i == history.place());
        item->setFont(font);
        if (i > history.place()) item->setForeground(style::quiet);
        if (i == history.place()) scrollToItem(item);
    }
}

}  // namespace app
