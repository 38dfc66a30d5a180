#include "app/attributepanel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "app/style.h"
#include "base/decimal.h"
#include "edit/scope.h"

namespace app {

namespace {

// A choice that the wheel passes by: scrolling over a form must never change it.
class Choice : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

plan::Value valueOf(const QString& text, plan::FieldType type) {
    if (text.trimmed().isEmpty()) return {};
    bool number = false;
    if (type == plan::FieldType::Integer) {
        const qlonglong whole = text.toLongLong(&number);
        if (number) return static_cast<std::int64_t>(whole);
    }
    if (type == plan::FieldType::Real) {
        const double real = text.toDouble(&number);
        if (number) return real;
    }
    return text.toStdString();
}

bool isNumber(plan::FieldType type) { return type == plan::FieldType::Integer || type == plan::FieldType::Real; }

}  // namespace

AttributePanel::AttributePanel(const Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    setObjectName("attributes");
    title_ = new QLabel(this);
    QFont font = title_->font();
    font.setBold(true);
    title_->setFont(font);
    title_->setWordWrap(true);
    facts_ = style::quietLabel({}, this);
    scroll_ = new QScrollArea(this);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(style::step, style::step, style::step, 0);
    head->setSpacing(style::step / 2);
    head->addWidget(title_);
    head->addWidget(facts_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::step);
    layout->addLayout(head);
    layout->addWidget(scroll_, 1);
    connect(&desk_.display, &Display::selectionChanged, this, &AttributePanel::fill);
    connect(&desk_.workspace, &Workspace::begun, this, &AttributePanel::fill);
    // After the editor that caused the change has let go of the keyboard.
    connect(&desk_.workspace, &Workspace::changed, this, &AttributePanel::fill, Qt::QueuedConnection);
    fill();
}

void AttributePanel::fill() {
    const auto features = desk_.display.selected();
    if (features.size() == 1) return fillOne(*features.front());
    shown_.reset();
    fillMany(features);
}

void AttributePanel::fillMany(const std::vector<plan::FeatureRef>& features) {
    scroll_->setWidget(new QWidget);
    if (features.empty()) {
        title_->setText({});
        title_->hide();
        facts_->setText(desk_.words("app.attributes.none"));
        return;
    }
    geometry::Area area;
    for (const auto& feature : features) area += feature->area;
    title_->show();
    title_->setText(desk_.words("app.attributes.many", features.size()));
    facts_->setText(countByLayer(desk_, features) + "\n" + QString::fromStdString(base::decimal(area.hectares(), 4)) +
                    " " + desk_.words("unit.ha"));
}

void AttributePanel::fillOne(const plan::Feature& feature) {
    const auto& layer = desk_.workspace.schema().layer(feature.layer);
    // Who goes through the fields with Tab stays in the one that was reached, though the form is made anew.
    const QWidget* old = scroll_->widget();
    const QWidget* focused = old ? old->window()->focusWidget() : nullptr;
    const QString reached = focused && old->isAncestorOf(focused) ? focused->objectName() : QString();
    const bool same = shown_ == Chosen{feature.layer, feature.id};
    const int scrolled = same ? scroll_->verticalScrollBar()->value() : 0;
    shown_ = Chosen{feature.layer, feature.id};
    title_->show();
    title_->setText(desk_.words.name(layer) + "  " +
                    QString::fromStdString(plan::nameOf(desk_.workspace.schema(), feature)));
    const std::size_t corners = geometry::vertexCount(feature.shape);
    facts_->setText(feature.area > geometry::Area()
                        ? desk_.words("app.attributes.area", base::decimal(feature.area.squareMetres(), 2),
                                      base::decimal(feature.area.hectares(), 4), base::decimal(feature.area.mu(), 2),
                                      base::decimal(static_cast<long long>(corners)))
                        : desk_.words("app.attributes.corners", corners));
    auto* form = new QWidget;
    auto* rows = new QFormLayout(form);
    rows->setContentsMargins(style::step, 0, style::step, style::step);
    rows->setSpacing(style::step);
    rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const auto& field = layer.fields[i];
        auto* label = new QLabel(desk_.words.name(field) + (field.required ? " *" : ""));
        label->setToolTip(QString::fromStdString(field.code));
        label->setWordWrap(true);
        label->setFixedWidth(112);
        QWidget* editor = editorOf(layer, field, feature.value(i));
        editor->setObjectName(QString::fromStdString(field.code));
        rows->addRow(label, editor);
    }
    scroll_->setWidget(form);
    if (auto* editor = same && !reached.isEmpty() ? form->findChild<QWidget*>(reached) : nullptr) editor->setFocus();
    if (same) {
        form->adjustSize();
        scroll_->verticalScrollBar()->setValue(scrolled);
    }
}

QWidget* AttributePanel::choiceOf(const plan::Field& field, const plan::CodeList& list, const plan::Value& value) {
    auto* choice = new Choice;
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(8);
    choice->addItem("", "");
    for (const auto& code : list.codes)
        choice->addItem(QString::fromStdString(code.code) + "  " + desk_.words(code.name),
                        QString::fromStdString(code.code));
    const QString now = QString::fromStdString(plan::textOf(value));
    int at = choice->findData(now);
    if (at < 0) {  // not of the list: shown as it is, and the rules say so
        choice->addItem(now + "  ?", now);
        at = choice->count() - 1;
    }
    choice->setCurrentIndex(at);
    connect(choice, &QComboBox::activated, this,
            [this, choice, field] { set(field.code, choice->currentData().toString(), field.type); });
    return choice;
}

QWidget* AttributePanel::editorOf(const plan::Layer& layer, const plan::Field& field, const plan::Value& value) {
    const auto& lists = desk_.workspace.spec().codeLists;
    if (const auto list = lists.find(field.codeList); list != lists.end() && field.constant.empty())
        return choiceOf(field, list->second, value);
    if (!field.nameOf.empty() || !field.constant.empty() || field.code == layer.areaField) {
        auto* label = style::quietLabel(QString::fromStdString(plan::textOf(value)));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(style::step / 2, 0, 0, 0);
        label->setToolTip(desk_.words("app.attributes.derived"));
        return label;
    }
    auto* edit = new QLineEdit(QString::fromStdString(plan::textOf(value)));
    edit->setCursorPosition(0);
    if (isNumber(field.type)) edit->setAlignment(Qt::AlignRight);
    if (field.type == plan::FieldType::Date) edit->setPlaceholderText("YYYY-MM-DD");
    if (field.length > 0 && field.type == plan::FieldType::Text) edit->setMaxLength(field.length);
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, field] {
        if (edit->isModified()) set(field.code, edit->text(), field.type);
        edit->setModified(false);
    });
    return edit;
}

void AttributePanel::set(const std::string& field, const QString& text, plan::FieldType type) {
    if (!shown_) return;
    const auto feature = desk_.workspace.now().find(shown_->layer, shown_->id);
    if (!feature) return;
    const auto& schema = desk_.workspace.schema();
    desk_.workspace.run(edit::Set{schema.layer(shown_->layer).code,
                                  edit::nameFor(desk_.workspace.now(), *feature),
                                  {{field, valueOf(text, type)}}});
}

}  // namespace app
