#include <algorithm>

#include "cli/answers.h"
#include "cli/named.h"
#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, revision, caseId, author;
    std::vector<std::string> layers, features;
};

// Which of the changes were asked for: of some layers, or of some features of the one layer.
base::Result<> select(plan::Changeset& changes, const store::Store& store, const Options& options) {
    const auto layers = layersNamed(*store.schema(), options.layers);
    if (!layers) return base::pass(layers.error());
    std::vector<plan::FeatureId> ids;
    for (const auto& name : options.features) {
        const auto id = featureNamed(store, layers->front(), name);
        if (!id) return base::pass(id.error());
        ids.push_back(*id);
    }
    const auto among = [](const auto& list, const auto& one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    std::erase_if(changes.changes, [&](const plan::Change& change) {
        return !among(*layers, change.layer()) || (!options.features.empty() && !among(ids, change.id()));
    });
    return {};
}

base::Result<Exit> restore(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    store::Store& store = opened->store;
    const auto number = store.resolve(options.revision);
    if (!number) return base::pass(number.error());
    const auto file = store.find(options.caseId);
    if (!file) return base::pass(file.error());
    const auto done = store.caseChanges(options.caseId);
    if (!done) return base::pass(done.error());
    const auto back = store.changes(file->base, *number);
    if (!back) return base::pass(back.error());
    plan::Changeset changes = done->inverse().then(*back);
    if (auto selected = select(changes, store, options); !selected) return base::pass(selected.error());
    if (!changes.empty()) {
        const store::Note note{author(options.author), program.texts()("cli.restore.note", *number), {}, {}, {}};
        if (auto saved = store.save(options.caseId, file->saves, changes, note); !saved)
            return base::pass(saved.error());
    }
    if (program.json())
        program.print(Json{{"case", options.caseId}, {"revision", *number}, {"changes", changes.changes.size()}});
    else
        program.print(program.texts()("cli.restore.done", *number, changes.changes.size(), options.caseId));
    return Done;
}

}  // namespace

void addRestore(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("restore");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("REV", options->revision, texts("cli.option.rev"))->required();
    verb.add_option("--case", options->caseId, texts("cli.option.case"))->required();
    auto* layer = verb.add_option("--layer", options->layers, texts("cli.option.layer"))->allow_extra_args(false);
    verb.add_option("--feature", options->features, texts("cli.option.feature"))->allow_extra_args(false)->needs(layer);
    verb.add_option("--as,--author", options->author, texts("cli.option.author"));
    program.runs(verb, [&program, options] { return restore(program, *options); });
}

}  // namespace cli
