#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "rules/condition.h"
#include "rules/rule.h"

namespace rules {

// Which features of a layer a rule is about, and in which state, written as one text of its parameters:
//     [now|filed|gained|lost] LAYER [by FIELD] [where EXPRESSION]
// now (the default): as they are; filed: as they were filed; gained: what the chosen features cover now and covered not
// when filed; lost: the other way round. `by` compares only those of one value of the field (a zone that changes its
// code is lost by the one and gained by the other); `where` is a condition (condition.h) that chooses. Where one
// selection is held against another and both say `by`, a feature is held against those of its own value alone, or of a
// value above it in the code list of its field (411 lies in 410, and in 400).
struct Selection {
    enum class State { Now, Filed, Gained, Lost };

    State state = State::Now;
    std::string layer, by, where;
    // The condition as it is for the pack's layer, which has these fields; none where the pack does not say.
    std::optional<Condition> condition;
    std::vector<std::string> fields;
    std::map<std::string, std::string> above;  // by code of the field that `by` names: the code one level up

    // Invalid names the layer, field or word that is wrong, or what SQLite says of the expression.
    static base::Result<Selection> of(const std::string& text, const plan::Spec& spec);
    // For people: the layer, and the condition in brackets.
    std::string name() const;
    // Whether its features stand in the filed plan.
    bool ofFiled() const { return state == State::Filed || state == State::Lost; }
    bool isChange() const { return state == State::Gained || state == State::Lost; }
};

// A selection as it stands in one schema.
class Chooser {
public:
    // None where the schema lacks the layer or a field.
    static std::optional<Chooser> in(const Selection& selection, const plan::Schema& schema);

    const Selection& selection() const { return *selection_; }
    plan::LayerId layer() const { return layer_; }
    bool has(const plan::Feature& feature) const { return !condition_ || condition_->holds(feature); }
    // Equal in the field that `by` names.
    bool sameClass(const plan::Feature& a, const plan::Feature& b) const;
    // The class that `by` puts the feature in; empty where there is none.
    std::string classOf(const plan::Feature& feature) const;
    // That class and those above it in its code list, the lowest first; none where the selection does not say `by`.
    std::vector<std::string> classesOf(const plan::Feature& feature) const;
    const plan::Snapshot& snapshot(const Plan& plan) const { return selection_->ofFiled() ? plan.filed : plan.now; }

private:
    const Selection* selection_ = nullptr;
    plan::LayerId layer_;
    std::optional<std::size_t> by_;
    std::optional<Condition> condition_;
};

// Whether the scope's changes touch any of these layers.
bool touches(const Scope& scope, const plan::Schema& schema, const std::set<std::string>& layers);

}  // namespace rules
