#include "rules/selection.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rules {

namespace {

constexpr std::array<std::pair<std::string_view, Selection::State>, 4> states{{
    {"now", Selection::State::Now},
    {"filed", Selection::State::Filed},
    {"gained", Selection::State::Gained},
    {"lost", Selection::State::Lost},
}};
constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// The next word, taken off the text.
std::string_view word(std::string_view& text) {
    text = trimmed(text);
    const auto end = std::min(text.find_first_of(blanks), text.size());
    const std::string_view first = text.substr(0, end);
    text = trimmed(text.substr(end));
    return first;
}

}  // namespace

base::Result<Selection> Selection::of(const std::string& text, const plan::Spec& spec) {
    Selection selection;
    std::string_view rest = text;
    std::string_view first = word(rest);
    const auto state =
        std::find_if(states.begin(), states.end(), [&](const auto& each) { return each.first == first; });
    if (state != states.end()) {
        selection.state = state->second;
        first = word(rest);
    }
    selection.layer = first;
    const auto layer = std::find_if(spec.layers.begin(), spec.layers.end(),
                                    [&](const plan::Layer& each) { return each.code == selection.layer; });
    if (selection.layer.empty() || (layer == spec.layers.end() && !spec.openLayers))
        return base::fail(base::Error::Code::Invalid, "rules.unknown_layer", selection.layer);
    std::string_view next = word(rest);
    if (next == "by") {
        selection.by = word(rest);
        const auto field = layer == spec.layers.end() ? std::nullopt : layer->field(selection.by);
        if (layer != spec.layers.end() && !field)
            return base::fail(base::Error::Code::Invalid, "rules.unknown_field", selection.by, selection.layer);
        if (const auto* codes = field ? spec.codesOf(layer->fields[*field]) : nullptr)
            for (const plan::Code& code : codes->codes)
                if (!code.parent.empty()) selection.above[code.code] = code.parent;
        next = word(rest);
    }
    if (next == "where" && !rest.empty()) {
        selection.where = rest;
        if (layer != spec.layers.end()) {
            auto condition = Condition::of(selection.where, *layer);
            if (!condition) return base::pass(condition.error().in(selection.layer));
            selection.condition = std::move(*condition);
            for (const plan::Field& field : layer->fields) selection.fields.push_back(field.code);
        }
    } else if (!next.empty()) {
        return base::fail(base::Error::Code::Invalid, "rules.wrong_selection", text, next);
    }
    return selection;
}

std::string Selection::name() const { return where.empty() ? layer : fmt::format("{} ({})", layer, where); }

std::optional<Chooser> Chooser::in(const Selection& selection, const plan::Schema& schema) {
    const auto layer = schema.find(selection.layer);
    if (!layer) return {};
    Chooser chooser;
    chooser.selection_ = &selection;
    chooser.layer_ = *layer;
    if (!selection.by.empty()) {
        chooser.by_ = schema.layer(*layer).field(selection.by);
        if (!chooser.by_) return {};
    }
    if (!selection.where.empty()) {
        const auto& fields = schema.layer(*layer).fields;
        const bool same =
            std::equal(fields.begin(), fields.end(), selection.fields.begin(), selection.fields.end(),
                       [](const plan::Field& field, const std::string& code) { return field.code == code; });
        if (same) {
            chooser.condition_ = selection.condition;
        } else {
            auto condition = Condition::of(selection.where, schema.layer(*layer));
            if (!condition) return {};
            chooser.condition_ = std::move(*condition);
        }
    }
    return chooser;
}

bool Chooser::sameClass(const plan::Feature& a, const plan::Feature& b) const {
    return !by_ || plan::textOf(a.value(*by_)) == plan::textOf(b.value(*by_));
}

std::string Chooser::classOf(const plan::Feature& feature) const {
    return by_ ? plan::textOf(feature.value(*by_)) : std::string();
}

std::vector<std::string> Chooser::classesOf(const plan::Feature& feature) const {
    std::vector<std::string> classes;
    if (!by_) return classes;
    classes.push_back(classOf(feature));
    for (auto at = selection_->above.find(classes.back()); at != selection_->above.end();
         at = selection_->above.find(classes.back())) {
        if (std::find(classes.begin(), classes.end(), at->second) != classes.end()) break;
        classes.push_back(at->second);
    }
    return classes;
}

bool touches(const Scope& scope, const plan::Schema& schema, const std::set<std::string>& layers) {
    return scope.whole() || std::any_of(scope.touched().begin(), scope.touched().end(), [&](const auto& each) {
               const auto& state = each.second.after ? each.second.after : each.second.before;
               return layers.contains(schema.layer(state->layer).code);
           });
}

}  // namespace rules
