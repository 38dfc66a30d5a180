#include "app/opening.h"

#include <algorithm>

#include "app/resume.h"
#include "base/paths.h"
#include "workflow/facts.h"

namespace app {

namespace {

std::filesystem::path packs() { return base::home() / "data" / "spec"; }

}  // namespace

base::Result<Offer> openCases(const std::filesystem::path& file) {
    const auto store = store::Store::open(file);
    if (!store) return base::pass(store.error());
    auto cases = store->cases();
    if (!cases) return base::pass(cases.error());
    std::erase_if(*cases, [](const store::Case& each) { return each.stage != store::Stage::Open; });
    std::reverse(cases->begin(), cases->end());  // of the same second, the one made last first
    std::stable_sort(cases->begin(), cases->end(),
                     [](const store::Case& a, const store::Case& b) { return a.opened > b.opened; });
    return Offer{file, store->head(), std::move(*cases)};
}

base::Result<Opened> openStore(std::optional<store::Store>& connection, const std::filesystem::path& file,
                               const std::string& caseId, const base::Task& task) {
    task.report(0, base::message("app.doing.open", file.filename().string()));
    auto store = store::Store::open(file);
    if (!store) return base::pass(store.error());
    Opened opened;
    opened.file = file;
    auto spec = plan::loadSpec(store->spec(), packs());
    if (!spec) return base::pass(spec.error());
    opened.spec = *spec;
    auto rules = rules::RuleSet::of(**spec);
    if (!rules) return base::pass(rules.error());
    opened.rules = std::move(*rules);
    auto settings = store->settings();
    if (!settings) return base::pass(settings.error());
    opened.settings = std::move(*settings);
    auto log = store->log();
    if (!log) return base::pass(log.error());
    opened.log = std::move(*log);
    opened.head = store->head();
    auto filed = store->load(opened.head, task);
    if (!filed) return base::pass(filed.error());
    opened.filed = std::move(*filed);
    opened.history = std::make_shared<edit::History>(opened.filed);
    if (!caseId.empty())
        if (auto resumed = resumeCase(opened, *store, caseId, task); !resumed) return base::pass(resumed.error());
    if (opened.work) {
        auto facts = workflow::factsOf(*store, opened.work->described);
        if (!facts) return base::pass(facts.error());
        opened.work->facts = *std::move(facts);
    }
    opened.filedTotals = rules::Totals::of(**spec, opened.filed);
    opened.totals = opened.work ? rules::Totals::of(**spec, opened.history->now()) : opened.filedTotals;
    if (task.stopped()) return base::cancelled();
    connection = std::move(*store);
    return opened;
}

base::Result<> makeSample(const std::filesystem::path& file, const sample::Options& options, const base::Task& task) {
    const std::string pack = "county-2021";
    auto spec = plan::loadSpec(pack, packs());
    if (!spec) return base::pass(spec.error());
    auto county = sample::make(**spec, options, task);
    if (!county) return base::pass(county.error());
    auto store = store::Store::init(file, **spec, pack, (*spec)->crs, (*spec)->region);
    if (!store) return base::pass(store.error());
    task.report(0.5, base::message("app.doing.file"));
    const plan::Snapshot empty(county->snapshot.schemaRef());
    const auto filed =
        store->baseline(plan::Snapshot::diff(empty, county->snapshot), {"sanxian", "sample county", "", ""}, task);
    if (!filed) return base::pass(filed.error());
    return {};
}

base::Result<CaseWork> openCase(store::Store& store, const std::string& title, const std::string& author) {
    store::Case wanted;
    wanted.title = title;
    wanted.author = author;
    wanted.kind = "adjustment";
    auto made = store.openCase(wanted);
    if (!made) return base::pass(made.error());
    auto facts = workflow::factsOf(store, *made);
    if (!facts) return base::pass(facts.error());
    auto journal = journalFor(store.file(), *made);
    return CaseWork{std::move(*made), std::move(journal), *std::move(facts)};
}

}  // namespace app
