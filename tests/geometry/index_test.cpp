#include "geometry/index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "random_shape.h"

namespace geometry {
namespace {

using random_shape::roll;

Box anyBox(std::int64_t size) {
    const Point corner{roll(-size, size), roll(-size, size)};
    return Box::of(corner, {corner.x + roll(0, size / 4), corner.y + roll(0, size / 4)});
}

RC_GTEST_PROP(PackedIndex, findsWhatEveryBoxSays, ()) {
    const std::int64_t size = std::int64_t{1} << roll(3, 50);
    std::vector<Box> boxes(static_cast<std::size_t>(roll(0, 700)));
    for (auto& box : boxes) box = roll(0, 19) == 0 ? Box() : anyBox(size);
    const PackedIndex index(boxes);
    for (int i = 0; i < 10; ++i) {
        const Box asked = anyBox(size);
        std::set<std::uint32_t> expected, found;
        for (std::uint32_t item = 0; item < boxes.size(); ++item)
            if (!boxes[item].empty() && boxes[item].touches(asked)) expected.insert(item);
        std::size_t visits = 0;
        index.query(asked, [&](std::uint32_t item) { found.insert(item), ++visits; });
        RC_ASSERT(found == expected);
        RC_ASSERT(visits == expected.size());
    }
}

TEST(PackedIndex, mayBeEmpty) {
    int visits = 0;
    PackedIndex().query(Box::of({0, 0}), [&](std::uint32_t) { ++visits; });
    PackedIndex({Box(), Box()}).query(Box::of({0, 0}), [&](std::uint32_t) { ++visits; });
    EXPECT_EQ(visits, 0);
}

}  // namespace
}  // namespace geometry
