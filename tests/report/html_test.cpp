#include "report/html.h"

#include <gtest/gtest.h>

namespace {

using report::Number;
using report::Table;
using report::Tone;

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

report::Document small() {
    Table table{{{"no."}, {"what", 20}, {"area"}, {"code", 0, true}, {"blank"}}, {}, "none at all"};
    table.rows = {{report::count(1), "<script>alert('a & \"b\"')</script>", {}, "K/1", ""},
                  {report::count(2), {"fails", Tone::Bad}, Number{1234567.005, 2}, "K/2", {}},
                  {report::count(3), "two\nlines", Number{12.5, 2, Number::Form::Change}, "K/3", ""}};
    report::Section head{"Head"};
    head.facts = {{"plan", {"county", Tone::Good}}, {"signature", {}}};
    return {"Record <1>", "en", {head, {"List", table, {}, {"a note"}}, {"Other", Table{{{"x"}}, {}, "none at all"}}}};
}

TEST(Html, NeedsNothingBesideItself) {
    const std::string page = report::html(small());
    for (const char* part : {"<script", "<link", "src=", "href=", "url(", "@import", "http"})
        EXPECT_EQ(page.find(part), std::string::npos) << part;
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    EXPECT_NE(page.find("<meta charset=\"utf-8\">"), std::string::npos);
    EXPECT_NE(page.find("<title>Record &lt;1&gt;</title>"), std::string::npos);
    for (const char* element : {"table", "thead", "tbody", "tr", "td", "th", "section", "h2", "p", "div"}) {
        const std::string name = element;
        EXPECT_EQ(times(page, "<" + name + ">") + times(page, "<" + name + " "), times(page, "</" + name + ">"))
            << name;
    }
}

TEST(Html, HoldsEveryCell) {
    const std::string page = report::html(small());
    EXPECT_NE(page.find("<td class=\"lines\">&lt;script&gt;alert('a &amp; &quot;b&quot;')&lt;/script&gt;</td>"),
              std::string::npos)
        << page;
    EXPECT_NE(page.find("<td class=\"number\">1,234,567.01</td>"), std::string::npos) << "half away from zero";
    EXPECT_NE(page.find("<td class=\"number\">+12.50</td>"), std::string::npos);
    EXPECT_NE(page.find("<td class=\"lines bad\">fails</td>"), std::string::npos);
    EXPECT_NE(page.find("two<br>lines"), std::string::npos);
    EXPECT_NE(page.find("<th class=\"number\">area</th>"), std::string::npos) << "over its numbers";
    EXPECT_NE(page.find("<th style=\"min-width:20em\">what</th>"), std::string::npos);
    EXPECT_NE(page.find("<tr><th scope=\"row\">signature</th><td></td></tr>"), std::string::npos);
    EXPECT_NE(page.find("<p class=\"note\">a note</p>"), std::string::npos);
    EXPECT_EQ(page.find("K/1"), std::string::npos) << "for programs";
    EXPECT_EQ(page.find("blank"), std::string::npos) << "empty in every row";
    EXPECT_EQ(times(page, "none at all"), 1u) << "of the table without rows alone";
}

}  // namespace
