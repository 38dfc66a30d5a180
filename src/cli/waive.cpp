#include <algorithm>

#include "cli/casework.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "workflow/facts.h"

namespace cli {

namespace {

struct Options {
    std::string store, caseId, reason, document, author;
    std::vector<std::string> findings;
    bool revoke = false;
};

base::Result<Exit> revoke(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    for (const std::string& key : options.findings)
        if (auto done = opened->store.revoke(options.caseId, key); !done) return base::pass(done.error());
    if (program.json())
        program.print(Json{{"case", options.caseId}, {"revoked", options.findings}});
    else
        for (const std::string& key : options.findings) program.print(program.texts()("cli.waive.revoked", key));
    return Done;
}

// The findings are looked up first, so that what is no finding approves nothing.
base::Result<Exit> waive(Program& program, const Options& options) {
    if (options.revoke) return revoke(program, options);
    if (options.reason.empty()) return base::fail(base::Error::Code::Invalid, "cli.waive.why");
    auto work = openCase(options.store, options.caseId, program.task());
    if (!work) return base::pass(work.error());
    const auto verdict = judged(*work, work->now, program.task());
    if (!verdict) return base::pass(verdict.error());
    std::vector<rules::Finding> chosen;
    for (const std::string& key : options.findings) {
        const auto& found = verdict->report.findings;
        const auto at = std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.key() == key; });
        if (at == found.end()) return base::fail(base::Error::Code::NotFound, "mend.no_such_finding", key);
        chosen.push_back(*at);
    }
    const rules::Approval approval{author(options.author), options.reason, options.document, {}, {}};
    auto done = workflow::approve(work->opened.store, options.caseId, *work->opened.spec, chosen, approval);
    if (!done) return base::pass(done.error());
    if (program.json())
        program.print(Json{{"case", options.caseId}, {"approved", options.findings}});
    else
        for (const std::string& key : options.findings)
            program.print(program.texts()("cli.waive.approved", key, approval.author));
    return Done;
}

}  // namespace

void addWaive(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("waive");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    verb.add_option("--finding", options->findings, texts("cli.option.finding_key"))
        ->required()
        ->allow_extra_args(false);
    verb.add_option("--why", options->reason, texts("cli.option.why"))->check(words(texts));
    verb.add_option("--document", options->document, texts("cli.option.document"));
    verb.add_option("--author,--as", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_flag("--revoke", options->revoke, texts("cli.option.revoke"));
    program.runs(verb, [&program, options] { return waive(program, *options); });
}

}  // namespace cli
