#include "cli/answers.h"
#include "cli/casework.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "mend/mend.h"

namespace cli {

namespace {

struct Options {
    std::string store, caseId, how, author;
    std::vector<std::string> only, findings;
    bool dryRun = false;
};

// The findings that are named; where none is, all of the rules but those that somebody approved as they are.
std::vector<std::string> keysOf(const rules::Findings& findings, const std::vector<std::string>& named) {
    if (!named.empty()) return named;
    std::vector<std::string> keys;
    for (const auto& finding : findings)
        if (!finding.approved) keys.push_back(finding.key());
    return keys;
}

Json answerOf(const mend::Mending& mending, const workflow::Verdict& verdict, const Options& options,
              const base::Texts& texts) {
    Json answer{{"case", options.caseId},
                {"mended", Json::array()},
                {"gone", mending.gone},
                {"refused", Json::array()},
                {"findings", countsJson(verdict.report)}};
    for (const auto& one : mending.mended)
        answer["mended"].push_back(
            {{"key", one.key}, {"how", one.how}, {"changed", changedJson(one.changes, mending.after.schema())}});
    for (const auto& one : mending.refused)
        answer["refused"].push_back({{"key", one.key}, {"reason", texts(one.reason)}});
    return answer;
}

void print(const Program& program, const mend::Mending& mending, const workflow::Verdict& verdict,
           const Options& options) {
    const auto& texts = program.texts();
    for (const auto& one : mending.mended) {
        program.print(texts("cli.fix.mended", one.key, texts("mend." + one.how)));
        program.print(changedText(one.changes, mending.after.schema()));
    }
    for (const auto& key : mending.gone) program.print(texts("cli.fix.gone", key));
    for (const auto& one : mending.refused) program.print(texts("cli.fix.refused", one.key, texts(one.reason)));
    program.print(texts(options.dryRun ? "cli.fix.would" : "cli.fix.done", mending.mended.size() + mending.gone.size(),
                        mending.refused.size(), verdict.report.count(rules::Severity::Block),
                        verdict.report.count(rules::Severity::Warn)));
}

base::Result<Exit> fix(Program& program, const Options& options) {
    auto work = openCase(options.store, options.caseId, program.task());
    if (!work) return base::pass(work.error());
    const auto rules = rules::RuleSet::of(*work->opened.spec);
    if (!rules) return base::pass(rules.error());
    const auto asked = rules->only(options.only);
    if (!asked) return base::pass(asked.error());
    const auto before = judged(*work, work->now, program.task());
    if (!before) return base::pass(before.error());
    rules::Findings chosen;
    for (const auto& finding : before->report.findings)
        for (const auto& rule : asked->rules())
            if (rule->spec().id == finding.rule) chosen.push_back(finding);
    const rules::Plan plan{work->now, work->filed, work->settings, nullptr, nullptr, &work->facts};
    const auto mending = mend::mend(*rules, *work->opened.spec, plan, before->report.findings,
                                    keysOf(chosen, options.findings), options.how, program.task());
    if (!mending) return base::pass(mending.error());
    const auto verdict = judged(*work, mending->after, program.task());
    if (!verdict) return base::pass(verdict.error());
    const store::Note note{author(options.author), program.texts()("cli.fix.save", mending->mended.size()), {}, {}};
    if (!options.dryRun)
        if (auto done = save(*work, mending->after, *verdict, note); !done) return base::pass(done.error());
    if (program.json())
        program.print(answerOf(*mending, *verdict, options, program.texts()));
    else
        print(program, *mending, *verdict, options);
    return mending->refused.empty() ? Done : No;
}

}  // namespace

void addFix(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("fix");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    verb.add_option("--only", options->only, texts("cli.option.only"))->delimiter(',')->allow_extra_args(false);
    verb.add_option("--finding", options->findings, texts("cli.option.finding"))->allow_extra_args(false);
    verb.add_option("--how", options->how, texts("cli.option.how"))->check(choice(mend::wayNames(), texts));
    verb.add_option("--author,--as", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_flag("--dry-run", options->dryRun, texts("cli.option.dry_run"));
    program.runs(verb, [&program, options] { return fix(program, *options); });
}

}  // namespace cli
