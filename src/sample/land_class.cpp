#include "sample/land_class.h"

#include <span>

namespace sample {

namespace {
struct Share {
    std::string_view code;
    double share;  // of 1 together
};

std::string_view pick(std::span<const Share> shares, double chance) {
    for (const auto& [code, share] : shares) {
        if (chance < share) return code;
        chance -= share;
    }
    return shares.front().code;
}

constexpr Share town[] = {{"0701", 0.42}, {"05H1", 0.12}, {"0601", 0.12}, {"08H1", 0.05}, {"08H2", 0.08},
                          {"0809", 0.05}, {"0810", 0.05}, {"1004", 0.09}, {"0508", 0.02}};
constexpr Share townToBe[] = {{"0404", 0.5}, {"1201", 0.2}, {"1206", 0.15}, {"0103", 0.1}, {"0307", 0.05}};
constexpr Share village[] = {{"0702", 0.8}, {"1202", 0.1}, {"0809", 0.05}, {"1006", 0.05}};
constexpr Share keptField[] = {{"0102", 0.88}, {"0103", 0.06}, {"1006", 0.03}, {"1107", 0.03}};
constexpr Share field[] = {{"0102", 0.55}, {"0103", 0.17}, {"0404", 0.08}, {"1204", 0.06}, {"0307", 0.05},
                           {"1202", 0.03}, {"1104", 0.03}, {"1107", 0.02}, {"0201", 0.01}};
constexpr Share mine[] = {{"0404", 0.45}, {"1207", 0.3}, {"0602", 0.15}, {"1206", 0.1}};
constexpr Share forest[] = {{"0305", 0.6}, {"0307", 0.25}, {"0301", 0.15}};
constexpr Share mountain[] = {{"1207", 0.55}, {"0305", 0.25}, {"0404", 0.2}};
constexpr Share dunes[] = {{"1205", 0.85}, {"0404", 0.1}, {"0305", 0.05}};
constexpr Share gobi[] = {{"1206", 0.5}, {"1207", 0.3}, {"0404", 0.2}};
constexpr Share steppe[] = {{"0401", 0.85}, {"0404", 0.13}, {"1106", 0.01}, {"1204", 0.01}};
}  // namespace

std::string_view landClassOf(const Ground& g) {
    switch (g.zone) {
        case 410: return pick(g.built ? std::span<const Share>(town) : townToBe, g.chance);
        case 430: return g.chance < 0.7 ? "0810" : "0301";
        case 510: return pick(village, g.chance);
        case 300: return pick(keptField, g.chance);
        case 520: return pick(field, g.chance);
        case 700: return pick(mine, g.chance);
        case 530: return pick(forest, g.chance);
        default: break;
    }
    if (g.relief + 0.2 * g.detail > 0.45) return pick(mountain, g.chance);
    if (g.sand + 0.25 * g.detail > 0.22) return pick(dunes, g.chance);
    if (g.sand + 0.3 * g.detail > -0.05) return pick(gobi, g.chance);
    return pick(steppe, g.chance);
}

bool isCultivated(std::string_view landClass) { return landClass.substr(0, 2) == "01"; }

}  // namespace sample
