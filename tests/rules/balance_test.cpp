#include "rules/inspected.h"

namespace {

using namespace inspected;

plan::Parameters terms(std::string measure, std::string must, std::string field = {}) {
    plan::Parameters parameters{
        {"in", "gained STBHHX"}, {"out", "lost STBHHX"}, {"measure", std::move(measure)}, {"must", std::move(must)}};
    if (!field.empty()) parameters["value"] = std::move(field);
    return parameters;
}

Findings found(plan::Parameters parameters, const Sheet& now, const Sheet& filed) {
    return inspected::found(now, filed, rule("B", "balance", {}, std::move(parameters)));
}

// One field of 100 × 100 m, and one of which `north` metres are there; the code stands for a grade.
Sheet fields(double north, std::string grade = "9", std::string other = "9") {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 100, 100), {}, std::move(other));
    sheet.add(layer::lines, sheet.box(500, 0, 600, north), {}, std::move(grade));
    return sheet;
}
// The same with the first one narrower and a new one.
Sheet moved(double width, double made, std::string grade = "9") {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, width, 100), {}, "9");
    sheet.add(layer::lines, sheet.box(500, 0, 600, 100), {}, "9");
    if (made > 0) sheet.add(layer::lines, sheet.box(1000, 0, 1000 + made, 100), {}, std::move(grade));
    return sheet;
}

TEST(Balance, nothingChangedAndAnEvenSwapHold) {
    for (const char* must : {"at_least", "at_most"}) {
        EXPECT_TRUE(found(terms("area", must), fields(100), fields(100)).empty());
        Sheet filed, now;
        filed.add(layer::lines, filed.box(0, 0, 100, 100));
        now.add(layer::lines, now.box(0, 0, 100, 50));
        now.add(layer::lines, now.box(0, 50, 100, 100));  // split: nothing comes, nothing goes
        EXPECT_TRUE(found(terms("area", must), now, filed).empty());
    }
}

TEST(Balance, lessComesInThanGoesOut) {
    const Findings findings = found(terms("area", "at_least"), moved(60, 30), fields(100));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_TRUE(findings[0].subjects.empty());
    EXPECT_EQ(findings[0].key(), "B/@area");
    EXPECT_NEAR(*findings[0].measured, 3000, 3000 * ofArea);
    EXPECT_NEAR(*findings[0].limit, 4000, 4000 * ofArea);
    EXPECT_EQ(findings[0].message.key, "rules.area_in_less");
    EXPECT_EQ(findings[0].where, geometry::Shape(Sheet().box(60, 0, 100, 100)));  // what is missing
    EXPECT_TRUE(found(terms("area", "at_least"), moved(60, 41), fields(100)).empty());
    EXPECT_EQ(found(terms("area", "at_most"), moved(60, 41), fields(100)).size(), 1u);
    EXPECT_TRUE(found(terms("area", "at_most"), moved(60, 30), fields(100)).empty());
}

TEST(Balance, aFieldGoesWithTheShareOfItsFeature) {
    // MJ is declared as measured: of a field that is cut, the part that goes out.
    const Findings findings = found(terms("sum", "at_least", "MJ"), moved(60, 39.9), fields(100));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].limit - *findings[0].measured, 10, 10 * ofArea + 0.02);
    EXPECT_EQ(findings[0].message.key, "rules.field_in_less");
    EXPECT_EQ(findings[0].unit, "m2");
}

TEST(Balance, aMeanIsWeightedByArea) {
    const auto worse = terms("mean", "at_most", "DM");  // a grade: 1 is the best
    EXPECT_TRUE(found(worse, moved(60, 30, "9"), fields(100)).empty());
    EXPECT_TRUE(found(worse, moved(60, 30, "8"), fields(100)).empty());
    const Findings findings = found(worse, moved(60, 30, "11"), fields(100));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].measured, 11);
    EXPECT_EQ(findings[0].limit, 9);
    EXPECT_EQ(findings[0].unit, "");
    EXPECT_TRUE(found(worse, moved(60, 0), fields(100)).empty());  // nothing came in: the quantity is another rule's
    for (const auto& unknown :
         {found(worse, moved(60, 30, ""), fields(100)), found(worse, moved(60, 30, "1"), fields(100, "9", ""))}) {
        ASSERT_EQ(unknown.size(), 1u);
        EXPECT_EQ(unknown[0].message.key, "rules.undecided_field");
        EXPECT_EQ(unknown[0].severity, Severity::Block);
    }
}

// 420 → 410 is made good by 410 → anything else (R-U6).
TEST(Balance, swapsBetweenClasses) {
    const plan::Parameters swap{{"in", "gained STBHHX where DM = '410'"},
                                {"in_within", "filed STBHHX where DM = '420'"},
                                {"out", "lost STBHHX where DM = '410'"},
                                {"measure", "area"},
                                {"must", "at_most"},
                                {"tolerance", 1.0}};
    EXPECT_EQ(found(swap, fields(100, "410", "410"), fields(100, "420", "410")).size(), 1u);
    EXPECT_TRUE(found(swap, fields(100, "410", "420"), fields(100, "420", "410")).empty());
    EXPECT_TRUE(found(swap, fields(200, "410", "410"), fields(100, "410", "410")).empty());  // not out of 420
}

TEST(Balance, whatIsWrongIsSaidAtLoad) {
    const auto refused = [](plan::Parameters parameters) {
        plan::Spec spec = drawn::spec(*support::randomSchema());
        spec.rules = {rule("B", "balance", {}, std::move(parameters))};
        const auto set = rules::RuleSet::of(spec);
        return set ? std::string() : set.error().message.key;
    };
    EXPECT_EQ(refused(terms("area", "at_least")), "");
    EXPECT_EQ(refused(terms("weight", "at_least")), "rules.wrong_word");
    EXPECT_EQ(refused(terms("area", "equal")), "rules.wrong_word");
    EXPECT_EQ(refused(terms("mean", "at_least")), "rules.wrong_word");
    EXPECT_EQ(refused(terms("mean", "at_least", "NONE")), "rules.unknown_field");
    auto still = terms("area", "at_least");
    still["in"] = "STBHHX";
    EXPECT_EQ(refused(still), "rules.wrong_word");
}

}  // namespace
