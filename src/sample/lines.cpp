#include "sample/lines.h"

#include <fmt/format.h>

#include <array>

#include "sample/dissolve.h"
#include "sample/names.h"
#include "sample/region.h"

namespace sample {

namespace {

geometry::Shape shapeOf(Patch& patch) { return geometry::MultiPolygon{{std::move(patch.shape)}}; }

void drawTownships(const Land& land, Drawing& drawing) {
    for (Patch& patch : dissolve(land.partition, land.zoning.township)) {
        Row row = drawing.row("XZQ", shapeOf(patch));
        setTownship(land, drawing, patch.site, row);
        row.set("DCMJ", declared(row.area())).set("JSMJ", declared(row.area())).set("MSSM", "00");
        drawing.add(std::move(row));
    }
}

void drawZones(const Land& land, Drawing& drawing) {
    const Zoning& z = land.zoning;
    const auto label = [&](std::uint32_t s) { return (z.red[s] + 1) * 100'000 + z.township[s] * 1000 + z.zone[s]; };
    for (Patch& patch : dissolve(land.partition, labelled(land, label))) {
        Row row = drawing.row("GHFQ", shapeOf(patch));
        setTownship(land, drawing, patch.site, row);
        row.code("GHFQDM", std::to_string(z.zone[patch.site]));
        drawing.add(std::move(row));
    }
}

void setRedLine(const Land& land, std::uint32_t site, int piece, Row& row) {
    struct Kind {
        const char *code, *name, *system;
    };
    constexpr std::array kinds{Kind{"14", "防风固沙", "荒漠生态系统"}, Kind{"22", "土地沙化", "荒漠生态系统"},
                               Kind{"12", "生物多样性维护", "草原生态系统"}, Kind{"11", "水源涵养", "森林生态系统"}};
    const double sand = land.terrain.sand(land.x(site), land.y(site));
    const double relief = land.terrain.relief(land.x(site), land.y(site));
    const Kind& kind = kinds[relief > 0.5 ? 3 : sand > 0.2 ? 1 : sand > -0.1 ? 0 : 2];
    row.set("HXBM", fmt::format("150825{}{:04}", kind.code, piece + 1));
    row.set("HXMC", fmt::format("示例旗{}生态保护红线{:03}", kind.name, piece + 1));
    row.code("LXBM", kind.code).set("HXLX", kind.name).set("XTYZBLX", kind.system).set("GKCS", "按生态保护红线管控");
    if (const int reserve = land.zoning.reserve[site]; reserve >= 0) {
        row.set("ZRBHDMC", reserveName(reserve / 2)).code("ZRBHDJB", reserve < 2 ? "国家级" : "省级");
        row.code("ZRBHDLX", reserve / 2 == 2 ? "自然公园" : "自然保护区");
        row.code("ZRBHDFQ", reserve % 2 == 0 ? "核心保护区" : "一般控制区");
    }
}

std::vector<std::size_t> drawRedLine(const Land& land, Drawing& drawing) {
    const Zoning& z = land.zoning;
    const auto labels =
        labelled(land, [&](std::uint32_t s) { return z.red[s] < 0 ? -1 : z.red[s] * 8 + z.reserve[s] + 1; });
    const std::size_t first = drawing.features().size();
    int piece = 0;
    for (Patch& patch : dissolve(land.partition, labels)) {
        Row row = drawing.row("STBHHX", shapeOf(patch));
        row.set("XZQDM", drawing.schema().region).set("XZQMC", regionName());
        row.set("SHENG", "内蒙古自治区").set("SHI", "示例市").set("XIAN", regionName());
        row.set("SZXJXZQDM", drawing.schema().region).set("SZXJXZQMC", regionName());
        setRedLine(land, patch.site, piece++, row);
        drawing.add(std::move(row));
    }
    const Pieces pieces = piecesOf(land.mesh(), labels);  // numbered as the patches are
    std::vector<std::size_t> places(land.cells());
    for (std::uint32_t s = 0; s < land.cells(); ++s)
        if (labels[s] >= 0) places[s] = first + static_cast<std::size_t>(pieces.of[s]);
    return places;
}

void drawUrbanBoundary(const Land& land, Drawing& drawing) {
    const Zoning& z = land.zoning;
    const auto label = [&](std::uint32_t s) { return z.town[s] < 0 ? -1 : z.town[s] * 1000 + z.zone[s]; };
    for (Patch& patch : dissolve(land.partition, labelled(land, label)))
        drawing.add(urbanBoundary(land, drawing, patch.site, std::to_string(z.zone[patch.site]), shapeOf(patch)));
}

}  // namespace

Row urbanBoundary(const Land& land, const Drawing& drawing, std::uint32_t site, std::string_view zone,
                  geometry::Shape shape) {
    Row row = drawing.row("CZKFBJ", std::move(shape));
    setTownship(land, drawing, site, row);
    row.code("GHFQDM", zone);
    return row;
}

std::vector<std::size_t> drawLines(const Land& land, Drawing& drawing, const base::Task& task) {
    std::vector<std::size_t> places;
    if (drawing.has("XZQ") && !task.stopped()) drawTownships(land, drawing);
    if (drawing.has("GHFQ") && !task.stopped()) drawZones(land, drawing);
    if (drawing.has("STBHHX") && !task.stopped()) places = drawRedLine(land, drawing);
    if (drawing.has("CZKFBJ") && !task.stopped()) drawUrbanBoundary(land, drawing);
    return places;
}

}  // namespace sample
