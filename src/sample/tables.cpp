#include "sample/tables.h"

#include <cmath>

#include "sample/names.h"

namespace sample {

namespace {

constexpr double squareMetresAHectare = 10'000;

// One layer's features, and what stands in their fields.
class Rows {
public:
    Rows(const Drawing& drawing, std::string_view layer) : drawing_(drawing), layer_(drawing.schema().find(layer)) {}

    template <class Visit>
    void each(Visit visit) const {
        for (std::size_t i = 0; layer_ && i < drawing_.features().size(); ++i)
            if (drawing_.features()[i]->layer == *layer_) visit(i);
    }
    std::string text(std::size_t feature, std::string_view field) const { return plan::textOf(value(feature, field)); }
    double number(std::size_t feature, std::string_view field) const {
        const plan::Value found = value(feature, field);
        return plan::isBlank(found) ? 0 : plan::numberOf(found);
    }

private:
    plan::Value value(std::size_t feature, std::string_view field) const {
        const auto at = drawing_.schema().layer(*layer_).field(field);
        return at ? drawing_.features()[feature]->value(*at) : plan::Value();
    }

    const Drawing& drawing_;
    std::optional<plan::LayerId> layer_;
};

void drawProjectList(Drawing& drawing) {
    if (!drawing.has("ZDJSXMAPB")) return;
    const Rows projects(drawing, "ZDJSXM");
    std::vector<std::string> names;
    std::map<std::string, std::size_t> firsts;
    std::map<std::string, double> hectares;
    projects.each([&](std::size_t i) {
        const std::string name = projects.text(i, "XMMC");
        if (firsts.emplace(name, i).second) names.push_back(name);
        hectares[name] += projects.number(i, "MJ") / squareMetresAHectare;
    });
    std::int64_t number = 0;
    for (const std::string& name : names) {
        Row row = drawing.row("ZDJSXMAPB", {});
        row.set("XH", ++number).set("XMMC", name);
        for (const char* field : {"XMLX", "XMJB", "JSXZ", "JSNX"}) row.set(field, projects.text(firsts[name], field));
        const double listed = std::ceil(hectares[name] * 100) / 100;
        row.set("YDGM", listed).set("XZJSYDGM", listed).set("SZDQ", projects.text(firsts[name], "XZQMC"));
        drawing.add(std::move(row));
    }
}

std::string unitOf(const std::string& unit) {
    static const std::map<std::string_view, const char*> names{
        {"m2", "平方米"}, {"ha", "公顷"},  {"km2", "平方千米"},   {"wanmu", "万亩"},
        {"mu", "亩"},     {"times", "倍"}, {"percent", "百分比"}, {"1e8m3", "亿立方米"}};
    const auto at = names.find(unit);
    return at == names.end() ? unit : at->second;
}

// What the map gives of the pack's indicators, by their ids: counted here, apart from the rules that judge it.
std::map<std::string, double> measured(const Drawing& drawing) {
    double farmland = 0, kept = 0, red = 0, county = 0, planned = 0, built = 0;
    const auto area = [&](std::size_t i) { return drawing.features()[i]->area.squareMetres(); };
    const Rows survey(drawing, "DLTB"), basic(drawing, "YJJBNTBHTB"), red_(drawing, "STBHHX"),
        townships(drawing, "XZQ"), boundary(drawing, "CZKFBJ");
    survey.each([&](std::size_t i) {
        if (survey.text(i, "DLBM").starts_with("01")) farmland += survey.number(i, "TBDLMJ");
        if (survey.text(i, "CZCSXM") == "202") built += area(i);
    });
    basic.each([&](std::size_t i) { kept += basic.number(i, "YJJBNTMJ"); });
    red_.each([&](std::size_t i) { red += area(i); });
    townships.each([&](std::size_t i) { county += area(i); });
    boundary.each([&](std::size_t i) {
        if (boundary.text(i, "GHFQDM") == "410") planned += area(i);
    });
    return {{"I01", farmland / squareMetresAHectare},
            {"I02", kept / squareMetresAHectare},
            {"I03", red / 1e6},
            {"I04", planned / built},
            {"I05", 0.35},
            {"S01", red / county * 100}};
}

}  // namespace

void drawTables(const plan::Spec& spec, Drawing& drawing) {
    drawProjectList(drawing);
    if (!drawing.has("GHZBB")) return;
    for (const plan::IndicatorSpec& indicator : spec.indicators) {
        Row row = drawing.row("GHZBB", {});
        row.set("XZQDM", drawing.schema().region).set("XZQMC", regionName()).set("ZBMC", indicator.name.zh);
        row.set("ZBSX", indicator.binding ? "约束性" : "预期性").set("DW", unitOf(indicator.unit));
        drawing.add(std::move(row));
    }
}

void fillIndicators(const plan::Spec& spec, Drawing& drawing) {
    const auto values = measured(drawing);
    const Rows table(drawing, "GHZBB");
    std::map<std::size_t, double> entered;
    table.each([&](std::size_t i) {
        for (const plan::IndicatorSpec& indicator : spec.indicators) {
            const auto value = values.find(indicator.id);
            if (value == values.end() || table.text(i, "ZBMC") != indicator.name.zh) continue;
            const double unit = std::pow(10.0, indicator.decimals);
            if (table.text(i, "GHMBN").empty()) entered[i] = std::round(value->second * unit) / unit;
        }
    });
    for (const auto& [row, value] : entered) drawing.change(row, {{"GHMBN", value}});
}

}  // namespace sample
