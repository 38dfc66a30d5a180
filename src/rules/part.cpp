#include <algorithm>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/portion_rule.h"

namespace rules {

namespace {

constexpr std::string_view extentWord = "extent";

// Where the feature has a class: with that of what it is held against.
std::string namesOf(const std::vector<Selection>& selections, const std::string& itsClass) {
    std::string names;
    for (const Selection& selection : selections) {
        names += (names.empty() ? "" : ", ") + selection.name();
        if (!selection.by.empty() && !itsClass.empty()) names += fmt::format(" {} = {}", selection.by, itsClass);
    }
    return names;
}

// Classes to compare with need a class of their own.
bool comparesClasses(const std::vector<Selection>& selections) {
    return std::any_of(selections.begin(), selections.end(),
                       [](const Selection& selection) { return !selection.by.empty(); });
}

// A part of a feature where there must be none (most of domain §5.2): what is, was gained or was lost, in some layers
// and outside of others.
class PartRule : public PortionRule {
public:
    PartRule(const plan::RuleSpec& rule, std::vector<Portion> portions, Tolerance tolerance)
        : PortionRule(rule, std::move(portions)), tolerance_(tolerance) {}

protected:
    void judge(const Plan& plan, const Portion& portion, Portions& parts, const plan::Feature& feature,
               Findings& out) const override {
        Part part = parts.of(feature, tolerance_);
        if (part.none()) return;
        const bool inherited = parts.inherited(feature, part, tolerance_);
        const plan::Schema& schema = plan.now.schema();
        const auto chooser = Chooser::in(portion.of, schema);
        const std::string itsClass = chooser ? chooser->classOf(feature) : std::string();
        base::Message message =
            base::message(keyOf(portion), schema.layer(feature.layer).code, plan::nameOf(schema, feature),
                          amountOf(part), namesOf(portion.within, itsClass),
                          portion.outsideExtent ? "@rules.case_extent" : namesOf(portion.outside, itsClass));
        Finding finding = about(portion, feature, std::move(part), inherited);
        finding.message = std::move(message);
        out.push_back(std::move(finding));
    }

private:
    static std::string amountOf(const Part& part) {
        if (part.unit.empty()) return base::decimal(static_cast<long long>(part.measured));
        return base::decimal(part.measured, 2) + (part.unit == "m2" ? " m²" : " m");
    }

    static std::string_view keyOf(const Portion& portion) {
        const bool within = !portion.within.empty(), outside = portion.outsideExtent || !portion.outside.empty();
        switch (portion.of.state) {
            case Selection::State::Gained:
                if (within) return outside ? "rules.gained_within_outside" : "rules.gained_within";
                return outside ? "rules.gained_outside" : "rules.gained";
            case Selection::State::Lost:
                if (within) return outside ? "rules.lost_within_outside" : "rules.lost_within";
                return outside ? "rules.lost_outside" : "rules.lost";
            default:
                if (within) return outside ? "rules.part_within_outside" : "rules.part_within";
                return "rules.part_outside";
        }
    }

    Tolerance tolerance_;
};

// Whether `outside` names the extent of the case, which it then no longer does.
bool takeExtent(plan::Parameters& parameters) {
    const auto at = parameters.find("outside");
    if (at == parameters.end()) return false;
    if (const auto* word = std::get_if<std::string>(&at->second); word && *word == extentWord) {
        parameters.erase(at);
        return true;
    }
    return false;
}

}  // namespace

Made makePart(const plan::RuleSpec& rule, const plan::Spec& spec) {
    plan::Parameters parameters = rule.parameters;
    const bool outsideExtent = takeExtent(parameters);
    Arguments arguments(spec, parameters);
    const auto subjects = arguments.selections("of");
    const auto within = arguments.areaSelections("within"), outside = arguments.areaSelections("outside");
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (subjects.empty()) return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", "of");
    std::vector<Portion> portions;
    for (const Selection& of : subjects) {
        if (!of.isChange() && within.empty() && outside.empty() && !outsideExtent)
            return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", "within, outside");
        if (of.by.empty() && (comparesClasses(within) || comparesClasses(outside)))
            return base::fail(base::Error::Code::Invalid, "rules.by_missing", of.name());
        portions.push_back({of, within, outside, outsideExtent});
    }
    if (auto valid = validPortions(portions); !valid) return base::pass(valid.error());
    return std::make_shared<PartRule>(rule, std::move(portions), tolerance);
}

}  // namespace rules
