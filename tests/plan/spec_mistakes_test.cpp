#include <gmock/gmock.h>

#include "base/paths.h"
#include "plan/spec.h"
#include "support/spec_pack.h"

using support::Pack;
using testing::HasSubstr;

namespace {

const std::filesystem::path packs = SANXIAN_TEST_SPEC;

std::string english(const base::Error& error) {
    static const auto texts = base::Texts::load(base::home() / "resources/text", "en");
    return (*texts)(error);
}

// One thing wrong in the small pack: `from` in the file becomes `to`. The error names the line, the key and the reason.
struct Mistake {
    std::string name, file, from, to, reason, place;
};
void PrintTo(const Mistake& mistake, std::ostream* out) {
    *out << mistake.file << ": " << mistake.from << " -> " << mistake.to;
}
class BadPack : public testing::TestWithParam<Mistake> {};

}  // namespace

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
        Mistake{"Derived", "layers/1-LAND.toml", "decimals = 2", "decimals = 2, derived = \"area-NONE\"", "bad_derived",
                ":16: fields.MJ.derived"},
        Mistake{"DerivedText", "layers/1-LAND.toml", "codes = \"KIND\"", "derived = \"area\"", "derived_not_real",
                ":14: fields.LX.derived"},
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
        Mistake{"RuleId", "rules.toml", "\"A2\"", "\"A/2\"", "bad_rule_id", ":13: rule[2].id"},
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
    Pack folder = Pack::small();  // a folder where a file should be
    folder.files["codes/MORE.csv/inside"] = "";
    const auto unreadable = folder.load();
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().message.key, "spec.unreadable");
    Pack blank = Pack::small();
    blank.files["layers/1-LAND.toml"].clear();
    EXPECT_FALSE(blank.load());
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
