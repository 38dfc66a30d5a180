#include "rules/pairing.h"

namespace rules {

namespace {

std::string trimmed(const std::string& text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

base::Result<Pairing> Pairing::read(Arguments& arguments) {
    const auto of = arguments.selections("of"), in = arguments.selections("in");
    Pairing pairing;
    pairing.by = arguments.needed("by");
    pairing.inBy = arguments.text("in_by");
    if (pairing.inBy.empty()) pairing.inBy = pairing.by;
    for (const auto& [selections, field] : {std::pair(&of, pairing.by), std::pair(&in, pairing.inBy)})
        for (const Selection& selection : *selections) arguments.field(selection.layer, field);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    for (const auto& [name, selections] : {std::pair("of", &of), std::pair("in", &in)}) {
        if (selections->size() != 1) return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", name);
        if (selections->front().isChange())
            return base::fail(base::Error::Code::Invalid, "rules.not_a_state", selections->front().name());
    }
    if (of.front().ofFiled()) return base::fail(base::Error::Code::Invalid, "rules.filed_subjects", of.front().name());
    pairing.of = of.front();
    pairing.in = in.front();
    return pairing;
}

std::set<std::string> Pairing::layers() const { return {of.layer, in.layer}; }

Groups grouped(const Selection& selection, const std::string& field, const plan::Snapshot& snapshot) {
    Groups groups;
    const plan::Schema& schema = snapshot.schema();
    const auto chooser = Chooser::in(selection, schema);
    const auto at = chooser ? schema.layer(chooser->layer()).field(field) : std::nullopt;
    if (!at) return groups;
    snapshot.each(chooser->layer(), [&](const plan::FeatureRef& feature) {
        if (chooser->has(*feature)) groups[trimmed(plan::textOf(feature->value(*at)))].push_back(feature);
    });
    return groups;
}

Sides PairingRule::sidesOf(const Plan& plan) const {
    return {grouped(pairing_.of, pairing_.by, plan.now),
            grouped(pairing_.in, pairing_.inBy, pairing_.in.ofFiled() ? plan.filed : plan.now),
            grouped(pairing_.of, pairing_.by, plan.filed), grouped(pairing_.in, pairing_.inBy, plan.filed)};
}

bool PairingRule::concerned(const Plan& plan) const { return !grouped(pairing_.of, pairing_.by, plan.now).empty(); }

bool PairingRule::stale(const Finding&, const Plan& plan, const Scope& scope) const {
    return touches(scope, plan.now.schema(), pairing_.layers());
}

Findings PairingRule::recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const {
    if (!touches(scope, plan.now.schema(), pairing_.layers())) return old;
    return check(plan, scope, task);
}

}  // namespace rules
