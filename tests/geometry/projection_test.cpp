#include "geometry/projection.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "random_shape.h"

namespace geometry {
namespace {

TEST(SystemOf, readsTheSystemsOfThePlan) {
    const System store = systemOf("EPSG:4490").value();
    EXPECT_TRUE(store.geographic);
    EXPECT_EQ(store.epsg, 4490);
    EXPECT_EQ(store.definition, "EPSG:4490");
    EXPECT_DOUBLE_EQ(store.semiMajor, 6378137);
    EXPECT_DOUBLE_EQ(store.inverseFlattening, 298.257222101);
    EXPECT_EQ(store.grid(), Grid::geographic());
    EXPECT_NE(store.wkt.find("GEOGCS"), std::string::npos);

    for (const auto& [code, meridian, easting] : {std::tuple("EPSG:4523", 105.0, 35500000.0),
                                                  {"EPSG:4524", 108.0, 36500000.0},
                                                  {"EPSG:4545", 108.0, 500000.0},
                                                  {"EPSG:4496", 105.0, 18500000.0}}) {
        const System zone = systemOf(code).value();
        EXPECT_FALSE(zone.geographic);
        EXPECT_EQ(zone.grid(), Grid::metric());
        ASSERT_TRUE(zone.gaussKrueger);
        EXPECT_EQ(*zone.gaussKrueger, (GaussKruegerPlane{meridian, 1, easting, 0}));
    }
}

TEST(SystemOf, takesTheHorizontalPart) {
    EXPECT_EQ(systemOf("EPSG:4490+5737")->epsg, 4490);
    EXPECT_EQ(systemOf("EPSG:4979")->epsg, 4326);
    EXPECT_EQ(systemOf("EPSG:2056+5728")->epsg, 2056);
}

TEST(SystemOf, matchesAFileWithoutACode) {
    const std::filesystem::path file =
        std::filesystem::path(SANXIAN_TEST_SHARED) / "coverage/swiss_2019_2020/municipalities_2019.prj";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    const auto system = systemOf(text.str());
    ASSERT_TRUE(system);
    EXPECT_EQ(system->definition, "EPSG:2056");
    EXPECT_FALSE(system->gaussKrueger);
    // What a program writes for files is read as the same system again.
    for (const char* code : {"EPSG:4490", "EPSG:4524", "EPSG:2056", "EPSG:25832"})
        EXPECT_EQ(systemOf(systemOf(code)->wkt)->definition, code);
}

TEST(SystemOf, keepsWhatHasNoCode) {
    const std::string text = "+proj=tmerc +lon_0=107.25 +x_0=500000 +ellps=GRS80";
    const System system = systemOf(text).value();
    EXPECT_EQ(system.definition, text);
    EXPECT_EQ(system.epsg, 0);
    EXPECT_EQ(system.gaussKrueger->meridian, 107.25);
}

TEST(SystemOf, refusesWhatIsNone) {
    for (const char* text : {"", "garbage", "foo", "WGS 84", "Lambert", "Xian", "CGCS2000", "EPSG:foo", "EPSG:99999",
                             "EPSG:5737", "EPSG:4978", "4490", "+proj=axisswap +order=2,1", "PROJCS[",
                             "LOCAL_CS[\"CAD\",UNIT[\"metre\",1]]", "<xml/>", "{\"type\":\"GeographicCRS\"}"}) {
        const auto system = systemOf(text);
        ASSERT_FALSE(system) << text;
        EXPECT_EQ(system.error().message.key, "geometry.no_system");
        EXPECT_FALSE(Projection::between("EPSG:4490", text));
        EXPECT_FALSE(Projection::between(text, "EPSG:4490"));
    }
    EXPECT_LT(systemOf(std::string(100000, 'x')).error().message.arguments[0].size(), 100u);
}

TEST(Projection, knowsTheSameSystemByAnotherName) {
    EXPECT_TRUE(Projection::between("EPSG:4326", "OGC:CRS84")->identity());
    EXPECT_TRUE(Projection::between("EPSG:4490", systemOf("EPSG:4490")->wkt)->identity());
    EXPECT_FALSE(Projection::between("EPSG:4490", "EPSG:4524")->identity());
    EXPECT_TRUE(Projection().identity());
    EXPECT_TRUE(Projection::toGeographic("EPSG:4490")->identity());
}

TEST(Projection, eastingFirstAndInfiniteWhereItCannot) {
    Coordinate places[] = {{107, 41}, {1000, 500}, {108, 0}};
    const auto projection = Projection::between("EPSG:4490", "EPSG:4524").value();
    projection.forward(places);
    EXPECT_NEAR(places[0].x, 36415864.2112, 1e-4);
    EXPECT_NEAR(places[0].y, 4541055.0113, 1e-4);
    EXPECT_TRUE(std::isinf(places[1].x) && std::isinf(places[1].y));
    EXPECT_NEAR(places[2].x, 36500000, 1e-9);
    projection.inverse(places);
    EXPECT_NEAR(places[0].x, 107, 1e-12);
    EXPECT_TRUE(std::isinf(places[1].x) && std::isinf(places[1].y));
}

// What leaves the store's grid for a map in metres and comes back is where it was.
RC_GTEST_PROP(Projection, comesBackToTheSameGridPlace, ()) {
    static const auto projection = Projection::between("EPSG:4490", "EPSG:4524").value();
    const Grid grid = Grid::geographic();
    const Point place{random_shape::roll(105100000000, 107700000000), random_shape::roll(40600000000, 42400000000)};
    Coordinate there = grid.place(place);
    projection.forward({&there, 1});
    projection.inverse({&there, 1});
    RC_ASSERT(grid.nearest(there) == place);
}

TEST(Projection, worksFromAnyThread) {
    const auto projection = Projection::between("EPSG:4490", "EPSG:4524").value();
    std::vector<Coordinate> results(8, {107, 41});
    {
        std::vector<std::jthread> threads;
        for (auto& result : results) threads.emplace_back([&] { projection.forward({&result, 1}); });
    }
    for (const auto& result : results) EXPECT_EQ(result, results[0]);
    EXPECT_NEAR(results[0].x, 36415864.2112, 1e-4);
}

}  // namespace
}  // namespace geometry
