#include "cli/diff_json.h"

#include <algorithm>
#include <array>

#include "cli/row_names.h"

namespace cli {

namespace {

// The properties that tell what a piece of a GeoJSON layer is; a field of such a name gives way.
constexpr std::array<std::string_view, 4> ownProperties{"diff_layer", "diff_feature", "diff_kind", "diff_part"};

void writePlace(JsonText& out, const Between::Place& place, const std::string& name) {
    if (place.caseId.empty())
        out.number(place.revision);
    else
        out.text(name);
}

void writeFeature(JsonText& out, const plan::Schema& schema, const plan::FeatureRef& feature) {
    if (!feature) return out.null();
    const auto& fields = schema.layer(feature->layer).fields;
    out.object();
    out.key("type"), out.text("Feature");
    out.key("id"), out.number(feature->id.number());
    out.key("properties"), out.object();
    for (std::size_t i = 0; i < fields.size(); ++i) out.key(fields[i].code), out.value(feature->value(i));
    out.end();
    out.key("geometry"), out.shape(feature->shape, schema.grid);
    out.end();
}

void writePiece(JsonText& out, const plan::Schema& schema, const geometry::MultiPolygon& area) {
    if (area.empty())
        out.null();
    else
        out.shape(area, schema.grid);
}

void writeNames(JsonText& out, const RowNames& names, const std::vector<plan::FeatureId>& ids) {
    out.list();
    for (const auto id : ids) out.text(names.of(id));
    out.end();
}

void writeRow(JsonText& out, const review::Row& row, const plan::Schema& schema, const RowNames& names) {
    const plan::Feature& shown = shownOf(row);
    out.object();
    out.key("layer"), out.text(schema.layer(shown.layer).code);
    out.key("feature"), out.text(plan::nameOf(schema, shown));
    out.key("kind"), out.text(kindName(row.kind));
    out.key("lineage"), writeNames(out, names, row.after && !row.before ? row.parents : row.children);
    out.key("parents"), writeNames(out, names, row.parents);
    out.key("children"), writeNames(out, names, row.children);
    out.key("before"), writeFeature(out, schema, row.before);
    out.key("after"), writeFeature(out, schema, row.after);
    out.key("area_delta"), out.number(row.delta.squareMetres());
    out.key("in"), writePiece(out, schema, row.gained);
    out.key("out"), writePiece(out, schema, row.lost);
    out.end();
}

Json summaryJson(const review::LayerSummary& layer, const plan::Schema& schema, geometry::Area before) {
    return {{"code", schema.layer(layer.layer).code},
            {"added", layer.added},
            {"removed", layer.removed},
            {"changed", layer.changed},
            {"area_before", before.squareMetres()},
            {"area_after", (before + layer.delta).squareMetres()},
            {"area_in", layer.in.squareMetres()},
            {"area_out", layer.out.squareMetres()}};
}

// One part of a row as a feature of a layer; `whole` gives its properties, `shape` its geometry.
template <class Shape>
void writePart(JsonText& out, const plan::Schema& schema, const review::Row& row, const char* part,
               const plan::Feature* whole, const Shape& shape) {
    const plan::Feature& shown = shownOf(row);
    out.object();
    out.key("type"), out.text("Feature");
    out.key("properties"), out.object();
    const auto& fields = schema.layer(shown.layer).fields;
    for (std::size_t i = 0; whole && i < fields.size(); ++i)
        if (std::find(ownProperties.begin(), ownProperties.end(), fields[i].code) == ownProperties.end())
            out.key(fields[i].code), out.value(whole->value(i));
    out.key("diff_layer"), out.text(schema.layer(shown.layer).code);
    out.key("diff_feature"), out.text(plan::nameOf(schema, shown));
    out.key("diff_kind"), out.text(kindName(row.kind));
    out.key("diff_part"), out.text(part);
    out.end();
    out.key("geometry"), out.shape(shape, schema.grid);
    out.end();
}

}  // namespace

void writeDiff(JsonText& out, const Compared& compared, const std::vector<review::Flow>& flows, bool changes) {
    const Between& between = compared.between;
    const plan::Schema& schema = *between.schema;
    out.object();
    out.key("from"), writePlace(out, between.from, compared.from);
    out.key("to"), writePlace(out, between.to, compared.to);
    out.key("layers"), out.list();
    for (const auto& layer : compared.difference.layers)
        out.json(summaryJson(layer, schema, between.before[layer.layer.index]));
    out.end();
    out.key("changes"), out.list();
    if (changes) {
        const RowNames names(compared.difference, schema);
        for (const auto& row : compared.difference.rows) writeRow(out, row, schema, names);
    }
    out.end();
    out.key("flow"), out.list();
    for (const auto& flow : flows)
        out.json({{"layer", schema.layer(flow.layer).code},
                  {"field", flow.field},
                  {"from", flow.from},
                  {"to", flow.to},
                  {"area", flow.area.squareMetres()}});
    out.end();
    out.end();
    out.finish();
}

void writeDiffFeatures(JsonText& out, const Compared& compared, bool changes) {
    const plan::Schema& schema = *compared.between.schema;
    out.object();
    out.key("type"), out.text("FeatureCollection");
    out.key("features"), out.list();
    for (const auto& row : changes ? compared.difference.rows : std::vector<review::Row>()) {
        if (row.before) writePart(out, schema, row, "before", row.before.get(), row.before->shape);
        if (row.after) writePart(out, schema, row, "after", row.after.get(), row.after->shape);
        if (!row.gained.empty()) writePart(out, schema, row, "in", nullptr, row.gained);
        if (!row.lost.empty()) writePart(out, schema, row, "out", nullptr, row.lost);
    }
    out.end();
    out.end();
    out.finish();
}

}  // namespace cli
