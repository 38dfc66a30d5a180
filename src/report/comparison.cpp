#include "report/comparison.h"

#include <algorithm>
#include <unordered_map>

#include "review/flow.h"

namespace report {

namespace {

using Form = Number::Form;

std::string kindText(review::Kind kind, const base::Texts& texts) {
    switch (kind) {
        case review::Kind::Added: return texts("report.kind.added");
        case review::Kind::Removed: return texts("report.kind.removed");
        case review::Kind::Geometry: return texts("report.kind.geometry");
        case review::Kind::Attributes: return texts("report.kind.attributes");
        case review::Kind::Both: break;
    }
    return texts("report.kind.both");
}

const plan::Feature& shownOf(const review::Row& row) { return row.after ? *row.after : *row.before; }

std::vector<Column> columnsNamed(const std::vector<const char*>& keys, const base::Texts& texts) {
    std::vector<Column> columns;
    for (const char* key : keys) columns.push_back({texts(key)});
    return columns;
}

class Record {
public:
    Record(const Comparison& comparison, const base::Texts& texts, std::size_t most)
        : comparison_(comparison), schema_(comparison.schema), texts_(texts), most_(most) {
        for (const auto& row : comparison.difference.rows)
            names_[shownOf(row).id] = plan::nameOf(schema_, shownOf(row));
    }

    base::Result<Document> document() const {
        auto flow = flows();
        if (!flow) return base::pass(flow.error());
        Document document{texts_("report.comparison"), texts_.language(), {head(), layers()}};
        if (comparison_.changes) document.sections.push_back(changes());
        document.sections.push_back(std::move(*flow));
        return document;
    }

private:
    Section head() const {
        Section section{texts_("report.head")};
        auto& facts = section.facts;
        facts = planFacts(comparison_.database, schema_, comparison_.spec, texts_);
        for (auto& fact : standFacts(comparison_.from, "report.from", comparison_.spec, texts_))
            facts.push_back(std::move(fact));
        for (auto& fact : standFacts(comparison_.to, "report.to", comparison_.spec, texts_))
            facts.push_back(std::move(fact));
        facts.push_back({texts_("report.time"), comparison_.time});
        facts.push_back({texts_("report.changed_features"), count(comparison_.difference.rows.size())});
        return section;
    }

    std::string layerName(plan::LayerId layer) const { return schema_.layer(layer).name.in(texts_.language()); }

    Section layers() const {
        Table table{columnsNamed({"report.layer", "report.layer_name", "report.added", "report.removed",
                                  "report.changed", "report.area_before", "report.area_in", "report.area_out",
                                  "report.area_after", "report.area_delta"},
                                 texts_),
                    {},
                    texts_("report.no_changes")};
        for (const auto& layer : comparison_.difference.layers) {
            const geometry::Area before = comparison_.before[layer.layer.index];
            table.rows.push_back({schema_.layer(layer.layer).code, layerName(layer.layer), count(layer.added),
                                  count(layer.removed), count(layer.changed), squareMetres(before),
                                  squareMetres(layer.in), squareMetres(layer.out), squareMetres(before + layer.delta),
                                  squareMetres(layer.delta, Form::Change)});
        }
        return {texts_("report.summary"), std::move(table)};
    }

    // Those of the changed features that the ids name; a feature always is one where another descends from it.
    std::string named(const std::vector<plan::FeatureId>& ids) const {
        std::vector<std::string> names;
        for (const auto id : ids) {
            const auto at = names_.find(id);
            names.push_back(at == names_.end() ? "#" + std::to_string(id.number()) : at->second);
        }
        return listed(names, texts_);
    }

    std::string fieldsText(const review::Row& row) const {
        if (!row.before || !row.after) return {};
        const auto& fields = schema_.layer(row.after->layer).fields;
        std::vector<std::string> parts;
        for (const auto field : row.fields)
            parts.push_back(fields[field].code + " " + plan::textOf(row.before->value(field)) + " → " +
                            plan::textOf(row.after->value(field)));
        return listed(parts, texts_);
    }

    Section changes() const {
        Section section{texts_("report.changes")};
        Table table{columnsNamed({"report.number", "report.layer", "report.identifier", "report.feature", "report.kind",
                                  "report.area_before", "report.area_in", "report.area_out", "report.area_after",
                                  "report.area_delta", "report.fields", "report.parents", "report.children"},
                                 texts_),
                    {},
                    texts_("report.no_changes")};
        table.columns[10].room = 18;
        table.columns[11].room = table.columns[12].room = 10;
        const auto& rows = comparison_.difference.rows;
        for (std::size_t i = 0; i < std::min(rows.size(), most_); ++i) {
            const auto& row = rows[i];
            const plan::Feature& feature = shownOf(row);
            const std::string own = "#" + std::to_string(feature.id.number()), name = plan::nameOf(schema_, feature);
            const auto area = [](const plan::FeatureRef& state) {
                return state ? Cell(squareMetres(state->area)) : Cell();
            };
            table.rows.push_back(
                {count(i + 1), schema_.layer(feature.layer).code, name == own ? std::string() : name, own,
                 kindText(row.kind, texts_), area(row.before), squareMetres(schema_.measure.area(row.gained)),
                 squareMetres(schema_.measure.area(row.lost)), area(row.after), squareMetres(row.delta, Form::Change),
                 fieldsText(row), named(row.parents), named(row.children)});
        }
        if (rows.size() > most_) section.notes.push_back(texts_("report.changes_capped", rows.size(), most_));
        section.table = std::move(table);
        return section;
    }

    std::string className(const plan::CodeList* codes, const std::string& code) const {
        if (code.empty()) return texts_("report.outside");
        const plan::Code* found = codes ? codes->find(code) : nullptr;
        return found ? found->name.in(texts_.language()) : std::string();
    }

    base::Result<Section> flows() const {
        Table table{columnsNamed({"report.layer", "report.layer_name", "report.field", "report.class_from",
                                  "report.class_from_name", "report.class_to", "report.class_to_name", "report.area"},
                                 texts_),
                    {},
                    texts_("report.no_flow")};
        for (const auto& summary : comparison_.difference.layers) {
            const plan::Layer& layer = schema_.layer(summary.layer);
            const std::string field = review::classField(layer);
            if (field.empty()) continue;
            const auto found = review::flows(schema_, comparison_.difference.rows, summary.layer, field);
            if (!found) return base::pass(found.error());
            const plan::CodeList* codes = comparison_.spec.codesOf(layer.fields[*layer.field(field)]);
            for (const auto& flow : *found)
                table.rows.push_back({layer.code, layerName(summary.layer), field, flow.from,
                                      className(codes, flow.from), flow.to, className(codes, flow.to),
                                      squareMetres(flow.area)});
        }
        return Section{texts_("report.flow"), std::move(table)};
    }

    const Comparison& comparison_;
    const plan::Schema& schema_;
    const base::Texts& texts_;
    std::size_t most_;
    std::unordered_map<plan::FeatureId, std::string> names_;
};

}  // namespace

base::Result<Document> comparisonRecord(const Comparison& comparison, const base::Texts& texts, std::size_t most) {
    return Record(comparison, texts, most).document();
}

}  // namespace report
