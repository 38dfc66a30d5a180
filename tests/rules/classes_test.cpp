#include <gmock/gmock.h>

#include "rules/pack_sketch.h"

// Rules that hold zones against zones of their class, and what else the pack says of a case.
namespace {

using pack_sketch::expectIncrementalIsFull;
using pack_sketch::found;
using pack_sketch::Sketch;
using rules::Finding;
using rules::Findings;
using rules::Severity;
using testing::IsEmpty;

// The county's zone 410 in the west, 540 in the east; the central urban area over both.
Sketch town(const char* zone, double east) {
    Sketch sketch;
    sketch.box("GHFQ", 0, 0, 1000, 1000, {{"GHFQDM", "410"}});
    sketch.box("GHFQ", 1000, 0, 2000, 1000, {{"GHFQDM", "540"}});
    sketch.box("ZXCQFW", 0, 0, 1500, 1000);
    sketch.box("ZXCQGHFQ", 500, 0, east, 1000, {{"GHFQDM", zone}});
    return sketch;
}

TEST(CentralUrbanArea, ItsZonesLieInsideIt) {
    EXPECT_THAT(found("R-Z3", town("411", 1500)), IsEmpty());
    const Findings findings = found("R-Z3", town("411", 1600));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 100'000, 300);
    EXPECT_EQ(findings[0].severity, Severity::Block);
    Sketch without;
    without.box("ZXCQGHFQ", 0, 0, 100, 100);
    EXPECT_EQ(found("R-Z3", without).at(0).message.key, "rules.undecided");
    EXPECT_THAT(found("R-Z3", Sketch()), IsEmpty());
}

TEST(CentralUrbanArea, AZoneLiesInOneOfItsCodeOrOfOneAbove) {
    EXPECT_THAT(found("R-Z3a", town("411", 1000)), IsEmpty());  // 411 of 410
    EXPECT_THAT(found("R-Z3a", town("410", 1000)), IsEmpty());
    const Findings over = found("R-Z3a", town("411", 1500));  // half of it over 540
    ASSERT_EQ(over.size(), 1u);
    EXPECT_NEAR(*over[0].measured, 500'000, 1500);
    EXPECT_EQ(over[0].severity, Severity::Warn);
    EXPECT_EQ(found("R-Z3a", town("430", 1000)).size(), 1u);
    EXPECT_EQ(found("R-Z3a", town("400", 1000)).size(), 1u);  // what stands above is not below
    Sketch coarse = town("411", 1000);
    coarse.change(0, {{"GHFQDM", "400"}});  // 400 is above 410, which is above 411
    EXPECT_THAT(found("R-Z3a", coarse), IsEmpty());
}

TEST(CentralUrbanArea, ClassesAreInheritedByClass) {
    const Sketch filed = town("430", 1000);
    EXPECT_TRUE(found("R-Z3a", filed, filed).at(0).inherited);
    const Sketch right = town("411", 1000);
    EXPECT_FALSE(found("R-Z3a", filed, right).at(0).inherited);  // it was right when filed
    Sketch moved = right;
    moved.change(0, {{"GHFQDM", "430"}});  // the county's zone became another
    EXPECT_FALSE(found("R-Z3a", moved, right).at(0).inherited);
    expectIncrementalIsFull("R-Z3a", {right, moved, filed, town("411", 1500)});
}

// The boundary's subzone 410 in the west, 430 in the east; one zone of the county over both.
Sketch urban(const char* zone) {
    Sketch sketch;
    sketch.box("CZKFBJ", 0, 0, 1000, 1000, {{"GHFQDM", "410"}});
    sketch.box("CZKFBJ", 1000, 0, 2000, 1000, {{"GHFQDM", "430"}});
    sketch.box("GHFQ", 500, 0, 2500, 1000, {{"GHFQDM", zone}});
    return sketch;
}

TEST(UrbanZones, AgreeWithTheSubzones) {
    const auto wrong = [](const char* zone) {
        const Findings findings = found("R-Z2d", urban(zone));
        return findings.empty() ? 0 : *findings.at(0).measured;
    };
    EXPECT_NEAR(wrong("411"), 1e6, 3000);    // where it is 430; beyond the boundary is R-Z2c's
    EXPECT_NEAR(wrong("430"), 0.5e6, 1500);  // where it is 410
    EXPECT_NEAR(wrong("420"), 1.5e6, 4500);
    EXPECT_EQ(wrong("540"), 0);  // no urban zone: R-Z2b's
    expectIncrementalIsFull("R-Z2d", {urban("411"), urban("430"), urban("540"), urban("420")});
}

TEST(ApprovedLand, IsNoPlaceForNewFarmland) {
    Sketch filed;
    filed.box("PZWJSTD", 0, 0, 100, 100);
    filed.box("ZDJSXM", 7000, 0, 7100, 100);
    filed.box("ZRBHD", 8000, 0, 8100, 100);
    filed.box("YJJBNTBHTB", 5000, 0, 5100, 100);
    Sketch now = filed;
    now.box("YJJBNTBHTB", 50, 0, 200, 100);
    rules::CaseFacts file;
    file.kind = "farmland";
    const Findings findings = found("R-F8", now, filed, &file);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 5000, 15);
    EXPECT_EQ(findings[0].severity, Severity::Block);
}

// The quota at the authority's disposal is the lawful exception: a person names its source.
TEST(UrbanBoundary, AGrowthMayBeApprovedWithItsSource) {
    Sketch filed;
    filed.box("CZKFBJ", 0, 0, 100, 100, {{"GHFQDM", "410"}});
    Sketch now = filed;
    now.box("CZKFBJ", 500, 0, 600, 100, {{"GHFQDM", "410"}});
    rules::CaseFacts file;
    file.kind = "boundary";
    file.documents = {"〔2026〕3号"};
    const Finding refused = found("R-U3", now, filed, &file).at(0);
    EXPECT_EQ(refused.severity, Severity::Block);  // a document of the case alone does not do
    EXPECT_FALSE(refused.approved);
    file.approvals[refused.key()] = {"审核员", "使用自治区机动指标", "〔2026〕8号", "2026-11-20", refused.measured};
    EXPECT_TRUE(found("R-U3", now, filed, &file).at(0).approved);
    now.box("CZKFBJ", 900, 0, 1000, 100, {{"GHFQDM", "410"}});
    EXPECT_FALSE(found("R-U3", now, filed, &file).at(0).approved);  // more than was approved
}

}  // namespace
