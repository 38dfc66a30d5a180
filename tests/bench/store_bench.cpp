// store_bench [COUNT] [FOLDER]: the store on COUNT polygons of 12 vertices (1,000,000), whole processes, medians of
// five; ogr2ogr does the same work in the same run where it can.

#include <fmt/core.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>

#include "base/paths.h"
#include "bench/process.h"
#include "bench/tiling.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "workflow/record.h"

namespace {

namespace fs = std::filesystem;
using bench::Run;

constexpr int times = 5;
constexpr const char* layerCode = "PARCELS";

template <class T>
T must(base::Result<T> result, const char* what) {
    if (result) return *std::move(result);
    std::cerr << what << ": " << result.error().message.key << '\n';
    std::exit(1);
}
void must(base::Result<> result, const char* what) {
    if (result) return;
    std::cerr << what << ": " << result.error().message.key << '\n';
    std::exit(1);
}

struct Bar {
    std::optional<double> limit;
    const char* unit = "s";
};

// One line of the table: what was done, what it took, what it may take.
void report(const std::string& work, double value, Bar bar, const std::string& beside = {}) {
    const std::string limit = bar.limit ? fmt::format("{:.4g} {}", *bar.limit, bar.unit) : "-";
    const char* met = !bar.limit ? "" : value <= *bar.limit ? "met" : "MISSED";
    fmt::print("{:<58} {:>12} {:>12}  {:<7} {}\n", work, fmt::format("{:.4g} {}", value, bar.unit), limit, met, beside);
    std::fflush(stdout);
}

bool done(const std::string& work, const Run& run, int expected = 0) {
    if (run.exitCode == expected) return true;
    fmt::print("{:<58} exit code {} instead of {}\n", work, run.exitCode, expected);
    return false;
}
std::string peak(const Run& run) {
    return fmt::format("{:.2f} s CPU, {} MB", run.cpuSeconds, run.peakKilobytes / 1024);
}

// A change of `count` features spread over the plan, from the `first` on: one vertex by a step, and a text.
plan::Changeset touched(const plan::Snapshot& plan, plan::LayerId layer, std::int64_t count, const std::string& text,
                        std::size_t first = 0) {
    std::vector<plan::FeatureRef> all;
    plan.each(layer, [&](const plan::FeatureRef& feature) { all.push_back(feature); });
    const std::size_t stride = std::max<std::size_t>(1, all.size() / static_cast<std::size_t>(count));
    const std::size_t field = plan.schema().layer(layer).field("DLMC").value();
    plan::Changeset changes;
    for (std::size_t i = first; i < all.size() && changes.changes.size() < static_cast<std::size_t>(count);
         i += stride) {
        geometry::Shape shape = all[i]->shape;
        if (auto* area = std::get_if<geometry::MultiPolygon>(&shape)) area->polygons.front().outer[1].x += 1;
        auto values = all[i]->values;
        if (values.size() <= field) values.resize(field + 1);
        values[field] = text;
        changes.changes.push_back(
            {all[i], plan::makeFeature(plan.schema(), all[i]->id, layer, std::move(shape), std::move(values))});
    }
    return changes;
}

std::string caseWith(store::Store& store, const plan::Changeset& changes, const char* title) {
    store::Case described;
    described.title = title;
    described.kind = "correction";
    const auto work = must(store.openCase(std::move(described)), "case");
    must(store.save(work.id, 0, changes, {"bench", "changed", {}, {}}), "save");
    // As `edit` leaves it: the rules of `plain` find nothing that blocks.
    const auto spec = must(plan::loadSpec(store.spec(), base::home() / "data" / "spec"), "spec");
    must(workflow::record(store, *spec, must(store.settings(), "settings"), work.id, 1, {}), "record");
    return work.id;
}

// What the rows that a revision made hold, in bytes.
double bytesOfRows(const fs::path& file, store::RevisionNumber born) {
    auto database = must(store::Database::open(file, store::Database::Mode::ReadOnly), "open");
    std::string sum;
    {
        auto column = database->prepare("SELECT name FROM pragma_table_info(?)");
        for (column.with(layerCode); column.step();)
            sum += (sum.empty() ? "" : " + ") + std::string("ifnull(length(") + store::identifier(column.string(0)) +
                   "), 0)";
    }
    return static_cast<double>(
        database->integer("SELECT sum(" + sum + ") FROM " + store::identifier(layerCode) + " WHERE _born = ?", born)
            .value_or(0));
}

class Bench {
public:
    Bench(std::int64_t count, fs::path folder, fs::path bin)
        : count_(count), folder_(std::move(folder)), cli_((bin / "sanxian-cli").string()) {}

    int run() {
        fmt::print("{} polygons of 12 vertices\n{:<58} {:>12} {:>12}\n", count_, "work", "ours", "bar");
        if (!make() || !import()) return 1;
        {
            store::Store store = must(store::Store::open(base_), "open");
            layer_ = store.schema()->find(layerCode).value();
            plan_ = must(store.load(1), "load");
        }
        commits();
        neighbours();
        conflicts();
        proof();
        return 0;
    }

private:
    std::string path(const char* name) const { return (folder_ / name).string(); }
    bool make() {
        if (fs::exists(path("tiles.gpkg"))) return true;
        bench::Tiling(count_).write(folder_ / "tiles.geojsonl");
        const Run made = bench::run({"ogr2ogr", "-f", "GPKG", path("tiles.gpkg"), path("tiles.geojsonl"), "-a_srs",
                                     "EPSG:4490", "-nln", layerCode, "-nlt", "POLYGON", "-gt", "100000"});
        fs::remove(folder_ / "tiles.geojsonl");
        return done("the GeoPackage that everything begins with", made);
    }

    bool import() {
        const auto fresh = [&] {
            fs::remove(base_);
            bench::run({cli_, "init", base_.string(), "--spec", "plain", "--crs", "EPSG:4490"});
        };
        const int rounds = count_ > 200'000 ? 3 : times;
        const Run ours = bench::median(
            rounds, {cli_, "import", base_.string(), path("tiles.gpkg"), "--baseline", "-m", "filed"}, fresh);
        if (!done("import and first revision", ours)) return false;
        const Run peer = bench::median(
            rounds, {"ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", path("peer.sqlite"), path("tiles.gpkg")},
            [&] { fs::remove(path("peer.sqlite")); });
        report("import and first revision", ours.seconds, {count_ > 200'000 ? std::optional(15.0) : std::nullopt},
               peak(ours));
        if (peer.exitCode == 0)
            report("  against ogr2ogr into SpatiaLite with its index", ours.seconds / peer.seconds, {2.5, "x"},
                   fmt::format("{:.2f} s", peer.seconds));
        const auto size = [](const fs::path& file) { return static_cast<double>(fs::file_size(file)); };
        report("on disk, against the GeoPackage", size(base_) / size(path("tiles.gpkg")), {1.3, "x"},
               fmt::format("{:.0f} MB", size(base_) / 1e6));
        return true;
    }

    void commits() {
        for (const auto& [changes, limit] : {std::pair{1, 0.05}, {100, 0.05}, {10'000, 0.5}}) {
            const fs::path prepared = folder_ / "prepared.sqlite", used = folder_ / "used.sqlite";
            fs::copy_file(base_, prepared, fs::copy_options::overwrite_existing);
            std::string id;
            {
                store::Store store = must(store::Store::open(prepared), "open");
                id = caseWith(store, touched(plan_, layer_, changes, "changed"), "bench");
            }
            const std::string work = fmt::format("commit of {} changed", changes);
            const Run ours = bench::median(times, {cli_, "commit", used.string(), "--case", id, "-m", "changed"}, [&] {
                fs::copy_file(prepared, used, fs::copy_options::overwrite_existing);
                bench::settle(used);
            });
            if (!done(work, ours)) continue;
            report(work, ours.seconds, {limit}, peak(ours));
            if (changes < 10'000) continue;
            report("  bytes that it adds, against the changed rows",
                   static_cast<double>(fs::file_size(used) - fs::file_size(prepared)) / bytesOfRows(used, 2), {2, "x"});
            report("  peak memory", static_cast<double>(ours.peakKilobytes) / 1024, {60, "MB"});
        }
    }

    void neighbours() {
        const fs::path file = folder_ / "history.sqlite";
        fs::copy_file(base_, file, fs::copy_options::overwrite_existing);
        store::Store store = must(store::Store::open(file), "open");
        const auto add = [&](const plan::Snapshot& from, std::int64_t changes, const std::string& text,
                             std::size_t first = 0) {
            const auto change = touched(from, layer_, changes, text, first);
            must(store.commit(caseWith(store, change, "bench"), {"bench", text, {}, {}}), "commit");
            return must(from.with(change), "with");
        };
        plan::Snapshot now = add(plan_, 100, "a");  // 2
        now = add(now, 10'000, "b");                // 3
        now = add(now, 10'000, "c", 1);             // 4
        now = add(now, 10'000, "d", 2);             // 5
        for (const auto& [from, to, limit] : {std::tuple{"1", "2", 0.04}, {"2", "3", 0.4}}) {
            const std::string work =
                fmt::format("diff {} {} as JSON ({} changed)", from, to, *from == '1' ? 100 : 10'000);
            const Run ours = bench::median(times, {cli_, "diff", file.string(), from, to, "--format", "json"});
            if (done(work, ours)) report(work, ours.seconds, {limit}, peak(ours));
        }
        inMemory(store, 2, 3, 0.2);
        inMemory(store, 2, 5, 0.5);
        const auto one = touched(now, layer_, 1, "x").changes.front().before;
        for (int i = 0; i < 195; ++i) now = add(now, 1, fmt::format("r{}", i));
        const std::string name = plan::nameOf(now.schema(), *one);
        const Run ours = bench::median(
            times, {cli_, "log", file.string(), "--layer", layerCode, "--feature", name, "--format", "json"});
        if (done("history of one feature among 200 revisions", ours))
            report("history of one feature among 200 revisions", ours.seconds, {0.02}, peak(ours));
    }

    void inMemory(const store::Store& store, store::RevisionNumber from, store::RevisionNumber to, double limit) {
        const plan::Snapshot before = must(store.load(from), "load");
        std::vector<double> taken;
        std::size_t changed = 0;
        for (int i = 0; i < times; ++i) {
            const auto start = std::chrono::steady_clock::now();
            const auto changes = must(store.changes(from, to), "changes");
            (void)must(before.with(changes), "with");
            taken.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            changed = changes.changes.size();
        }
        std::sort(taken.begin(), taken.end());
        report(fmt::format("in memory from revision {} to {} ({} features)", from, to, changed), taken[times / 2],
               {limit});
    }

    void conflicts() {
        const fs::path file = folder_ / "conflicts.sqlite";
        fs::copy_file(base_, file, fs::copy_options::overwrite_existing);
        std::string second;
        {
            store::Store store = must(store::Store::open(file), "open");
            const std::string first = caseWith(store, touched(plan_, layer_, 100, "mine"), "first");
            second = caseWith(store, touched(plan_, layer_, 100, "theirs"), "second");
            must(store.commit(first, {"bench", "first", {}, {}}), "commit");
        }
        const Run ours = bench::median(times, {cli_, "rebase", file.string(), "--case", second, "--format", "json"}, 4);
        if (!done("merge with 100 conflicts, listed", ours, 4)) return;
        report("merge with 100 conflicts, listed", ours.seconds, {0.3}, peak(ours));
        report("  peak memory", static_cast<double>(ours.peakKilobytes) / 1024, {100, "MB"});
    }

    void proof() {
        const Run ours = bench::median(count_ > 200'000 ? 3 : times,
                                       {cli_, "verify", (folder_ / "history.sqlite").string(), "--full"});
        if (done("verify everything", ours)) report("verify everything", ours.seconds, {6}, peak(ours));
    }

    std::int64_t count_;
    fs::path folder_;
    std::string cli_;
    fs::path base_ = folder_ / "base.sqlite";
    plan::LayerId layer_;
    plan::Snapshot plan_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc > 2 && std::string(argv[1]) == "--run") return bench::runBetween(argc, argv);
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const fs::path bin = fs::canonical("/proc/self/exe").parent_path();
    const fs::path folder =
        argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path() / fmt::format("sanxian-bench-{}", count);
    if (count < 10'000) {
        std::cerr << "store_bench [COUNT >= 10000] [FOLDER]\n";
        return 2;
    }
    fs::create_directories(folder);
    const int exit = Bench(count, folder, bin).run();
    if (argc <= 2) fs::remove_all(folder);
    return exit;
}
