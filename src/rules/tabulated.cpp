#include <algorithm>
#include <cmath>
#include <map>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/layer_rule.h"
#include "rules/measured.h"

namespace rules {

namespace {

// The rows of a table that say what an indicator is, in which of its fields.
struct Columns {
    std::string layer, name, unit, value;
    std::string county;                        // of the administrative code; empty: every row is the county's
    std::map<std::string, std::string> units;  // how the table writes them: 公顷 is ha
};

// Map = table (图数一致, Q5101): the indicators that the map shows are in the table with what the map gives, to half a
// unit of their last decimal. Rows of other units than the county are left alone, for an indicator is the county's.
class Tabulated : public LayerRule {
public:
    Tabulated(const plan::RuleSpec& rule, Measured measured, Columns columns)
        : LayerRule(rule), measured_(std::move(measured)), columns_(std::move(columns)) {}

protected:
    Findings judge(const Plan& plan) const override {
        const auto rows = rowsOf(plan.now), filed = rowsOf(plan.filed);
        Findings found;
        for (const Indicator& indicator : measured_.in(plan)) {
            const auto mine = rowsOf(indicator, rows);
            if (mine.empty()) {
                Finding finding =
                    about(plan.now.schema(), columns_.layer, wasFiled(plan) && rowsOf(indicator, filed).empty());
                finding.aspect = indicator.id;
                finding.message = base::message("rules.table_lacks", columns_.layer, indicator.id, indicator.name.zh,
                                                indicator.name.in("en"));
                found.push_back(std::move(finding));
            }
            for (const Row& row : mine) judge(plan, indicator, row, found);
        }
        return found;
    }

private:
    struct Row {
        plan::FeatureRef feature;
        std::string name, unit;
        std::optional<double> value;
    };

    std::vector<Row> rowsOf(const plan::Snapshot& snapshot) const {
        std::vector<Row> rows;
        const auto id = snapshot.schema().find(columns_.layer);
        if (!id) return rows;
        const plan::Layer& layer = snapshot.schema().layer(*id);
        snapshot.each(*id, [&](const plan::FeatureRef& feature) {
            const auto value = [&](const std::string& field) -> plan::Value {
                const auto at = layer.field(field);
                return at ? feature->value(*at) : plan::Value();
            };
            if (!columns_.county.empty() && !isCounty(plan::textOf(value(columns_.county)), snapshot.schema().region))
                return;
            Row row{feature, plan::textOf(value(columns_.name)), plan::textOf(value(columns_.unit)), {}};
            if (const plan::Value number = value(columns_.value); !plan::isBlank(number))
                row.value = plan::numberOf(number);
            rows.push_back(std::move(row));
        });
        return rows;
    }

    // The region's code, or that with zeros behind it.
    static bool isCounty(const std::string& code, const std::string& region) {
        return code.starts_with(region) && code.find_first_not_of('0', region.size()) == std::string::npos;
    }

    static std::vector<Row> rowsOf(const Indicator& indicator, const std::vector<Row>& rows) {
        std::vector<Row> its;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(its), [&](const Row& row) {
            return row.name == indicator.name.zh || row.name == indicator.name.en || row.name == indicator.id;
        });
        return its;
    }

    // The row's number in the indicator's unit; none where the row has none, or its unit is not known or of another
    // kind.
    std::optional<double> tabulated(const Indicator& indicator, const Row& row) const {
        const auto unit = columns_.units.find(row.unit);
        if (unit == columns_.units.end() || !row.value) return {};
        if (unit->second == indicator.unit) return row.value;
        const auto from = areaUnitOf(unit->second), to = areaUnitOf(indicator.unit);
        if (!from || !to) return {};
        return geometry::in(*to, geometry::areaOf(*row.value, *from));
    }

    static bool differs(const Indicator& indicator, double value, double tabulated) {
        return std::abs(value - tabulated) > std::pow(10.0, -indicator.decimals) * (0.5 + 1e-9);
    }

    void judge(const Plan& plan, const Indicator& indicator, const Row& row, Findings& out) const {
        const plan::Schema& schema = plan.now.schema();
        const auto number = tabulated(indicator, row);
        if (number && indicator.value && !differs(indicator, *indicator.value, *number)) return;
        const auto before = plan.filedState(*row.feature);
        Finding finding =
            this->finding(before && *before == *row.feature && (!number || indicator.value == indicator.filed));
        finding.layer = row.feature->layer;
        finding.subjects = {row.feature->id};
        finding.aspect = indicator.id;
        finding.unit = indicator.unit;
        finding.measured = indicator.value;
        finding.limit = number;
        if (!number)
            finding.message = base::message("rules.table_unreadable", columns_.layer, row.name, columns_.value,
                                            columns_.unit, row.unit);
        else if (!indicator.value)
            finding.message = base::message("rules.undecided_layer", indicator.id, indicator.name.zh,
                                            indicator.name.in("en"), indicator.missing);
        else
            finding.message =
                base::message("rules.table_differs", schema.layer(finding.layer).code, indicator.name.zh,
                              indicator.name.in("en"), base::decimal(*number, indicator.decimals),
                              base::decimal(*indicator.value, indicator.decimals), "@unit." + indicator.unit);
        out.push_back(std::move(finding));
    }

    Measured measured_;
    Columns columns_;
};

}  // namespace

Made makeTabulated(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    Columns columns;
    columns.layer = arguments.needed("layer");
    arguments.knownLayer(columns.layer);
    columns.name = arguments.needed("name_field");
    columns.unit = arguments.needed("unit_field");
    columns.value = arguments.needed("value_field");
    columns.county = arguments.text("county_field");
    for (const std::string* field : {&columns.name, &columns.unit, &columns.value, &columns.county})
        arguments.field(columns.layer, *field);
    const auto ids = arguments.list("indicators");
    const auto units = arguments.list("units");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (ids.empty()) return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", "indicators");
    for (const std::string& unit : units) {
        const auto equals = std::min(unit.find('='), unit.size());
        const std::string ours = unit.substr(std::min(equals + 1, unit.size()));
        const bool known = areaUnitOf(ours) || std::any_of(spec.indicators.begin(), spec.indicators.end(),
                                                           [&](const auto& each) { return each.unit == ours; });
        if (!known) return base::fail(base::Error::Code::Invalid, "rules.wrong_word", "units", unit);
        columns.units[unit.substr(0, equals)] = ours;
    }
    auto measured = Measured::of(spec, ids);
    if (!measured) return base::pass(measured.error());
    return std::make_shared<Tabulated>(rule, std::move(*measured), std::move(columns));
}

}  // namespace rules
