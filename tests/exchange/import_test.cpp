#include "exchange/import.h"

#include <nlohmann/json.hpp>
#include <set>

#include "exchange/mapping.h"
#include "geometry/measure.h"
#include "support/foreign.h"

namespace exchange {
namespace {

using namespace support;

const fs::path shared = SANXIAN_TEST_SHARED;

// A collection of features from pairs of properties and geometry.
std::string geoJson(const std::vector<std::pair<std::string, std::string>>& features, const std::string& head = "") {
    std::string text = R"({"type":"FeatureCollection",)" + head + R"("features":[)";
    for (std::size_t i = 0; i < features.size(); ++i)
        text += (i ? "," : "") + std::string(R"({"type":"Feature","properties":)") + features[i].first +
                R"(,"geometry":)" + features[i].second + "}";
    return text + "]}";
}

std::string square(double x, double y, double size = 0.01) {
    return fmt::format(R"({{"type":"Polygon","coordinates":[[[{0},{1}],[{2},{1}],[{2},{3}],[{0},{3}],[{0},{1}]]]}})", x,
                       y, x + size, y + size);
}

class ImportTest : public testing::Test {
protected:
    Folder folder;
    plan::Spec open = openPack();

    // A plan of one closed layer with typed fields.
    plan::Snapshot closedPlan() {
        plan::Spec spec;
        spec.crs = "EPSG:4490";
        plan::Layer layer;
        layer.code = "STBHHX", layer.name = {"生态保护红线", "Red line"}, layer.key = "BSM";
        for (const auto& [code, zh, type] : {std::tuple{"BSM", "标识码", plan::FieldType::Text},
                                             {"MJ", "面积", plan::FieldType::Real},
                                             {"SJNF", "数据年份", plan::FieldType::Integer},
                                             {"RQ", "日期", plan::FieldType::Date}}) {
            plan::Field field;
            field.code = code, field.name.zh = zh, field.type = type;
            layer.fields.push_back(field);
        }
        layer.fields[0].length = 18;
        spec.layers.push_back(layer);
        return emptyPlan(spec, "EPSG:4490");
    }
    base::Result<Import> importText(const std::string& text, const plan::Snapshot& snapshot, ImportOptions options = {},
                                    const std::string& name = "STBHHX.geojson") {
        writeText(folder / name, text);
        return exchange::import(folder / name, snapshot, plan::Spec(), options);
    }
};

TEST_F(ImportTest, MapsFieldsByCodeAndNameAndConvertsTheirValues) {
    const auto text =
        geoJson({{R"({"bsm":7,"面积":"12.5","SJNF":2026.0,"RQ":"2026/11/22","extra":[1,2]})", square(107, 41)},
                 {R"({"bsm":"8","面积":"many","SJNF":1.5,"RQ":"soon","extra":null})", square(107.1, 41)}});
    const auto import = importText(text, closedPlan());
    ASSERT_TRUE(import) << said(import.error());
    const auto after = taken(closedPlan(), *import);
    const auto first = after.find({0}, "7"), second = after.find({0}, "8");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->value(1), plan::Value(12.5));
    EXPECT_EQ(first->value(2), plan::Value(std::int64_t{2026}));
    EXPECT_EQ(first->value(3), plan::Value(std::string("2026-11-22")));
    EXPECT_TRUE(plan::isNull(second->value(1)) && plan::isNull(second->value(2)) && plan::isNull(second->value(3)));
    EXPECT_EQ(import->schema->layers[0].fields.back().code, "extra");
    EXPECT_EQ(plan::textOf(first->value(4)), "[ 1, 2 ]");
    EXPECT_EQ(std::count_if(import->layers[0].problems.begin(), import->layers[0].problems.end(),
                            [](const Problem& problem) { return problem.kind == "value"; }),
              3);
}

TEST_F(ImportTest, AccountsForEveryFeature) {
    const auto text = geoJson(
        {{R"({"BSM":"1"})", square(107, 41)},
         {R"({"BSM":"2"})", "null"},
         {R"({"BSM":"3"})", R"({"type":"Point","coordinates":[107,41]})"},
         {R"({"BSM":"4"})", square(107, 95)},
         {R"({"BSM":"5"})", square(107, 41, 1e-13)},
         {R"({"BSM":"6"})", R"({"type":"Polygon","coordinates":[[[107,41],[107,42],[108,42],[108,42],[107,41]]]})"}});
    const auto import = importText(text, closedPlan());
    ASSERT_TRUE(import) << said(import.error());
    const LayerImport& layer = import->layers.front();
    EXPECT_EQ(layer.read, 6);
    EXPECT_EQ(layer.imported, 2);
    EXPECT_EQ(layer.skipped, 4);
    EXPECT_EQ(layer.repaired, 1);
    for (const char* kind : {"no_geometry", "wrong_type", "outside_system", "degenerate"})
        EXPECT_TRUE(hasProblem(layer, kind)) << kind;
    const auto turned = taken(closedPlan(), *import).find({0}, "6");
    const auto& ring = std::get<geometry::MultiPolygon>(turned->shape).polygons.front().outer;
    ASSERT_EQ(ring.size(), 3u);
    EXPECT_EQ(ring.front(), (geometry::Point{107'000'000'000, 41'000'000'000}));
    EXPECT_GT(geometry::doubledSteps(ring), 0);
}

TEST_F(ImportTest, SaysWhatThereIsWhereNothingFits) {
    const auto text = geoJson({{"{}", square(107, 41)}});
    const auto none = importText(text, closedPlan(), {}, "other.geojson");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, base::Error::Code::NotFound);
    EXPECT_NE(said(none.error()).find("other"), std::string::npos);
    ImportOptions options;
    options.layers["STBHHX"] = "*";
    EXPECT_TRUE(importText(text, closedPlan(), options, "other.geojson"));
    options.layers["STBHHX"] = "another";
    EXPECT_FALSE(importText(text, closedPlan(), options, "other.geojson"));
    for (const char* name :
         {"STBHHX_2023.geojson", "150825STBHHX.geojson", "生态保护红线.geojson", "ＳＴＢＨＨＸ.geojson"})
        EXPECT_TRUE(importText(text, closedPlan(), {}, name)) << name;
}

TEST_F(ImportTest, ModesGoByTheKey) {
    const auto first = importText(geoJson({{R"({"BSM":"1","MJ":1})", square(107, 41)},
                                           {R"({"BSM":"2","MJ":2})", square(107.1, 41)},
                                           {R"({"BSM":"2","MJ":3})", square(107.2, 41)},
                                           {R"({"BSM":"4","MJ":4})", square(107.3, 41)}}),
                                  closedPlan());
    ASSERT_TRUE(first);
    const auto before = taken(closedPlan(), *first);
    const auto next = geoJson({{R"({"BSM":"2","MJ":3})", square(107.2, 41)},
                               {R"({"BSM":"2","MJ":9})", square(107.1, 41)},
                               {R"({"BSM":"1","MJ":1})", square(107, 41)},
                               {R"({"BSM":"5","MJ":5})", square(107.4, 41)}});
    const auto kinds = [&](ImportMode mode) {
        ImportOptions options;
        options.mode = mode;
        const auto import = importText(next, before, options);
        std::array<int, 3> counts{};  // added, changed, removed
        for (const plan::Change& change : import->changes.changes) ++counts[!change.before ? 0 : change.after ? 1 : 2];
        if (mode != ImportMode::Append) {
            EXPECT_EQ(taken(before, *import).find(before.find({0}, "1")->id), before.find({0}, "1"));
        }
        return counts;
    };
    EXPECT_EQ(kinds(ImportMode::Append), (std::array{4, 0, 0}));
    EXPECT_EQ(kinds(ImportMode::Update), (std::array{1, 1, 0}));
    EXPECT_EQ(kinds(ImportMode::Replace), (std::array{1, 1, 1}));
}

TEST_F(ImportTest, UpdatingKeepsFieldsThatTheSourceDoesNotHave) {
    const auto before = taken(
        closedPlan(), *importText(geoJson({{R"({"BSM":"1","MJ":1,"SJNF":2020})", square(107, 41)}}), closedPlan()));
    ImportOptions options;
    options.mode = ImportMode::Update;
    const auto import = importText(geoJson({{R"({"BSM":"1","MJ":2})", square(107, 41)}}), before, options);
    ASSERT_TRUE(import);
    ASSERT_EQ(import->changes.changes.size(), 1u);
    EXPECT_EQ(import->changes.changes[0].after->value(1), plan::Value(2.0));
    EXPECT_EQ(import->changes.changes[0].after->value(2), plan::Value(std::int64_t{2020}));
}

TEST_F(ImportTest, TheSwissYearsDifferAsTheOfficeSays) {
    const fs::path years = shared / "coverage" / "swiss_2019_2020";
    if (!fs::exists(years)) GTEST_SKIP() << "no shared test data";
    const auto expected = nlohmann::json::parse(std::ifstream(years / "expected_diff.json"))["2019->2020"];
    ImportOptions options;
    options.key = "id";
    options.layers["M"] = "*";
    const plan::Snapshot empty = emptyPlan(open, "EPSG:2056");
    const auto baseline = exchange::import(years / "municipalities_2019.shp", empty, open, options);
    ASSERT_TRUE(baseline) << said(baseline.error());
    const auto before = taken(empty, *baseline);
    EXPECT_EQ(before.count(), 2215u);
    options.mode = ImportMode::Replace;
    const auto import = exchange::import(years / "municipalities_2020.shp", before, open, options);
    ASSERT_TRUE(import) << said(import.error());
    std::set<int> added, changed, removed;
    for (const plan::Change& change : import->changes.changes) {
        const plan::FeatureRef& feature = change.after ? change.after : change.before;
        (!change.before ? added
         : change.after ? changed
                        : removed)
            .insert(std::stoi(nameOf(*import->schema, *feature)));
    }
    EXPECT_EQ(added, expected["added"].get<std::set<int>>());
    EXPECT_EQ(removed, expected["removed"].get<std::set<int>>());
    EXPECT_EQ(changed, expected["geom_bytes_changed"].get<std::set<int>>());
    EXPECT_EQ(import->changes.changes.size(), 13u + 3u + 11u);
}

TEST(Names, AreComparedWithoutCaseAndWidth) {
    EXPECT_EQ(folded(" ＳｔＢ 2023　"), "stb 2023");
    EXPECT_EQ(folded("生态保护红线"), "生态保护红线");
}

}  // namespace
}  // namespace exchange
