#include "geometry/geojson.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_shape.h"

namespace geometry {
namespace {

using random_shape::roll;

TEST(GeoJson, writesWhatTheFormatAsks) {
    const Grid grid = Grid::geographic();
    EXPECT_EQ(toGeoJson(Shape(), grid), "null");
    EXPECT_EQ(toGeoJson(MultiPoint{{107123456789, -41500000000}}, grid),
              R"({"type":"Point","coordinates":[107.123456789,-41.5]})");
    EXPECT_EQ(toGeoJson(MultiPoint{{1, -1}, {0, 10}}, grid),
              R"({"type":"MultiPoint","coordinates":[[0.000000001,-0.000000001],[0,0.00000001]]})");
    EXPECT_EQ(toGeoJson(MultiLine{{{{10000, 5}, {20000, 0}}}}, Grid::metric()),
              R"({"type":"LineString","coordinates":[[1,0.0005],[2,0]]})");
    EXPECT_EQ(toGeoJson(MultiPolygon{{{{{0, 0}, {4, 0}, {0, 4}}, {}}}}, Grid{1}),
              R"({"type":"Polygon","coordinates":[[[0,0],[4,0],[0,4],[0,0]]]})");
    EXPECT_EQ(toGeoJson(MultiPolygon{}, grid), R"({"type":"MultiPolygon","coordinates":[]})");
    EXPECT_EQ(
        toGeoJson(MultiPolygon{{{{{0, 0}, {9, 0}, {0, 9}}, {{{1, 1}, {1, 2}, {2, 1}}, {}}}, {{{9, 9}}, {}}}}, Grid{1}),
        R"({"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[0,9],[0,0]],[[1,1],[1,2],[2,1],[1,1]],[]],[[[9,9],[9,9]]]]})");
}

TEST(GeoJson, isAddedToWhatIsThere) {
    std::string text = "[";
    addGeoJson(Shape(MultiPoint{{100000, 9999}}), Grid::metric(), text);
    addGeoJson(MultiPolygon(), Grid::metric(), text);
    EXPECT_EQ(text, R"([{"type":"Point","coordinates":[10,0.9999]}{"type":"MultiPolygon","coordinates":[]})");
}

RC_GTEST_PROP(GeoJson, whatIsWrittenIsReadAgain, ()) {
    const auto places = [](int least) {
        std::vector<Point> run(static_cast<std::size_t>(roll(least, 6)));
        for (auto& p : run) p = {roll(-180000000000, 180000000000), roll(-90000000000, 90000000000)};
        return run;
    };
    MultiPolygon area;
    MultiLine lines;
    for (std::int64_t i = roll(0, 3); i > 0; --i) {
        area.polygons.push_back({places(3), {places(3)}});
        lines.lines.push_back(places(1));
    }
    orient(area);
    for (const Shape& shape : {Shape(), Shape(MultiPoint(places(0))), Shape(lines), Shape(area)})
        for (const Grid grid : {Grid::geographic(), Grid::metric()})
            RC_ASSERT(fromGeoJson(toGeoJson(shape, grid), grid).value() == shape);
}

TEST(GeoJson, dropsZAndTurnsRings) {
    const auto shape =
        fromGeoJson(R"({"coordinates":[[[0,0,7],[0,4,7],[4,4,7],[0,0,7]]],"type":"Polygon","crs":null})", Grid{1});
    EXPECT_EQ(shape.value(), Shape(MultiPolygon{{{{{0, 0}, {4, 4}, {0, 4}}, {}}}}));
}

TEST(GeoJson, saysWhatIsWrong) {
    const auto key = [](const char* text) { return fromGeoJson(text, Grid::geographic()).error().message.key; };
    for (const char* text : {"", "{", "[]", "7", "{}", R"({"type":7})", "\xff\xfe", R"({"coordinates":[1,2]})"})
        EXPECT_EQ(key(text), "geometry.bad_geojson") << text;
    EXPECT_EQ(key(R"({"type":"GeometryCollection","geometries":[]})"), "geometry.geojson_type");
    EXPECT_EQ(key(R"({"type":"Feature","geometry":null})"), "geometry.geojson_type");
    for (const char* text :
         {R"({"type":"Point"})", R"({"type":"Point","coordinates":[]})", R"({"type":"Point","coordinates":["1","2"]})",
          R"({"type":"Point","coordinates":[1e300,0]})", R"({"type":"Polygon","coordinates":[[1,2],[3,4]]})",
          R"({"type":"LineString","coordinates":[1,2]})", R"({"type":"MultiPolygon","coordinates":{"a":1}})"})
        EXPECT_EQ(key(text), "geometry.geojson_coordinates") << text;
}

RC_GTEST_PROP(GeoJson, anyTextIsReadOrRefused, ()) {
    std::string text = R"({"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[0,4],[0,0]]],[[[9,9],[8,9],[9,8]]]]})";
    for (std::int64_t i = roll(1, 5); i > 0; --i)
        text[static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(text.size()) - 1))] =
            "[]{},:\"0123456789-eE.\\ \xE4"[roll(0, 24)];
    const auto shape = fromGeoJson(text, Grid::geographic());
    if (shape) RC_ASSERT(fromGeoJson(toGeoJson(*shape, Grid::geographic()), Grid::geographic()).value() == *shape);
}

}  // namespace
}  // namespace geometry
