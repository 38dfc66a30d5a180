#include "rules/occupation.h"

#include <algorithm>
#include <cmath>
#include <map>

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

// Rounds the rows so that they add up to the total; what is missing in them by more than the slack is a row of its own.
void balance(std::vector<Occupied>& rows, double total, double slack) {
    constexpr double cent = 0.01;
    double sum = 0;
    for (const Occupied& row : rows) sum += row.squareMetres;
    if (sum > total + slack) return;  // they overlap: no rounding makes them add up
    if (sum < total - slack) {
        const std::string layer = rows.front().layer, field = rows.front().field;
        if (rows.front().squareMetres <= 0) rows.clear();
        rows.push_back({layer, field, {}, total - sum});
    }
    long long missing = std::llround(total / cent);
    std::vector<std::size_t> largest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].squareMetres = base::rounded(rows[i].squareMetres, 2);
        missing -= std::llround(rows[i].squareMetres / cent);
        largest.push_back(i);
    }
    std::stable_sort(largest.begin(), largest.end(),
                     [&](std::size_t a, std::size_t b) { return rows[a].squareMetres > rows[b].squareMetres; });
    for (std::size_t i = 0; missing != 0; i = (i + 1) % largest.size()) {
        double& row = rows[largest[i]].squareMetres;
        const long long step = missing > 0 ? 1 : -1;
        row = base::rounded(row + static_cast<double>(step) * cent, 2);
        missing -= step;
    }
}

// Says for each project what it takes (R-P3): a note, so that the reviewer sees it without asking.
class OccupationRule : public PortionRule {
public:
    using PortionRule::PortionRule;

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
    // Pieces meet on the grid: where they cover all, they miss the total by what lies along their boundaries.
    const double slack = 0.02 + 2e-4 * schema.measure.perimeter(area).metres();
    for (const Selection& selection : layers) {
        const auto chooser = Chooser::in(selection, schema);
        if (!chooser || task.stopped()) continue;
        std::vector<Occupied> rows;
        for (const auto& [code, size] : commonByClass(*chooser, land, area, task))
            rows.push_back({selection.layer, selection.by, code, size});
        if (rows.empty()) rows.push_back({selection.layer, selection.by, {}, 0});
        const bool tiles = schema.layer(chooser->layer()).tiling && selection.where.empty() && !selection.by.empty();
        if (tiles) balance(rows, table.squareMetres, slack);
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
    const auto subjects = arguments.selections("of"), layers = arguments.selections("layers");
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
