#include "base/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace {

TEST(Decimal, RoundsHalfAwayFromZero) {
    EXPECT_EQ(base::decimal(0.125, 2), "0.13");
    EXPECT_EQ(base::decimal(-0.125, 2), "-0.13");
    EXPECT_EQ(base::decimal(1.005, 2), "1.01");
    EXPECT_EQ(base::decimal(2.5, 0), "3");
    EXPECT_EQ(base::rounded(57088.8885, 3), 57088.889);
}

// Domain §3.5.
TEST(Balanced, SpreadsTheResidueOverTheLargestParts) {
    using Parts = std::vector<double>;
    EXPECT_EQ(base::balanced({33.333, 33.333, 33.334}, 100, 2), (Parts{33.33, 33.33, 33.34}));
    EXPECT_EQ(base::balanced({1.004, 2.004, 3.004}, 6.012, 2), (Parts{1.00, 2.00, 3.01}));
    EXPECT_EQ(base::balanced({5.006, 1.006, 3.006}, 9.018, 2), (Parts{5.00, 1.01, 3.01}));
    EXPECT_EQ(base::balanced({0.125, 0.125}, 0.25, 2), (Parts{0.12, 0.13}));  // of equal ones the first
    EXPECT_EQ(base::balanced({0, 4.6, 0.4}, 5, 0), (Parts{0, 5, 0}));
    EXPECT_EQ(base::balanced({-1.005, -2}, -3.005, 2), (Parts{-1.01, -2.00}));
    EXPECT_EQ(base::balanced({1, 2, 3}, 6.05, 2), (Parts{1.01, 2.02, 3.02}));  // parts that never summed to the total
    EXPECT_EQ(base::balanced({}, 7, 2), Parts{});
}

TEST(Balanced, TheShownPartsSumToTheShownTotal) {
    const std::uint64_t seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    for (int run = 0; run < 2000; ++run) {
        std::vector<double> parts(1 + dice() % 40);
        const int places = static_cast<int>(dice() % 5);
        double total = 0;
        for (double& part : parts) total += part = static_cast<double>(dice() % 1'000'000'007) / 9973.0;
        const auto shown = base::balanced(parts, total, places);
        ASSERT_EQ(shown.size(), parts.size());
        const double unit = std::pow(10.0, -places);
        long long sum = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            EXPECT_LE(std::abs(shown[i] - parts[i]), unit * 1.5 + 1e-9);
            sum += std::llround(shown[i] / unit);
        }
        EXPECT_EQ(sum, std::llround(base::rounded(total, places) / unit));
    }
}

TEST(Decimal, GroupsThousandsAndNeverShowsMinusZero) {
    EXPECT_EQ(base::decimal(24556565579.483, 2), "24,556,565,579.48");
    EXPECT_EQ(base::decimal(-1234.5, 1), "-1,234.5");
    EXPECT_EQ(base::decimal(-123.0, 0), "-123");
    EXPECT_EQ(base::decimal(-0.001, 2), "0.00");
    EXPECT_EQ(base::decimal(1000000LL), "1,000,000");
    EXPECT_EQ(base::signedDecimal(1.2, 2), "+1.20");
    EXPECT_EQ(base::signedDecimal(0.001, 2), "0.00");
    EXPECT_EQ(base::signedDecimal(-3, 0), "-3");
}

}  // namespace
