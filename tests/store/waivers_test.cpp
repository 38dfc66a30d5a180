#include <gtest/gtest.h>

#include "store/proved.h"

using store::Store;
using store::Waiver;
using Code = base::Error::Code;

namespace {

struct Waivers : testing::Test {
    scratch::Folder folder;
    scratch::fs::path file = folder / "plan.sqlite";
    std::optional<Store> store;
    std::string caseId;

    void SetUp() override {
        const auto schema = support::randomSchema();
        store = Store::init(file, *schema, "random").value();
        store::Case described;
        described.title = "t";
        caseId = store->openCase(described).value().id;
    }
};

TEST_F(Waivers, areKeptWithWhoWhyAndWhen) {
    ASSERT_TRUE(store->waive(caseId, {"R-P1/7", 12.5, "因公路改线", "乌后政发〔2026〕3号", "审核员", {}, {}}));
    const auto all = store->waivers(caseId).value();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].finding, "R-P1/7");
    EXPECT_EQ(all[0].measured, 12.5);
    EXPECT_EQ(all[0].reason, "因公路改线");
    EXPECT_EQ(all[0].document, "乌后政发〔2026〕3号");
    EXPECT_EQ(all[0].author, "审核员");
    EXPECT_FALSE(all[0].time.empty());
    EXPECT_TRUE(all[0].revoked.empty());
    store.reset();
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}

TEST_F(Waivers, aNewOneTakesThePlaceOfTheOld) {
    ASSERT_TRUE(store->waive(caseId, {"R-P1/7", {}, "first", "a", "x", {}, {}}));
    ASSERT_TRUE(store->waive(caseId, {"R-P1/7", {}, "second", "b", "x", {}, {}}));
    const auto all = store->waivers(caseId).value();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_FALSE(all[0].revoked.empty());
    EXPECT_TRUE(all[1].revoked.empty());
}

TEST_F(Waivers, canBeRevokedOnce) {
    ASSERT_TRUE(store->waive(caseId, {"R-P1/7", {}, "first", "a", "x", {}, {}}));
    ASSERT_TRUE(store->revoke(caseId, "R-P1/7"));
    EXPECT_FALSE(store->waivers(caseId).value()[0].revoked.empty());
    EXPECT_EQ(store->revoke(caseId, "R-P1/7").error().code, Code::NotFound);
    EXPECT_EQ(store->revoke(caseId, "R-P2/7").error().code, Code::NotFound);
    store.reset();
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}

TEST_F(Waivers, oneThatWasForgedIsFound) {
    ASSERT_TRUE(store->waive(caseId, {"R-P1/7", {}, "first", "a", "x", {}, {}}));
    store.reset();
    scratch::forge(file, "UPDATE sanxian_waivers SET author = '局长'");
    EXPECT_NE(scratch::problemsOf(file), std::vector<std::string>());
}

TEST_F(Waivers, aCaseThatIsNotOpenTakesNone) {
    EXPECT_EQ(store->waive("C99", {"R-P1/7", {}, "r", "d", "a", {}, {}}).error().code, Code::NotFound);
}

}  // namespace
