#include "sample/themes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sample/dissolve.h"
#include "sample/land_class.h"
#include "sample/names.h"
#include "sample/random.h"
#include "sample/region.h"

namespace sample {

namespace {

class Themes {
public:
    Themes(const Land& land, Drawing& drawing)
        : land_(land), z_(land.zoning), drawing_(drawing), random_(land.seed + 31) {}

    void natureReserves();
    void zones();
    void controlLines();
    void waterSources();
    void villages();
    void projects();
    void trees();
    void approvedLand();

private:
    using Fill = std::function<void(Row&, const Patch&)>;
    const Land& land_;
    const Zoning& z_;
    Drawing& drawing_;
    Random random_;

    // One feature for every patch of the labels, where the layer is there.
    void draw(const char* layer, const std::vector<int>& labels, const Fill& fill) {
        if (!drawing_.has(layer)) return;
        for (Patch& patch : dissolve(land_.partition, labels)) {
            Row row = drawing_.row(layer, geometry::MultiPolygon{{patch.shape}});
            setTownship(land_, drawing_, patch.site, row);
            fill(row, patch);
            drawing_.add(std::move(row));
        }
    }
    template <class Allowed>
    std::uint32_t anyCell(Allowed allowed) {
        for (int tries = 0; tries < 1'000'000; ++tries) {
            const auto site = static_cast<std::uint32_t>(random_.below(land_.cells()));
            if (land_.inside(site) && allowed(site)) return site;
        }
        return Triangulation::none;
    }
    // About `area` square kilometres of allowed cells around the site, the nearest first: take(site, share grown).
    template <class Allowed, class Take>
    void around(std::uint32_t site, double area, Allowed allowed, Take take) {
        double grown = 0;
        growDisk(
            land_.mesh(), site, [&](std::uint32_t s) { return -distance(s, site); },
            [&](std::uint32_t s) { return land_.inside(s) && allowed(s); }, [&] { return grown < area * 1e12; },
            [&](std::uint32_t s) {
                take(s, grown / (area * 1e12));
                grown += land_.areas[s];
            });
    }
    double distance(std::uint32_t a, std::uint32_t b) const {
        const double dx = land_.x(a) - land_.x(b), dy = land_.y(a) - land_.y(b);
        return dx * dx + dy * dy;
    }
    bool open(std::uint32_t s) const { return z_.red[s] < 0 && z_.town[s] < 0 && z_.zone[s] != 300; }
};

void Themes::natureReserves() {
    draw("ZRBHD", z_.reserve, [&](Row& row, const Patch& patch) {
        const int reserve = patch.label / 2;
        row.set("ZRBHDMC", reserveName(reserve)).code("ZRBHDJB", reserve == 0 ? "国家级" : "省级");
        row.code("ZRBHDLX", reserve == 2 ? "自然公园" : "自然保护区");
        row.code("ZRBHDFQ", patch.label % 2 == 0 ? "核心保护区" : "一般控制区");
    });
}

void Themes::zones() {
    const auto grass = [&](std::uint32_t s) { return isBasicGrassland(land_, s) ? z_.township[s] : -1; };
    draw("JBCY", labelled(land_, grass), [](Row& row, const Patch&) { row.set("CYLX", "温性荒漠草原"); });
    const auto grazing = [&](std::uint32_t s) {
        const bool none = z_.zone[s] == 100 || z_.zone[s] == 200;
        return none || z_.zone[s] == 540 ? 2 * z_.township[s] + (none ? 0 : 1) : -1;
    };
    draw("JMCXPHQ", labelled(land_, grazing),
         [](Row& row, const Patch& patch) { row.code("CMLXDM", patch.label % 2 == 0 ? "1" : "2"); });
    draw("JGJSQ", labelled(land_, [&](std::uint32_t s) { return z_.strip[s] != 0 || z_.town[s] >= 0 ? 0 : -1; }),
         [](Row& row, const Patch&) { row.set("MC", "秸秆禁烧区"); });
    const auto livestock = [&](std::uint32_t s) {
        if (z_.town[s] >= 0 || z_.reserve[s] >= 0) return 0;
        if (z_.strip[s] != 0 || z_.zone[s] == 510) return 1;
        return z_.zone[s] == 540 ? 2 : -1;
    };
    draw("XQYZFQ", labelled(land_, livestock),
         [](Row& row, const Patch& patch) { row.code("YZFQDM", std::to_string(patch.label + 1)); });
    const auto highStandard = [&](std::uint32_t s) {
        return z_.farmland[s] != 0 && land_.terrain.soil(land_.x(s), land_.y(s)) > 0.12 ? z_.village[s] : -1;
    };
    draw("GBZNT", labelled(land_, highStandard), [&](Row& row, const Patch& patch) {
        row.set("XMBH", fmt::format("GBZNT{:04}", patch.label)).set("XMMC", villageName(patch.label) + "高标准农田");
        row.set("JSNF", std::int64_t{2015 + patch.label % 6});
    });
}

void Themes::controlLines() {
    draw("KCZYKZX", z_.mine, [&](Row& row, const Patch& patch) {
        row.set("MC", mineName(patch.label)).set("KZMC", mineName(patch.label));
    });
    const auto flood = [&](std::uint32_t s) {
        const double deep = land_.terrain.alluvium(land_.x(s), land_.y(s));
        const bool wadi = land_.terrain.stream(land_.x(s), land_.y(s)) < 0.02 && deep > -14;
        return wadi && z_.town[s] < 0 ? 0 : -1;
    };
    draw("HLFXKZX", labelled(land_, flood), [](Row& row, const Patch&) { row.set("MC", "山洪沟洪涝风险控制线"); });
    std::vector<int> heritage(land_.cells(), -1);
    for (int i = 0; i < 6; ++i) {
        const std::uint32_t site = anyCell([&](std::uint32_t s) { return open(s) && heritage[s] < 0; });
        if (site == Triangulation::none) continue;
        around(
            site, 0.3, [&](std::uint32_t s) { return open(s) && heritage[s] < 0; },
            [&](std::uint32_t s, double) { heritage[s] = i; });
    }
    draw("LSWHBHX", heritage, [](Row& row, const Patch& patch) { row.set("MC", heritageName(patch.label)); });
}

void Themes::waterSources() {
    std::vector<int> sources(land_.cells(), -1);
    for (int i = 0; i < 3; ++i) {
        const std::uint32_t site = anyCell([&](std::uint32_t s) { return open(s) && sources[s] < 0; });
        if (site == Triangulation::none) continue;
        around(
            site, 3, [&](std::uint32_t s) { return open(s) && sources[s] < 0; },
            [&](std::uint32_t s, double share) { sources[s] = 2 * i + (share < 0.2 ? 0 : 1); });
    }
    draw("YYSYBHQ", sources, [](Row& row, const Patch& patch) {
        row.code("BHQJBDM", patch.label % 2 == 0 ? "1" : "2");
        row.set("SYDMC", fmt::format("示例第{}水源地", patch.label / 2 + 1));
    });
}

void Themes::villages() {
    const auto village = [&](std::uint32_t s) { return z_.zone[s] == 510 ? z_.village[s] : -1; };
    draw("CZFL", labelled(land_, village), [&](Row& row, const Patch& patch) {
        row.code("CZLXDM", std::to_string(1 + hashOf(land_.seed, 32, patch.label) % 5));
        row.set("ZLDWDM", villageCode(drawing_.schema().region, patch.label)).set("ZLDWMC", villageName(patch.label));
    });
}

void Themes::projects() {
    if (!drawing_.has("ZDJSXM")) return;
    std::vector<int> sites(land_.cells(), -1);
    constexpr int count = 12;
    for (int i = 0; i < count; ++i) {
        const auto allowed = [&](std::uint32_t s) {
            const bool kept = isCultivated(z_.landClass[s]) || z_.reserve[s] >= 0 || isBasicGrassland(land_, s);
            return open(s) && !kept && sites[s] < 0;
        };
        const std::uint32_t site = anyCell(allowed);
        if (site == Triangulation::none) continue;
        around(site, random_.between(0.05, 4), allowed, [&](std::uint32_t s, double) { sites[s] = i; });
    }
    draw("ZDJSXM", sites, [&](Row& row, const Patch& patch) {
        const std::string level = patch.label < 2 ? "自治区" : patch.label < 6 ? "市" : "旗";
        row.set("XMBH", fmt::format("ZD2021{:03}", patch.label + 1)).set("XMMC", projectName(patch.label));
        row.set("XMLX", projectKind(patch.label)).set("XMJB", level);
        row.set("JSXZ", patch.label % 4 == 2 ? "改扩建" : "新建").set("JSNX", "2021—2025");
        row.set("MJ", declared(row.area()));
    });
}

void Themes::trees() {
    if (!drawing_.has("GSMM")) return;
    for (int i = 0; i < 40; ++i) {
        const std::uint32_t site =
            anyCell([&](std::uint32_t s) { return z_.zone[s] == 510 || z_.zone[s] == 530 || z_.town[s] >= 0; });
        if (site == Triangulation::none) return;
        Row row = drawing_.row("GSMM", geometry::MultiPoint{Partition::place(land_.mesh().sites()[site])});
        setTownship(land_, drawing_, site, row);
        const auto age = static_cast<std::int64_t>(random_.between(100, 520));
        row.code("BHDJDM", age >= 500 ? "1" : age >= 300 ? "2" : "3").set("GSBH", fmt::format("GS{:05}", i + 1));
        row.set("SZMC", treeName(static_cast<int>(random_.below(5)))).set("SL", age);
        row.set("XJ", static_cast<double>(age / 4)).set("SG", 6.5 + static_cast<double>(age % 9));
        drawing_.add(std::move(row));
    }
}

// Of the towns' land that is not built yet every third quarter.
void Themes::approvedLand() {
    const auto approved = [&](std::uint32_t s) {
        const bool waits = z_.town[s] >= 0 && z_.zone[s] == 410 && z_.built[s] == 0;
        return waits && static_cast<int>(std::floor(land_.x(s) * 2) + std::floor(land_.y(s) * 2)) % 3 == 0 ? z_.town[s]
                                                                                                           : -1;
    };
    int number = 0;
    draw("PZWJSTD", labelled(land_, approved), [&](Row& row, const Patch& patch) {
        ++number;
        row.set("XMMC", fmt::format("示例{}待建地块{}", patch.label + 1, number));
        row.set("PZWH", fmt::format("示例政土字〔2020〕{}号", number)).set("AJBH", fmt::format("2020-{:03}", number));
    });
}

}  // namespace

bool isBasicGrassland(const Land& land, std::uint32_t site) {
    const int zone = land.zoning.zone[site];
    return land.terrain.sand(land.x(site), land.y(site)) < -0.05 && (zone == 100 || zone == 200 || zone == 540);
}

void drawThemes(const Land& land, Drawing& drawing, const base::Task& task) {
    Themes themes(land, drawing);
    constexpr void (Themes::*steps[])() = {&Themes::natureReserves, &Themes::zones,       &Themes::controlLines,
                                           &Themes::waterSources,   &Themes::villages,    &Themes::projects,
                                           &Themes::trees,          &Themes::approvedLand};
    for (const auto step : steps)
        if (!task.stopped()) (themes.*step)();
}

}  // namespace sample
