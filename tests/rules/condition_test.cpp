#include "rules/condition.h"

#include <gtest/gtest.h>

#include "rules/drawn.h"

namespace {

using drawn::Sheet;
using rules::Condition;
using Answer = Condition::Answer;
namespace layer = support::layer;

// A feature of the survey: BSM, code, declared area, a whole number.
struct Asked {
    Sheet sheet;
    plan::Snapshot plan;
    explicit Asked(std::string code = "0101") : plan(make(sheet, std::move(code))) {}
    static plan::Snapshot make(Sheet& sheet, std::string code) {
        sheet.add(layer::survey, sheet.box(0, 0, 100, 100), "150825000000000001", std::move(code));
        return sheet.plan();
    }
    plan::FeatureRef feature() const { return plan.find(layer::survey, plan::FeatureId{0, 1}); }
    const plan::Layer& layer() const { return plan.schema().layer(layer::survey); }
    std::string code() const { return layer().fields[1].code; }
    Answer operator()(const std::string& expression) const {
        return Condition::of(expression, layer()).value().ask(*feature());
    }
};

TEST(Condition, readsFieldsByTheirCodes) {
    const Asked asked;
    EXPECT_EQ(asked(asked.code() + " IN ('0101', '0102')"), Answer::Yes);
    EXPECT_EQ(asked(asked.code() + " = '0301'"), Answer::No);
    EXPECT_EQ(asked("BSM GLOB '150825*' AND length(BSM) = 18"), Answer::Yes);
    EXPECT_EQ(asked("bsm LIKE '%0001'"), Answer::Yes);
}

TEST(Condition, readsTheMeasuredArea) {
    const Asked asked;
    EXPECT_EQ(asked("area_m2 BETWEEN 9980 AND 10020"), Answer::Yes);
    EXPECT_EQ(asked("area_m2 > 20000"), Answer::No);
}

TEST(Condition, blankLeavesItOpen) {
    Sheet sheet;
    const auto feature = plan::makeFeature(*sheet.schema(), {0, 1}, layer::survey, sheet.box(0, 0, 1, 1), {});
    const auto condition = Condition::of("BSM = 'x'", sheet.schema()->layer(layer::survey)).value();
    EXPECT_EQ(condition.ask(*feature), Answer::Unknown);
    EXPECT_FALSE(condition.holds(*feature));
}

TEST(Condition, whatSqliteDoesNotUnderstandIsRefused) {
    const Asked asked;
    for (const char* wrong :
         {"BSM =", "BSM = NOFIELD", "BSM = \"text\"", "BSM; DROP TABLE x", "BSM) FROM (SELECT 1", "", "1 = 1",
          "BSM, BSM", "BSM IN (SELECT name FROM sqlite_master)", "BSM = load_extension('x')"}) {
        const auto condition = Condition::of(wrong, asked.layer());
        EXPECT_FALSE(condition) << wrong;
        if (!condition) {
            EXPECT_EQ(condition.error().code, base::Error::Code::Invalid) << wrong;
        }
    }
}

// The same feature has the same answer tomorrow, and nothing but its own values is bound.
TEST(Condition, whatIsNotOfTheFeatureAloneIsRefused) {
    const Asked asked;
    for (const char* wrong : {"BSM AND random() > 0", "BSM < datetime('now')", "BSM < CURRENT_TIMESTAMP",
                              "length(BSM || randomblob(9)) > 0", "count(BSM) > 0", "BSM = total_changes()",
                              "BSM AND row_number() OVER () > 0", "BSM MATCH 'x'",
                              "length(printf('%.*c', 1000000000, BSM)) > 0", "BSM = :x", "BSM = ?", "BSM = ?7"})
        EXPECT_FALSE(Condition::of(wrong, asked.layer())) << wrong;
}

TEST(Condition, whatCannotBeWorkedOutDoesNotHold) {
    const Asked asked;
    EXPECT_EQ(asked("BSM IS NOT NULL AND abs(-9223372036854775807 - 1) <> 0"), Answer::No);
}

// An expression may be long-winded, but it ends.
TEST(Condition, recursionIsDenied) {
    const Asked asked;
    EXPECT_FALSE(Condition::of(
        "BSM = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n)", asked.layer()));
}

}  // namespace
