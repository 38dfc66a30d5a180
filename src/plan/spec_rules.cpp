#include <algorithm>

#include "plan/rule_file.h"
#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* severities[] = {"block", "document", "warn", "info"};
constexpr std::string_view schemes[] = {"live", "review", "submission"};

// Keys of findings begin with it, and go on with /, + and @.
bool isRuleId(std::string_view id) {
    return std::ranges::none_of(id, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '+' || c == '@' || c == 127;
    });
}

void knownLayers(Section& section, const char* key, const std::vector<std::string>& codes, const Spec& spec) {
    for (const auto& code : codes)
        if (!layerOf(spec, code)) section.wrong(key, "spec.unknown_layer", code, joined(layerCodes(spec)));
}

// Kinds of cases, by the list AJLX where the pack has one.
std::vector<std::string> readCaseKinds(Section& section, const Spec& spec) {
    auto kinds = section.texts("case_kinds");
    const auto list = spec.codeLists.find("AJLX");
    if (list == spec.codeLists.end()) return kinds;
    for (const auto& kind : kinds)
        if (!list->second.find(kind)) section.wrong("case_kinds", "spec.unknown_code", kind, list->first);
    return kinds;
}

void readSchemes(Section& section, RuleSpec& rule) {
    rule.schemes = section.texts("schemes");
    for (const auto& scheme : rule.schemes)
        if (std::ranges::find(schemes, scheme) == std::end(schemes))
            section.wrong("schemes", "spec.unknown_scheme", scheme, "live, review, submission");
}

std::optional<LawfulCase> readLawful(Section& section, const Spec& spec) {
    auto table = section.section("lawful");
    if (!table) return {};
    LawfulCase lawful;
    lawful.kinds = readCaseKinds(*table, spec);
    lawful.document = table->flag("document");
    table->end();
    return lawful;
}

void readRule(Section& section, Spec& spec) {
    RuleSpec rule;
    rule.place = section.place();
    rule.id = section.text("id");
    if (!isRuleId(rule.id)) section.wrong("id", "spec.bad_rule_id", rule.id);
    section.call(rule.id);
    if (std::ranges::find(spec.rules, rule.id, &RuleSpec::id) != spec.rules.end())
        section.wrong("id", "spec.duplicate_id", rule.id);
    rule.kind = section.text("kind");
    rule.name = section.name();
    rule.severity = section.choice("severity", severities);
    rule.worsenedOnly = section.flag("worsened_only");
    rule.layers = section.texts("layers");
    knownLayers(section, "layers", rule.layers, spec);
    rule.needs = section.texts("needs");
    knownLayers(section, "needs", rule.needs, spec);
    rule.explanation = {section.text("explain_zh", ""), section.text("explain_en", "")};
    readSchemes(section, rule);
    rule.caseKinds = readCaseKinds(section, spec);
    rule.lawful = readLawful(section, spec);
    rule.waivable = section.flag("waivable");
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
    if (other->rules.empty())
        return base::pass(base::Error{base::Error::Code::Invalid, base::message("spec.no_rule"), {file.string()}});
    return other;
}

}  // namespace plan
