#include <sstream>

#include "cli/answers.h"
#include "cli/input.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "edit/history.h"
#include "workflow/facts.h"
#include "workflow/record.h"

namespace cli {

namespace {

struct Options {
    std::string store, caseId, script, crs, author;
    bool dryRun = false;
};

// What one line of a script did.
struct Step {
    std::string op;
    plan::Changeset changes;
};

base::Result<Step> stepOf(edit::History& history, const std::string& line, const std::string& crs,
                          const base::Task& task) {
    const plan::Snapshot before = history.now();
    const auto json = nlohmann::json::parse(line, nullptr, false);
    const std::string op =
        json.is_object() && json.contains("op") && json["op"].is_string() ? json["op"].get<std::string>() : "";
    if (op == "undo" || op == "redo") {
        const bool back = op == "undo";
        if (back ? !history.canUndo() : !history.canRedo())
            return base::fail(base::Error::Code::Invalid, back ? "cli.edit.no_undo" : "cli.edit.no_redo");
        history.goTo(back ? history.place() - 1 : history.place() + 1);
        return Step{op, plan::Snapshot::diff(before, history.now())};
    }
    const auto command = edit::decode(line, before.schema(), crs);
    if (!command) return base::pass(command.error());
    auto changes = edit::apply(*command, before, task);
    if (!changes) return base::pass(changes.error());
    auto after = before.with(*changes);
    if (!after) return base::pass(after.error());
    if (!changes->empty()) history.push(edit::describe(*command, before.schema()), std::move(*after));
    return Step{op, std::move(*changes)};
}

base::Result<std::vector<Step>> runScript(edit::History& history, std::istream& script, const std::string& crs,
                                          const Program& program) {
    std::vector<Step> steps;
    std::string line;
    for (std::size_t number = 1; std::getline(script, line); ++number) {
        if (program.task().stopped()) return base::cancelled();
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto step = stepOf(history, line, crs, program.task());
        if (!step) return base::pass(step.error().in(program.texts()("cli.edit.line", number)));
        steps.push_back(std::move(*step));
    }
    return steps;
}

Json stepJson(const Step& step, const plan::Schema& schema) {
    Json changed = Json::array();
    for (const auto& change : step.changes.changes)
        changed.push_back({{"layer", schema.layer(change.layer()).code},
                           {"feature", plan::nameOf(schema, change.after ? *change.after : *change.before)},
                           {"before_area", change.before ? Json(change.before->area.squareMetres()) : Json()},
                           {"after_area", change.after ? Json(change.after->area.squareMetres()) : Json()}});
    return {{"op", step.op}, {"changed", std::move(changed)}};
}

void print(const Program& program, const std::vector<Step>& steps, const plan::Schema& schema) {
    for (const auto& step : steps) {
        program.print(program.texts()("cli.edit.step", step.op, step.changes.changes.size()));
        for (const auto& change : step.changes.changes) {
            const auto area = [](const plan::FeatureRef& feature) {
                return feature ? areaText(feature->area) : std::string("–");
            };
            program.print("  " + schema.layer(change.layer()).code + " " +
                          plan::nameOf(schema, change.after ? *change.after : *change.before) + "  " +
                          area(change.before) + " → " + area(change.after));
        }
    }
}

base::Result<Exit> edit(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    const auto file = opened->store.find(options.caseId);
    if (!file) return base::pass(file.error());
    if (file->stage != store::Stage::Open)
        return base::fail(base::Error::Code::Conflict, "cli.edit.case_closed", options.caseId);
    const auto state = stateOf(opened->store, "case:" + options.caseId, program.task());
    if (!state) return base::pass(state.error());
    const auto filed = filedBefore(opened->store, *state, program.task());
    if (!filed) return base::pass(filed.error());
    const auto settings = opened->store.settings();
    if (!settings) return base::pass(settings.error());

    const auto script = inputOf(options.script, program.task());
    if (!script) return base::pass(script.error());
    std::istringstream lines(*script);
    edit::History history(state->now);
    const auto steps = runScript(history, lines, options.crs, program);
    if (!steps) return base::pass(steps.error());
    const rules::CaseFacts facts = workflow::factsOf(*file);
    const auto verdict = workflow::judge(*opened->spec, *settings, *filed, history.now(), program.task(), &facts);
    if (!verdict) return base::pass(verdict.error());
    const plan::Changeset changes = plan::Snapshot::diff(state->now, history.now());
    if (!changes.empty() && !options.dryRun) {
        const store::Note note{author(options.author), program.texts()("cli.edit.save", steps->size()), {}, {}};
        if (auto done = opened->store.save(options.caseId, file->saves, changes, note); !done)
            return base::pass(done.error());
        if (auto done =
                workflow::record(opened->store, *opened->spec, *settings, options.caseId, file->saves + 1, *verdict);
            !done)
            return base::pass(done.error());
    }

    Json answer{{"steps", Json::array()},
                {"case", options.caseId},
                {"findings", countsJson(verdict->report)},
                {"indicators", Json::array()}};
    for (const auto& step : *steps) answer["steps"].push_back(stepJson(step, history.now().schema()));
    for (const auto& one : verdict->indicators) answer["indicators"].push_back(indicatorJson(one, program.texts()));
    if (program.json()) {
        program.print(answer);
        return Done;
    }
    print(program, *steps, history.now().schema());
    if (!verdict->indicators.empty()) program.print(indicatorTable(verdict->indicators, program.texts()));
    program.print(program.texts()("cli.edit.done", options.caseId, changes.changes.size(),
                                  verdict->report.count(rules::Severity::Block),
                                  verdict->report.count(rules::Severity::Warn)));
    return Done;
}

}  // namespace

void addEdit(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("edit");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    verb.add_option("SCRIPT", options->script, texts("cli.option.script"))->required();
    verb.add_option("--crs", options->crs, texts("cli.option.edit_crs"));
    verb.add_option("--author,--as", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_flag("--dry-run", options->dryRun, texts("cli.option.dry_run"));
    program.runs(verb, [&program, options] { return edit(program, *options); });
}

}  // namespace cli
