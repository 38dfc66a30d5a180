#include <algorithm>
#include <charconv>
#include <regex>
#include <unordered_map>
#include <unordered_set>

#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/place.h"

namespace rules {

namespace {

// The form that identifiers must have. Digits in a given number are told without the general machinery.
class Pattern {
public:
    static base::Result<Pattern> of(const std::string& text) {
        Pattern pattern;
        pattern.text_ = text;
        static constexpr std::string_view digits = "[0-9]{";
        if (text.starts_with(digits) && text.ends_with('}')) {
            const char* const last = text.data() + text.size() - 1;
            if (std::from_chars(text.data() + digits.size(), last, pattern.digits_).ptr == last) return pattern;
        }
        pattern.digits_ = 0;
        try {
            pattern.general_ = std::regex(text, std::regex::ECMAScript | std::regex::optimize);
        } catch (const std::regex_error&) {
            return base::fail(base::Error::Code::Invalid, "rules.bad_pattern", text);
        }
        return pattern;
    }

    const std::string& text() const { return text_; }
    // Very long values never fit: the matcher's depth grows with them.
    bool fits(const std::string& value) const {
        if (text_.empty()) return true;
        if (digits_ > 0)
            return value.size() == digits_ &&
                   std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (value.size() > 256) return false;
        try {
            return std::regex_match(value, general_);
        } catch (const std::regex_error&) {
            return false;
        }
    }

private:
    std::string text_;
    std::size_t digits_ = 0;
    std::regex general_;
};

using Members = std::vector<plan::FeatureRef>;  // features of one value, by id

// Identifiers are unique over all layers of the rule and have the form of `pattern` (Q3302). One finding names all
// features of one value.
class Unique : public Rule {
public:
    Unique(const plan::RuleSpec& rule, Pattern pattern) : Rule(rule), pattern_(std::move(pattern)) {}

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        Findings found;
        std::vector<std::pair<std::size_t, const plan::FeatureRef*>> all;  // with the digests of their values
        eachKeyed(plan.now, task, [&](const plan::FeatureRef& feature, const std::string& value) {
            all.emplace_back(std::hash<std::string>()(value), &feature);
            if (!pattern_.fits(value)) judgeForm(plan, feature, found);
        });
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
            for (end = begin + 1; end < all.size() && all[end].first == all[begin].first;) ++end;
            if (end - begin < 2) continue;
            std::unordered_map<std::string, Members> groups;
            for (std::size_t i = begin; i < end; ++i)
                groups[valueOf(plan.now.schema(), *all[i].second)].push_back(*all[i].second);
            for (auto& [value, members] : groups) judgeGroup(plan, value, std::move(members), found);
        }
        order(found);
        return found;
    }

    // Looks through the plan only for values that features took or gave up; elsewhere the groups are what they were,
    // and only the places of their members may have moved.
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        Findings found;
        std::unordered_set<std::string> sought;
        for (const auto& [id, touched] : scope.touched()) {
            const std::string before = valueOf(plan.now.schema(), touched.before);
            const std::string after = valueOf(plan.now.schema(), touched.after);
            if (before != after || !touched.before || !touched.after) sought.insert({before, after});
            if (!after.empty()) judgeForm(plan, touched.after, found);
        }
        sought.erase("");
        for (Finding& finding : old) {
            const bool group = finding.aspect.starts_with('=');
            if (group ? sought.contains(finding.aspect.substr(1)) : Rule::stale(finding, plan, scope)) continue;
            if (!group || !Rule::stale(finding, plan, scope)) {
                found.push_back(std::move(finding));
                continue;
            }
            Members members;
            for (const plan::FeatureId id : finding.subjects)
                if (auto member = plan.now.find(id)) members.push_back(std::move(member));
            judgeGroup(plan, finding.aspect.substr(1), std::move(members), found);
        }
        if (!sought.empty()) {
            std::unordered_map<std::string, Members> groups;
            eachKeyed(plan.now, task, [&](const plan::FeatureRef& feature, const std::string& value) {
                if (sought.contains(value)) groups[value].push_back(feature);
            });
            for (auto& [value, members] : groups) judgeGroup(plan, value, std::move(members), found);
        }
        order(found);
        return found;
    }

private:
    bool named(const plan::Layer& layer) const {
        return spec_.layers.empty() ||
               std::find(spec_.layers.begin(), spec_.layers.end(), layer.code) != spec_.layers.end();
    }

    // The identifier; empty where the feature has none or the rule does not look at its layer.
    std::string valueOf(const plan::Schema& schema, const plan::FeatureRef& feature) const {
        if (!feature || !named(schema.layer(feature->layer))) return {};
        const auto key = schema.layer(feature->layer).field(schema.layer(feature->layer).key);
        if (!key || plan::isBlank(feature->value(*key))) return {};
        return plan::textOf(feature->value(*key));
    }

    template <class Visit>
    void eachKeyed(const plan::Snapshot& snapshot, const base::Task& task, Visit visit) const {
        for (const plan::LayerId layer : layers(snapshot.schema())) {
            const auto key = snapshot.schema().layer(layer).field(snapshot.schema().layer(layer).key);
            if (!key) continue;
            snapshot.each(layer, [&](const plan::FeatureRef& feature) {
                const plan::Value& value = feature->value(*key);
                if (task.stopped() || plan::isBlank(value)) return;
                if (const auto* text = std::get_if<std::string>(&value))
                    visit(feature, *text);
                else
                    visit(feature, plan::textOf(value));
            });
        }
    }

    void judgeForm(const Plan& plan, const plan::FeatureRef& feature, Findings& out) const {
        const std::string value = valueOf(plan.now.schema(), feature);
        if (pattern_.fits(value)) return;
        const auto filed = plan.filedState(*feature);
        Finding finding = this->finding(filed && valueOf(plan.filed.schema(), filed) == value);
        finding.layer = feature->layer;
        finding.subjects = {feature->id};
        finding.aspect = "form";
        finding.where = middlesOf({feature});
        finding.message =
            base::message("rules.wrong_form", plan.now.schema().layer(feature->layer).code, value, pattern_.text());
        out.push_back(std::move(finding));
    }

    void judgeGroup(const Plan& plan, const std::string& value, Members members, Findings& out) const {
        if (members.size() < 2) return;
        const auto before = [](const plan::FeatureRef& a, const plan::FeatureRef& b) { return a->id < b->id; };
        std::sort(members.begin(), members.end(), before);
        const bool inherited = std::all_of(members.begin(), members.end(), [&](const plan::FeatureRef& member) {
            const auto filed = plan.filedState(*member);
            return filed && valueOf(plan.filed.schema(), filed) == value;
        });
        Finding finding = this->finding(inherited);
        finding.layer = members.front()->layer;
        for (const auto& member : members) finding.subjects.push_back(member->id);
        finding.aspect = "=" + value;
        finding.where = middlesOf(members);
        finding.measured = static_cast<double>(members.size());
        finding.limit = 1;
        const plan::Schema& schema = plan.now.schema();
        finding.message = base::message("rules.not_unique", value, members.size(), schema.layer(members[0]->layer).code,
                                        schema.layer(members[1]->layer).code);
        out.push_back(std::move(finding));
    }

    Pattern pattern_;
};

}  // namespace

Made makeUnique(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    auto pattern = Pattern::of(arguments.text("pattern"));
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (!pattern) return base::pass(pattern.error());
    return std::make_shared<Unique>(rule, std::move(*pattern));
}

}  // namespace rules
