#include "rules/check.h"

#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/check_document.h"
#include "cli/documents.h"
#include "cli/opened.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "plan/rule_file.h"
#include "rules/asking.h"
#include "workflow/facts.h"

namespace cli {

namespace {

struct Options {
    std::string store, at = "head", rules, out, format = "text";
    std::string scheme;
    std::vector<std::string> only, layers;
    bool overwrite = false;
};

// The findings as a GeoJSON layer for a map; a finding without a place has a null geometry.
Json featuresJson(const Json& findings) {
    Json features = Json::array();
    for (const auto& finding : findings) {
        Json properties = finding;
        properties.erase("geometry");
        features.push_back(
            {{"type", "Feature"}, {"properties", std::move(properties)}, {"geometry", finding["geometry"]}});
    }
    return {{"type", "FeatureCollection"}, {"features", std::move(features)}};
}

std::string textOf(const Json& answer, const base::Texts& texts) {
    std::string text;
    for (const auto& finding : answer["findings"])
        text += texts("cli.severity." + finding["severity"].get<std::string>()) + "  " +
                finding["rule"].get<std::string>() + "  " + finding["message"].get<std::string>() + "\n";
    return text + texts("cli.check.verdict." + answer["verdict"].get<std::string>(), answer["findings"].size());
}

// The pack, with its own rules or those of a file.
base::Result<plan::SpecRef> rulebook(const Opened& opened, const std::string& file) {
    if (file.empty()) return opened.spec;
    plan::Spec whole = *opened.spec;
    if (whole.openLayers) whole.layers = opened.store.schema()->layers;
    return plan::withRules(whole, file);
}

// The case that a state is of, or that made the revision.
base::Result<std::optional<rules::CaseFacts>> factsBehind(const store::Store& store, const State& state) {
    if (!state.caseId.empty()) {
        const auto file = store.find(state.caseId);
        if (!file) return base::pass(file.error());
        const auto facts = workflow::factsOf(store, *file);
        if (!facts) return base::pass(facts.error());
        return *facts;
    }
    if (state.revision == 0) return std::nullopt;
    const auto revision = store.revision(state.revision);
    if (!revision) return base::pass(revision.error());
    return workflow::factsOf(store, *revision);
}

base::Result<Exit> check(Program& program, const Options& options) {
    auto out = outputOf(options.out, Kept({options.store, options.rules}), options.overwrite);
    if (!out) return base::pass(out.error());
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto spec = rulebook(*opened, options.rules);
    if (!spec) return base::pass(spec.error());
    auto rules = rules::RuleSet::of(**spec);
    if (rules && !options.scheme.empty()) rules = rules->scheme(options.scheme);
    if (rules && !options.only.empty()) rules = rules->only(options.only);
    if (!rules) return base::pass(rules.error());
    const auto settings = opened->store.settings();
    if (!settings) return base::pass(settings.error());
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const auto filed = filedBefore(opened->store, *state, program.task());
    if (!filed) return base::pass(filed.error());
    const auto layers = layersNamed(state->now.schema(), options.layers);
    if (!layers) return base::pass(layers.error());
    const auto facts = factsBehind(opened->store, *state);
    if (!facts) return base::pass(facts.error());
    const rules::Plan plan{state->now, *filed, *settings, nullptr, nullptr, *facts ? &**facts : nullptr};
    const auto report = rules::check(*rules, plan, program.task());
    if (!report) return base::pass(report.error());

    bool blocked = false;
    std::map<std::string, std::size_t> counts;
    Json findings = Json::array();
    rules::Findings judged;
    for (const auto& finding : report->findings) {
        const bool named = std::find(layers->begin(), layers->end(), finding.layer) != layers->end();
        if (!named && !rules::isUndecided(finding)) continue;  // what cannot be decided may be of any layer
        ++counts[finding.rule];
        blocked = blocked || (finding.severity == rules::Severity::Block && !finding.approved);
        findings.push_back(findingJson(finding, state->now, *filed, program.texts()));
        if (isDocument(options.format)) judged.push_back(finding);
    }
    Json rulesJson = Json::array();
    for (const auto& rule : rules->rules()) {
        const auto seconds = report->seconds.find(rule->spec().id);
        rulesJson.push_back({{"id", rule->spec().id},
                             {"severity", severityName(rule->severity())},
                             {"findings", counts[rule->spec().id]},
                             {"seconds", seconds == report->seconds.end() ? 0.0 : seconds->second}});
    }
    const Json answer{{"revision", state->revision},
                      {"case", state->caseId.empty() ? Json() : Json(state->caseId)},
                      {"rules", std::move(rulesJson)},
                      {"findings", std::move(findings)},
                      {"verdict", blocked ? "block" : "pass"}};
    if (isDocument(options.format)) {
        const auto document = inspectionDocument(
            opened->store, {*state, *filed, **spec, *rules, options.rules, *layers, judged, answer}, program.texts());
        if (!document) return base::pass(document.error());
        if (auto done = deliver(program, *out, *document, options.format); !done) return base::pass(done.error());
        return blocked ? No : Done;
    }
    const std::string text = options.format == "json"
                                 ? answer.dump(-1, ' ', false, nlohmann::detail::error_handler_t::replace)
                             : options.format == "geojson" ? featuresJson(answer["findings"]).dump()
                                                           : textOf(answer, program.texts());
    if (!*out)
        program.print(text);
    else if (auto done = (*out)->write(text + "\n"); !done)
        return base::pass(done.error());
    return blocked ? No : Done;
}

}  // namespace

void addCheck(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("check", false);
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    verb.add_option("--rules", options->rules, texts("cli.option.rules"));
    verb.add_option("--scheme", options->scheme, texts("cli.option.scheme"))
        ->check(choice({"live", "review", "submission"}, texts));
    verb.add_option("--only", options->only, texts("cli.option.only"))->delimiter(',')->allow_extra_args(false);
    verb.add_option("--layer", options->layers, texts("cli.option.layer"))->allow_extra_args(false);
    verb.add_option("--format", options->format, texts("cli.option.check_format"))
        ->check(choice({"text", "json", "geojson", "html", "xlsx"}, texts));
    verb.add_option("-o,--output", options->out, texts("cli.option.out"))->check(place(texts));
    verb.add_flag("--overwrite", options->overwrite, texts("cli.option.overwrite"));
    workbookNeedsPlace(verb, options->format, options->out, texts);
    program.runs(verb, [&program, options] { return check(program, *options); });
}

}  // namespace cli
