#include "app/menddialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "app/style.h"

namespace app {

namespace {
enum Column { Rule, Text, What };
constexpr int keyRole = Qt::UserRole;
}  // namespace

MendDialog::MendDialog(const Desk& desk, Ground ground, std::vector<std::string> keys,
                       const std::vector<std::string>& hows, QWidget* parent)
    : QDialog(parent),
      desk_(desk),
      ground_(std::move(ground)),
      keys_(std::move(keys)),
      work_(QThreadPool::globalInstance()) {
    setObjectName("mending");
    setWindowTitle(desk_.words("app.mend.title", keys_.size()));
    for (const std::string& key : keys_) findings_[key] = nullptr;
    for (const auto& finding : *ground_.findings)
        if (const auto at = findings_.find(finding.key()); at != findings_.end()) at->second = &finding;
    how_ = new QComboBox(this);
    how_->setObjectName("how");
    how_->addItem(desk_.words("app.mend.usual"), QString());
    for (const std::string& how : hows) how_->addItem(desk_.words("mend." + how), QString::fromStdString(how));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(2 * style::step);
    form->addRow(desk_.words("app.mend.how"), how_);
    verdict_ = new QLabel(this);
    verdict_->setObjectName("verdict");
    verdict_->setWordWrap(true);
    list_ = new QTreeWidget(this);
    list_->setObjectName("mended");
    list_->setHeaderLabels(
        {desk_.words("app.finding.rule"), desk_.words("app.finding.text"), desk_.words("app.mend.outcome")});
    list_->setRootIsDecorated(false);
    list_->setAlternatingRowColors(true);
    list_->setUniformRowHeights(true);
    list_->header()->setStretchLastSection(false);
    list_->header()->resizeSection(Rule, 96);
    list_->header()->setSectionResizeMode(Text, QHeaderView::Stretch);
    list_->header()->resizeSection(What, 300);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel | QDialogButtonBox::Ok, this);
    apply_ = buttons->button(QDialogButtonBox::Ok);
    apply_->setText(desk_.words("app.mend.apply_all"));
    apply_->setIcon(style::icon("mend-all"));
    buttons->button(QDialogButtonBox::Cancel)->setText(desk_.words("app.cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * style::step, 2 * style::step, 2 * style::step, 2 * style::step);
    layout->setSpacing(style::step);
    layout->addLayout(form);
    layout->addWidget(verdict_);
    layout->addWidget(list_, 1);
    layout->addWidget(style::quietLabel(desk_.words("app.mend.hint"), this));
    layout->addWidget(progress_);
    layout->addWidget(buttons);
    resize(820, 480);
    // Beside what it draws on the map.
    if (parent) move(parent->frameGeometry().bottomRight() - QPoint(width() + style::step, height() + 6 * style::step));
    connect(how_, &QComboBox::currentIndexChanged, this, &MendDialog::tryOut);
    connect(list_, &QTreeWidget::itemClicked, this, &MendDialog::goTo);
    connect(buttons, &QDialogButtonBox::accepted, this, &MendDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&work_, &Background::progressed, this,
            [this](double done, const base::Message&) { progress_->setValue(static_cast<int>(done * 1000)); });
    tryOut();
}

MendDialog::~MendDialog() { desk_.display.setProposal({}); }

void MendDialog::tryOut() {
    outlook_.reset();
    desk_.display.setProposal({});
    list_->clear();
    apply_->setEnabled(false);
    verdict_->setText(desk_.words("app.mend.trying"));
    progress_->setValue(0);
    progress_->show();
    work_.start([ground = ground_, keys = keys_, how = how_->currentData().toString().toStdString()](
                    const base::Task& task) { return outlookOf(ground, keys, how, task); },
                [this](base::Result<Outlook> outlook) { take(std::move(outlook)); });
}

void MendDialog::addRow(const std::string& key, const char* icon, const QString& what) {
    const rules::Finding* finding = findings_.at(key);
    auto* item =
        new QTreeWidgetItem(list_, {finding ? QString::fromStdString(finding->rule) : QString(),
                                    finding ? desk_.words(finding->message) : QString::fromStdString(key), what});
    item->setIcon(Rule, style::icon(icon));
    item->setData(Rule, keyRole, QString::fromStdString(key));
    for (const int column : {Text, What}) item->setToolTip(column, item->text(column));
}

// What was refused stands first: that is left to do.
void MendDialog::take(base::Result<Outlook> outlook) {
    progress_->hide();
    if (!outlook) return verdict_->setText(desk_.words(outlook.error()));
    outlook_ = std::move(*outlook);
    const mend::Mending& mending = outlook_->mending;
    for (const auto& one : mending.refused) addRow(one.key, "broken", desk_.words(one.reason));
    for (const auto& one : mending.mended) addRow(one.key, "met", desk_.words("mend." + one.how));
    for (const auto& key : mending.gone) addRow(key, "met", desk_.words("app.mend.gone"));
    verdict_->setText(desk_.words("app.mend.verdict", mending.mended.size() + mending.gone.size(),
                                  mending.refused.size(), outlook_->blockingBefore, outlook_->blocking) +
                      (outlook_->blocking == 0 ? " " + desk_.words("app.mend.passes") : QString()));
    desk_.display.setProposal(outlook_->changes);
    apply_->setEnabled(!mending.mended.empty());
}

void MendDialog::goTo(const QTreeWidgetItem* item) {
    const rules::Finding* finding = findings_.at(item->data(Rule, keyRole).toString().toStdString());
    if (!finding) return;
    geometry::Box box = geometry::boxOf(finding->where);
    for (const auto id : finding->subjects)
        if (const auto feature = desk_.workspace.now().find(id); feature && box.empty()) box.add(feature->box);
    desk_.display.zoomTo(box, true, finding->where);
}

void MendDialog::apply() {
    const Outlook outlook = std::move(*outlook_);
    accept();
    desk_.workspace.run(Workspace::Tried{outlook.mending.batch, outlook.before, outlook.mending.after});
}

}  // namespace app
