#include "cli/merging.h"

#include "cli/answers.h"

namespace cli {

namespace {

Json linesJson(const geometry::MultiLine& lines, const geometry::Grid& grid) {
    return lines.lines.empty() ? Json() : geometryJson(lines, grid);
}

Json fieldsJson(const review::Conflict& conflict, const plan::Layer& layer) {
    Json codes = Json::array();
    for (const std::size_t field : conflict.fields) codes.push_back(layer.fields[field].code);
    return codes;
}

Json conflictJson(const review::Conflict& conflict, const plan::Schema& schema) {
    return {{"layer", schema.layer(conflict.layer).code},
            {"feature", conflict.name},
            {"kind", review::nameOf(conflict.kind)},
            {"group", conflict.group},
            {"fields", fieldsJson(conflict, schema.layer(conflict.layer))},
            {"mine", featureJson(schema, conflict.mine)},
            {"base", featureJson(schema, conflict.base)},
            {"theirs", featureJson(schema, conflict.theirs)},
            {"mine_lines", linesJson(conflict.mineLines, schema.grid)},
            {"theirs_lines", linesJson(conflict.theirsLines, schema.grid)}};
}

}  // namespace

Json mergeJson(const workflow::Merging& merging) {
    const plan::Schema& schema = *merging.schema;
    const review::Merge& merge = merging.merge;
    Json answer{{"applied", merge.applied.changes.size()},
                {"conflicts", Json::array()},
                {"resolved", Json::array()},
                {"merged", Json::array()},
                {"renamed", Json::array()}};
    for (const auto& conflict : merge.conflicts) answer["conflicts"].push_back(conflictJson(conflict, schema));
    for (const auto& conflict : merge.resolved)
        answer["resolved"].push_back({{"layer", schema.layer(conflict.layer).code},
                                      {"feature", conflict.name},
                                      {"kind", review::nameOf(conflict.kind)},
                                      {"group", conflict.group},
                                      {"choice", review::nameOf(merging.choices.at(conflict.id))}});
    for (const auto& one : merge.merged)
        answer["merged"].push_back({{"layer", schema.layer(one.layer).code},
                                    {"feature", one.name},
                                    {"mine", geometryJson(one.mineLines, schema.grid)},
                                    {"theirs", geometryJson(one.theirsLines, schema.grid)},
                                    {"area_before", one.theirs->area.squareMetres()},
                                    {"area_after", one.merged->area.squareMetres()}});
    for (const auto& one : merge.renamed)
        answer["renamed"].push_back({{"layer", schema.layer(one.layer).code}, {"from", one.from}, {"to", one.to}});
    return answer;
}

std::string conflictTable(const workflow::Merging& merging, const base::Texts& texts) {
    std::vector<std::vector<std::string>> rows{{texts("cli.conflict.group"), texts("cli.conflict.layer"),
                                                texts("cli.conflict.feature"), texts("cli.conflict.kind"),
                                                texts("cli.conflict.fields")}};
    for (const auto& conflict : merging.merge.conflicts) {
        const plan::Layer& layer = merging.schema->layer(conflict.layer);
        std::string fields;
        for (const std::size_t field : conflict.fields)
            fields += (fields.empty() ? "" : ", ") + layer.fields[field].code;
        rows.push_back(
            {std::to_string(conflict.group), layer.code, conflict.name, texts(review::textOf(conflict.kind)), fields});
    }
    return table(rows);
}

std::vector<std::string> mergedLines(const workflow::Merging& merging, const base::Texts& texts) {
    const plan::Schema& schema = *merging.schema;
    std::vector<std::string> lines;
    for (const auto& one : merging.merge.merged)
        lines.push_back(texts("cli.rebase.merged", schema.layer(one.layer).code, one.name, areaText(one.theirs->area),
                              areaText(one.merged->area)));
    for (const auto& one : merging.merge.renamed)
        lines.push_back(texts("cli.rebase.renamed", schema.layer(one.layer).code, one.from, one.to));
    return lines;
}

}  // namespace cli
