#include "store/salvage.h"

#include <algorithm>

#include "store/harvest.h"
#include "store/store.h"
#include "store/verify.h"

namespace store {

using Code = base::Error::Code;
namespace fs = std::filesystem;

namespace {

// A file of which SQLite has not yet brought home what it wrote last: read from a copy, in which that is done.
class Settled {
public:
    Settled(const fs::path& file, const fs::path& out) : file_(file) {
        std::error_code error;
        std::vector<fs::path> beside;
        for (const char* suffix : {"-wal", "-journal"})
            if (fs::exists(file.string() + suffix, error) && fs::file_size(file.string() + suffix, error) > 0)
                beside.push_back(file.string() + suffix);
        if (beside.empty()) return;
        std::string folder = out.string() + ".XXXXXX";
        if (!mkdtemp(folder.data())) return;
        folder_ = folder;
        file_ = folder_ / file.filename();
        fs::copy_file(file, file_, error);
        for (const auto& each : beside) fs::copy_file(each, folder_ / each.filename(), error);
        if (auto database = Database::open(file_, Database::Mode::ReadWrite)) {
            (*database)->script("PRAGMA journal_mode = DELETE");
            (void)(*database)->outcome();  // what cannot be brought home is lost
        }
    }
    ~Settled() {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    Settled(const Settled&) = delete;
    Settled& operator=(const Settled&) = delete;
    const fs::path& file() const { return file_; }

private:
    fs::path file_, folder_;
};

// The newest state of each feature that is alive, by ids; fills in what is known of the rest.
std::vector<plan::FeatureRef> current(const Harvest::LayerStates& states, Salvaged::Layer& told) {
    std::map<std::int64_t, const Harvest::State*> newest;
    for (const auto& [row, state] : states.rows) {
        if (state.died != 0) continue;
        const Harvest::State*& held = newest[state.feature->id.number()];
        if (!held || held->born < state.born) held = &state;
    }
    std::vector<plan::FeatureRef> features;
    for (const auto& [id, state] : newest) features.push_back(state->feature);
    told.features = static_cast<std::int64_t>(features.size());
    told.expected = states.expected;
    for (const auto& [row, name] : states.names)
        if (!name.empty()) told.lost.push_back(name);
    return features;
}

// The changes of a case that fit the plan as it is now.
plan::Changeset fitting(const Harvest::OpenCase& work, const plan::Snapshot& plan, StateDigester& digester,
                        const Layout& layout) {
    plan::Changeset changes;
    for (const auto& change : work.changes) {
        const auto here = plan.find(change.layer, change.id);
        const auto found = here ? std::optional(digester.of(layout, *here)) : std::nullopt;
        if (found == change.before && (here || change.after)) changes.changes.push_back({here, change.after});
    }
    return changes;
}

base::Result<Salvaged> make(const Harvest& found, const fs::path& out, const base::Task& task) {
    auto made = Store::init(out, *found.layout.schema, found.spec, found.layout.digests);
    if (!made) return base::pass(std::move(made.error()));
    Store store = std::move(*made);
    Salvaged told;
    told.head = found.head;
    plan::Changeset changes;
    for (std::size_t i = 0; i < found.layers.size(); ++i) {
        Salvaged::Layer layer{found.layout.layer(i).code, 0, {}, {}};
        for (auto& feature : current(found.layers[i], layer)) changes.changes.push_back({nullptr, std::move(feature)});
        told.layers.push_back(std::move(layer));
    }
    if (!changes.empty()) {
        const std::string message = "salvaged from revision " + std::to_string(found.head);
        auto filed = store.baseline(changes, {{}, message, {}, {}}, task);
        if (!filed) return base::pass(std::move(filed.error()));
    }
    if (auto set = store.set(found.settings); !set) return base::pass(std::move(set.error()));
    auto plan = store.load(store.head(), task);
    if (!plan) return base::pass(std::move(plan.error()));
    StateDigester digester(found.layout.digests);
    for (const auto& work : found.cases) {
        Case described;
        described.title = work.title, described.kind = work.kind, described.unit = work.unit;
        described.author = work.author, described.basis = work.basis, described.extent = work.extent;
        const auto opened = store.openCase(std::move(described));
        if (!opened) return base::pass(opened.error());
        const auto fit = fitting(work, *plan, digester, found.layout);
        const auto changed = static_cast<std::int64_t>(fit.changes.size());
        if (!fit.empty())
            if (auto saved = store.save(opened->id, 0, fit, {work.author, "salvaged", {}, {}}); !saved)
                return base::pass(std::move(saved.error()));
        told.cases.push_back(
            {opened->id, work.title, changed, work.lost + static_cast<std::int64_t>(work.changes.size()) - changed});
    }
    return told;
}

// A store in which nothing is wrong is copied.
base::Result<Salvaged> copied(const fs::path& file, const fs::path& out, const base::Task& task) {
    auto store = Store::open(file, Store::Mode::ReadOnly);
    if (!store) return base::pass(std::move(store.error()));
    Salvaged told;
    told.whole = true;
    told.head = store->head();
    const auto plan = store->load(store->head(), task);
    if (!plan) return base::pass(plan.error());
    for (std::size_t i = 0; i < plan->schema().layers.size(); ++i) {
        const auto count = static_cast<std::int64_t>(plan->count(plan::LayerId{static_cast<std::uint16_t>(i)}));
        told.layers.push_back({plan->schema().layers[i].code, count, count, {}});
    }
    if (auto done = store->backup(out, task); !done) return base::pass(std::move(done.error()));
    return told;
}

}  // namespace

base::Result<Salvaged> salvage(const fs::path& file, const fs::path& out, const base::Task& task) {
    std::error_code error;
    if (fs::exists(out, error)) return base::fail(Code::Invalid, "store.exists", out.string());
    if (!fs::exists(file, error)) return base::fail(Code::NotFound, "store.no_file", file.string());
    if (auto ready = Digester::ready(); !ready) return base::pass(std::move(ready.error()));
    const Settled settled(file, out);
    const auto proved = verify(settled.file(), false, task);
    if (proved ? proved->problems.empty() : false) return copied(settled.file(), out, task);
    if (task.stopped()) return base::cancelled();
    const auto found = harvest(settled.file(), task);
    if (!found) return base::pass(found.error());
    auto made = make(*found, out, task);
    if (!made) fs::remove(out, error);
    return made;
}

}  // namespace store
