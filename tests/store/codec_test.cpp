#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "geometry/box.h"
#include "store/blob.h"
#include "store/digest.h"
#include "store/state.h"
#include "support/random_plan.h"

using geometry::Grid;
using geometry::Point;
using support::Dice;

namespace {

std::vector<Point> points(Dice& dice, std::int64_t reach, std::int64_t most) {
    std::vector<Point> result;
    for (std::int64_t n = dice.roll(0, most); n > 0; --n)
        result.push_back({dice.roll(-reach, reach), dice.roll(-reach, reach)});
    return result;
}

// Any shape at all, broken ones too: empty parts, rings of one or two corners.
geometry::Shape anyShape(Dice& dice, std::int64_t reach) {
    switch (dice.roll(0, 3)) {
        case 0: return points(dice, reach, 4);
        case 1: {
            geometry::MultiLine lines;
            for (auto n = dice.roll(0, 3); n > 0; --n) lines.lines.push_back(points(dice, reach, 5));
            return lines;
        }
        case 2: {
            geometry::MultiPolygon area;
            for (auto n = dice.roll(0, 3); n > 0; --n) {
                area.polygons.push_back({points(dice, reach, 6), {}});
                for (auto holes = dice.roll(0, 2); holes > 0; --holes)
                    area.polygons.back().holes.push_back(points(dice, reach, 4));
            }
            return area;
        }
        default: return {};
    }
}

plan::Value anyValue(Dice& dice) {
    switch (dice.roll(0, 9)) {
        case 0: return std::numeric_limits<std::int64_t>::min();
        case 1: return std::numeric_limits<std::int64_t>::max();
        case 2: return dice.roll(-300, 300);
        case 3: return static_cast<double>(dice.roll(-1'000'000, 1'000'000)) / 7;
        case 4: return std::numeric_limits<double>::infinity();
        case 5: return std::numeric_limits<double>::denorm_min();
        case 6: return std::string();
        case 7: return std::string("𠀀三线一图");
        case 8: return std::string("a\0b", 3);
        default: return {};
    }
}

constexpr std::int64_t far = (std::int64_t{1} << 51) - 1;

}  // namespace

RC_GTEST_PROP(Blob, GivesBackEveryShape, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Grid grid = dice.chance(50) ? Grid::geographic() : Grid::metric();
    const auto shape = anyShape(dice, dice.chance(20) ? far : 180'000'000'000);
    const auto box = geometry::boxOf(shape);
    RC_ASSERT(store::isStorable(box));
    std::vector<std::uint8_t> blob;
    store::encodeBlob(shape, box, grid, 4490, blob);
    if (std::holds_alternative<std::monostate>(shape)) {
        RC_ASSERT(blob.empty());
        return;
    }
    RC_ASSERT(store::decodeBlob(blob, grid) == shape);
    // No prefix of it is a blob, and no wrong byte brings the reader down.
    for (std::size_t size = 0; size < blob.size(); ++size) RC_ASSERT(!store::decodeBlob({blob.data(), size}, grid));
    for (std::size_t i = 0; i < blob.size(); ++i) {
        auto wrong = blob;
        wrong[i] ^= static_cast<std::uint8_t>(dice.roll(1, 255));
        (void)store::decodeBlob(wrong, grid);
    }
}

TEST(Blob, ReadsTheSingleFormsOfOtherPrograms) {
    const Grid grid = Grid::geographic();
    std::vector<std::uint8_t> blob;
    const geometry::Shape shape = geometry::MultiPoint{{105'000'000'001, 41'000'000'002}};
    store::encodeBlob(shape, geometry::boxOf(shape), grid, 4490, blob);
    ASSERT_EQ(blob[39], 4);
    blob[39] = 1;  // POINT: no count, no entity mark
    blob.erase(blob.begin() + 43, blob.begin() + 43 + 9);
    EXPECT_EQ(store::decodeBlob(blob, grid), shape);
}

TEST(Blob, PlacesBeyondTheSafePartOfTheGridAreNotStorable) {
    EXPECT_TRUE(store::isStorable({}));
    EXPECT_TRUE(store::isStorable(geometry::Box::of({far, -far})));
    EXPECT_FALSE(store::isStorable(geometry::Box::of({far + 1, 0})));
    EXPECT_FALSE(store::isStorable(geometry::Box::of({0, -far - 1})));
}

RC_GTEST_PROP(State, GivesBackEveryFeature, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    std::vector<plan::Value> values;
    for (auto n = dice.roll(0, 6); n > 0; --n) values.push_back(anyValue(dice));
    const auto reach = dice.chance(20) ? std::numeric_limits<std::int64_t>::max() / 2 : 180'000'000'000;
    const auto area = geometry::Area::squareMetres(static_cast<double>(dice.roll(0, 1'000'000)) / 3);
    const plan::FeatureId id{7, 9};
    const auto feature = plan::makeFeature(id, {2}, anyShape(dice, reach), area, values);
    std::vector<std::uint8_t> bytes;
    store::encodeState(*feature, bytes);
    const auto back = store::decodeState(bytes, id, {2});
    RC_ASSERT(back);
    RC_ASSERT(*back == *feature);
    RC_ASSERT(back->area == feature->area);

    values.resize(values.size() + 3);  // trailing nulls say nothing
    std::vector<std::uint8_t> longer;
    store::encodeState(*plan::makeFeature(id, {2}, feature->shape, area, values), longer);
    RC_ASSERT(longer == bytes);

    for (std::size_t size = 0; size < bytes.size(); ++size)
        RC_ASSERT(!store::decodeState({bytes.data(), size}, id, {2}));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto wrong = bytes;
        wrong[i] ^= static_cast<std::uint8_t>(dice.roll(1, 255));
        (void)store::decodeState(wrong, id, {2});
    }
}

// GB/T 32905-2016, appendix A.1.
TEST(Digest, IsSM3) {
    EXPECT_EQ(store::hex(store::Digester(store::DigestMethod::Sm3).raw("abc").finish()),
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Digest, TellsPartsApart) {
    store::Digester digester(store::DigestMethod::Sm3);
    const auto one = digester.add("ab").add("c").finish();
    EXPECT_NE(one, digester.add("a").add("bc").finish());
    EXPECT_EQ(one, digester.add("ab").add("c").finish());
    EXPECT_NE(digester.add("").finish(), digester.finish());
}
