#include "exchange/export.h"

#include <random>

#include "support/foreign.h"
#include "support/random_plan.h"

namespace exchange {
namespace {

using namespace support;

// What a plan holds, feature by feature, without identities and, where the format cannot tell, without empty texts.
std::vector<std::string> content(const plan::Snapshot& snapshot, plan::LayerId layer, bool values) {
    std::vector<std::string> rows;
    snapshot.each(layer, [&](const plan::FeatureRef& feature) {
        std::string row = std::to_string(feature->shape.index());
        const auto add = [&](const std::vector<geometry::Point>& points) {
            row += "|";
            for (const auto& point : points) row += fmt::format("{},{} ", point.x, point.y);
        };
        if (const auto* points = std::get_if<geometry::MultiPoint>(&feature->shape)) add(*points);
        if (const auto* lines = std::get_if<geometry::MultiLine>(&feature->shape))
            for (const auto& line : lines->lines) add(line);
        if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape))
            geometry::eachRing(*area, [&](const geometry::Ring& ring) { add(ring); });
        for (std::size_t i = 0; values && i < 5; ++i) row += "|" + plan::textOf(feature->value(i));
        rows.push_back(std::move(row));
    });
    return rows;
}

fs::path written(const plan::Snapshot& snapshot, const std::string& driver, const fs::path& to) {
    ExportOptions options;
    options.driver = driver;
    const auto done = write(snapshot, options, to);
    EXPECT_TRUE(done) << driver << ": " << (done ? "" : said(done.error()));
    return to;
}

plan::Snapshot readBack(const fs::path& place, const plan::SchemaRef& schema) {
    plan::Snapshot now(schema);
    std::vector<fs::path> files{place};
    if (fs::is_directory(place) && place.extension() != ".gdb") {
        files.clear();
        for (const auto& entry : fs::directory_iterator(place))
            if (entry.path().extension() == ".shp" || entry.path().extension() == ".geojson")
                files.push_back(entry.path());
    }
    for (const fs::path& file : files) {
        const auto import = exchange::import(file, now, plan::Spec(), {});
        EXPECT_TRUE(import) << (import ? "" : said(import.error()));
        if (!import) continue;
        for (const LayerImport& layer : import->layers) EXPECT_EQ(layer.read, layer.imported) << layer.code;
        now = taken(now, *import);
    }
    return now;
}

// Law 9: what is written and read again is equal within the grid.
void roundTrip(const std::string& driver, const std::string& name, const std::string& crs) {
    const auto schema = randomSchema(crs);
    for (int i = 0; i < 3; ++i) {
        const std::uint64_t seed = std::random_device()();
        std::printf("%s: seed %lu\n", driver.c_str(), seed);
        SCOPED_TRACE(fmt::format("{} {} seed {}", driver, crs, seed));
        const Folder folder;
        const plan::Snapshot plan = randomPlan(seed, schema);
        const auto back = readBack(written(plan, driver, folder / name), schema);
        for (std::uint16_t layer = 0; layer < schema->layers.size(); ++layer)
            EXPECT_EQ(content(back, {layer}, true), content(plan, {layer}, true)) << schema->layers[layer].code;
        EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
    }
}

TEST(RoundTrip, GeoPackage) { roundTrip("GPKG", "plan.gpkg", "EPSG:4490"); }
TEST(RoundTrip, GeoPackageProjected) { roundTrip("GPKG", "plan.gpkg", "EPSG:4524"); }
TEST(RoundTrip, FileGeodatabase) {
    roundTrip("OpenFileGDB", "150825乌拉特后旗2026年度县级国土空间总体规划动态维护.gdb", "EPSG:4490");
}
TEST(RoundTrip, FileGeodatabaseProjected) { roundTrip("OpenFileGDB", "plan.gdb", "EPSG:4524"); }
TEST(RoundTrip, Shapefile) { roundTrip("ESRI Shapefile", "shapes", "EPSG:4490"); }
TEST(RoundTrip, ShapefileProjected) { roundTrip("ESRI Shapefile", "shapes", "EPSG:4524"); }
TEST(RoundTrip, GeoJson) { roundTrip("GeoJSON", "json", "EPSG:4490"); }

TEST(Export, TheSamePlanGivesTheSameBytes) {
    const plan::Snapshot plan = randomPlan(7);
    const Folder folder;
    const auto bytes = [](const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const auto a = bytes(written(plan, "GPKG", folder / "a.gpkg"));
    EXPECT_FALSE(a.empty());
    EXPECT_EQ(a, bytes(written(plan, "GPKG", folder / "b.gpkg")));
    written(plan, "ESRI Shapefile", folder / "s1");
    written(plan, "ESRI Shapefile", folder / "s2");
    for (const char* name : {"DLTB.shp", "DLTB.dbf", "DLTB.shx"})
        EXPECT_EQ(bytes(folder / "s1" / name), bytes(folder / "s2" / name));
}

TEST(Export, KeepsTheCodeOfTheSystemAndTheAliases) {
    const Folder folder;
    auto schema = std::make_shared<plan::Schema>(*randomSchema());
    schema->layers[2].name.zh = "生态保护红线";
    schema->layers[2].fields[0].name.zh = "标识码";
    const plan::Snapshot plan = randomPlan(7, schema);
    for (const char* name : {"plan.gdb", "plan.gpkg"}) {
        const bool geodatabase = fs::path(name).extension() == ".gdb";
        const auto layers = layersOf(written(plan, geodatabase ? "OpenFileGDB" : "GPKG", folder / name));
        ASSERT_TRUE(layers);
        const auto line =
            std::find_if(layers->begin(), layers->end(), [](const auto& l) { return l.name == "STBHHX"; });
        ASSERT_NE(line, layers->end());
        EXPECT_EQ(line->alias, "生态保护红线");
        EXPECT_EQ(line->fields[0].length, 18);
        EXPECT_EQ(geometry::systemOf(line->crs)->epsg, 4490);
        EXPECT_EQ(line->fields[0].alias, geodatabase ? "标识码" : "");
    }
}

TEST(Export, RefusesWhatIsThereAndReplacesItWhole) {
    const Folder folder;
    const plan::Snapshot plan = randomPlan(7);
    ExportOptions options;
    options.driver = "GPKG";
    writeText(folder / "plan.gpkg", "mine");
    EXPECT_EQ(write(plan, options, folder / "plan.gpkg").error().code, base::Error::Code::Invalid);
    options.overwrite = true;
    EXPECT_TRUE(write(plan, options, folder / "plan.gpkg"));
    EXPECT_EQ(layersOf(folder / "plan.gpkg")->size(), 4u + (plan.count(layer::roads) ? 2u : 0u));
    fs::create_directory(folder / "documents");
    writeText(folder / "documents" / "letter.txt", "mine");
    EXPECT_FALSE(write(plan, options, folder / "documents"));
    options.driver = "OpenFileGDB";
    EXPECT_FALSE(write(plan, options, folder / "documents"));
    EXPECT_TRUE(fs::exists(folder / "documents" / "letter.txt"));
}

TEST(Export, AFailureLeavesNothingBehind) {
    const Folder folder;
    const plan::Snapshot plan = randomPlan(7);
    ExportOptions options;
    options.driver = "GPKG";
    ::setenv("SANXIAN_WORKER_FAULT", "crash", 1);
    const auto crashed = write(plan, options, folder / "plan.gpkg");
    ::unsetenv("SANXIAN_WORKER_FAULT");
    ASSERT_FALSE(crashed);
    EXPECT_EQ(crashed.error().message.key, "exchange.worker_crashed");
    options.driver = "no such driver";
    EXPECT_EQ(write(plan, options, folder / "plan.x").error().message.key, "worker.no_driver");
    options.driver = "GeoJSON";
    EXPECT_EQ(write(plan, options, folder / "plan.geojson").error().message.key, "exchange.one_layer");
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Export, DrawingsAndGlobes) {
    const Folder folder;
    const plan::Snapshot plan = randomPlan(7);
    for (const auto& [driver, name] : {std::pair{"DXF", "plan.dxf"}, {"KML", "plan.kml"}}) {
        std::int64_t count = 0;
        const auto done =
            read(written(plan, driver, folder / name), {},
                 [&](const SourceLayer&, SourceFeature) -> base::Result<> { return ++count, base::Result<>(); });
        EXPECT_TRUE(done) << (done ? "" : said(done.error()));
        EXPECT_GE(count, static_cast<std::int64_t>(plan.count()));
    }
}

TEST(Export, TransformsToAnotherSystem) {
    const Folder folder;
    const plan::Snapshot plan = randomPlan(7);
    ExportOptions options;
    options.driver = "GPKG";
    options.crs = "EPSG:4524";
    ASSERT_TRUE(write(plan, options, folder / "plan.gpkg"));
    EXPECT_EQ(geometry::systemOf(layersOf(folder / "plan.gpkg")->front().crs)->epsg, 4524);
    const auto back = readBack(folder / "plan.gpkg", plan.schemaRef());
    EXPECT_EQ(content(back, layer::survey, true), content(plan, layer::survey, true));
}

}  // namespace
}  // namespace exchange
