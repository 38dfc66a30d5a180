#include <sstream>

#include "cli/answers.h"
#include "cli/casework.h"
#include "cli/input.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "edit/history.h"
#include "mend/mend.h"

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

// {"op":"fix","finding":KEY,"how":WAY?}: what check finds there is mended, as fix does it.
base::Result<edit::Command> fixOf(const Json& line, const CaseWork& work, const plan::Snapshot& now,
                                  const base::Task& task) {
    const auto text = [&](const char* key) {
        return line.contains(key) && line[key].is_string() ? line[key].get<std::string>() : std::string();
    };
    const auto rules = rules::RuleSet::of(*work.opened.spec);
    if (!rules) return base::pass(rules.error());
    const rules::Plan plan{now, work.filed, work.settings, nullptr, nullptr, &work.facts};
    const auto report = rules::check(*rules, plan, task);
    if (!report) return base::pass(report.error());
    auto mending = mend::mend(*rules, *work.opened.spec, plan, report->findings, {text("finding")}, text("how"), task);
    if (!mending) return base::pass(mending.error());
    for (const auto& refused : mending->refused)
        return base::pass(base::Error{base::Error::Code::Invalid, refused.reason, {refused.key}});
    return edit::Command(std::move(mending->batch));
}

base::Result<Step> stepOf(edit::History& history, const std::string& line, const std::string& crs, const CaseWork& work,
                          const base::Task& task) {
    const plan::Snapshot before = history.now();
    const auto json = Json::parse(line, nullptr, false);
    const std::string op =
        json.is_object() && json.contains("op") && json["op"].is_string() ? json["op"].get<std::string>() : "";
    if (op == "undo" || op == "redo") {
        const bool back = op == "undo";
        if (back ? !history.canUndo() : !history.canRedo())
            return base::fail(base::Error::Code::Invalid, back ? "cli.edit.no_undo" : "cli.edit.no_redo");
        history.goTo(back ? history.place() - 1 : history.place() + 1);
        return Step{op, plan::Snapshot::diff(before, history.now())};
    }
    const auto command = op == "fix" ? fixOf(json, work, before, task) : edit::decode(line, before.schema(), crs);
    if (!command) return base::pass(command.error());
    auto changes = edit::apply(*command, before, task);
    if (!changes) return base::pass(changes.error());
    auto after = before.with(*changes);
    if (!after) return base::pass(after.error());
    if (!changes->empty()) history.push(edit::describe(*command, before.schema()), std::move(*after));
    return Step{op, std::move(*changes)};
}

base::Result<std::vector<Step>> runScript(edit::History& history, std::istream& script, const std::string& crs,
                                          const CaseWork& work, const Program& program) {
    std::vector<Step> steps;
    std::string line;
    for (std::size_t number = 1; std::getline(script, line); ++number) {
        if (program.task().stopped()) return base::cancelled();
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto step = stepOf(history, line, crs, work, program.task());
        if (!step) return base::pass(step.error().in(program.texts()("cli.edit.line", number)));
        steps.push_back(std::move(*step));
    }
    return steps;
}

void print(const Program& program, const std::vector<Step>& steps, const plan::Schema& schema) {
    for (const auto& step : steps) {
        program.print(program.texts()("cli.edit.step", step.op, step.changes.changes.size()));
        if (!step.changes.empty()) program.print(changedText(step.changes, schema));
    }
}

base::Result<Exit> edit(Program& program, const Options& options) {
    auto work = openCase(options.store, options.caseId, program.task());
    if (!work) return base::pass(work.error());
    const auto script = inputOf(options.script, program.task());
    if (!script) return base::pass(script.error());
    std::istringstream lines(*script);
    edit::History history(work->now);
    const auto steps = runScript(history, lines, options.crs, *work, program);
    if (!steps) return base::pass(steps.error());
    const auto verdict = judged(*work, history.now(), program.task());
    if (!verdict) return base::pass(verdict.error());
    const std::size_t changed = plan::Snapshot::diff(work->now, history.now()).changes.size();
    const store::Note note{author(options.author), program.texts()("cli.edit.save", steps->size()), {}, {}};
    if (!options.dryRun)
        if (auto done = save(*work, history.now(), *verdict, note); !done) return base::pass(done.error());

    Json answer{{"steps", Json::array()},
                {"case", options.caseId},
                {"findings", countsJson(verdict->report)},
                {"indicators", Json::array()}};
    for (const auto& step : *steps)
        answer["steps"].push_back({{"op", step.op}, {"changed", changedJson(step.changes, history.now().schema())}});
    for (const auto& one : verdict->indicators) answer["indicators"].push_back(indicatorJson(one, program.texts()));
    if (program.json()) {
        program.print(answer);
        return Done;
    }
    print(program, *steps, history.now().schema());
    if (!verdict->indicators.empty()) program.print(indicatorTable(verdict->indicators, program.texts()));
    program.print(program.texts()("cli.edit.done", options.caseId, changed,
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
