#include "cli/answers.h"
#include "cli/merging.h"
#include "cli/opened.h"
#include "cli/usage.h"
#include "workflow/submit.h"

namespace cli {

namespace {

struct Options {
    std::string store, caseId, message, author, tag;
};

// The head had moved and the case collides with it.
Exit refuse(const Program& program, const workflow::Merging& merging) {
    if (program.json()) {
        Json answer{
            {"revision", nullptr}, {"case", merging.file.id}, {"base", merging.file.base}, {"head", merging.head}};
        answer.update(mergeJson(merging));
        program.print(answer);
    } else {
        program.print(conflictTable(merging, program.texts()));
    }
    program.note("sanxian-cli: " + program.texts()("cli.commit.conflicts", merging.file.id, merging.head,
                                                   merging.merge.conflicts.size()));
    return Conflict;
}

base::Result<Exit> commit(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    const store::Note note{author(options.author), options.message, options.tag, {}};
    const auto submission = workflow::submit(opened->store, *opened->spec, options.caseId, note, program.task());
    if (!submission) return base::pass(submission.error());
    if (submission->conflicts()) return refuse(program, *submission->merging);

    const auto& verdict = submission->verdict;
    Json answer{{"revision", submission->revision ? Json(*submission->revision) : Json()},
                {"case", options.caseId},
                {"verdict", verdict.passes() ? "pass" : "block"},
                {"findings", submission->onRecord ? Json{{"block", submission->onRecord->blocking},
                                                         {"warn", submission->onRecord->warnings}}
                                                  : countsJson(verdict.report)},
                {"blocking", Json::array()}};
    if (submission->merging) {
        answer["merge"] = {{"base", submission->merging->file.base}, {"head", submission->merging->head}};
        answer["merge"].update(mergeJson(*submission->merging));
        program.note(program.texts()("cli.rebase.done", options.caseId, submission->merging->head,
                                     submission->merging->merge.applied.changes.size()));
        for (const std::string& line : mergedLines(*submission->merging, program.texts())) program.note(line);
    }
    for (const auto& finding : verdict.report.findings)
        if (finding.severity == rules::Severity::Block) {
            answer["blocking"].push_back(findingJson(finding, submission->now, submission->filed, program.texts()));
            if (!program.json() && answer["blocking"].size() <= 20)
                program.print("  " + finding.rule + "  " + program.texts()(finding.message));
        }
    if (program.json())
        program.print(answer);
    else if (submission->revision)
        program.print(program.texts()("cli.commit.done", options.caseId, *submission->revision));
    if (!submission->revision)
        program.note(program.texts()("cli.commit.blocked", options.caseId, answer["blocking"].size()));
    return submission->revision ? Done : No;
}

}  // namespace

void addCommit(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("commit");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    verb.add_option("-m,--message", options->message, texts("cli.option.message"))->required()->check(words(texts));
    verb.add_option("--as,--author", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_option("--tag", options->tag, texts("cli.option.tag"))->check(words(texts));
    program.runs(verb, [&program, options] { return commit(program, *options); });
}

}  // namespace cli
