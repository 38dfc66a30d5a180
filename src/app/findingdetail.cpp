#include "app/findingdetail.h"

#include <QVBoxLayout>
#include <algorithm>

#include "app/approvedialog.h"
#include "app/findingtext.h"
#include "app/menddialog.h"
#include "app/style.h"
#include "rules/asking.h"

namespace app {

FindingDetail::FindingDetail(const Desk& desk, QWidget* parent)
    : QWidget(parent), desk_(desk), work_(QThreadPool::globalInstance()) {
    setObjectName("finding");
    text_ = new QTextBrowser(this);
    text_->setObjectName("findingText");
    text_->setFrameShape(QFrame::NoFrame);
    text_->setMinimumHeight(5 * style::step);
    text_->setPlaceholderText(desk_.words("app.finding.choose"));
    waysTitle_ = style::quietLabel({}, this);
    list_ = new QListWidget(this);
    list_->setObjectName("ways");
    list_->setWordWrap(true);
    list_->setTextElideMode(Qt::ElideNone);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setIconSize({16, 16});
    outlook_ = new QLabel(this);
    outlook_->setObjectName("outlook");
    outlook_->setWordWrap(true);
    QSizePolicy kept = outlook_->sizePolicy();  // the map must not jump when it appears
    kept.setRetainSizeWhenHidden(true);
    outlook_->setSizePolicy(kept);
    const auto button = [&](const char* name, const QString& text, const char* icon, auto pressed) {
        auto* made = new QPushButton(style::icon(icon), text, this);
        made->setObjectName(name);
        connect(made, &QPushButton::clicked, this, pressed);
        return made;
    };
    apply_ = button("applyWay", desk_.words("app.mend.apply"), "mend", &FindingDetail::apply);
    apply_->setShortcut(Qt::ALT | Qt::Key_Return);
    apply_->setToolTip(desk_.words("app.mend.apply_hint"));
    many_ = button("mendMany", {}, "mend-all", &FindingDetail::mendMany);
    approve_ = button("approve", {}, "approved", [this] { chosen_.front().approved ? withdraw() : approve(); });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(style::step);
    buttons->addWidget(apply_);
    buttons->addWidget(many_);
    buttons->addStretch(1);
    buttons->addWidget(approve_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::step, 0, style::step, style::step);
    layout->setSpacing(style::step / 2);
    layout->addWidget(text_, 1);
    layout->addWidget(waysTitle_);
    layout->addWidget(list_);
    layout->addWidget(outlook_);
    layout->addLayout(buttons);
    connect(list_, &QListWidget::itemSelectionChanged, this, &FindingDetail::preview);
    connect(list_, &QListWidget::itemDoubleClicked, this, &FindingDetail::apply);
    connect(&desk_.workspace, &Workspace::stateChanged, this, &FindingDetail::enable);
    connect(&desk_.display, &Display::proposalChanged, this, [this] {
        if (!desk_.display.proposal() && chosenWay()) list_->clearSelection();
    });
    describe();
    tryWays();
}

FindingDetail::~FindingDetail() { desk_.display.setProposal({}); }

void FindingDetail::show(rules::Findings chosen) {
    const Checker::Shared of = desk_.checker.current() ? desk_.checker.shared() : nullptr;
    if (chosen == chosen_ && of == of_) return;
    const bool same = !chosen.empty() && !chosen_.empty() && chosen.front() == chosen_.front() && of == of_;
    chosen_ = std::move(chosen);
    of_ = of;
    if (same) return enable();
    work_.stop();
    ways_.clear();
    list_->clear();
    desk_.display.setProposal({});
    describe();
    tryWays();
}

const plan::RuleSpec* FindingDetail::rule() const {
    if (chosen_.empty() || !desk_.workspace.isOpen()) return nullptr;
    const auto& rules = desk_.workspace.spec().rules;
    const auto at = std::find_if(rules.begin(), rules.end(),
                                 [&](const plan::RuleSpec& each) { return each.id == chosen_.front().rule; });
    return at == rules.end() ? nullptr : &*at;
}

void FindingDetail::describe() {
    if (chosen_.empty() || !desk_.workspace.isOpen()) return text_->clear();
    const Way* way = chosenWay();
    text_->setHtml((way ? changesText(desk_, way->outlook.changes) : QString()) +
                   findingText(desk_, chosen_.front(), rule()));
}

void FindingDetail::tryWays() {
    const auto ground = chosen_.empty() ? std::nullopt : desk_.checker.ground();
    const bool nothing = chosen_.empty() || !desk_.workspace.isOpen();
    waysTitle_->setVisible(!nothing);
    list_->hide();
    outlook_->hide();
    waysTitle_->setText(desk_.words(ground                           ? "app.mend.trying"
                                    : desk_.checker.work().running() ? "app.check.again"
                                                                     : "app.check.old"));
    enable();
    if (!ground) return;
    work_.start(
        [ground = *ground, finding = chosen_.front()](const base::Task& task) { return waysOf(ground, finding, task); },
        [this](base::Result<std::vector<Way>> ways) { take(std::move(ways)); });
}

void FindingDetail::take(base::Result<std::vector<Way>> ways) {
    if (!ways) return waysTitle_->setText(desk_.words(ways.error()));
    ways_ = std::move(*ways);
    for (const Way& way : ways_) addWay(way);
    waysTitle_->setText(desk_.words(ways_.empty() ? "app.mend.by_hand" : "app.mend.ways"));
    list_->setVisible(!ways_.empty());
    int height = 2 * list_->frameWidth();
    for (int row = 0; row < list_->count(); ++row) height += list_->sizeHintForRow(row);
    list_->setFixedHeight(std::min(height, 84));
    enable();
}

void FindingDetail::addWay(const Way& way) {
    const QString what = desk_.words("mend." + way.how);
    auto* item = new QListWidgetItem(style::icon(way.refused() ? "broken" : "met"), what, list_);
    if (!way.refused()) return;
    item->setFlags(Qt::NoItemFlags);
    const auto& refused = way.outlook.mending.refused;
    if (!refused.empty())
        item->setText(
            desk_.words("app.mend.refused", what.toStdString(), desk_.words(refused.front().reason).toStdString()));
    item->setToolTip(item->text());
}

const Way* FindingDetail::chosenWay() const {
    const auto chosen = list_->selectedItems();
    if (chosen.isEmpty()) return nullptr;
    const auto row = static_cast<std::size_t>(list_->row(chosen.first()));
    return row < ways_.size() && !ways_[row].refused() ? &ways_[row] : nullptr;
}

void FindingDetail::preview() {
    const Way* way = chosenWay();
    desk_.display.setProposal(way ? std::optional(way->outlook.changes) : std::nullopt);
    outlook_->setVisible(way);
    if (way) {
        const Outlook& outlook = way->outlook;
        outlook_->setText(desk_.words("app.mend.outlook", outlook.gone, outlook.blockingBefore, outlook.blocking) +
                          (outlook.blocking == 0 ? " " + desk_.words("app.mend.passes") : QString()));
    }
    describe();
    enable();
}

void FindingDetail::apply() {
    const Way* way = chosenWay();
    if (!way) return;
    const Outlook& outlook = way->outlook;
    desk_.workspace.run(Workspace::Tried{outlook.mending.batch, outlook.before, outlook.mending.after});
}

void FindingDetail::mendMany() {
    std::vector<std::string> keys;
    for (const auto& finding : chosen_.size() > 1 ? chosen_ : desk_.checker.findings())
        if (chosen_.size() > 1 || finding.rule == chosen_.front().rule) keys.push_back(finding.key());
    std::sort(keys.begin(), keys.end());
    std::vector<std::string> hows;
    for (const Way& way : ways_) hows.push_back(way.how);
    auto ground = desk_.checker.ground();
    if (!ground) return;
    list_->clearSelection();
    auto* dialog = new MendDialog(desk_, std::move(*ground), std::move(keys), hows, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->show();
}

void FindingDetail::approve() {
    auto* dialog = new ApproveDialog(desk_, chosen_, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->show();
}

void FindingDetail::withdraw() {
    std::vector<std::string> keys;
    for (const auto& finding : chosen_) keys.push_back(finding.key());
    approve_->setEnabled(false);
    desk_.session.withdraw(keys, [detail = QPointer<FindingDetail>(this)](base::Result<> done) {
        if (!detail) return;
        if (!done) detail->desk_.workspace.refuse(done.error());
        detail->enable();
    });
}

QString FindingDetail::notApprovable() const {
    if (!desk_.workspace.isOpen() || !desk_.workspace.openCase()) return desk_.words("app.approve.no_case");
    if (!of_) return desk_.words("app.check.again");
    const bool approved = chosen_.front().approved.has_value();
    for (const rules::Finding& finding : chosen_) {
        if (finding.approved.has_value() != approved) return desk_.words("app.approve.mixed");
        const auto& rules = desk_.workspace.spec().rules;
        const auto rule =
            std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each.id == finding.rule; });
        if (rule == rules.end() || !rules::mayBeApproved(*rule, finding))
            return desk_.words("workflow.not_waivable", finding.rule);
    }
    return {};
}

void FindingDetail::enable() {
    const bool any = !chosen_.empty() && desk_.workspace.isOpen();
    for (QPushButton* each : {apply_, many_, approve_}) each->setVisible(any);
    if (!any) return;
    apply_->setEnabled(of_ && chosenWay());
    many_->setText(chosen_.size() > 1 ? desk_.words("app.mend.chosen", chosen_.size()) : desk_.words("app.mend.rule"));
    many_->setEnabled(of_ && (chosen_.size() > 1 || !ways_.empty()));
    const QString why = notApprovable();
    approve_->setText(desk_.words(chosen_.front().approved ? "app.approve.withdraw" : "app.approve.do"));
    approve_->setEnabled(why.isEmpty());
    approve_->setToolTip(why);
}

}  // namespace app
