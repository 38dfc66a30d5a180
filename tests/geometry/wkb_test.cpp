#include "geometry/wkb.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>

#include "random_shape.h"

namespace geometry {
namespace {

using random_shape::roll;

std::vector<Point> places(int least, int most) {
    std::vector<Point> run(static_cast<std::size_t>(roll(least, most)));
    for (auto& p : run) p = {roll(-180000000000, 180000000000), roll(-90000000000, 90000000000)};
    return run;
}

Shape anyShape() {
    switch (roll(0, 3)) {
        case 0: return MultiPoint(places(0, 5));
        case 1: {
            MultiLine lines;
            for (std::int64_t i = roll(0, 3); i > 0; --i) lines.lines.push_back(places(1, 6));
            return lines;
        }
        case 2: {
            MultiPolygon area;
            for (std::int64_t i = roll(0, 3); i > 0; --i) {
                Polygon polygon{places(3, 6), {}};
                for (std::int64_t holes = roll(0, 2); holes > 0; --holes) polygon.holes.push_back(places(3, 5));
                area.polygons.push_back(std::move(polygon));
            }
            orient(area);
            return area;
        }
        default: return {};
    }
}

RC_GTEST_PROP(Wkb, whatIsWrittenIsReadAgain, ()) {
    const Shape shape = anyShape();
    for (const Grid grid : {Grid::geographic(), Grid::metric()})
        RC_ASSERT(fromWkb(toWkb(shape, grid), grid).value() == shape);
}

RC_GTEST_PROP(Wkb, anyBytesAreReadOrRefused, ()) {
    Bytes bytes = toWkb(anyShape(), Grid::geographic());
    for (std::int64_t i = roll(1, 4); i > 0 && !bytes.empty(); --i)
        bytes[static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(bytes.size()) - 1))] =
            static_cast<std::uint8_t>(roll(0, 255));
    if (roll(0, 2) == 0) bytes.resize(static_cast<std::size_t>(roll(0, 200)));
    const auto shape = fromWkb(bytes, Grid::geographic());
    if (shape) RC_ASSERT(fromWkb(toWkb(*shape, Grid::geographic()), Grid::geographic()).value() == *shape);
}

Bytes bytesOf(const char* hex) {
    Bytes bytes;
    for (; hex[0] && hex[1]; hex += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex, 2), nullptr, 16)));
    return bytes;
}

TEST(Wkb, readsBothByteOrdersAndSingleForms) {
    EXPECT_EQ(fromWkb(bytesOf("0101000000000000000000F03F0000000000000040"), Grid{1}).value(),
              Shape(MultiPoint{{1, 2}}));
    EXPECT_EQ(fromWkb(bytesOf("00000000013FF00000000000004000000000000000"), Grid{1}).value(),
              Shape(MultiPoint{{1, 2}}));
    EXPECT_EQ(fromWkb(Bytes(), Grid{1}).value(), Shape());
    // POINT EMPTY, POLYGON EMPTY, MULTIPOLYGON EMPTY
    EXPECT_EQ(fromWkb(bytesOf("0101000000000000000000F87F000000000000F87F"), Grid{1}).value(), Shape(MultiPoint{}));
    EXPECT_EQ(fromWkb(bytesOf("010300000000000000"), Grid{1}).value(), Shape(MultiPolygon{}));
    EXPECT_EQ(fromWkb(bytesOf("010600000000000000"), Grid{1}).value(), Shape(MultiPolygon{}));
}

TEST(Wkb, turnsRingsAndDropsTheirLastCorner) {
    const MultiPolygon clockwise{{{{{0, 0}, {0, 4}, {4, 4}, {4, 0}}, {}}}};
    EXPECT_EQ(fromWkb(toWkb(clockwise, Grid{1}), Grid{1}).value(),
              Shape(MultiPolygon{{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {}}}}));
}

TEST(Wkb, leavesOutRingsWithoutACorner) {
    // POLYGON((0 0, 4 0, 0 4, 0 0), EMPTY), and a polygon of empty rings alone
    const MultiPolygon outer{{{{{0, 0}, {4, 0}, {0, 4}}, {}}}};
    Bytes bytes = toWkb(MultiPolygon{{{outer.polygons[0].outer, {{}}}}}, Grid{1});
    EXPECT_EQ(fromWkb(bytes, Grid{1}).value(), Shape(outer));
    EXPECT_EQ(fromWkb(bytesOf("0103000000020000000000000000000000"), Grid{1}).value(), Shape(MultiPolygon{}));
}

TEST(Wkb, refusesWhatItDoesNotKnow) {
    for (const char* hex : {
             "01",                                                            // too short
             "0201000000000000000000F03F0000000000000040",                    // no byte order
             "01E9030000000000000000F03F00000000000000400000000000000840",    // POINT Z
             "010700000000000000",                                            // GEOMETRYCOLLECTION
             "0101000000000000000000F03F000000000000004000",                  // a byte too many
             "0102000000FFFFFFFF",                                            // more places than bytes
             "0106000000FFFFFFFF",                                            //
             "0101000000000000000000F07F0000000000000040",                    // infinite
             "01010000000000000000007E430000000000000040",                    // off the grid
             "0104000000010000000102000000000000000000F03F0000000000000040",  // a line among points
         })
        EXPECT_EQ(fromWkb(bytesOf(hex), Grid::geographic()).error().message.key, "geometry.bad_wkb") << hex;
}

}  // namespace
}  // namespace geometry
