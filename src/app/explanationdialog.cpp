#include "app/explanationdialog.h"

#include <QHeaderView>
#include <QPointer>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/style.h"
#include "base/decimal.h"

namespace app {

namespace {

constexpr int featureRole = Qt::UserRole;

QString hectares(double squareMetres) { return QString::fromStdString(base::decimal(squareMetres / 10000, 4)); }
QString change(double squareMetres) { return QString::fromStdString(base::signedDecimal(squareMetres / 10000, 4)); }

}  // namespace

ExplanationDialog::ExplanationDialog(const Desk& desk, QWidget* parent)
    : QDialog(parent), desk_(desk), work_(QThreadPool::globalInstance()) {
    setObjectName("explanation");
    setWindowTitle(desk_.words("app.explain.title"));
    title_ = new QLabel(this);
    QFont bold = title_->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    title_->setFont(bold);
    title_->setWordWrap(true);
    numbers_ = new QLabel(this);
    numbers_->setFont(style::numbers());
    numbers_->setWordWrap(true);
    formula_ = style::quietLabel({}, this);
    formula_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    state_ = new QLabel(this);
    state_->setObjectName("explanationState");
    QPalette colours = state_->palette();
    colours.setColor(QPalette::WindowText, style::warning);
    state_->setPalette(colours);
    const QString code = desk_.words("app.explain.code"), name = desk_.words("app.explain.name"),
                  features = desk_.words("app.explain.features"), filed = desk_.words("app.explain.filed"),
                  now = desk_.words("app.explain.now"), delta = desk_.words("app.explain.delta");
    tabs_ = new QTabWidget(this);
    tabs_->setDocumentMode(true);
    classes_ = table("classes", {code, name, features, filed, now, delta});
    townships_ = table("townships", {code, name, features, filed, now, delta});
    changes_ = table("contributions", {desk_.words("app.explain.feature"), filed, now, delta});
    tabs_->addTab(classes_, desk_.words("app.explain.classes"));
    tabs_->addTab(townships_, desk_.words("app.explain.townships"));
    tabs_->addTab(changes_, {});
    plot_ = new CoursePlot(this);
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(style::quietLabel(desk_.words("app.explain.course"), right));
    column->addWidget(plot_, 1);
    auto* both = new QSplitter(this);
    both->setChildrenCollapsible(false);
    both->addWidget(tabs_);
    both->addWidget(right);
    both->setSizes({500, 380});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * style::step, 2 * style::step, 2 * style::step, 2 * style::step);
    layout->setSpacing(style::step);
    for (QLabel* each : {title_, numbers_, formula_, state_}) layout->addWidget(each);
    layout->addWidget(both, 1);
    resize(900, 480);
    // Beside the indicators, so that another one can be clicked.
    if (parent) move(parent->frameGeometry().topLeft() + QPoint(5 * style::step, 14 * style::step));
    connect(changes_, &QTreeWidget::itemClicked, this, &ExplanationDialog::goTo);
    connect(&desk_.workspace, &Workspace::changed, this, &ExplanationDialog::explainAnew);
    connect(&desk_.workspace, &Workspace::begun, this, [this] {
        course_.reset();
        if (!isVisible()) return;
        explainAnew();
        readCourse();
    });
    connect(&desk_.workspace, &Workspace::closed, this, &QDialog::close);
}

QTreeWidget* ExplanationDialog::table(const char* name, const QStringList& columns) {
    auto* made = new QTreeWidget(this);
    made->setObjectName(name);
    made->setHeaderLabels(columns);
    made->setRootIsDecorated(false);
    made->setAlternatingRowColors(true);
    made->setUniformRowHeights(true);
    made->header()->setStretchLastSection(false);
    made->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    const int named = columns.size() > 4 ? 1 : 0;
    made->header()->setSectionResizeMode(named, QHeaderView::Stretch);
    for (int i = named + 1; i < columns.size(); ++i)
        made->headerItem()->setTextAlignment(i, Qt::AlignRight | Qt::AlignVCenter);
    return made;
}

void ExplanationDialog::explain(const std::string& id) {
    if (id != id_) explanation_.reset();
    id_ = id;
    if (!isVisible()) return show();
    raise();
    explainAnew();
    showCourse();
}

// While it was closed the plan may have changed.
void ExplanationDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    explainAnew();
    if (!course_ || !*course_) readCourse();
    showCourse();
}

void ExplanationDialog::explainAnew() {
    if (!isVisible() || !desk_.workspace.isOpen()) return;
    showHead();
    state_->setText(desk_.words(explanation_ ? "app.explain.again" : "app.explain.working"));
    tabs_->setEnabled(false);
    const auto& opened = desk_.workspace.opened();
    work_.start(
        [spec = opened.spec, settings = opened.settings, id = id_, filed = opened.filed,
         now = desk_.workspace.now()](const base::Task&) { return rules::explain(*spec, settings, id, filed, now); },
        [this](base::Result<rules::Explanation> explanation) { take(std::move(explanation)); });
}

void ExplanationDialog::take(base::Result<rules::Explanation> explanation) {
    if (!explanation) return state_->setText(desk_.words(explanation.error()));
    explanation_ = std::move(*explanation);
    state_->setText({});
    tabs_->setEnabled(true);
    showHead();
    showPortions(*classes_, explanation_->classes);
    showPortions(*townships_, explanation_->townships);
    tabs_->setTabVisible(tabs_->indexOf(classes_), !explanation_->classes.empty());
    tabs_->setTabVisible(tabs_->indexOf(townships_), !explanation_->townships.empty());
    showChanges();
    showCourse();
}

void ExplanationDialog::showHead() {
    const auto& spec = desk_.workspace.spec();
    const auto* described = spec.indicator(id_);
    title_->setText(described ? QString::fromStdString(id_) + "  " + desk_.words(described->name) : QString());
    formula_->setVisible(explanation_.has_value());
    numbers_->setVisible(explanation_.has_value());
    if (!explanation_) return;
    const rules::Indicator& indicator = explanation_->indicator;
    const auto text = [&](const std::optional<double>& value) {
        return value ? base::decimal(*value, indicator.decimals) : std::string("–");
    };
    const auto margin = indicator.margin();
    numbers_->setText(desk_.words("app.explain.numbers", text(indicator.filed), text(indicator.value),
                                  (indicator.atLeast ? "≥ " : "≤ ") + text(indicator.target),
                                  margin ? base::signedDecimal(*margin, indicator.decimals) : std::string("–"),
                                  desk_.words("unit." + indicator.unit).toStdString()));
    QStringList layers;
    for (const std::string& code : explanation_->layers) {
        const auto layer = desk_.workspace.schema().find(code);
        layers += QString::fromStdString(code) +
                  (layer ? " " + desk_.words.name(desk_.workspace.schema().layer(*layer)) : QString());
    }
    formula_->setText(
        desk_.words("app.explain.formula", desk_.words(explanation_->formula).toStdString()) +
        (layers.isEmpty() ? QString() : "\n" + desk_.words("app.explain.layers", layers.join(", ").toStdString())));
}

void ExplanationDialog::showPortions(QTreeWidget& table, const std::vector<rules::Subtotal>& portions) {
    table.clear();
    rules::Subtotal sum;
    const auto row = [&](const rules::Subtotal& one, const QString& code, const QString& name) {
        auto* item = new QTreeWidgetItem(
            &table, {code, name, QString::fromStdString(base::decimal(static_cast<long long>(one.features))),
                     hectares(one.filed), hectares(one.now), change(one.now - one.filed)});
        for (int i = 2; i < 6; ++i) item->setTextAlignment(i, Qt::AlignRight | Qt::AlignVCenter);
        return item;
    };
    for (const rules::Subtotal& one : portions) {
        row(one, QString::fromStdString(one.code), QString::fromStdString(one.name));
        sum.features += one.features;
        sum.filed += one.filed;
        sum.now += one.now;
    }
    auto* total = row(sum, {}, desk_.words("app.explain.sum"));
    QFont bold = font();
    bold.setBold(true);
    for (int i = 0; i < 6; ++i) total->setFont(i, bold);
}

void ExplanationDialog::showChanges() {
    constexpr std::size_t most = 1000;
    changes_->clear();
    const auto& list = explanation_->changes;
    tabs_->setTabText(tabs_->indexOf(changes_), desk_.words("app.explain.changes", list.size()));
    const auto& schema = desk_.workspace.schema();
    for (std::size_t i = 0; i < list.size() && i < most; ++i) {
        const rules::Contribution& one = list[i];
        const plan::Feature& feature = one.after ? *one.after : *one.before;
        auto* item = new QTreeWidgetItem(
            changes_, {QString::fromStdString(schema.layer(feature.layer).code + " " + plan::nameOf(schema, feature)),
                       hectares(one.filed), hectares(one.now), change(one.now - one.filed)});
        for (int column = 1; column < 4; ++column) item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(3, one.now < one.filed ? style::bad : style::good);
        item->setData(0, featureRole, static_cast<qulonglong>(i));
    }
    const QString rest = list.empty()         ? desk_.words("app.explain.no_changes")
                         : list.size() > most ? desk_.words("app.and_more", list.size() - most)
                                              : QString();
    if (!rest.isEmpty()) (new QTreeWidgetItem(changes_, {rest}))->setFirstColumnSpanned(true);
}

void ExplanationDialog::goTo(const QTreeWidgetItem* item) {
    const QVariant place = item->data(0, featureRole);
    if (!place.isValid() || !explanation_) return;
    const rules::Contribution& one = explanation_->changes[place.toULongLong()];
    const plan::Feature& feature = one.after ? *one.after : *one.before;
    desk_.display.select({{feature.layer, feature.id}});
    desk_.display.zoomTo(feature.box, true, feature.shape);
}

void ExplanationDialog::readCourse() {
    course_.reset();
    const auto reading = ++reading_;
    desk_.session.course(
        [dialog = QPointer<ExplanationDialog>(this), reading](base::Result<std::vector<workflow::Moment>> course) {
            if (!dialog || reading != dialog->reading_) return;
            dialog->course_ = std::move(course);
            dialog->showCourse();
        });
}

void ExplanationDialog::showCourse() {
    if (!desk_.workspace.isOpen()) return;
    const auto& spec = desk_.workspace.spec();
    const auto* described = spec.indicator(id_);
    if (!course_ || !explanation_ || !described) return plot_->show(desk_.words("app.explain.reading"));
    if (!*course_) return plot_->show(desk_.words(course_->error()));
    const auto place = static_cast<std::size_t>(described - spec.indicators.data());
    const rules::Indicator& indicator = explanation_->indicator;
    CoursePlot::Course course;
    for (const workflow::Moment& moment : **course_)
        course.points.push_back({desk_.words("app.explain.revision", moment.revision),
                                 QString::fromStdString(moment.time.substr(0, 10)), moment.indicators[place].value,
                                 false});
    if (const auto* open = desk_.workspace.openCase())
        course.points.push_back(
            {QString::fromStdString(open->id), desk_.words("app.explain.draft"), indicator.value, true});
    course.target = indicator.target;
    course.unit = desk_.words("unit." + indicator.unit);
    course.decimals = indicator.decimals;
    if (indicator.target)
        course.targetName = desk_.words("app.explain.target", (indicator.atLeast ? "≥ " : "≤ ") +
                                                                  base::decimal(*indicator.target, indicator.decimals));
    plot_->show(std::move(course));
    if (course_->value().empty()) plot_->show(desk_.words("app.explain.no_course"));
}

}  // namespace app
