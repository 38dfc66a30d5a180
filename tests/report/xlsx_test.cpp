#include "report/xlsx.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/workbook.h"

namespace {

using report::Document;
using report::Number;
using report::Section;
using report::Table;
using report::Tone;

Document small() {
    Table table{{{"序号"}, {"名称", 20}, {"面积"}}, {}, "没有"};
    table.rows = {{report::count(1), "甲 & <乙>", Number{1234.5678901234567, 2}},
                  {report::count(2), {"=1+1", Tone::Bad}, {}},
                  {report::count(3), std::string("two\nlines\x01"), Number{-0.5, 2, Number::Form::Change}}};
    Section head{"概况"};
    head.facts = {{"规划", "县"}, {"数目", report::count(3)}, {"检查人", {}}};
    head.notes = {"注意"};
    return {"记录", "zh", {head, {"明细", table, {}, {"只列一部分"}}}};
}

TEST(Xlsx, IsReadBackAsItWasWritten) {
    const auto bytes = report::xlsx(small());
    ASSERT_TRUE(bytes);
    const auto sheets = support::sheetsOf(*bytes);
    ASSERT_EQ(sheets.size(), 2u);
    const auto& head = sheets.at("概况");
    EXPECT_EQ(head.text(0, 0), "规划");
    EXPECT_EQ(head.text(0, 1), "县");
    EXPECT_EQ(head.number(1, 1), 3);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(head.at(2, 1))) << "to be filled in by hand";
    EXPECT_EQ(head.text(4, 0), "注意");

    const auto& list = sheets.at("明细");
    EXPECT_EQ(list.text(0, 0), "序号");
    EXPECT_EQ(list.text(0, 2), "面积");
    EXPECT_EQ(list.number(1, 0), 1);
    EXPECT_EQ(list.text(1, 1), "甲 & <乙>");
    EXPECT_NEAR(list.number(1, 2), 1234.5678901234567, 1e-12) << "the value, not what is shown of it";
    EXPECT_EQ(list.text(2, 1), "=1+1") << "no formula";
    EXPECT_EQ(list.xml.find("<f>"), std::string::npos);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(list.at(2, 2)));
    EXPECT_EQ(list.text(3, 1), "two\nlines ");
    EXPECT_EQ(list.number(3, 2), -0.5);
    EXPECT_EQ(list.text(5, 0), "只列一部分") << "below the table";
}

TEST(Xlsx, ATablesHeaderStaysInSightAndFilters) {
    const auto sheets = support::sheetsOf(report::xlsx(small()).value());
    const std::string& xml = sheets.at("明细").xml;
    const auto pane = support::between(xml, "<pane ", "/>");
    EXPECT_NE(pane.find("ySplit=\"1\""), std::string_view::npos) << pane;
    EXPECT_NE(pane.find("topLeftCell=\"A2\""), std::string_view::npos) << pane;
    EXPECT_NE(pane.find("state=\"frozen\""), std::string_view::npos) << pane;
    EXPECT_EQ(support::between(xml, "<autoFilter ref=\"", "\""), "A1:C4");
    EXPECT_EQ(support::between(sheets.at("概况").xml, "<cols>", "</cols>").find("<col min=\"1\" max=\"1\" width"), 0u);
    EXPECT_EQ(sheets.at("概况").xml.find("<autoFilter"), std::string::npos);
}

TEST(Xlsx, NumbersHaveTheFormOfTheirColumn) {
    const auto styles = support::unzipped(report::xlsx(small()).value())["xl/styles.xml"];
    EXPECT_NE(styles.find("formatCode=\"+#,##0.00;-#,##0.00;0.00\""), std::string::npos) << styles;
    EXPECT_NE(styles.find("formatCode=\"#,##0.00\""), std::string::npos) << styles;
    EXPECT_NE(styles.find("formatCode=\"#,##0\""), std::string::npos) << styles;
}

TEST(Xlsx, WhatCannotStandInACellIsKeptAsFarAsItGoes) {
    Table table{{{"a"}, {"b"}, {"c"}, {"d"}}, {}, {}};
    const std::string full(32767, 'x');
    table.rows = {{full + "y", "a_x0041_b", Number{std::nan(""), 2}, "bad \xFF\xC3 \xEF\xBF\xBE"}, {full, "", "", ""}};
    const auto bytes = report::xlsx({"t", "en", {{"s", table}}});
    ASSERT_TRUE(bytes);
    const auto sheet = support::sheetsOf(*bytes).at("s");
    EXPECT_EQ(sheet.text(1, 0), full.substr(1) + "…");
    EXPECT_EQ(sheet.text(2, 0), full);
    EXPECT_EQ(sheet.text(1, 1), "a_x005F_x0041_b") << "an office program shows a_x0041_b";
    EXPECT_EQ(sheet.text(1, 2), "–");
    EXPECT_EQ(sheet.text(1, 3), "bad \uFFFD\uFFFD \uFFFD");
}

TEST(Xlsx, AnEmptyTableSaysSo) {
    const auto sheet =
        support::sheetsOf(report::xlsx({"t", "en", {{"s", Table{{{"a"}}, {}, "none"}}}}).value()).at("s");
    EXPECT_EQ(sheet.text(0, 0), "a");
    EXPECT_EQ(sheet.text(2, 0), "none");
}

TEST(Xlsx, MoreRowsThanASheetHoldsAreRefused) {
    Table table{{{"a"}}, {}, {}};
    table.rows.resize(report::mostRows + 1, std::vector<report::Cell>(1));
    const auto refused = report::xlsx({"t", "en", {{"s", table}}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message.key, "report.too_many_rows");
}

}  // namespace
