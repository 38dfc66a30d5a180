#include "cli/opened.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "base/paths.h"

namespace cli {

base::Result<Opened> open(const std::string& file, store::Store::Mode mode) {
    auto store = store::Store::open(file, mode);
    if (!store) return base::pass(store.error());
    auto spec = plan::loadSpec(store->spec(), base::home() / "data" / "spec");
    if (!spec) return base::pass(spec.error());
    return Opened{std::move(*store), std::move(*spec)};
}

base::Result<State> stateOf(const store::Store& store, const std::string& name, const base::Task& task,
                            const State* known) {
    State state;
    if (name.starts_with("case:")) {
        state.caseId = name.substr(5);
        const auto file = store.find(state.caseId);
        if (!file) return base::pass(file.error());
        state.revision = file->base;
        auto now = store.loadCase(state.caseId, task);
        if (!now) return base::pass(now.error());
        state.now = std::move(*now);
        return state;
    }
    const auto number = store.resolve(name);
    if (!number) return base::pass(number.error());
    state.revision = *number;
    if (known && known->caseId.empty()) {
        const auto between = store.changes(known->revision, *number);
        if (!between) return base::pass(between.error());
        const auto schema = store.schema(std::max(known->revision, *number));
        if (!schema) return base::pass(schema.error());
        auto now = known->now.under(*schema).with(*between);
        if (!now) return base::pass(now.error());
        state.now = std::move(*now);
        return state;
    }
    auto now = store.load(*number, task);
    if (!now) return base::pass(now.error());
    state.now = std::move(*now);
    return state;
}

base::Result<plan::Snapshot> filedBefore(const store::Store& store, const State& state, const base::Task& task) {
    if (!state.caseId.empty()) {
        const auto filed = store.load(state.revision, task);
        if (!filed) return base::pass(filed.error());
        return filed->under(state.now.schemaRef());
    }
    if (state.revision == 0) return state.now;
    const auto revision = store.revision(state.revision);
    if (!revision) return base::pass(revision.error());
    if (revision->parent == 0) return plan::Snapshot(state.now.schemaRef());
    const auto back = store.changes(state.revision, revision->parent);
    if (!back) return base::pass(back.error());
    return state.now.with(*back);
}

std::string author(const std::string& given) {
    if (!given.empty()) return given;
    const passwd* user = getpwuid(getuid());
    return user ? user->pw_name : std::to_string(getuid());
}

base::Result<std::vector<plan::LayerId>> layersNamed(const plan::Schema& schema,
                                                     const std::vector<std::string>& codes) {
    std::vector<plan::LayerId> layers;
    for (const auto& code : codes) {
        const auto layer = schema.find(code);
        if (!layer) {
            std::string known;
            for (const auto& one : schema.layers) known += (known.empty() ? "" : ", ") + one.code;
            return base::fail(base::Error::Code::NotFound, "cli.no_layer", code, known);
        }
        layers.push_back(*layer);
    }
    if (codes.empty())
        for (std::size_t i = 0; i < schema.layers.size(); ++i) layers.push_back({static_cast<std::uint16_t>(i)});
    return layers;
}

}  // namespace cli
