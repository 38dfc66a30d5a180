#include "sample/parcels.h"

#include <cmath>

#include "sample/land_class.h"
#include "sample/names.h"
#include "sample/random.h"

namespace sample {

namespace {

double hundredths(double value) { return std::round(value * 100) / 100; }

// Sloping farmland loses its ridges (田坎, 1203): KCMJ = area · KCXS.
struct Ridges {
    double share = 0, area = 0, rest = 0;
};
Ridges ridgesOf(const Land& land, std::uint32_t site, double area) {
    const bool sloping = isCultivated(land.zoning.landClass[site]) && unitOf(hashOf(land.seed, 11, site)) < 0.06;
    const double share = sloping ? 0.0425 : 0, lost = hundredths(area * share);
    return {share, lost, hundredths(area - lost)};
}

void setPlace(const Land& land, const std::string& region, std::uint32_t site, Row& row) {
    const int village = land.zoning.village[site];
    const std::string code = villageCode(region, village), name = villageName(village);
    const bool collective = land.zoning.strip[site] != 0 || land.zoning.zone[site] == 510;
    row.set("QSDWDM", code).set("QSDWMC", name).set("ZLDWDM", code).set("ZLDWMC", name);
    row.code("QSXZ", land.zoning.built[site] != 0 ? "20" : collective ? "30" : "10");
    row.set("TBBH", std::to_string(site % 100'000'000));
}

// The fields that DLTB and its copies have in common.
void setSurvey(const Land& land, const std::string& region, std::uint32_t site, Row& row) {
    const std::string_view landClass = land.zoning.landClass[site];
    const double area = declared(row.area());
    const Ridges ridges = ridgesOf(land, site, area);
    setPlace(land, region, site, row);
    row.code("DLBM", landClass);
    row.set("KCXS", ridges.share).set("KCMJ", ridges.area).set("TBDLMJ", ridges.rest);
    if (ridges.share > 0) row.code("KCDLBM", "1203").code("GDLX", "PD");
    if (isCultivated(landClass)) {
        row.code("GDPDJB", ridges.share > 0 ? "2" : "1");
        row.code("ZZSXDM", unitOf(hashOf(land.seed, 12, site)) < 0.8 ? "LS" : "LYFL");
        row.set("GDDB", std::int64_t{9} + static_cast<std::int64_t>(hashOf(land.seed, 13, site) % 5));
    }
    row.set("SJNF", std::int64_t{2020});
}

}  // namespace

Row basicFarmland(const Land& land, const Drawing& drawing, std::uint32_t site, geometry::Shape shape,
                  std::optional<geometry::Area> area) {
    const std::string& region = drawing.schema().region;
    Row row = drawing.row("YJJBNTBHTB", std::move(shape), area);
    setSurvey(land, region, site, row);
    setTownship(land, drawing, site, row);
    const Ridges ridges = ridgesOf(land, site, declared(row.area()));
    const std::string number = std::to_string(site);
    row.set("YJJBNTTBBH", region + number).set("YJJBNTMJ", ridges.rest);
    row.set("BHKSSJ", "2021-01-01").set("WDGD", "是").set("SFWYYJJBNT", "是").set("GGBZL", "充分满足");
    return row;
}

ParcelPlaces drawParcels(const Land& land, Drawing& drawing, const base::Task& task) {
    const std::string& region = drawing.schema().region;
    ParcelPlaces places{std::vector<std::size_t>(land.cells()), std::vector<std::size_t>(land.cells())};
    const auto shapeOf = [&](std::uint32_t site) -> const geometry::Shape& {
        return drawing.features()[places.survey[site]]->shape;
    };
    for (std::uint32_t site = 0; site < land.cells() && !task.stopped(); ++site) {
        if (!land.inside(site)) continue;
        Row row = drawing.row("DLTB", geometry::MultiPolygon{{{land.partition.cell(site), {}}}});
        setSurvey(land, region, site, row);
        if (land.zoning.built[site] != 0) row.code("CZCSXM", "202");
        if (land.zoning.zone[site] == 510) row.code("CZCSXM", "203");
        if (land.zoning.landClass[site] == "0602") row.code("CZCSXM", "204");
        places.survey[site] = drawing.add(std::move(row));
    }
    const bool targets = drawing.has("GDBHMB"), kept = drawing.has("YJJBNTBHTB"), reserve = drawing.has("YJJBNTCBQ");
    for (std::uint32_t site = 0; targets && site < land.cells() && !task.stopped(); ++site) {
        if (!land.inside(site) || !isCultivated(land.zoning.landClass[site]) || land.zoning.town[site] >= 0) continue;
        Row row = drawing.row("GDBHMB", shapeOf(site), drawing.features()[places.survey[site]]->area);
        setSurvey(land, region, site, row);
        row.set("YSDM", "2001010100").set("SFWHTD", std::int64_t{0});
        drawing.add(std::move(row));
    }
    for (std::uint32_t site = 0; kept && site < land.cells() && !task.stopped(); ++site)
        if (land.zoning.farmland[site] != 0)
            places.farmland[site] = drawing.add(
                basicFarmland(land, drawing, site, shapeOf(site), drawing.features()[places.survey[site]]->area));
    for (std::uint32_t site = 0; reserve && site < land.cells() && !task.stopped(); ++site) {
        if (land.zoning.zone[site] != 520 || !isCultivated(land.zoning.landClass[site])) continue;
        if (land.terrain.detail(land.x(site), land.y(site)) < 0.15) continue;
        Row row = drawing.row("YJJBNTCBQ", shapeOf(site), drawing.features()[places.survey[site]]->area);
        setTownship(land, drawing, site, row);
        setSurvey(land, region, site, row);
        row.set("CBQMJ", declared(row.area()));
        drawing.add(std::move(row));
    }
    return places;
}

}  // namespace sample
