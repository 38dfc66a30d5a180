#include "sample/town_plan.h"

#include <array>
#include <string>

#include "sample/dissolve.h"
#include "sample/noise.h"
#include "sample/random.h"

namespace sample {

namespace {

// A quarter of the seat: its land use and the zone that it lies in.
struct Quarter {
    const char *use, *zone;
};
constexpr std::array quarters{Quarter{"070102", "411"}, Quarter{"0901", "413"},   Quarter{"100102", "414"},
                              Quarter{"0801", "412"},   Quarter{"080403", "412"}, Quarter{"0806", "412"},
                              Quarter{"1401", "416"},   Quarter{"1301", "412"},   Quarter{"110101", "415"},
                              Quarter{"1207", "417"}};
constexpr int green = 6, special = static_cast<int>(quarters.size());

// The quarters by a patchwork of a few hundred metres; what is 430 is a label of its own.
std::vector<int> quarterLabels(const Land& land) {
    const Noise patchwork(hashOf(land.seed, 21), 0.9, 3);
    return labelled(land, [&](std::uint32_t s) {
        if (land.zoning.town[s] != 0) return -1;
        if (land.zoning.zone[s] == 430) return special;
        const double at = patchwork.at(land.x(s), land.y(s));
        return at > -0.05 && at < 0.12 ? 0 : static_cast<int>((at + 1) * 12) % 10;
    });
}

template <class Fill>
void draw(const Land& land, Drawing& drawing, const char* layer, const std::vector<int>& labels, Fill fill) {
    if (!drawing.has(layer)) return;
    for (Patch& patch : dissolve(land.partition, labels)) {
        Row row = drawing.row(layer, geometry::MultiPolygon{{std::move(patch.shape)}});
        setTownship(land, drawing, patch.site, row);
        fill(row, patch.label);
        drawing.add(std::move(row));
    }
}

}  // namespace

// What is 430 stays green.
void drawTownPlan(const Land& land, Drawing& drawing) {
    std::vector<int> labels = quarterLabels(land);
    for (int& label : labels)
        if (label == special) label = green;
    draw(land, drawing, "ZXCQGHYDYH", labels, [](Row& row, int label) {
        row.code("YDYHFLDM", quarters[static_cast<std::size_t>(label)].use).set("TBDLMJ", declared(row.area()));
    });
}

void drawTownZones(const Land& land, Drawing& drawing) {
    const auto whole = labelled(land, [&](std::uint32_t s) { return land.zoning.town[s] == 0 ? 0 : -1; });
    draw(land, drawing, "ZXCQFW", whole, [](Row&, int) {});
    std::vector<int> labels = quarterLabels(land);
    for (int& label : labels)
        if (label >= 0) label = std::stoi(label == special ? "430" : quarters[static_cast<std::size_t>(label)].zone);
    draw(land, drawing, "ZXCQGHFQ", labels, [](Row& row, int label) { row.code("GHFQDM", std::to_string(label)); });
}

}  // namespace sample
