#include <algorithm>
#include <map>
#include <set>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/residue.h"

namespace rules {

using geometry::Box;
using geometry::Cover;
using geometry::Point;
using geometry::SidedEdge;

namespace {

// What is a gap by the number that Residue gives a place: the county covers it and no feature does; without a county,
// no feature does and the layer surrounds it.
geometry::Regions::Wanted gapIn(bool county) {
    return [county](const Cover& cover, bool bounded) { return county ? cover[0] >= 1 : cover[0] == 0 && bounded; };
}

bool reaches(const geometry::Shape& shape, const std::vector<Box>& boxes) {
    const auto* area = std::get_if<geometry::MultiPolygon>(&shape);
    if (!area) return true;
    bool reached = false;
    geometry::eachRing(*area, [&](const geometry::Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size() && !reached; j = i++) {
            const Box edge = Box::of(ring[j], ring[i]);
            reached = std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) { return box.touches(edge); });
        }
    });
    return reached;
}

// The gaps near some places. What is known of the residue grows from there along edges that touch, over the whole of
// every gap that comes in sight, and over the old gaps that it comes to, until nothing is added; then every gap in
// sight is as a search of everything finds it.
class Search {
public:
    Search(Residue& residue, bool county, std::vector<Box> places)
        : residue_(residue), wanted_(gapIn(county)), open_(std::move(places)) {}

    // Takes the findings that it comes to out of `old`.
    geometry::MultiPolygon gaps(Findings& old, const base::Task& task) {
        while (!task.stopped()) {
            spread();
            const auto reached = std::stable_partition(
                old.begin(), old.end(), [&](const Finding& finding) { return !reaches(finding.where, reached_); });
            for (auto finding = reached; finding != old.end(); ++finding) open(geometry::boxOf(finding->where));
            old.erase(reached, old.end());
            const geometry::Regions regions(edges_, [&](Point p) { return residue_.at(p); });
            geometry::MultiPolygon gaps = regions.where(wanted_);
            for (const geometry::Polygon& gap : gaps.polygons) open(geometry::boxOf(gap.outer));
            for (const Point island : regions.islands(wanted_)) openLeftOf(island);
            if (open_.empty()) return gaps;
        }
        return {};
    }

private:
    void open(const Box& box) {
        if (std::find(reached_.begin(), reached_.end(), box) == reached_.end()) open_.push_back(box);
    }

    void spread() {
        while (!open_.empty()) {
            const Box box = open_.back();
            open_.pop_back();
            reached_.push_back(box);
            const std::vector<SidedEdge> edges = residue_.near(box);
            const Point corner{box.minX, box.minY};
            if (edges.empty() && wanted_(residue_.at(corner), true)) openLeftOf(corner);  // all of it lies in a gap
            for (const SidedEdge& edge : edges)
                if (known_.insert({edge.from, edge.to}).second) {
                    edges_.push_back(edge);
                    open_.push_back(Box::of(edge.from, edge.to));
                }
        }
    }

    // As far as the next edge on the left, which belongs to what is around the island.
    void openLeftOf(Point island) {
        if (!islands_.insert(island).second) return;
        const std::int64_t end = residue_.extent().minX;
        for (std::int64_t reach = 1024; true; reach *= 4) {
            const Box strip{std::max(end, island.x - reach), island.y, island.x, island.y};
            const std::vector<SidedEdge> found = residue_.near(strip);
            const auto left = [&](const SidedEdge& edge) { return geometry::isLeftOf(edge, island); };
            if (strip.minX > end && std::none_of(found.begin(), found.end(), left)) continue;
            open(strip);
            return;
        }
    }

    Residue& residue_;
    geometry::Regions::Wanted wanted_;
    std::vector<Box> open_, reached_;
    std::vector<SidedEdge> edges_;
    std::set<std::pair<Point, Point>> known_;
    std::set<Point> islands_;
};

// Tiling layers must cover the county (R-Z1, Q4202); where there is no county, no holes between their features. What
// takes part on either side may be chosen by a condition, so that zones of a class must cover a line (R-Z2); what other
// layers cover is taken from each gap. Each rest that hangs together is one finding, named by its smallest corner.
class Gap : public Rule {
public:
    // What is counted of either side; empty: everything. What `others` cover is left to other rules.
    struct Where {
        std::string layer, county;
        std::vector<std::string> others;
    };
    Gap(const plan::RuleSpec& rule, std::string county, Where where, Tolerance tolerance)
        : Rule(rule), county_(std::move(county)), where_(std::move(where)), tolerance_(tolerance) {}

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        Findings found;
        const auto county = countyOf(plan.now);
        for (const plan::LayerId layer : layers(plan.now.schema())) {
            if (layer == county || task.stopped()) continue;
            const Residue residue(plan.now, plan.outlines(), chosen(plan.now, layer, where_.layer),
                                  ground(plan.now, county));
            const geometry::Regions regions(residue.whole(task));
            add(plan, layer, regions.where(gapIn(county.has_value())), found);
        }
        order(found);
        return found;
    }

    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        const auto county = countyOf(plan.now);
        if (scope.whole() || countyCameOrWent(plan, county, scope)) return check(plan, scope, task);
        Findings found;
        for (const plan::LayerId layer : layers(plan.now.schema())) {
            if (layer == county) continue;
            Findings mine;
            for (const Finding& finding : old)
                if (finding.layer == layer) mine.push_back(finding);
            const Chosen tiles = chosen(plan.now, layer, where_.layer);
            const auto ground = this->ground(plan.now, county);
            std::vector<Box> places;
            addPlaces(scope, tiles, places);
            if (ground) addPlaces(scope, *ground, places);
            for (const plan::LayerId other : others(plan.now.schema())) addPlaces(scope, {other, {}}, places);
            if (!places.empty()) {
                Residue residue(plan.now, plan.outlines(), tiles, ground);
                const auto gaps = Search(residue, county.has_value(), std::move(places)).gaps(mine, task);
                add(plan, layer, gaps, found);
            }
            found.insert(found.end(), mine.begin(), mine.end());
        }
        order(found);
        return found;
    }

private:
    static Chosen chosen(const plan::Snapshot& snapshot, plan::LayerId layer, const std::string& where) {
        Chosen all{layer, {}};
        if (where.empty()) return all;
        if (auto condition = Condition::of(where, snapshot.schema().layer(layer))) all.where = *std::move(condition);
        return all;
    }
    std::vector<plan::LayerId> others(const plan::Schema& schema) const {
        std::vector<plan::LayerId> found;
        for (const std::string& code : where_.others)
            if (const auto layer = schema.find(code)) found.push_back(*layer);
        return found;
    }
    std::optional<Chosen> ground(const plan::Snapshot& snapshot, std::optional<plan::LayerId> county) const {
        if (!county) return {};
        return chosen(snapshot, *county, where_.county);
    }

    // Where what is chosen of a layer changed. Other values bring the whole of a feature in or take it out.
    static void addPlaces(const Scope& scope, const Chosen& chosen, std::vector<Box>& places) {
        for (const auto& [id, touched] : scope.touched()) {
            if ((touched.after ? touched.after : touched.before)->layer != chosen.layer) continue;
            const auto holds = [&](const plan::FeatureRef& state) { return state && chosen.holds(*state); };
            const bool was = holds(touched.before), is = holds(touched.after);
            const Box& place = was && is ? touched.place : was ? touched.before->box : touched.after->box;
            if ((was || is) && !place.empty()) places.push_back(place);
        }
    }

    std::optional<plan::LayerId> countyOf(const plan::Snapshot& snapshot) const {
        const auto county = snapshot.schema().find(county_);
        return county && snapshot.count(*county) > 0 ? county : std::nullopt;
    }

    bool countyCameOrWent(const Plan& plan, std::optional<plan::LayerId> county, const Scope& scope) const {
        const auto layer = plan.now.schema().find(county_);
        std::size_t added = 0, removed = 0;
        for (const auto& [id, touched] : scope.touched()) {
            if ((touched.after ? touched.after : touched.before)->layer != layer) continue;
            added += !touched.before;
            removed += !touched.after;
        }
        return county ? added == plan.now.count(*county) : removed > 0;
    }

    void add(const Plan& plan, plan::LayerId layer, const geometry::MultiPolygon& gaps, Findings& out) const {
        const plan::Schema& schema = plan.now.schema();
        const auto county = countyOf(plan.now);
        std::map<Point, int> named;
        for (const geometry::Polygon& rest : rests(plan.now, gaps).polygons) {
            const Pieces piece = countingPieces({{rest}}, tolerance_, schema.measure);
            if (piece.none()) continue;
            Finding finding = this->finding(grown(plan, layer, county, piece).none());
            const Point first = rest.outer.front();
            const int twin = ++named[first];
            finding.layer = layer;
            finding.aspect = fmt::format("{}:{},{}", schema.layer(layer).code, first.x, first.y);
            if (twin > 1) finding.aspect += fmt::format("~{}", twin);
            finding.where = piece.where;
            finding.measured = piece.squareMetres;
            finding.limit = 0;
            finding.unit = "m2";
            const bool some = !where_.layer.empty() || !where_.county.empty();
            finding.message = base::message(!county ? "rules.hole"
                                            : some  ? "rules.uncovered"
                                                    : "rules.gap",
                                            schema.layer(layer).code, base::decimal(piece.squareMetres, 2),
                                            county ? county_ : std::string(), where_.layer, where_.county);
            out.push_back(std::move(finding));
        }
    }

    // What the others leave of the gaps.
    geometry::MultiPolygon rests(const plan::Snapshot& snapshot, const geometry::MultiPolygon& gaps) const {
        geometry::MultiPolygon all;
        for (const geometry::Polygon& gap : gaps.polygons) {
            std::vector<SidedEdge> edges;
            for (const plan::LayerId other : others(snapshot.schema()))
                clipLayer(snapshot, other, geometry::boxOf(gap.outer), 1, edges);
            if (edges.empty()) {
                all.polygons.push_back(gap);
                continue;
            }
            geometry::addEdges(edges, {{gap}}, 0);
            const auto rest = [](const Cover& cover, bool) { return cover[0] != 0 && cover[1] == 0; };
            for (geometry::Polygon& piece : geometry::Regions(std::move(edges)).where(rest).polygons)
                all.polygons.push_back(std::move(piece));
        }
        return all;
    }

    // The part that the filed plan covered, or had outside the county.
    Pieces grown(const Plan& plan, plan::LayerId layer, std::optional<plan::LayerId> county,
                 const Pieces& piece) const {
        const Box box = geometry::boxOf(piece.where);
        std::vector<SidedEdge> edges;
        clip(plan.filed, chosen(plan.filed, layer, where_.layer), box, edges);
        for (const plan::LayerId other : others(plan.filed.schema())) clip(plan.filed, {other, {}}, box, edges);
        for (SidedEdge& edge : edges) edge.left[1] = -edge.left[1];
        if (const auto all = ground(plan.filed, county)) clip(plan.filed, *all, box, edges);
        geometry::addEdges(edges, piece.where, 0);
        const bool inCounty = county.has_value();
        const auto fresh = [inCounty](const Cover& cover, bool) {
            return cover[0] >= 1 && cover[1] < (inCounty ? 1 : 0);
        };
        return countingPieces(geometry::Regions(std::move(edges)).where(fresh), tolerance_, plan.now.schema().measure);
    }

    static void clip(const plan::Snapshot& snapshot, const Chosen& chosen, const Box& box,
                     std::vector<SidedEdge>& edges) {
        if (!hasLayer(snapshot, chosen.layer)) return;
        snapshot.each(chosen.layer, box, [&](const plan::FeatureRef& feature) {
            const auto* area = areaOf(*feature);
            if (area && chosen.holds(*feature)) Outline(*area).clip(box, 1, edges);
        });
    }

    std::string county_;
    Where where_;
    Tolerance tolerance_;
};

}  // namespace

Made makeGap(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string county = arguments.text("county");
    arguments.knownLayer(county);
    const Gap::Where where{arguments.text("where"), arguments.text("county_where"), arguments.list("except")};
    for (const std::string& code : where.others) arguments.knownLayer(code);
    if (!where.layer.empty())
        for (const std::string& layer : rule.layers) arguments.condition(layer, where.layer);
    if (!where.county.empty()) arguments.condition(county, where.county);
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (county.empty() && !where.county.empty())
        return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", "county");
    return std::make_shared<Gap>(rule, county, where, tolerance);
}

}  // namespace rules
