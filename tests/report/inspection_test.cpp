#include "report/inspection.h"

#include <gtest/gtest.h>

#include "base/paths.h"

namespace {

using geometry::MultiPolygon;
using report::Number;
using rules::Finding;
using rules::Severity;

base::Texts texts(const std::string& language) {
    return base::Texts::load(base::home() / "resources" / "text", language).value();
}

// Findings of the county's rules, made by hand: what the record says of them needs no plan with errors.
class InspectionTest : public testing::Test {
protected:
    Finding finding(const std::string& rule, Severity severity, int number) const {
        Finding made;
        made.rule = rule;
        made.severity = severity;
        made.layer = *schema_->find("DLTB");
        made.subjects = {plan::FeatureId{0, static_cast<std::uint32_t>(number)}};
        made.message = base::message("rules.no_geometry", "DLTB", number);
        made.aspect = "made";
        return made;
    }
    report::Document record(const rules::Findings& findings, bool blocked = true,
                            const std::string& language = "en") const {
        return report::inspectionRecord({.database = "plan.sqlite",
                                         .stand = stand_,
                                         .now = now_,
                                         .filed = now_,
                                         .spec = *spec_,
                                         .rules = rules_,
                                         .rulebook = {},
                                         .layers = layers_,
                                         .findings = findings,
                                         .blocked = blocked,
                                         .time = "2026-11-26T08:00:00+08:00"},
                                        texts(language));
    }
    static std::string text(const report::Cell& cell) {
        const auto* held = std::get_if<std::string>(&cell.value);
        return held ? *held : std::string();
    }
    static double number(const report::Cell& cell) {
        const auto* held = std::get_if<Number>(&cell.value);
        return held ? held->value : -1;
    }
    // The cell of the row that begins with `name`, or whose rule it is, under a header.
    static report::Cell cell(const report::Section& section, const std::string& name, const std::string& header) {
        for (const auto& row : section.table->rows)
            for (std::size_t c = 0; c < row.size(); ++c)
                if (section.table->columns[c].name == header && (text(row[0]) == name || text(row[1]) == name))
                    return row[c];
        return {"no such cell"};
    }
    static std::string fact(const report::Section& section, const std::string& name) {
        for (const auto& one : section.facts)
            if (one.name == name) return text(one.value);
        return "no such fact";
    }

    plan::SpecRef spec_ = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
    plan::SchemaRef schema_ = spec_->schema("", "").value();
    plan::Snapshot now_{schema_};
    rules::RuleSet rules_ = rules::RuleSet::of(*spec_).value();
    report::Stand stand_ = [] {
        report::Stand stand;
        stand.revision.number = 3;
        stand.revision.time = "2026-11-26T07:00:00+08:00";
        stand.revision.author = "wang";
        stand.revision.message = "filed";
        stand.revision.digest = "abc123";
        return stand;
    }();
    std::vector<plan::LayerId> layers_ = [this] {
        std::vector<plan::LayerId> all;
        for (std::size_t i = 0; i < schema_->layers.size(); ++i) all.push_back({static_cast<std::uint16_t>(i)});
        return all;
    }();
};

TEST_F(InspectionTest, TheHeadSaysWhatWasInspectedAndTheVerdict) {
    const auto head = record({}, false).sections.at(0);
    EXPECT_EQ(fact(head, "store"), "plan.sqlite");
    EXPECT_EQ(fact(head, "administrative code"), "150825");
    EXPECT_EQ(fact(head, "state"), "revision 3 (2026-11-26T07:00:00+08:00, wang: filed)");
    EXPECT_EQ(fact(head, "digest of the revision"), "abc123");
    EXPECT_EQ(fact(head, "spec pack"), "county-2021, version " + spec_->version);
    EXPECT_NE(fact(head, "area method").find("CEA_70M"), std::string::npos);
    EXPECT_EQ(fact(head, "verdict"), "passes: no finding blocks");
    EXPECT_EQ(fact(head, "signature"), "no such fact");
    const auto blocked = record({finding("Q4201", Severity::Block, 1)}, true, "zh").sections.at(0);
    EXPECT_EQ(fact(blocked, "结论"), "不合格：存在阻断性问题");
    EXPECT_EQ(fact(blocked, "检查结果"), "共 1 处：阻断 1，需附件 0，警告 0，提示 0");
}

TEST_F(InspectionTest, ACaseStandsOnItsRevision) {
    store::Case file;
    file.id = "C7";
    file.title = "road";
    file.kind = "project";
    file.basis = {"No. 1", "No. 2"};
    stand_.file = file;
    const auto head = record({}).sections.at(0);
    EXPECT_EQ(fact(head, "state"), "case C7 “road”");
    EXPECT_EQ(fact(head, "documents of the case"), "No. 1, No. 2");
    EXPECT_TRUE(fact(head, "stands on").starts_with("revision 3 ("));
}

TEST_F(InspectionTest, ARuleListsThreeHundredAndSaysHowManyThereAre) {
    rules::Findings findings;
    for (int i = 1; i <= 1234; ++i) findings.push_back(finding("Q4601", Severity::Warn, i));
    for (int i = 1; i <= 300; ++i) findings.push_back(finding("Q4602", Severity::Warn, i));
    rules::order(findings);
    const auto document = record(findings);
    const auto& summary = document.sections.at(1);
    EXPECT_EQ(number(cell(summary, "Q4601", "findings")), 1234);
    EXPECT_EQ(number(cell(summary, "Q4601", "listed")), 300);
    EXPECT_EQ(number(cell(summary, "Q4602", "listed")), 300);
    const auto& details = document.sections.at(2);
    EXPECT_EQ(details.table->rows.size(), 600u);
    ASSERT_EQ(details.notes.size(), 1u) << "of the rule that has more alone";
    EXPECT_NE(details.notes[0].find("Q4601 found 1234; the first 300"), std::string::npos) << details.notes[0];
}

TEST_F(InspectionTest, ACaseIsOfAKindThatHasAName) {
    stand_.file = store::Case{};
    stand_.file->kind = "redline";
    EXPECT_EQ(fact(record({}).sections.at(0), "kind of case"), "Local adjustment of the red line");
    stand_.file->kind = "other";
    EXPECT_EQ(fact(record({}).sections.at(0), "kind of case"), "other");
}

TEST_F(InspectionTest, TheSummaryCountsByRule) {
    auto inherited = finding("Q4201", Severity::Warn, 3);
    inherited.inherited = true;
    auto approved = finding("R-L1", Severity::Block, 4);
    approved.approved = rules::Approval{"审核员", "historic", "〔2026〕7号", "2026-11-26T08:00:00+08:00", {}};
    rules::Findings findings{finding("Q4201", Severity::Block, 1), finding("Q4201", Severity::Block, 2), inherited,
                             approved};
    const auto document = record(findings);
    const auto& summary = document.sections.at(1);
    ASSERT_EQ(summary.table->rows.size(), spec_->rules.size()) << "rules that found nothing as well";
    EXPECT_EQ(number(cell(summary, "Q4201", "findings")), 3);
    EXPECT_EQ(number(cell(summary, "Q4201", "of them blocking")), 2);
    EXPECT_EQ(number(cell(summary, "Q4201", "inherited")), 1);
    EXPECT_EQ(text(cell(summary, "Q4201", "result")), "fails");
    EXPECT_EQ(text(cell(summary, "Q4201", "category")), "geometry and topology");
    EXPECT_EQ(number(cell(summary, "R-L1", "approved")), 1);
    EXPECT_EQ(number(cell(summary, "R-L1", "of them blocking")), 0);
    EXPECT_EQ(text(cell(summary, "R-L1", "result")), "passes") << "what was found is approved";
    EXPECT_EQ(text(cell(summary, "R-L1", "category")), "the three lines");
    EXPECT_EQ(number(cell(summary, "Q3302", "findings")), 0);
    EXPECT_EQ(text(cell(summary, "Q3302", "result")), "passes");
    const auto& rows = document.sections.at(2).table->rows;
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(text(rows[3][14]), "yes") << "approved";
    EXPECT_EQ(text(rows[2][13]), "yes") << "inherited";
    const auto& approvals = document.sections.at(3);
    ASSERT_EQ(approvals.table->rows.size(), 1u);
    EXPECT_EQ(text(cell(approvals, "R-L1", "approved by")), "审核员");
    EXPECT_EQ(text(cell(approvals, "R-L1", "reason")), "historic");
    EXPECT_EQ(text(cell(approvals, "R-L1", "document")), "〔2026〕7号");
    EXPECT_EQ(text(cell(approvals, "R-L1", "date")), "2026-11-26T08:00:00+08:00");
}

TEST_F(InspectionTest, AFindingHasItsMeasureAndItsPlace) {
    auto area = finding("Q4202", Severity::Block, 1);
    area.measured = 12.3456;
    area.limit = 1;
    area.unit = "m2";
    area.where = MultiPolygon{{{{{107'000'000'000, 41'000'000'000},
                                 {107'000'000'100, 41'000'000'000},
                                 {107'000'000'100, 41'000'000'100},
                                 {107'000'000'000, 41'000'000'100}},
                                {}}}};
    auto without = finding("Q4202", Severity::Block, 2);
    without.where = {};
    const auto details = record({area, without}).sections.at(2);
    EXPECT_EQ(cell(details, "Q4202", "measured").value, (report::Cell(Number{12.3456, 2})).value);
    EXPECT_EQ(text(cell(details, "Q4202", "unit")), "m²");
    EXPECT_NEAR(number(cell(details, "Q4202", "longitude")), 107.00000005, 1e-9);
    EXPECT_NEAR(number(cell(details, "Q4202", "latitude")), 41.00000005, 1e-9);
    EXPECT_EQ(text(cell(details, "Q4202", "key")), area.key());
    EXPECT_EQ(text(cell(details, "Q4202", "feature")), "#1");
    EXPECT_TRUE(std::holds_alternative<std::monostate>(details.table->rows[1][15].value));
}

TEST_F(InspectionTest, EveryRuleOfThePackHasACategory) {
    for (const char* language : {"zh", "en"}) {
        const auto words = texts(language);
        for (const auto& rule : spec_->rules)
            EXPECT_NE(report::categoryOf(rule.id, words), words("report.category_other")) << rule.id;
        EXPECT_EQ(report::categoryOf("OWN", words), words("report.category_other"));
        EXPECT_EQ(report::categoryOf("Q", words), words("report.category_other"));
        EXPECT_EQ(report::categoryOf("", words), words("report.category_other"));
    }
}

}  // namespace
