#include <algorithm>

#include "plan/rule_file.h"
#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* severities[] = {"block", "document", "warn", "info"};

void readRule(Section& section, Spec& spec) {
    RuleSpec rule;
    rule.id = section.text("id");
    section.call(rule.id);
    if (std::ranges::find(spec.rules, rule.id, &RuleSpec::id) != spec.rules.end())
        section.wrong("id", "spec.duplicate_id", rule.id);
    rule.kind = section.text("kind");
    rule.name = section.name();
    rule.severity = section.choice("severity", severities);
    rule.worsenedOnly = section.flag("worsened_only");
    rule.layers = section.texts("layers");
    for (const auto& code : rule.layers)
        if (!layerOf(spec, code)) section.wrong("layers", "spec.unknown_layer", code, joined(layerCodes(spec)));
    rule.parameters = readParameters(section, spec);
    rule.basis = section.text("basis", "");
    rule.confidence = section.confidence();
    section.end();
    spec.rules.push_back(std::move(rule));
}

base::Result<> readRuleFile(const std::filesystem::path& file, Spec& spec) {
    const auto toml = readToml(file);
    if (!toml) return base::pass(toml.error());
    Verdict verdict(file);
    Section root(verdict, *toml, "");
    for (Section& section : root.sections("rule")) readRule(section, spec);
    root.end();
    return verdict.result();
}

}  // namespace

base::Result<> readRules(const std::filesystem::path& pack, Spec& spec) {
    const auto file = pack / "rules.toml";
    return isFile(file) ? readRuleFile(file, spec) : base::Result<>();
}

base::Result<SpecRef> withRules(const Spec& spec, const std::filesystem::path& file) {
    const auto other = std::make_shared<Spec>(spec);
    other->rules.clear();
    if (auto done = readRuleFile(file, *other); !done) return base::pass(std::move(done.error()));
    return other;
}

}  // namespace plan
