#include <fmt/format.h>

#include <array>

#include "sample/planter.h"
#include "sample/themes.h"

namespace sample {

using geometry::Point;

// A new project in open country, where it takes nothing that is kept: its cell and its place.
std::optional<std::pair<std::uint32_t, std::size_t>> Planter::project(const std::string& name) {
    const auto cell = anyOf(land_.cells(), [&](std::uint32_t c) {
        const bool kept = zoning_.red[c] >= 0 || zoning_.reserve[c] >= 0 || zoning_.zone[c] == 300;
        return roomy(c) && plain(c) && !kept && !isBasicGrassland(land_, c) && !isSharp(heartOf(c));
    });
    if (!cell || !drawing_.has("ZDJSXM")) return {};
    Row row = drawing_.row("ZDJSXM", geometry::MultiPolygon{{{heartOf(*cell), {}}}});
    setTownship(land_, drawing_, *cell, row);
    row.set("XMMC", name).set("XMLX", "其他").set("XMJB", "旗").set("JSXZ", "新建").set("MJ", declared(row.area()));
    use(*cell);
    return std::pair(*cell, drawing_.add(std::move(row)));
}

std::size_t Planter::listRow(const std::string& name, double hectares) {
    Row row = drawing_.row("ZDJSXMAPB", {});
    row.set("XMMC", name).set("XMLX", "其他").set("XMJB", "旗").set("JSXZ", "新建").set("YDGM", hectares);
    return drawing_.add(std::move(row));
}

bool Planter::unlistedProject(int i) {
    const auto made = project(fmt::format("示例未列入项目{}", i + 1));
    if (made) note("unlisted_project", idOf("R-P1"), "ZDJSXM", {made->second}, siteOf(made->first));
    return made.has_value();
}

// The list gives it half of what is drawn.
bool Planter::largeProject(int i) {
    const std::string name = fmt::format("示例超规模项目{}", i + 1);
    const auto made = project(name);
    if (!made || !drawing_.has("ZDJSXMAPB")) return false;
    listRow(name, drawing_.features()[made->second]->area.hectares() / 2);
    note("large_project", idOf("R-P2"), "ZDJSXM", {made->second}, siteOf(made->first));
    return true;
}

bool Planter::missingProject(int i) {
    if (!drawing_.has("ZDJSXMAPB")) return false;
    note("missing_project", idOf("Q5101a"), "ZDJSXMAPB", {listRow(fmt::format("示例未落图项目{}", i + 1), 1)}, {});
    return true;
}

// A piece of a zone far from the town, of the class that the county's zone has there.
bool Planter::outsideCentre(int) {
    const auto cell =
        anyOf(land_.cells(), [&](std::uint32_t c) { return roomy(c) && plain(c) && !isSharp(heartOf(c)); });
    if (!cell || !drawing_.has("ZXCQGHFQ")) return false;
    Row row = drawing_.row("ZXCQGHFQ", geometry::MultiPolygon{{{heartOf(*cell), {}}}});
    setTownship(land_, drawing_, *cell, row);
    row.code("GHFQDM", std::to_string(zoning_.zone[*cell]));
    note("outside_centre", idOf("R-Z3"), "ZXCQGHFQ", {drawing_.add(std::move(row))}, siteOf(*cell));
    use(*cell);
    return true;
}

// A zone of the seat gets the code of one that has no part in it.
bool Planter::otherZone(int) {
    const auto layer = drawing_.schema().find("ZXCQGHFQ");
    const auto count = static_cast<std::uint32_t>(drawing_.features().size());
    const auto found = anyOf(count, [&](std::uint32_t i) {
        const plan::Feature& feature = *drawing_.features()[i];
        const auto code = layer ? drawing_.schema().layer(*layer).field("GHFQDM") : std::nullopt;
        return code && feature.layer == *layer && plan::textOf(feature.value(*code)).starts_with("41");
    });
    if (!found) return false;
    drawing_.change(*found, {{"GHFQDM", "420"}, {"GHFQMC", spec_.codeLists.at("GHFQ").find("420")->name.zh}});
    const geometry::Shape& shape = drawing_.features()[*found]->shape;
    note("other_zone", idOf("R-Z3a"), "ZXCQGHFQ", {*found},
         std::get<geometry::MultiPolygon>(shape).polygons.front().outer.front());
    return true;
}

// The table says 1 of what the map gives otherwise.
bool Planter::tableValue(int i) {
    const std::array<const char*, 3> told{"I02", "I03", "I04"};
    const auto layer = drawing_.schema().find("GHZBB");
    const auto* indicator =
        i < static_cast<int>(told.size()) ? spec_.indicator(told[static_cast<std::size_t>(i)]) : nullptr;
    for (std::size_t row = 0; layer && indicator && row < drawing_.features().size(); ++row) {
        const plan::Feature& feature = *drawing_.features()[row];
        const auto name = drawing_.schema().layer(*layer).field("ZBMC");
        if (feature.layer != *layer || !name || plan::textOf(feature.value(*name)) != indicator->name.zh) continue;
        drawing_.change(row, {{"GHMBN", 1.0}});
        note("table_value", idOf("Q5101"), "GHZBB", {row}, {});
        return true;
    }
    return false;
}

}  // namespace sample
