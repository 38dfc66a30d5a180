#include "cli/merging.h"
#include "cli/opened.h"
#include "cli/usage.h"

namespace cli {

namespace {

using Code = base::Error::Code;

struct Options {
    std::string store, caseId, author;
    std::vector<std::string> resolve;
    bool dryRun = false;
};

// FEATURE=CHOICE: a feature is named as in the list of conflicts, with "CODE:" before it where several layers have the
// name; "*" stands for all that are open.
struct Wish {
    std::string layer, feature;
    review::Choice choice;
};

std::optional<Wish> wishOf(const std::string& text) {
    const auto at = text.rfind('=');
    if (at == std::string::npos || at == 0) return {};
    const auto choice = review::choiceNamed(text.substr(at + 1));
    if (!choice) return {};
    const std::string name = text.substr(0, at);
    const auto colon = name.find(':');
    if (colon == std::string::npos) return Wish{{}, name, *choice};
    return Wish{name.substr(0, colon), name.substr(colon + 1), *choice};
}

// The wishes as choices. NotFound where one names nothing that collides, Invalid where its name is not enough or two
// wish different things of one group.
base::Result<review::Choices> choicesOf(const workflow::Merging& merging, const std::vector<std::string>& texts) {
    review::Choices choices;
    std::map<std::size_t, std::pair<review::Choice, std::string>> byGroup;
    for (const std::string& text : texts) {
        const auto wish = wishOf(text);
        if (!wish) return base::fail(Code::Invalid, "cli.rebase.not_a_choice", text);
        std::optional<plan::LayerId> layer;
        std::string known;
        bool found = wish->feature == "*";
        for (const auto* list : {&merging.merge.conflicts, &merging.merge.resolved})
            for (const auto& conflict : *list) {
                const std::string& code = merging.schema->layer(conflict.layer).code;
                if (list == &merging.merge.conflicts && known.size() < 200)
                    known += (known.empty() ? "" : ", ") + code + ":" + conflict.name;
                const bool every = wish->feature == "*" && list == &merging.merge.conflicts;
                if (!every && conflict.name != wish->feature) continue;
                if (!wish->layer.empty() && wish->layer != code) continue;
                if (!every && layer && *layer != conflict.layer)
                    return base::fail(Code::Invalid, "cli.rebase.ambiguous", wish->feature,
                                      merging.schema->layer(*layer).code, code);
                layer = conflict.layer;
                found = true;
                const auto [group, fresh] = byGroup.try_emplace(conflict.group, std::pair(wish->choice, conflict.name));
                if (!fresh && group->second.first != wish->choice)
                    return base::fail(Code::Invalid, "cli.rebase.one_choice", group->second.second, conflict.name);
                choices[conflict.id] = wish->choice;
            }
        if (!found)
            return base::fail(Code::NotFound, "cli.rebase.no_conflict", wish->feature, merging.file.id,
                              known.empty() ? "–" : known);
    }
    return choices;
}

void print(const Program& program, const workflow::Merging& merging, bool done) {
    const auto& texts = program.texts();
    if (!merging.moved()) return program.print(texts("cli.rebase.not_moved", merging.file.id, merging.head));
    for (const std::string& line : mergedLines(merging, texts)) program.print(line);
    if (merging.open()) program.print(conflictTable(merging, texts));
    program.print(done ? texts("cli.rebase.done", merging.file.id, merging.head, merging.merge.applied.changes.size())
                       : texts("cli.rebase.would", merging.file.id, merging.head, merging.merge.applied.changes.size(),
                               merging.merge.conflicts.size()));
}

base::Result<Exit> rebase(Program& program, const Options& options) {
    auto store = store::Store::open(options.store,
                                    options.dryRun ? store::Store::Mode::ReadOnly : store::Store::Mode::ReadWrite);
    if (!store) return base::pass(store.error());
    auto merging = workflow::mergeWithHead(*store, options.caseId);
    if (!merging) return base::pass(merging.error());
    const auto wanted = choicesOf(*merging, options.resolve);
    if (!wanted) return base::pass(wanted.error());
    const std::string who = author(options.author);
    if (!wanted->empty()) {
        if (auto chosen = workflow::choose(*merging, *wanted); !chosen) return base::pass(chosen.error());
        if (!options.dryRun)
            if (auto kept = workflow::remember(*store, *merging, who); !kept) return base::pass(kept.error());
    }
    const bool brings = merging->moved() && !merging->open() && !options.dryRun;
    if (brings) {
        const store::Note note{who, program.texts()("cli.rebase.save", merging->file.base, merging->head), {}, {}};
        if (auto done = workflow::bring(*store, *merging, note); !done) return base::pass(done.error());
    }
    if (program.json()) {
        Json answer{
            {"case", merging->file.id}, {"base", merging->file.base}, {"head", merging->head}, {"rebased", brings}};
        answer.update(mergeJson(*merging));
        program.print(answer);
    } else {
        print(program, *merging, brings);
    }
    if (!merging->open()) return Done;
    program.note("sanxian-cli: " +
                 program.texts()("cli.rebase.open", merging->merge.conflicts.size(), merging->file.id));
    return Conflict;
}

}  // namespace

void addRebase(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("rebase");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    verb.add_option("--resolve", options->resolve, texts("cli.option.resolve"))
        ->allow_extra_args(false)
        ->check(written([](const std::string& given) { return wishOf(given).has_value(); }, "cli.rebase.not_a_choice",
                        texts));
    verb.add_option("--author,--as", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_flag("--dry-run", options->dryRun, texts("cli.option.dry_run"));
    program.runs(verb, [&program, options] { return rebase(program, *options); });
}

}  // namespace cli
