// rules_bench [--no-peers] [--only layer|area|shared|rulebook|live|RULE] [COUNT...]: the rules on the practice county
// of COUNT parcels (100000 300000 1000000) with 40 errors of each kind, in one process and one thread; medians of five,
// three above 300,000. Peers do the same work once, in the same run, on 100,000. Every row says whether its answer is
// right: the planted errors and no others, areas as the peers have them, findings after edits as from scratch.

#include <fstream>

#include "bench/county.h"
#include "bench/geos_peer.h"
#include "bench/moves.h"
#include "bench/spatialite_peer.h"
#include "rules/pieces.h"
#include "rules/shared_area.h"

namespace {

using bench::Taken;
using geometry::MultiPolygon;

bench::Bar barFor(std::int64_t parcels, std::initializer_list<std::pair<std::int64_t, double>> limits) {
    for (const auto& [count, limit] : limits)
        if (parcels == count) return bench::seconds(limit);
    return {};
}

// Peak memory of this process since it was last asked, in GiB.
double peak() {
    std::ifstream status("/proc/self/status");
    double kilobytes = 0;
    for (std::string word; status >> word;)
        if (word == "VmHWM:") status >> kilobytes;
    std::ofstream("/proc/self/clear_refs") << 5;
    return kilobytes / 1024 / 1024;
}

class Bench {
public:
    Bench(std::int64_t parcels, bool peers, bench::Table& table)
        : parcels_(parcels), peers_(peers), times_(parcels > 300'000 ? 3 : 5), table_(table), county_(parcels) {}

    void run(const std::string& only) {
        const auto wanted = [&](const char* part) { return only.empty() || only == part; };
        const auto areas = county_.areas("DLTB");
        std::size_t corners = 0;
        for (const MultiPolygon* area : areas)
            geometry::eachRing(*area, [&](const geometry::Ring& ring) { corners += ring.size(); });
        table_.head(fmt::format("{} parcels of {} corners, {} features in all; {:.2f} GiB to make it", areas.size(),
                                corners / areas.size(), county_.plan().count(), peak()));
        if (peers_) ready(areas);
        const bool most = parcels_ > 300'000;
        if (!most && wanted("layer")) layer();
        if (!most && wanted("area")) measures(areas);
        if (!most && wanted("shared")) shared();
        if (wanted("rulebook")) rulebook();
        if (!most && (wanted("live") || only == "parcel")) parcel(only == "live");
        if (!most && (wanted("live") || only == "red")) redLine(only == "live");
        if (!only.empty()) alone(only);
    }

private:
    using Peers = std::vector<std::pair<std::string, double>>;

    rules::Plan plan() const { return {county_.plan(), county_.plan(), settings_}; }
    const geometry::Grid& grid() const { return county_.plan().schema().grid; }

    void ready(const std::vector<const MultiPolygon*>& areas) {
        parcelsThere_ = geos_.load(areas, grid());
        redThere_ = geos_.load(county_.areas("STBHHX"), grid());
        table_.note(fmt::format("peers: GEOS {}, PROJ geodesic; SpatiaLite {}; no PostGIS, no QGIS", GEOSversion(),
                                spatialite_.available() ? spatialite_.version() : "is not installed"));
        if (!spatialite_.available()) return;
        spatialite_.load("parcels", areas, grid());
        spatialite_.load("red", county_.areas("STBHHX"), grid());
        spatialite_.load("county", county_.areas("XZQ"), grid());
    }
    // What SpatiaLite gives, added to the peers.
    std::optional<double> ask(const std::string& query, Peers& peers) {
        if (!peers_ || !spatialite_.available()) return {};
        const auto [answer, time] = spatialite_.ask(query);
        peers.emplace_back("SpatiaLite", time.worked);
        return answer;
    }

    void check(const std::string& work, const char* id, bench::Bar bar, const Peers& peers) {
        const rules::RuleSet rules = county_.rule(id, {"DLTB"});
        rules::Report report;
        const Taken time = bench::median(times_, [&] { report = rules::check(rules, plan()).value(); });
        table_.row(work, time, bar, county_.exactly(report.findings, rules), peers);
    }

    // Where a peer has the planted errors too, how many it gives; otherwise ours alone is asked for exactness.
    void layer() {
        Peers overlap, gap, valid;
        std::string said;
        if (peers_) {
            const auto [pairs, pairTime] = geos_.overlaps(parcelsThere_);
            overlap.emplace_back("GEOS", pairTime.worked);
            const auto [holes, holeTime] = geos_.gaps(parcelsThere_);
            gap.emplace_back("GEOS union", holeTime.worked);
            const auto [broken, validTime] = geos_.invalid(parcelsThere_);
            valid.emplace_back("GEOS", validTime.worked);
            said = fmt::format("GEOS gives {} overlaps, {} holes in the union, {} invalid", pairs, holes, broken);
        }
        const auto pairs = ask(
            "SELECT count(*) FROM parcels a JOIN idx_parcels_g i ON i.xmax >= MbrMinX(a.g) AND i.xmin <= MbrMaxX(a.g) "
            "AND i.ymax >= MbrMinY(a.g) AND i.ymin <= MbrMaxY(a.g) JOIN parcels b ON b.id = i.pkid "
            "WHERE b.id > a.id AND ST_Relate(a.g, b.g, 'T********') = 1",
            overlap);
        const auto gaps =
            ask("SELECT NumGeometries(ST_Difference((SELECT ST_Union(g) FROM county), (SELECT ST_Union(g) FROM "
                "parcels)))",
                gap);
        const auto broken = ask("SELECT count(*) FROM parcels WHERE ST_IsValid(g) <> 1", valid);
        if (broken)
            said += fmt::format("; SpatiaLite {} overlaps, {} pieces of the county in no parcel, {} invalid", *pairs,
                                *gaps, *broken);
        check("overlaps within the layer", "Q4201", barFor(parcels_, {{100'000, 0.5}, {300'000, 1.5}}), overlap);
        check("gaps in the layer", "Q4202", barFor(parcels_, {{100'000, 0.3}}), gap);
        check("validity", "Q4101", barFor(parcels_, {{100'000, 0.25}}), valid);
        if (!said.empty()) table_.note("  " + said);
    }

    void measures(const std::vector<const MultiPolygon*>& areas) {
        const geometry::System& system = county_.plan().schema().system;
        Peers peers;
        std::vector<double> theirs;
        if (peers_) {
            auto [all, time] =
                bench::GeosPeer::geodesicAreas(areas, grid(), system.semiMajor, 1 / system.inverseFlattening);
            theirs = std::move(all);
            peers.emplace_back("PROJ", time.worked);
        }
        const auto sum = ask("SELECT sum(ST_Area(g, 1)) FROM parcels", peers);
        const auto row = [&](const char* name, geometry::AreaMethod method, double within, bench::Bar bar) {
            const geometry::Measure measure = geometry::Measure::on(system, method).value();
            std::vector<double> ours(areas.size());
            const Taken time = bench::median(times_, [&] {
                for (std::size_t i = 0; i < areas.size(); ++i) ours[i] = measure.area(*areas[i]).squareMetres();
            });
            bool right = true;
            double all = 0;
            for (std::size_t i = 0; i < areas.size(); ++i) {
                all += ours[i];
                if (!theirs.empty()) right = right && std::abs(ours[i] - theirs[i]) <= within;
            }
            if (sum) right = right && std::abs(all - *sum) <= within * static_cast<double>(areas.size());
            table_.row(name, time, bar, right, peers);
        };
        // Between edges that are straight in a map and geodesics lie a few square centimetres.
        row("ellipsoidal area, by the store's method", geometry::AreaMethod::EqualArea70m, 0.5,
            barFor(parcels_, {{100'000, 0.15}}));
        row("ellipsoidal area, between geodesics", geometry::AreaMethod::Geodesic, 0.001, {});
    }

    // Calls visit(parcel, its outline, the red line's outline) for all that may have a place in common.
    template <class Visit>
    void eachPair(Visit visit) const {
        rules::Outlines lines;
        const plan::LayerId red = county_.layer("STBHHX");
        county_.plan().each(county_.layer("DLTB"), [&](const plan::FeatureRef& parcel) {
            const auto* area = rules::areaOf(*parcel);
            if (!area) return;
            const rules::Outline outline(*area);
            county_.plan().each(red, parcel->box,
                                [&](const plan::FeatureRef& line) { visit(*parcel, outline, *lines.of(*line)); });
        });
    }

    void shared() {
        const geometry::Measure& measure = county_.plan().schema().measure;
        std::vector<double> ours;
        const Taken time = bench::median(times_, [&] {
            rules::SharedArea shared(measure);
            ours.clear();
            eachPair([&](const plan::Feature& parcel, const rules::Outline& its, const rules::Outline& line) {
                ours.push_back(shared.squareMetres(its, parcel.area.squareMetres(), line));
            });
        });
        // Every pair by an overlay, in square metres, and together in square degrees.
        bool right = true;
        double degrees = 0;
        std::size_t at = 0;
        eachPair([&](const plan::Feature& parcel, const rules::Outline& its, const rules::Outline& line) {
            std::vector<geometry::SidedEdge> edges;
            its.clip(parcel.box, 0, edges);
            line.clip(parcel.box, 1, edges);
            const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & cover[1] & 1) != 0; };
            const MultiPolygon pieces = geometry::Regions(std::move(edges)).where(both);
            right = right && std::abs(ours[at++] - measure.area(pieces).squareMetres()) < 0.01;
            const double steps = grid().stepsPerUnit;
            degrees += static_cast<double>(geometry::doubledSteps(pieces)) / 2 / steps / steps;
        });
        Peers peers;
        if (peers_) {
            const auto [theirs, took] = geos_.shared(parcelsThere_, redThere_);
            peers.emplace_back("GEOS", took.worked);
            right = right && std::abs(theirs - degrees) < 1e-7 * degrees;
        }
        table_.row(
            fmt::format("area of parcels and red line ({} polygons)", county_.plan().count(county_.layer("STBHHX"))),
            time, barFor(parcels_, {{100'000, 1}}), right, peers);
    }

    void rulebook() {
        const rules::RuleSet rules = county_.rules();
        rules::Report report;
        peak();
        const Taken time = bench::median(times_, [&] { report = rules::check(rules, plan()).value(); });
        const double memory = peak();
        table_.row(fmt::format("the whole rulebook, {} rules", rules.rules().size()), time,
                   barFor(parcels_, {{100'000, 3}, {1'000'000, 40}}), county_.exactly(report.findings, rules));
        table_.note(fmt::format("  {:.2f} GiB at the most, the county included{}", memory,
                                parcels_ == 1'000'000 ? " (bar 4)" : ""));
        for (const auto& rule : rules.rules()) {
            const rules::RuleSet alone = rules.only({rule->spec().id}).value();
            const Taken its = bench::taken([&] { (void)rules::check(alone, plan()); });
            if (its.worked > 0.02 * time.worked)
                table_.note(fmt::format("  {:<6} {:<14} {:.3f} s", rule->spec().id, rule->spec().kind, its.worked));
        }
    }

    // One rule over the whole plan, where it is one.
    void alone(const std::string& id) {
        const auto rule = county_.rules().only({id});
        if (!rule) return;
        const Taken time = bench::median(times_, [&] { (void)rules::check(*rule, plan()); });
        table_.note(fmt::format("  {:<6} {:<14} {:.3f} s", id, rule->rules().front()->spec().kind, time.worked));
    }

    // Each rule alone as well, where asked.
    void parcel(bool each) {
        const rules::RuleSet rules = county_.rules().scheme("live");
        std::vector<plan::FeatureRef> parcels;
        county_.plan().each(county_.layer("DLTB"), [&](const plan::FeatureRef& one) { parcels.push_back(one); });
        moved("one vertex of a parcel moved", county_.plan(), rules, parcels, parcels_ == 300'000, 0.5, 3);
        if (each) apart(county_.plan(), rules, parcels);
    }

    void redLine(bool each) {
        const rules::RuleSet rules = county_.rules().scheme("live");
        plan::FeatureRef largest;
        county_.plan().each(county_.layer("STBHHX"), [&](const plan::FeatureRef& one) {
            if (!largest || geometry::vertexCount(one->shape) > geometry::vertexCount(largest->shape)) largest = one;
        });
        const plan::Snapshot fine = county_.plan().with(divided(*largest, 100'000)).value();
        const plan::FeatureRef line = fine.find(largest->layer, largest->id);
        moved(fmt::format("one of a red line of {} corners moved", geometry::vertexCount(line->shape)), fine, rules,
              {line}, true, 4, 16);
        if (each) apart(fine, rules, {line});
    }

    void moved(const std::string& work, const plan::Snapshot& plan, const rules::RuleSet& rules,
               const std::vector<plan::FeatureRef>& features, bool barred, double median, double highest) {
        bench::Moves moves(plan, county_.spec(), rules);
        std::vector<double> worked, passed;
        for (const Taken& one : moves.run(features, 1000)) worked.push_back(one.worked), passed.push_back(one.passed);
        const bool right = moves.right();
        const auto row = [&](const char* which, double share, double limit) {
            table_.row(work + which, {bench::quantile(worked, share), bench::quantile(passed, share)},
                       barred ? bench::milliseconds(limit) : bench::Bar{{}, "ms", 1e3}, right);
        };
        row(", median", 0.5, median);
        row(", 99th percentile", 0.99, highest);
        table_.note(fmt::format("  {} rules, with {} standing findings", rules.rules().size(), moves.findings()));
    }

    // What the dearest rules take of a move, each asked alone.
    void apart(const plan::Snapshot& plan, const rules::RuleSet& rules, const std::vector<plan::FeatureRef>& features) {
        const auto times = [&](const rules::RuleSet& set) {
            bench::Moves moves(plan, county_.spec(), set);
            std::vector<double> worked;
            for (const Taken& one : moves.run(features, 200)) worked.push_back(one.worked * 1e3);
            return std::pair(bench::quantile(worked, 0.5), bench::quantile(worked, 0.99));
        };
        const auto none = times({});
        table_.note(fmt::format("  sums and indicators: median {:.3f}, 99th {:.3f} ms", none.first, none.second));
        for (const auto& rule : rules.rules()) {
            const auto [median, highest] = times(rules.only({rule->spec().id}).value());
            if (median > 1.3 * none.first || highest > 2 * none.second)
                table_.note(fmt::format("  {:<6} {:<14} {:.3f}, {:.3f} ms more", rule->spec().id, rule->spec().kind,
                                        median - none.first, highest - none.second));
        }
    }

    // Divides the edges of a feature until it has so many corners, and the same edges in every feature that has them.
    plan::Changeset divided(const plan::Feature& feature, std::size_t corners) const {
        const auto parts = static_cast<std::int64_t>(corners / geometry::vertexCount(feature.shape) + 1);
        std::set<std::pair<geometry::Point, geometry::Point>> edges;
        MultiPolygon own = std::get<MultiPolygon>(feature.shape);
        geometry::eachRing(own, [&](geometry::Ring& ring) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                edges.insert(std::minmax(ring[i], ring[j]));
        });
        plan::Changeset changes;
        const auto divide = [&](const plan::FeatureRef& one) {
            const auto* given = std::get_if<MultiPolygon>(&one->shape);
            if (!given) return;
            MultiPolygon area = *given;
            bool changed = false;
            geometry::eachRing(area, [&](geometry::Ring& ring) {
                geometry::Ring fine;
                for (std::size_t i = 0; i < ring.size(); ++i) {
                    const geometry::Point from = ring[i], to = ring[(i + 1) % ring.size()];
                    const std::pair<geometry::Point, geometry::Point> ends = std::minmax(from, to);
                    fine.push_back(from);
                    if (!edges.contains(ends)) continue;
                    changed = true;
                    for (std::int64_t k = 1; k < parts; ++k) {
                        const std::int64_t at = from == ends.first ? k : parts - k;
                        fine.push_back({ends.first.x + (ends.second.x - ends.first.x) * at / parts,
                                        ends.first.y + (ends.second.y - ends.first.y) * at / parts});
                    }
                }
                ring = std::move(fine);
            });
            if (changed)
                changes.changes.push_back({one, plan::makeFeature(county_.plan().schema(), one->id, one->layer,
                                                                  std::move(area), one->values)});
        };
        for (std::uint16_t i = 0; i < county_.plan().schema().layers.size(); ++i)
            county_.plan().each({i}, feature.box, divide);
        return changes;
    }

    std::int64_t parcels_;
    bool peers_;
    int times_;
    bench::Table& table_;
    bench::County county_;
    plan::Settings settings_;
    bench::GeosPeer geos_;
    bench::SpatialitePeer spatialite_;
    bench::GeosPeer::Geometries parcelsThere_, redThere_;
};

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::int64_t> counts;
    bool peers = true;
    std::string only;
    for (int i = 1; i < argc; ++i)
        if (std::string(argv[i]) == "--no-peers")
            peers = false;
        else if (std::string(argv[i]) == "--only" && i + 1 < argc)
            only = argv[++i];
        else
            counts.push_back(std::atoll(argv[i]));
    if (counts.empty()) counts = {100'000, 300'000, 1'000'000};
    bench::Table table;
    for (const std::int64_t count : counts) {
        if (count < 1000 || count > 1'000'000) {
            std::cerr << "rules_bench [--no-peers] [COUNT 1000 to 1000000]...\n";
            return 2;
        }
        Bench(count, peers && count <= 100'000, table).run(only);
    }
    return table.exitCode();
}
