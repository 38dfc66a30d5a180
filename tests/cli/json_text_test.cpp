#include "cli/json_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <limits>

#include "support/random_plan.h"

namespace cli {
namespace {

constexpr auto replace = nlohmann::detail::error_handler_t::replace;

std::string written(const std::function<void(JsonText&)>& write) {
    std::string all;
    JsonText out([&](std::string_view part) { all += part; });
    write(out);
    out.finish();
    return all;
}
std::string number(double value) {
    return written([&](JsonText& out) { out.number(value); });
}

std::string randomText(support::Dice& dice) {
    std::string text;
    for (std::int64_t i = dice.roll(0, 12); i > 0; --i)
        text += dice.chance(20) ? "图" : std::string(1, static_cast<char>(dice.roll(dice.chance(20) ? 0 : 32, 255)));
    return text;
}

std::int64_t anyNumber(support::Dice& dice) {
    const std::int64_t size = dice.roll(0, std::numeric_limits<std::int64_t>::max() - 1);
    return dice.chance(50) ? size : -size;
}

// The same random value as a tree and through the writer.
Json make(JsonText& out, support::Dice& dice, int depth) {
    switch (dice.roll(depth > 3 ? 2 : 0, 5)) {
        case 0: {
            Json object = Json::object();
            out.object();
            for (std::int64_t i = dice.roll(0, 4); i > 0; --i) {
                const std::string key = std::to_string(i) + randomText(dice);
                out.key(key);
                object[key] = make(out, dice, depth + 1);
            }
            return out.end(), object;
        }
        case 1: {
            Json list = Json::array();
            out.list();
            for (std::int64_t i = dice.roll(0, 4); i > 0; --i) list.push_back(make(out, dice, depth + 1));
            return out.end(), list;
        }
        case 2: return out.null(), Json();
        case 3: {
            const std::int64_t whole = anyNumber(dice);
            return out.number(whole), Json(whole);
        }
        case 4: {
            const auto bits = static_cast<std::uint64_t>(anyNumber(dice));
            const double real = dice.chance(50) ? std::bit_cast<double>(bits)
                                                : static_cast<double>(dice.roll(-1'000'000, 1'000'000)) / 1000;
            return out.number(real), Json(real);
        }
        default: {
            const std::string text = randomText(dice);
            return out.value(text), Json(text);
        }
    }
}

}  // namespace

RC_GTEST_PROP(JsonText, ReadsBackToWhatTheTreeReadsBackTo, (std::uint64_t seed)) {
    support::Dice dice(seed);
    Json tree;
    const std::string text = written([&](JsonText& out) { tree = make(out, dice, 0); });
    RC_ASSERT(Json::parse(text) == Json::parse(tree.dump(-1, ' ', false, replace)));
}

TEST(JsonText, NumbersReadAsWhatTheyAre) {
    EXPECT_EQ(number(0.0), "0.0\n");
    EXPECT_EQ(number(-2.5), "-2.5\n");
    EXPECT_EQ(number(100000.0), "100000.0\n");
    EXPECT_EQ(number(105.051074002), "105.051074002\n");
    EXPECT_EQ(number(0.00001), "1e-05\n");
    EXPECT_EQ(number(1e20), "1e+20\n");
    EXPECT_EQ(number(std::numeric_limits<double>::infinity()), "null\n");
    EXPECT_EQ(written([](JsonText& out) { out.number(std::numeric_limits<std::int64_t>::min()); }),
              "-9223372036854775808\n");
}

TEST(JsonText, IsPassedOnInParts) {
    std::vector<std::size_t> parts;
    JsonText out([&](std::string_view part) { parts.push_back(part.size()); });
    out.list();
    for (int i = 0; i < 1000; ++i) out.list(), out.text(std::string(1000, 'x')), out.end();
    EXPECT_GT(parts.size(), 10u) << "a megabyte, not held until the end";
    out.end();
    out.finish();
    std::size_t sum = 0;
    for (const std::size_t part : parts) {
        EXPECT_LT(part, 100'000u);
        sum += part;
    }
    EXPECT_EQ(sum, 1000u * 1004 + 999 + 3);
}

TEST(JsonText, ShapesAreGeoJson) {
    const geometry::Grid grid = geometry::Grid::geographic();
    const geometry::MultiPolygon area{{{{{0, 0}, {4, 0}, {0, 4}}, {}}}};
    EXPECT_EQ(written([&](JsonText& out) {
                  out.list();
                  out.shape(geometry::Shape(), grid);
                  out.shape(geometry::Shape(area), grid);
                  out.shape(area, grid);
                  out.end();
              }),
              R"([null,{"type":"Polygon","coordinates":[[[0,0],[0.000000004,0],[0,0.000000004],[0,0]]]},)"
              R"({"type":"Polygon","coordinates":[[[0,0],[0.000000004,0],[0,0.000000004],[0,0]]]}])"
              "\n");
}

}  // namespace cli
