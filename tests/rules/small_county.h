#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/spec.h"
#include "sample/drawing.h"
#include "support/random_plan.h"

// A few hundred features of the pack's own layers on random cells, filled in so that the pack's rules find nothing of
// their values: small enough to be checked from scratch after every edit.
namespace small_county {

using geometry::MultiPolygon;
using geometry::Ring;

// The pack, and the expansion factor in its other mode besides.
inline const plan::Spec& pack() {
    static const plan::Spec spec = [] {
        plan::Spec read = *plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
        plan::IndicatorSpec increment = *read.indicator("I04");
        increment.id = "I04-B";
        increment.parameters["mode"] = std::string("B");
        read.indicators.push_back(std::move(increment));
        return read;
    }();
    return spec;
}

inline plan::Snapshot drawn(support::Dice& dice) {
    const plan::Spec& spec = pack();
    const plan::SchemaRef schema = spec.schema(spec.crs, spec.region).value();
    const int columns = static_cast<int>(dice.roll(8, 18)), rows = static_cast<int>(dice.roll(8, 18));
    const support::Cells cells(dice, columns, rows, schema->grid.nearest({106.8, 41.2}), 2'000'000);
    sample::Drawing drawing(spec, schema);
    const auto add = [&](const char* layer, Ring outer, const char* field, std::string code, Ring hole = {}) {
        geometry::Polygon polygon{std::move(outer), {}};
        if (!hole.empty()) {
            std::reverse(hole.begin(), hole.end());
            polygon.holes.push_back(std::move(hole));
        }
        sample::Row row = drawing.row(layer, MultiPolygon{{std::move(polygon)}});
        row.code(field, code).set("XZQDM", schema->region).set("XZQMC", "示例旗");
        if (code == "0702") row.code("CZCSXM", "201");
        for (const char* area : {"TBDLMJ", "YJJBNTMJ", "JSMJ", "DCMJ"}) row.set(area, sample::declared(row.area()));
        drawing.add(std::move(row));
    };
    add("XZQ", cells.block(0, 0, columns, rows), "MSSM", "00");
    const std::vector<std::string> zones{"100", "300", "510", "520", "540"};
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns;) {
            const int width = std::min(columns - i, static_cast<int>(dice.roll(1, 3)));
            add("GHFQ", cells.block(i, j, i + width, j + 1), "GHFQDM", dice.pick(zones));
            i += width;
        }
    const std::vector<std::string> classes{"0102", "0103", "0301", "0401", "0702"};
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns; ++i) {
            const std::string code = dice.pick(classes);
            add("DLTB", cells.block(i, j, i + 1, j + 1), "DLBM", code);
            if (code.starts_with("01")) add("GDBHMB", cells.block(i, j, i + 1, j + 1), "DLBM", code);
        }
    // The red line in the west with a hole, farmland in the middle, the town in the east.
    const int third = columns / 3;
    add("STBHHX", cells.block(0, 0, third, rows / 2), "LXBM", "14", cells.block(1, 1, 2, 2));
    add("STBHHX", cells.block(0, rows / 2, third, rows), "LXBM", "22");
    for (int j = 0; j < rows; ++j)
        for (int i = third; i < 2 * third; ++i)
            if (dice.chance(60)) add("YJJBNTBHTB", cells.block(i, j, i + 1, j + 1), "DLBM", "0103");
    add("CZKFBJ", cells.block(2 * third, 0, columns, rows / 2), "GHFQDM", "410");
    add("CZKFBJ", cells.block(2 * third, rows / 2, columns - 1, rows), "GHFQDM", "430");
    // The town's western half is the central urban area; projects lie anywhere, some of them on the list.
    const int half = (2 * third + columns) / 2;
    add("ZXCQFW", cells.block(2 * third, 0, half, rows / 2), "XZQMC", "示例旗");
    for (int j = 0; j < rows / 2; ++j)
        add("ZXCQGHFQ", cells.block(2 * third, j, half, j + 1), "GHFQDM", dice.chance(80) ? "411" : "430");
    add("PZWJSTD", cells.block(half, 0, columns, 1), "XMMC", "待建地块");
    for (int i = 0; i < 4; ++i) {
        const int column = static_cast<int>(dice.roll(0, columns - 1)), row = static_cast<int>(dice.roll(0, rows - 1));
        add("ZDJSXM", cells.block(column, row, column + 1, row + 1), "XMMC", fmt::format("项目{}", i % 3));
        drawing.change(drawing.features().size() - 1, {{"MJ", static_cast<double>(dice.roll(1'000, 50'000))}});
    }
    const auto tabled = [&](const char* layer, std::map<std::string, plan::Value> values) {
        sample::Row row = drawing.row(layer, {});
        for (auto& [field, value] : values) row.set(field, std::move(value));
        drawing.add(std::move(row));
    };
    for (int i = 0; i < 3; ++i)
        tabled("ZDJSXMAPB", {{"XMMC", fmt::format("项目{}", i)}, {"YDGM", static_cast<double>(dice.roll(1, 5))}});
    for (const char* indicator : {"I02", "I03", "I04"})
        tabled("GHZBB", {{"XZQDM", schema->region},
                         {"ZBMC", spec.indicator(indicator)->name.zh},
                         {"DW", dice.chance(80) ? "公顷" : "平方千米"},
                         {"GHMBN", static_cast<double>(dice.roll(1, 900))}});
    return plan::Snapshot(schema, drawing.features());
}

}  // namespace small_county
