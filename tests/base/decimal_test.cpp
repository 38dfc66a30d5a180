#include "base/decimal.h"

#include <gtest/gtest.h>

namespace {

TEST(Decimal, RoundsHalfAwayFromZero) {
    EXPECT_EQ(base::decimal(0.125, 2), "0.13");
    EXPECT_EQ(base::decimal(-0.125, 2), "-0.13");
    EXPECT_EQ(base::decimal(1.005, 2), "1.01");
    EXPECT_EQ(base::decimal(2.5, 0), "3");
    EXPECT_EQ(base::rounded(57088.8885, 3), 57088.889);
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
