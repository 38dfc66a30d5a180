#include "rules/occupation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/portion_rule.h"

namespace rules {

namespace {

using geometry::MultiPolygon;

// What the area and the chosen features have in common, by class, unrounded.
std::map<std::string, double> commonByClass(const Chooser& chooser, const plan::Snapshot& land,
                                            const MultiPolygon& area, const base::Task& task) {
    const geometry::Box box = geometry::boxOf(area);
    std::map<std::string, std::vector<geometry::SidedEdge>> edges;
    land.each(chooser.layer(), box, [&](const plan::FeatureRef& feature) {
        const auto* its = areaOf(*feature);
        if (its && chooser.has(*feature)) Outline(*its).clip(box, 1, edges[chooser.classOf(*feature)]);
    });
    std::map<std::string, double> common;
    const auto both = [](const geometry::Cover& cover, bool) { return cover[0] != 0 && cover[1] != 0; };
    for (auto& [code, boundary] : edges) {
        if (task.stopped()) break;
        geometry::addEdges(boundary, area, 0);
        const auto pieces = geometry::Regions(std::move(boundary)).where(both);
        if (!pieces.empty()) common[code] = land.schema().measure.area(pieces).squareMetres();
    }
    return common;
}

// How a layer covers the area: what none of the chosen features covers, and whether some of it is covered twice. What
// is thinner than a centimetre does not count: boundaries meet on the grid.
struct Coverage {
    double bare = 0;  // m²
    bool twice = false;
};

Coverage coverageOf(const Chooser& chooser, const plan::Snapshot& land, const MultiPolygon& area) {
    const geometry::Box box = geometry::boxOf(area);
    std::vector<geometry::SidedEdge> edges;
    geometry::addEdges(edges, area, 0);
    land.each(chooser.layer(), box, [&](const plan::FeatureRef& feature) {
        const auto* its = areaOf(*feature);
        if (its && chooser.has(*feature)) Outline(*its).clip(box, 1, edges);
    });
    const geometry::Regions regions(std::move(edges));
    const Tolerance thin{0.01, 0.01};
    const auto pieces = [&](const geometry::Regions::Wanted& wanted) {
        return countingPieces(regions.where(wanted), thin, land.schema().measure);
    };
    const auto bare = [](const geometry::Cover& cover, bool) { return cover[0] != 0 && cover[1] == 0; };
    const auto twice = [](const geometry::Cover& cover, bool) { return cover[0] != 0 && cover[1] > 1; };
    return {pieces(bare).squareMetres, !pieces(twice).none()};
}

// Makes the rows add up to the total: each in its share, rounded, and the cents that are left to the largest. Shares
// differ from measured pieces because an edge that is cut where it is not straight in the measure's plane measures
// otherwise.
void balance(std::vector<Occupied>& rows, double total) {
    constexpr double cent = 0.01;
    double sum = 0;
    for (const Occupied& row : rows) sum += row.squareMetres;
    if (!(sum > 0)) return;
    long long missing = std::llround(total / cent);
    for (Occupied& row : rows) {
        row.squareMetres = base::rounded(row.squareMetres * total / sum, 2);
        missing -= std::llround(row.squareMetres / cent);
    }
    std::vector<std::size_t> largest(rows.size());
    std::iota(largest.begin(), largest.end(), std::size_t{0});
    std::stable_sort(largest.begin(), largest.end(),
                     [&](std::size_t a, std::size_t b) { return rows[a].squareMetres > rows[b].squareMetres; });
    for (std::size_t i = 0; missing != 0; i = (i + 1) % largest.size()) {
        const long long step = missing > 0 ? 1 : -1;
        double& row = rows[largest[i]].squareMetres;
        row = base::rounded(row + static_cast<double>(step) * cent, 2);
        missing -= step;
    }
}

// Says for each project what it takes (R-P3): a note, so that the reviewer sees it without asking.
class OccupationRule : public PortionRule {
public:
    OccupationRule(const plan::RuleSpec& rule, std::vector<Portion> portions)
        : PortionRule(rule, std::move(portions)) {}

protected:
    void judge(const Plan& plan, const Portion& portion, Portions& parts, const plan::Feature& feature,
               Findings& out) const override {
        Part part = parts.of(feature, Tolerance{});
        const auto* area = std::get_if<MultiPolygon>(&part.where);
        if (!area) return;
        const plan::Schema& schema = plan.now.schema();
        std::string list;
        for (const Occupied& row : occupation(portion.within, plan.now, *area).rows)
            if (row.squareMetres > 0)
                list += fmt::format("{}{}{}{} {}", list.empty() ? "" : "; ", row.layer, row.code.empty() ? "" : " ",
                                    row.code, base::decimal(row.squareMetres, 2));
        base::Message message = base::message("rules.occupation", schema.layer(feature.layer).code,
                                              plan::nameOf(schema, feature), base::decimal(part.measured, 2), list);
        Finding finding = about(portion, feature, std::move(part), false);
        finding.limit.reset();
        finding.message = std::move(message);
        out.push_back(std::move(finding));
    }
};

}  // namespace

Occupation occupation(const std::vector<Selection>& layers, const plan::Snapshot& land, const MultiPolygon& area,
                      const base::Task& task) {
    const plan::Schema& schema = land.schema();
    Occupation table;
    table.squareMetres = base::rounded(schema.measure.area(area).squareMetres(), 2);
    for (const Selection& selection : layers) {
        const auto chooser = Chooser::in(selection, schema);
        if (!chooser || task.stopped()) continue;
        std::vector<Occupied> rows;
        for (const auto& [code, size] : commonByClass(*chooser, land, area, task))
            rows.push_back({selection.layer, selection.by, code, size});
        const bool tiles = schema.layer(chooser->layer()).tiling && selection.where.empty() && !selection.by.empty();
        if (tiles) {
            const Coverage coverage = coverageOf(*chooser, land, area);
            if (coverage.bare > 0) rows.push_back({selection.layer, selection.by, {}, coverage.bare});
            if (!coverage.twice) balance(rows, table.squareMetres);
        }
        if (rows.empty()) rows.push_back({selection.layer, selection.by, {}, 0});
        for (Occupied& row : rows) row.squareMetres = base::rounded(row.squareMetres, 2);
        table.rows.insert(table.rows.end(), rows.begin(), rows.end());
    }
    return table;
}

base::Result<std::vector<Selection>> occupationLayers(const plan::Spec& spec) {
    const auto rule = std::find_if(spec.rules.begin(), spec.rules.end(),
                                   [](const plan::RuleSpec& each) { return each.kind == "occupation"; });
    if (rule == spec.rules.end()) return base::fail(base::Error::Code::NotFound, "rules.no_occupation");
    Arguments arguments(spec, rule->parameters);
    auto layers = arguments.selections("layers");
    arguments.selections("of");
    if (auto done = arguments.done(); !done) return base::pass(done.error().in(rule->id));
    return layers;
}

Made makeOccupation(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const auto subjects = arguments.selections("of"), layers = arguments.areaSelections("layers");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    for (const auto& [name, list] : {std::pair("of", &subjects), std::pair("layers", &layers)})
        if (list->empty()) return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", name);
    for (const Selection& layer : layers)
        if (layer.state != Selection::State::Now)
            return base::fail(base::Error::Code::Invalid, "rules.not_now", layer.name());
    std::vector<Portion> portions;
    for (const Selection& of : subjects) portions.push_back({of, layers, {}, false});
    if (auto valid = validPortions(portions); !valid) return base::pass(valid.error());
    return std::make_shared<OccupationRule>(rule, std::move(portions));
}

}  // namespace rules
