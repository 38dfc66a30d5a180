#include "rules/explain.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace rules {

namespace {

std::string textOf(const plan::Parameters& parameters, const std::string& name) {
    const auto at = parameters.find(name);
    const auto* text = at == parameters.end() ? nullptr : std::get_if<std::string>(&at->second);
    return text ? *text : std::string();
}

std::vector<std::string> listOf(const plan::Parameters& parameters, const std::string& name) {
    const auto at = parameters.find(name);
    const auto* list = at == parameters.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second);
    return list ? *list : std::vector<std::string>();
}

std::string joined(const std::vector<std::string>& list) {
    std::string text;
    for (const auto& one : list) text += (text.empty() ? "" : ", ") + one;
    return text;
}

// What an indicator counts, as indicator.h reads it from the pack.
struct Counting {
    std::string layer, field, whereField;
    std::vector<std::string> whereValues;

    static Counting of(const plan::IndicatorSpec& spec) {
        const bool expansion = spec.kind == "expansion";
        Counting counting{textOf(spec.parameters, "layer"), expansion ? "" : textOf(spec.parameters, "field"),
                          textOf(spec.parameters, expansion ? "field" : "where_field"),
                          listOf(spec.parameters, expansion ? "counted" : "where_values")};
        return counting;
    }
};

base::Message formulaOf(const plan::IndicatorSpec& spec, const Counting& counting) {
    const std::string values = joined(counting.whereValues);
    if (spec.kind == "sum_field" && counting.whereField.empty())
        return base::message("rules.formula.sum_field", counting.layer, counting.field);
    if (spec.kind == "sum_field")
        return base::message("rules.formula.sum_field_where", counting.layer, counting.field, counting.whereField,
                             values);
    if (spec.kind == "sum_area" && counting.whereField.empty())
        return base::message("rules.formula.sum_area", counting.layer);
    if (spec.kind == "sum_area")
        return base::message("rules.formula.sum_area_where", counting.layer, counting.whereField, values);
    if (spec.kind == "share")
        return base::message("rules.formula.share", counting.layer, textOf(spec.parameters, "of_layer"));
    if (spec.kind == "expansion")
        return base::message("rules.formula.expansion", counting.layer, counting.whereField, values,
                             textOf(spec.parameters, "base_layer"), textOf(spec.parameters, "base_field"),
                             joined(listOf(spec.parameters, "base_values")), spec.id);
    return base::message("rules.formula.manual", spec.id);
}

// Reads features of the counted layer: what of them counts, in square metres, and where it belongs.
class Reader {
public:
    Reader(const plan::Schema& schema, const Counting& counting, plan::LayerId layer) : counting_(counting) {
        const plan::Layer& its = schema.layer(layer);
        if (!counting.field.empty()) field_ = its.field(counting.field);
        if (!counting.whereField.empty()) where_ = its.field(counting.whereField);
        for (const char* code : {"XZQDM", "ZLDWDM"})
            if (!place_) place_ = its.field(code);
    }

    bool sorted() const { return where_.has_value(); }
    double worth(const plan::Feature& feature) const {
        const auto& values = counting_.whereValues;
        if (where_ && std::find(values.begin(), values.end(), classOf(feature)) == values.end()) return 0;
        const double value = field_ ? plan::numberOf(feature.value(*field_)) : feature.area.squareMetres();
        return std::isfinite(value) ? value : 0;
    }
    std::string classOf(const plan::Feature& feature) const {
        return where_ ? plan::textOf(feature.value(*where_)) : std::string();
    }
    std::string township(const plan::Feature& feature) const {
        return place_ ? plan::textOf(feature.value(*place_)).substr(0, 9) : std::string();
    }

private:
    const Counting& counting_;
    std::optional<std::size_t> field_, where_, place_;
};

// By the units that the plan has (XZQ, 行政区).
void nameTownships(const plan::Snapshot& plan, std::map<std::string, Subtotal>& townships) {
    const auto units = plan.schema().find("XZQ");
    if (!units) return;
    const auto code = plan.schema().layer(*units).field("XZQDM"), name = plan.schema().layer(*units).field("XZQMC");
    if (!code || !name) return;
    plan.each(*units, [&](const plan::FeatureRef& unit) {
        const auto at = townships.find(plan::textOf(unit->value(*code)).substr(0, 9));
        if (at != townships.end()) at->second.name = plan::textOf(unit->value(*name));
    });
}

std::vector<Subtotal> listed(std::map<std::string, Subtotal> portions) {
    std::vector<Subtotal> list;
    for (auto& [code, portion] : portions) {
        portion.code = code;
        list.push_back(std::move(portion));
    }
    return list;
}

}  // namespace

base::Result<Explanation> explain(const plan::Spec& spec, const plan::Settings& settings, const std::string& id,
                                  const plan::Snapshot& filed, const plan::Snapshot& now) {
    const plan::IndicatorSpec* indicator = spec.indicator(id);
    if (!indicator) return base::fail(base::Error::Code::NotFound, "rules.unknown_indicator", id);
    Explanation explanation;
    const auto all = indicators(spec, settings, Totals::of(spec, filed), Totals::of(spec, now));
    explanation.indicator = all[static_cast<std::size_t>(indicator - spec.indicators.data())];
    const Counting counting = Counting::of(*indicator);
    explanation.formula = formulaOf(*indicator, counting);
    for (const char* name : {"layer", "of_layer", "base_layer"})
        if (std::string code = textOf(indicator->parameters, name); !code.empty())
            explanation.layers.push_back(std::move(code));
    const auto layer = now.schema().find(counting.layer);
    if (!layer) return explanation;

    const Reader reader(now.schema(), counting, *layer);
    std::map<std::string, Subtotal> classes, townships;
    const auto gather = [&](const plan::Snapshot& plan, double Subtotal::*sum, bool current) {
        plan.each(*layer, [&](const plan::FeatureRef& feature) {
            const double worth = reader.worth(*feature);
            if (worth == 0) return;
            for (Subtotal* portion : {&townships[reader.township(*feature)],
                                      reader.sorted() ? &classes[reader.classOf(*feature)] : nullptr})
                if (portion) {
                    portion->*sum += worth;
                    portion->features += current ? 1 : 0;
                }
        });
    };
    if (layer->index < filed.schema().layers.size()) gather(filed, &Subtotal::filed, false);
    gather(now, &Subtotal::now, true);
    const auto field = now.schema().layer(*layer).field(counting.whereField);
    const plan::CodeList* codes = field ? spec.codesOf(now.schema().layer(*layer).fields[*field]) : nullptr;
    for (auto& [code, portion] : classes)
        if (const plan::Code* known = codes ? codes->find(code) : nullptr) portion.name = known->name.zh;
    nameTownships(now, townships);
    explanation.classes = listed(std::move(classes));
    explanation.townships = listed(std::move(townships));

    for (const plan::Change& change : plan::Snapshot::diff(filed, now).changes) {
        if (change.layer() != *layer) continue;
        const double before = change.before ? reader.worth(*change.before) : 0;
        const double after = change.after ? reader.worth(*change.after) : 0;
        if (before != after) explanation.changes.push_back({change.before, change.after, before, after});
    }
    std::stable_sort(explanation.changes.begin(), explanation.changes.end(),
                     [](const Contribution& a, const Contribution& b) {
                         return std::abs(a.now - a.filed) > std::abs(b.now - b.filed);
                     });
    return explanation;
}

}  // namespace rules
