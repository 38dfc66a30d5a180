#include "plan/spec.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/paths.h"
#include "support/spec_pack.h"

using support::Pack;
using testing::ElementsAre;
using testing::IsSupersetOf;

namespace {

const std::filesystem::path packs = SANXIAN_TEST_SPEC;

std::string english(const base::Error& error) {
    static const auto texts = base::Texts::load(base::home() / "resources/text", "en");
    return (*texts)(error);
}

plan::SpecRef county() {
    static const auto spec = plan::loadSpec("county-2021", packs);
    if (!spec) ADD_FAILURE() << english(spec.error());
    return spec.value_or(std::make_shared<plan::Spec>());
}

const plan::Layer& layer(const plan::Spec& spec, std::string_view code) {
    static const plan::Layer none;
    const auto at = std::ranges::find(spec.layers, code, &plan::Layer::code);
    EXPECT_NE(at, spec.layers.end()) << code;
    return at == spec.layers.end() ? none : *at;
}

const plan::Field& field(const plan::Spec& spec, std::string_view code, std::string_view name) {
    static const plan::Field none;
    const plan::Layer& of = layer(spec, code);
    const auto at = of.field(name);
    EXPECT_TRUE(at) << code << "." << name;
    return at ? of.fields[*at] : none;
}

plan::Colour fill(const plan::Spec& spec, std::string_view code, std::string_view value) {
    return spec.symbolsOf(layer(spec, code)).of(value).fill.value_or(plan::Colour{1, 2, 3, 4});
}

// The working day that is `count` working days after `start`, by the pack's calendar.
std::string afterWorkingDays(const plan::Spec& spec, const std::string& start, int count) {
    using namespace std::chrono;
    const auto has = [](const std::vector<std::string>& days, const std::string& day) {
        return std::ranges::find(days, day) != days.end();
    };
    const year_month_day first{year(std::stoi(start)), month(static_cast<unsigned>(std::stoi(start.substr(5)))),
                               std::chrono::day(static_cast<unsigned>(std::stoi(start.substr(8))))};
    sys_days at = first;
    std::string name = start;
    while (count > 0) {
        at += days(1);
        const year_month_day date(at);
        name = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                           static_cast<unsigned>(date.day()));
        const bool weekend = weekday(at).iso_encoding() > 5;
        if (weekend ? has(spec.workingDays, name) : !has(spec.holidays, name)) --count;
    }
    return name;
}

}  // namespace

TEST(CountyPack, HasEveryLayerThatTheBureauKeeps) {
    std::set<std::string> codes;
    for (const auto& each : county()->layers) codes.insert(each.code);
    EXPECT_THAT(codes,
                IsSupersetOf({"XZQ",     "STBHHX",  "YJJBNTBHTB", "CZKFBJ",    "GHFQ",    "ZXCQGHYDYH", "ZDJSXM",
                              "DLTB",    "GDBHMB",  "GBZNT",      "YJJBNTCBQ", "ZRBHD",   "JBCY",       "LSWHBHX",
                              "KCZYKZX", "HLFXKZX", "JMCXPHQ",    "JGJSQ",     "YYSYBHQ", "XQYZFQ",     "CZFL",
                              "GSMM",    "ZXCQFW",  "ZXCQGHFQ",   "PZWJSTD",   "GHZBB",   "ZDJSXMAPB"}));
    for (const auto& each : county()->layers) {
        EXPECT_FALSE(each.name.zh.empty() || each.name.en.empty()) << each.code;
        EXPECT_TRUE(county()->symbols.contains(each.symbol)) << each.code;
        // Tables have no identifiers: their rows go by number.
        const bool table = each.geometry == plan::GeometryKind::None;
        EXPECT_EQ(each.key, table ? "" : "BSM") << each.code;
        EXPECT_EQ(each.field("BSM").has_value(), !table) << each.code;
        if (table) continue;
        EXPECT_EQ(field(*county(), each.code, "BSM").length, 18) << each.code;
    }
    EXPECT_EQ(layer(*county(), "GHZBB").geometry, plan::GeometryKind::None);
    EXPECT_EQ(layer(*county(), "ZDJSXMAPB").geometry, plan::GeometryKind::None);
    EXPECT_EQ(layer(*county(), "GSMM").geometry, plan::GeometryKind::Point);
    EXPECT_EQ(layer(*county(), "ZDJSXM").geometry, plan::GeometryKind::Any);
}

TEST(CountyPack, LayersThatShareBoundariesAreOneGroup) {
    std::set<std::string> group, tiling;
    for (const auto& each : county()->layers) {
        if (each.group == "plan") group.insert(each.code);
        if (each.tiling) tiling.insert(each.code);
    }
    EXPECT_THAT(group, ElementsAre("CZKFBJ", "DLTB", "GDBHMB", "GHFQ", "STBHHX", "XZQ", "YJJBNTBHTB", "YJJBNTCBQ",
                                   "ZXCQFW", "ZXCQGHFQ", "ZXCQGHYDYH"));
    EXPECT_THAT(tiling, ElementsAre("DLTB", "GHFQ"));
    for (const auto& code : group) EXPECT_TRUE(layer(*county(), code).single) << code;
}

TEST(CountyPack, FieldsAreThoseOfTheDeliveredData) {
    std::vector<std::string> names;
    for (const auto& each : layer(*county(), "CZKFBJ").fields) names.push_back(each.code);
    EXPECT_THAT(names, ElementsAre("BSM", "YSDM", "XZQDM", "XZQMC", "GHFQDM", "GHFQMC", "MJ", "BZ"));
    EXPECT_EQ(field(*county(), "CZKFBJ", "GHFQDM").length, 3);
    EXPECT_EQ(field(*county(), "CZKFBJ", "GHFQMC").nameOf, "GHFQDM");
    EXPECT_EQ(field(*county(), "GHFQ", "YSDM").constant, "2090020610");
    EXPECT_EQ(field(*county(), "ZXCQGHYDYH", "YSDM").constant, "2090020620");
    EXPECT_EQ(field(*county(), "ZXCQGHFQ", "YSDM").constant, "2090020610");
    EXPECT_EQ(field(*county(), "GHZBB", "GHMBN").type, plan::FieldType::Real);
    EXPECT_EQ(field(*county(), "ZDJSXMAPB", "YDGM").decimals, 4);
    EXPECT_EQ(field(*county(), "CZKFBJ", "YSDM").constant, "");   // not obtained
    EXPECT_EQ(field(*county(), "KCZYKZX", "YSDM").constant, "");  // inferred only
    EXPECT_EQ(field(*county(), "XZQ", "XZQDM").length, 9);
    EXPECT_EQ(field(*county(), "GHFQ", "XZQDM").length, 12);
    EXPECT_EQ(field(*county(), "YJJBNTBHTB", "BHKSSJ").type, plan::FieldType::Date);
    EXPECT_EQ(field(*county(), "DLTB", "SJNF").type, plan::FieldType::Integer);
    EXPECT_EQ(layer(*county(), "YJJBNTBHTB").areaField, "YJJBNTTBMJ");
    EXPECT_EQ(layer(*county(), "DLTB").areaField, "TBMJ");
    EXPECT_EQ(layer(*county(), "XZQ").areaField, "JSMJ");
    EXPECT_EQ(layer(*county(), "YJJBNTBHTB").fields.size(), 46u);
    EXPECT_EQ(layer(*county(), "DLTB").fields.size(), 30u);
}

// Counted by hand in the tables of the domain reference, §2.
TEST(CountyPack, CodeListsAreComplete) {
    const std::map<std::string, std::size_t> counts = {
        {"GHFQ", 11 + 9 + 7 + 1},  // the table's left and right columns, the sea, and 700
        {"CZKFBJFQ", 3},
        {"YDYH", 24 + 111 + 40},  // by level
        {"DLBM", 60 + 9},         // 9 of them convertible (K)
        {"LXBM", 10},
        {"GDPDJB", 5},
        {"GDLX", 2},
        {"ZZSX", 6},
        {"TBXH", 6},
        {"QSXZ", 8},
        {"CZCSXM", 8},
        {"WHLX", 3},
        {"ZRBHDJB", 4},
        {"ZRBHDLX", 3},
        {"ZRBHDFQ", 2},
    };
    for (const auto& [id, count] : counts) {
        ASSERT_TRUE(county()->codeLists.contains(id)) << id;
        EXPECT_EQ(county()->codeLists.at(id).codes.size(), count) << id;
    }
    const auto& landUse = county()->codeLists.at("YDYH");
    std::map<std::size_t, int> byLength;
    for (const auto& code : landUse.codes) {
        ++byLength[code.code.size()];
        EXPECT_EQ(code.parent, code.code.substr(0, code.code.size() - 2));
    }
    EXPECT_EQ(byLength, (std::map<std::size_t, int>{{2, 24}, {4, 111}, {6, 40}}));
    EXPECT_EQ(landUse.find("2303")->name.zh, "田坎");  // 2302 in the classification of 2020
    EXPECT_EQ(landUse.find("2302")->name.zh, "后备耕地");
    EXPECT_EQ(county()->codeLists.at("DLBM").find("1203")->name.zh, "田坎");
    EXPECT_EQ(county()->codeLists.at("GHFQ").find("411")->parent, "410");
    EXPECT_EQ(county()->codeLists.at("GHFQ").find("410")->parent, "400");
    EXPECT_EQ(county()->codeLists.at("GHFQ").find("419"), nullptr);
}

TEST(CountyPack, MeasuresTheFourBindingIndicatorsAndTheRedLinesShare) {
    for (const char* id : {"I01", "I02", "I03", "I04"}) {
        const auto* indicator = county()->indicator(id);
        ASSERT_NE(indicator, nullptr) << id;
        EXPECT_TRUE(indicator->binding) << id;
        EXPECT_EQ(indicator->atLeast, std::string(id) != "I04") << id;
        EXPECT_FALSE(indicator->target) << id;
        EXPECT_EQ(std::ranges::count_if(county()->rules,
                                        [&](const plan::RuleSpec& rule) {
                                            return rule.kind == "indicator" && rule.severity == "block" &&
                                                   std::get<std::string>(rule.parameters.at("indicator")) == id;
                                        }),
                  1)
            << id;
    }
    EXPECT_EQ(std::get<std::vector<std::string>>(county()->indicator("I01")->parameters.at("where_values")),
              (std::vector<std::string>{"0101", "0102", "0103"}));
    EXPECT_EQ(county()->indicator("I04")->decimals, 4);
    EXPECT_FALSE(county()->indicator("S01")->binding);
    EXPECT_EQ(county()->indicator("I99"), nullptr);
}

TEST(CountyPack, HasTheRulesOfTheFirstJob) {
    std::set<std::string> ids;
    for (const auto& rule : county()->rules) ids.insert(rule.id);
    EXPECT_THAT(ids, IsSupersetOf({"R-L1", "R-L2", "R-L3", "R-L4", "R-E1", "R-F1", "R-G1", "R-U1", "R-Z1", "Q4101",
                                   "Q4201", "Q4202", "Q4601", "Q4602", "Q3201", "Q3202", "Q3302", "Q3401"}));
    const auto overlap = std::ranges::find(county()->rules, "Q4201", &plan::RuleSpec::id);
    for (const auto& each : county()->layers)
        EXPECT_EQ(std::ranges::count(overlap->layers, each.code), each.single ? 1 : 0) << each.code;
}

TEST(CountyPack, DrawsInTheColoursOfTheStandard) {
    EXPECT_EQ(fill(*county(), "ZXCQGHYDYH", "01"), (plan::Colour{245, 248, 220}));
    EXPECT_EQ(fill(*county(), "ZXCQGHYDYH", "0702"), (plan::Colour{255, 255, 45}));
    EXPECT_EQ(fill(*county(), "ZXCQGHYDYH", "070301"), (plan::Colour{255, 211, 128}));
    EXPECT_EQ(fill(*county(), "ZXCQGHYDYH", "1003"), (plan::Colour{0, 0, 255}));
    EXPECT_EQ(fill(*county(), "DLTB", "0102"), (plan::Colour{245, 248, 220}));
    EXPECT_EQ(fill(*county(), "DLTB", "0304"), (plan::Colour{101, 205, 170}));
    EXPECT_EQ(fill(*county(), "DLTB", "0201K"), (plan::Colour{191, 233, 170}));
    EXPECT_EQ(fill(*county(), "GHFQ", "411"), (plan::Colour{244, 143, 120, 153}));  // as 400, two levels up
    EXPECT_EQ(fill(*county(), "GHFQ", "unknown"), (plan::Colour{238, 238, 238, 153}));
    EXPECT_EQ(fill(*county(), "STBHHX", ""), (plan::Colour{56, 142, 60, 153}));
    const auto& boundary = county()->symbolsOf(layer(*county(), "CZKFBJ"));
    EXPECT_FALSE(boundary.of("420").fill);
    EXPECT_EQ(boundary.of("420").hatch, "diagonal");
    EXPECT_EQ(boundary.of("410").line->width, 1.0);
    EXPECT_FALSE(county()->symbolsOf(layer(*county(), "ZXCQGHYDYH")).of("0701").line);
    const auto& difference = county()->symbols.at("difference");
    EXPECT_EQ(difference.of("in").line->colour, (plan::Colour{0, 158, 115}));
    EXPECT_EQ(difference.of("out").line->colour, (plan::Colour{213, 94, 0}));
    EXPECT_EQ(difference.of("attribute").line->colour, (plan::Colour{0, 114, 178}));
}

TEST(CountyPack, CountsWorkingDays) {
    const std::vector<std::pair<std::string, std::string>> deadlines = {
        {"2026-01-30", "2026-02-27"}, {"2026-04-20", "2026-05-13"}, {"2026-06-10", "2026-07-02"},
        {"2026-09-15", "2026-10-12"}, {"2026-09-18", "2026-10-15"}, {"2026-09-30", "2026-10-27"},
        {"2026-11-23", "2026-12-14"}, {"2026-12-01", "2026-12-22"}};
    for (const auto& [start, end] : deadlines) EXPECT_EQ(afterWorkingDays(*county(), start, 15), end) << start;
    EXPECT_EQ(afterWorkingDays(*county(), "2025-12-31", 248), "2026-12-31");
    EXPECT_THAT(county()->calendarYears, ElementsAre(2026));
}

TEST(CountyPack, MakesASchema) {
    const auto schema = county()->schema("", "");
    ASSERT_TRUE(schema) << english(schema.error());
    EXPECT_EQ((*schema)->spec, "county-2021");
    EXPECT_EQ((*schema)->region, "150825");
    EXPECT_EQ((*schema)->system.epsg, 4490);
    EXPECT_EQ((*schema)->grid, geometry::Grid::geographic());
    EXPECT_EQ((*schema)->layers, county()->layers);
    const auto projected = county()->schema("EPSG:4524", "150822");
    ASSERT_TRUE(projected) << english(projected.error());
    EXPECT_EQ((*projected)->grid, geometry::Grid::metric());
    EXPECT_EQ((*projected)->region, "150822");
    EXPECT_FALSE(county()->schema("EPSG:999999", ""));
}

TEST(CountyPack, GrowsALayerByAFile) {
    const auto folder = std::filesystem::temp_directory_path() / ("sanxian-grown-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::copy(packs / "county-2021", folder, std::filesystem::copy_options::recursive);
    std::ofstream(folder / "layers/41-SLGY.toml") << R"(code = "SLGY"
name_zh = "森林公园"
name_en = "Forest parks"
geometry = "polygon"
key = "BSM"
confidence = "P"
fields = [
  { code = "BSM", name_zh = "标识码", name_en = "Identifier", type = "text", length = 18, required = true, confidence = "P" },
]
)";
    const auto grown = plan::loadSpec(folder.string(), packs);
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(grown) << english(grown.error());
    EXPECT_EQ((*grown)->layers.size(), county()->layers.size() + 1);
    EXPECT_EQ(layer(**grown, "SLGY").name.zh, "森林公园");
    EXPECT_EQ(&(*grown)->symbolsOf(layer(**grown, "SLGY")), &(*grown)->symbols.at("default"));
}

TEST(PlainPack, TakesAnyLayerAndOnlyWarns) {
    const auto plain = plan::loadSpec("plain", packs);
    ASSERT_TRUE(plain) << english(plain.error());
    EXPECT_TRUE((*plain)->openLayers);
    EXPECT_TRUE((*plain)->layers.empty());
    EXPECT_TRUE((*plain)->indicators.empty());
    std::set<std::string> kinds;
    for (const auto& rule : (*plain)->rules) {
        kinds.insert(rule.kind);
        EXPECT_EQ(rule.severity, "warn") << rule.id;
        EXPECT_TRUE(rule.layers.empty()) << rule.id;
    }
    EXPECT_THAT(kinds, ElementsAre("gap", "geometry_kind", "overlap", "valid"));
    EXPECT_EQ(&(*plain)->symbolsOf(plan::Layer{}), &(*plain)->symbols.at("default"));
}

TEST(SmallPack, IsReadAsItStands) {
    const auto loaded = Pack::small().load();
    ASSERT_TRUE(loaded) << english(loaded.error());
    const plan::Spec& spec = **loaded;
    EXPECT_EQ(spec.areaMethod, geometry::AreaMethod::Geodesic);
    ASSERT_EQ(spec.layers.size(), 2u);
    const plan::Layer& land = spec.layers[0];
    EXPECT_EQ(land.aliases, (std::vector<std::string>{"TD"}));
    EXPECT_EQ(land.fields[1].codeList, "KIND");
    EXPECT_EQ(spec.codesOf(land.fields[1])->find("11")->name.en, "One, one");
    EXPECT_EQ(spec.codesOf(land.fields[0]), nullptr);
    EXPECT_TRUE(land.fields[0].required);
    EXPECT_EQ(land.fields[2].confidence, "I");
    EXPECT_EQ(spec.indicators[0].target, 12.5);
    EXPECT_EQ(std::get<double>(spec.rules[0].parameters.at("width_m")), 0.1);
    EXPECT_TRUE(spec.rules[0].worsenedOnly);
    const auto& symbols = spec.symbolsOf(land);
    EXPECT_EQ(symbols.of("11").fill, (plan::Colour{10, 20, 30, 40}));
    EXPECT_EQ(symbols.of("11").line->dash, "dot");
    EXPECT_FALSE(symbols.of("2").line);
    EXPECT_EQ(spec.holidays,
              (std::vector<std::string>{"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"}));
}
