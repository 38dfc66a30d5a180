#include "base/paths.h"
#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, update, author, message;
};

// Which pack the store goes by; with --update, its structure takes in what the pack has more, as a revision.
base::Result<Exit> spec(Program& program, const Options& options) {
    const auto& texts = program.texts();
    const bool update = !options.update.empty();
    auto store =
        store::Store::open(options.store, update ? store::Store::Mode::ReadWrite : store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    const std::string name = update ? options.update : store->spec();
    const auto pack = plan::loadSpec(name, base::home() / "data" / "spec");
    if (!pack) return base::pass(pack.error());
    std::optional<store::RevisionNumber> revision;
    if (update) {
        const std::string message =
            options.message.empty() ? texts("cli.spec.message", (*pack)->name.in(texts.language()), (*pack)->version)
                                    : options.message;
        const auto adopted = store->adopt(**pack, name, {author(options.author), message, {}, {}});
        if (!adopted) return base::pass(adopted.error());
        revision = *adopted;
    }
    const auto schema = store->schema();
    if (program.json()) {
        program.print(Json{{"spec", (*pack)->id},
                           {"pack", store->spec()},
                           {"version", (*pack)->version},
                           {"layers", schema->layers.size()},
                           {"digest", std::string(nameOf(store->digests()))},
                           {"revision", revision ? Json(*revision) : Json()}});
        return Done;
    }
    program.print(texts("cli.spec.is", (*pack)->name.in(texts.language()), (*pack)->version, store->spec(),
                        schema->layers.size(), nameOf(store->digests())));
    if (revision) program.print(texts("cli.spec.adopted", *revision));
    if (update && !revision) program.print(texts("cli.spec.nothing"));
    return Done;
}

}  // namespace

void addSpec(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("spec");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--update", options->update, texts("cli.option.spec_update"));
    verb.add_option("-m,--message", options->message, texts("cli.option.message"));
    verb.add_option("--as,--author", options->author, texts("cli.option.author"));
    program.runs(verb, [&program, options] { return spec(program, *options); });
}

}  // namespace cli
