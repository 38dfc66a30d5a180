#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QScrollArea>

#include "app/tool.h"

namespace app {

// The selected feature's fields as a form: code lists as choices, what follows from other things only to read. A field
// that is left becomes an edit.
class AttributePanel : public QWidget {
    Q_OBJECT
public:
    explicit AttributePanel(const Desk& desk, QWidget* parent = nullptr);

private:
    void fill();
    void fillOne(const plan::Feature& feature);
    void fillMany(const std::vector<plan::FeatureRef>& features);
    QWidget* editorOf(const plan::Layer& layer, const plan::Field& field, const plan::Value& value);
    QWidget* choiceOf(const plan::Field& field, const plan::CodeList& list, const plan::Value& value);
    void set(const std::string& field, const QString& text, plan::FieldType type);

    Desk desk_;
    QLabel* title_;
    QLabel* facts_;
    QScrollArea* scroll_;
    std::optional<Chosen> shown_;
};

}  // namespace app
