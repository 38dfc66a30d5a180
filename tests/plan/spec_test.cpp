#include "plan/spec.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/paths.h"
#include "support/spec_pack.h"

using support::Pack;
using testing::ElementsAre;
using testing::HasSubstr;
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
                IsSupersetOf({"XZQ",     "STBHHX", "YJJBNTBHTB", "CZKFBJ", "GHFQ", "ZXCQGHYDYH", "ZDJSXM",  "DLTB",
                              "GDBHMB",  "GBZNT",  "YJJBNTCBQ",  "ZRBHD",  "JBCY", "LSWHBHX",    "KCZYKZX", "HLFXKZX",
                              "JMCXPHQ", "JGJSQ",  "YYSYBHQ",    "XQYZFQ", "CZFL", "GSMM"}));
    for (const auto& each : county()->layers) {
        EXPECT_EQ(each.key, "BSM") << each.code;
        EXPECT_FALSE(each.name.zh.empty() || each.name.en.empty()) << each.code;
        EXPECT_TRUE(county()->symbols.contains(each.symbol)) << each.code;
        EXPECT_EQ(field(*county(), each.code, "BSM").length, 18) << each.code;
    }
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
                                   "ZXCQGHYDYH"));
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
    EXPECT_THAT(kinds, ElementsAre("gap", "overlap", "valid"));
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

// One thing wrong in the small pack: `from` in the file becomes `to`. The error names the line, the key and the reason.
struct Mistake {
    std::string name, file, from, to, reason, place;
};
void PrintTo(const Mistake& mistake, std::ostream* out) {
    *out << mistake.file << ": " << mistake.from << " -> " << mistake.to;
}
class BadPack : public testing::TestWithParam<Mistake> {};

TEST_P(BadPack, IsRefusedWithPlaceAndReason) {
    const Mistake& mistake = GetParam();
    Pack pack = Pack::small();
    ASSERT_TRUE(pack.change(mistake.file, mistake.from, mistake.to)) << "the small pack has no " << mistake.from;
    const auto spec = pack.load();
    ASSERT_FALSE(spec);
    const std::string shown = english(spec.error());
    EXPECT_EQ(spec.error().message.key, "spec." + mistake.reason) << shown;
    EXPECT_THAT(shown, HasSubstr(mistake.file + mistake.place + ": "));
    EXPECT_THAT(shown, testing::Not(HasSubstr("spec."))) << "no text for the key";
}

INSTANTIATE_TEST_SUITE_P(
    Pack, BadPack,
    testing::Values(
        Mistake{"Syntax", "pack.toml", "id = \"small\"", "id = small", "toml", ":1"},
        Mistake{"MissingKey", "pack.toml", "version = \"1\"\n", "", "missing", ":1: version"},
        Mistake{"UnknownKey", "pack.toml", "version", "verison = \"1\"\nversion", "unknown_key", ":4: verison"},
        Mistake{"Blank", "pack.toml", "\"小\"", "\" \"", "blank", ":2: name_zh"},
        Mistake{"NotText", "pack.toml", "\"1\"", "1", "not_text", ":4: version"},
        Mistake{"Region", "pack.toml", "150825", "15082", "bad_region", ":5: region"},
        Mistake{"System", "pack.toml", "EPSG:4490", "4490", "bad_crs", ":6: crs"},
        Mistake{"AreaMethod", "pack.toml", "GEODESIC", "PLANAR", "not_allowed", ":7: area_method"},
        Mistake{"OpenLayers", "pack.toml", "version", "open_layers = \"yes\"\nversion", "not_flag", ":4: open_layers"},

        Mistake{"CsvHeader", "codes/KIND.csv", "parent", "up", "csv_header", ":1"},
        Mistake{"CsvCells", "codes/KIND.csv", "\"One, one\"", "One, one", "csv_cells", ":4: 11"},
        Mistake{"CsvName", "codes/KIND.csv", "二", "", "csv_name", ":5: 2"},
        Mistake{"CsvConfidence", "codes/KIND.csv", "R?", "sure", "csv_confidence", ":5: 2"},
        Mistake{"CsvTwoNames", "codes/KIND.csv", "2,二", ",二", "csv_two_names", ":5"},
        Mistake{"CsvNoName", "codes/KIND.csv", ",种类,Kinds,,S\n", "", "csv_no_name", ":2"},
        Mistake{"CsvEmpty", "codes/KIND.csv", "1,一,One,,S\n11,一一,\"One, one\",1,R+\n2,二,Two,,R?\n", "", "csv_empty",
                ":2"},
        Mistake{"CsvNotUtf8", "codes/KIND.csv", "二", "\xB6\xFE", "not_utf8", ""},
        Mistake{"DuplicateCode", "codes/KIND.csv", "2,二", "1,二", "duplicate_code", ":5: 1"},
        Mistake{"UnknownParent", "codes/KIND.csv", "1,R+", "9,R+", "unknown_parent", ":4: 11"},
        Mistake{"ParentCircle", "codes/KIND.csv", "One,,S", "One,11,S", "parent_circle", ":3: 11"}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Layers, BadPack,
    testing::Values(
        Mistake{"Geometry", "layers/1-LAND.toml", "polygon", "area", "not_allowed", ":4: geometry"},
        Mistake{"Confidence", "layers/1-LAND.toml", "confidence = \"S\"\nfields", "confidence = \"X\"\nfields",
                "not_allowed", ":11: confidence"},
        Mistake{"FieldConfidence", "layers/1-LAND.toml", "\"R+\"", "\"R\"", "not_allowed", ":16: fields.MJ.confidence"},
        Mistake{"FieldKey", "layers/1-LAND.toml", "required", "requierd", "unknown_key", ":13: fields.BSM.requierd"},
        Mistake{"FieldType", "layers/1-LAND.toml", "\"real\"", "\"double\"", "not_allowed", ":16: fields.MJ.type"},
        Mistake{"FieldCode", "layers/1-LAND.toml", "\"BSM\", name", "\"标识\", name", "not_identifier",
                ":13: fields.标识.code"},
        Mistake{"Length", "layers/1-LAND.toml", "18", "0", "not_whole", ":13: fields.BSM.length"},
        Mistake{"Decimals", "layers/1-LAND.toml", "decimals = 2", "decimals = 15", "bad_decimals",
                ":16: fields.MJ.decimals"},
        Mistake{"DateLength", "layers/1-LAND.toml", "\"date\"", "\"date\", length = 8", "date_length",
                ":17: fields.RQ.length"},
        Mistake{"Constant", "layers/1-LAND.toml", "codes = \"KIND\"", "constant = \"123\"", "too_long",
                ":14: fields.LX.constant"},
        Mistake{"CodesTooLong", "layers/1-LAND.toml", "length = 2", "length = 1", "too_long", ":14: fields.LX.codes"},
        Mistake{"CodeList", "layers/1-LAND.toml", "\"KIND\"", "\"KINDS\"", "unknown_code_list", ":14: fields.LX.codes"},
        Mistake{"NameOf", "layers/1-LAND.toml", "name_of = \"LX\"", "name_of = \"LY\"", "unknown_field",
                ":15: fields.LXMC.name_of"},
        Mistake{"NameOfNoCode", "layers/1-LAND.toml", "name_of = \"LX\"", "name_of = \"MJ\"", "name_of_no_code",
                ":15: fields.LXMC.name_of"},
        Mistake{"SameField", "layers/1-LAND.toml", "\"LXDM\"", "\"bsm\"", "same_field", ":14: fields.LX.code"},
        Mistake{"SameLayer", "layers/2-TREE.toml", "\"树\"", "\"TD\"", "same_layer", ":1: code"},
        Mistake{"Key", "layers/1-LAND.toml", "key = \"BSM\"", "key = \"ID\"", "unknown_field", ":5: key"},
        Mistake{"AreaField", "layers/1-LAND.toml", "area_field = \"MJ\"", "area_field = \"LX\"", "area_not_real",
                ":6: area_field"},
        Mistake{"TilingPoints", "layers/2-TREE.toml", "confidence", "tiling = true\nconfidence", "polygons_only",
                ":5: tiling"},
        Mistake{"NoFields", "layers/2-TREE.toml", "fields", "columns", "no_fields", ":1: fields"},
        Mistake{"Aliases", "layers/1-LAND.toml", "[\"TD\"]", "\"TD\"", "not_texts", ":9: aliases"},
        Mistake{"Symbol", "layers/1-LAND.toml", "symbol = \"LAND\"", "symbol = \"LNAD\"", "unknown_symbols",
                ":10: symbol"}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Measures, BadPack,
    testing::Values(
        Mistake{"Unit", "indicators.toml", "\"ha\"", "\"acre\"", "not_allowed", ":6: indicator.X1.unit"},
        Mistake{"UnitOfKind", "indicators.toml", "\"ha\"", "\"percent\"", "unit_of_kind", ":6: indicator.X1.unit"},
        Mistake{"Target", "indicators.toml", "12.5", "\"12.5\"", "not_number", ":8: indicator.X1.target"},
        Mistake{"TargetNaN", "indicators.toml", "12.5", "nan", "not_number", ":8: indicator.X1.target"},
        Mistake{"Direction", "indicators.toml", "\"min\"", "\"least\"", "not_allowed", ":7: indicator.X1.direction"},
        Mistake{"Kind", "indicators.toml", "sum_field", "sum_feild", "unknown_kind", ":9: indicator.X1.kind"},
        Mistake{"Table", "indicators.toml", "[[indicator]]", "[[indicators]]", "unknown_key", ":1: indicators"},
        Mistake{"Layer", "indicators.toml", "\"LAND\"", "\"LADN\"", "unknown_layer",
                ":10: indicator.X1.parameters.layer"},
        Mistake{"Field", "indicators.toml", "\"MJ\"", "\"MJJ\"", "unknown_field", ":10: indicator.X1.parameters.field"},
        Mistake{"Code", "indicators.toml", "\"11\"", "\"12\"", "unknown_code",
                ":10: indicator.X1.parameters.where_values"},
        Mistake{"WherePair", "indicators.toml", ", where_values = [\"1\", \"11\"]", "", "where_pair",
                ":10: indicator.X1.parameters"},
        Mistake{"MissingParameter", "indicators.toml", "field = \"MJ\", ", "", "missing_parameter",
                ":10: indicator.X1.parameters"},
        Mistake{"UnknownParameter", "indicators.toml", "layer =", "mode = \"A\", layer =", "unknown_parameter",
                ":10: indicator.X1.parameters"},
        Mistake{"BadParameter", "indicators.toml", "layer =", "mode = true, layer =", "bad_parameter",
                ":10: indicator.X1.parameters.mode"},
        Mistake{"NotSummable", "indicators.toml", "field = \"MJ\"", "field = \"BSM\"", "not_summable",
                ":10: indicator.X1.parameters"},
        Mistake{"NotPolygons", "indicators.toml",
                "sum_field\"\nparameters = { layer = \"LAND\", field = \"MJ\", where_field = \"LX\", where_values = "
                "[\"1\", \"11\"] }",
                "sum_area\"\nparameters = { layer = \"TREE\" }", "not_polygons", ":10: indicator.X1.parameters"},
        Mistake{"DuplicateRule", "rules.toml", "\"A2\"", "\"A1\"", "duplicate_id", ":13: rule.A1.id"},
        Mistake{"Severity", "rules.toml", "\"block\"", "\"B\"", "not_allowed", ":6: rule.A1.severity"},
        Mistake{"RuleLayer", "rules.toml", "[\"LAND\"]", "[\"LADN\"]", "unknown_layer", ":8: rule.A1.layers"},
        Mistake{"RuleIndicator", "rules.toml", "\"X1\"", "\"X2\"", "unknown_indicator",
                ":18: rule.A2.parameters.indicator"},
        Mistake{"RuleFlag", "rules.toml", "= true", "= 1", "not_flag", ":7: rule.A1.worsened_only"}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Looks, BadPack,
    testing::Values(
        Mistake{"Colour", "symbols.toml", "[10, 20, 30, 40]", "[10, 20, 300]", "not_colour", ":18: LAND.values.1.fill"},
        Mistake{"ColourText", "symbols.toml", "[200, 200, 200]", "\"#c8c8c8\"", "not_colour", ":2: default.fill"},
        Mistake{"Width", "symbols.toml", "0.3", "-1", "not_width", ":15: LAND.line.width"},
        Mistake{"Hatch", "symbols.toml", "\"cross\"", "\"x\"", "not_allowed", ":9: difference.values.out.hatch"},
        Mistake{"Dash", "symbols.toml", "\"dot\"", "\"dotted\"", "not_allowed", ":15: LAND.line.dash"},
        Mistake{"SymbolKey", "symbols.toml", "fill = [200", "filling = [1, 2, 3]\nfill = [200", "unknown_key",
                ":2: default.filling"},
        Mistake{"NoDifference", "symbols.toml", "out = { hatch = \"cross\" }\n", "", "missing_symbols",
                ":5: difference"},
        Mistake{"ValuesWithoutField", "symbols.toml", "field = \"LX\"\n", "", "values_without_field",
                ":16: LAND.values"},
        Mistake{"FieldWithoutValues", "symbols.toml", "[default]", "[default]\nfield = \"LX\"", "field_without_values",
                ":2: default.field"},
        Mistake{"NotAYear", "holidays.toml", "[2026]", "[next]", "not_year", ":1: next"},
        Mistake{"NoSuchDay", "holidays.toml", "2026-10-10", "2026-02-30", "bad_days", ":3: 2026.working"},
        Mistake{"DaysBackwards", "holidays.toml", "2026-10-01/2026-10-07", "2026-10-07/2026-10-01", "bad_days",
                ":2: 2026.off"},
        Mistake{"OtherYear", "holidays.toml", "2026-10-01/2026-10-07", "2027-10-01", "bad_days", ":2: 2026.off"},
        Mistake{"NotAWeekend", "holidays.toml", "2026-10-10", "2026-10-12", "not_weekend", ":3: 2026.working"},
        Mistake{"OffAndWorking", "holidays.toml", "2026-10-10", "2026-10-04", "off_and_working", ":3: 2026.working"}),
    [](const auto& each) { return each.param.name; });

TEST(BadPack, SymbolsThatDoNotFitTheirLayerAreRefused) {
    Pack value = Pack::small();
    ASSERT_TRUE(value.change("symbols.toml", "2 = {", "3 = {"));
    const auto noCode = value.load();
    ASSERT_FALSE(noCode);
    EXPECT_EQ(noCode.error().message.key, "spec.symbols_value");
    Pack other = Pack::small();
    ASSERT_TRUE(other.change("symbols.toml", "field = \"LX\"", "field = \"LB\""));
    const auto noField = other.load();
    ASSERT_FALSE(noField);
    EXPECT_EQ(noField.error().message.key, "spec.symbols_field");
}

TEST(BadPack, FilesThatAreMissingOrMisnamedAreRefused) {
    Pack misnamed = Pack::small();
    misnamed.files["rule.toml"] = misnamed.files["rules.toml"];
    const auto unknown = misnamed.load();
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().message.key, "spec.unknown_file");
    Pack bare = Pack::small();
    bare.files.erase("symbols.toml");
    EXPECT_FALSE(bare.load());
    Pack empty = Pack::small();
    for (const char* file : {"layers/1-LAND.toml", "layers/2-TREE.toml", "rules.toml", "indicators.toml"})
        empty.files.erase(file);
    const auto none = empty.load();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message.key, "spec.no_layers");
    const auto nowhere = plan::loadSpec("conty-2021", packs);
    ASSERT_FALSE(nowhere);
    EXPECT_THAT(english(nowhere.error()), HasSubstr("county-2021, plain"));
    EXPECT_FALSE(plan::loadSpec("", packs));
}

TEST(BadPack, NothingThatIsReadEndsTheProgram) {
    const Pack whole = Pack::small();
    std::uint32_t random = 1;
    for (const auto& [file, text] : whole.files)
        for (std::size_t i = 0; i < text.size(); i += 29) {
            random = random * 1664525 + 1013904223;
            Pack cut = whole, flipped = whole;
            cut.files[file].resize(i);
            flipped.files[file][i] = static_cast<char>(random >> 24);
            for (const Pack* pack : {&cut, &flipped}) {
                const auto spec = pack->load();
                EXPECT_TRUE(spec || !spec.error().where.empty() || !spec.error().message.arguments.empty())
                    << file << i;
            }
        }
}

TEST(SpecTexts, AreTheSameInBothLanguages) {
    const auto texts = base::home() / "resources/text";
    const auto zh = base::Texts::load(texts, "zh"), en = base::Texts::load(texts, "en");
    ASSERT_TRUE(zh && en);
    Pack pack = Pack::small();
    ASSERT_TRUE(pack.change("layers/1-LAND.toml", "required", "requierd"));
    const auto spec = pack.load();
    ASSERT_FALSE(spec);
    EXPECT_THAT((*zh)(spec.error()), HasSubstr("可用的键：aliases"));
    EXPECT_THAT((*en)(spec.error()), HasSubstr("known here: aliases"));
}
