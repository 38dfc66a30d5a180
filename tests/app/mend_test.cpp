#include "app/findings.h"
#include "app/mending.h"

// Findings are mended: seen before, applied as one step, taken back as one.
namespace {

TEST_F(FindingsTest, AWayIsDrawnBeforeItIsAppliedAndIsOneStep) {
    opensCase();
    clickRow(rowOf("Q4201"));
    const rules::Finding finding = rows()->finding(list()->currentIndex().row());
    const plan::Snapshot before = plan().now();
    auto* all = ways();
    ASSERT_TRUE(settled());
    QTest::qWait(2000);  // the flash has faded
    const QImage seen = map().grab().toImage();
    int way = 0;
    while (way < all->count() && !all->item(way)->flags().testFlag(Qt::ItemIsEnabled)) ++way;
    ASSERT_LT(way, all->count());
    EXPECT_FALSE(part<QPushButton>("applyWay")->isEnabled());
    chooseWay(way);
    ASSERT_TRUE(services_.display.proposal());
    EXPECT_FALSE(services_.display.proposal()->empty());
    EXPECT_TRUE(services_.ledger.onTrial());
    EXPECT_NE(map().grab().toImage(), seen) << "before and after are drawn";
    EXPECT_TRUE(plan().now() == before) << "and nothing is changed";
    EXPECT_TRUE(part<QLabel>("outlook")->isVisible());
    EXPECT_FALSE(said("outlook").isEmpty());
    const plan::Changeset proposed = *services_.display.proposal();
    picture("32-way");

    press("applyWay");
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_TRUE(plan().now() == before.with(proposed).value());
    EXPECT_FALSE(services_.display.proposal());
    EXPECT_FALSE(services_.ledger.onTrial());
    ASSERT_TRUE(checked());
    EXPECT_EQ(rows()->rowOf(finding), -1);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(place(), 0u);
    EXPECT_TRUE(plan().now() == before);
    ASSERT_TRUE(checked());
    EXPECT_GE(rows()->rowOf(finding), 0);
}

TEST_F(FindingsTest, WithoutACaseOneIsOpenedForTheMending) {
    clickRow(rowOf("Q3401"));
    chooseWay(0);
    press("applyWay");
    ASSERT_TRUE(stepped(1));
    EXPECT_TRUE(plan().openCase());
    ASSERT_TRUE(checked());
    EXPECT_EQ(count("Q3401"), 2u);
}

TEST_F(FindingsTest, AllOfARuleAreMendedAsOneStep) {
    opensCase();
    const std::size_t all = count("Q4201");
    ASSERT_GT(all, 1u);
    const plan::Snapshot before = plan().now();
    clickRow(rowOf("Q4201"));
    ways();
    std::vector<std::string> keys;
    for (const auto& finding : checker().findings())
        if (finding.rule == "Q4201") keys.push_back(finding.key());
    const auto expected = app::outlookOf(*checker().ground(), keys, {}, {}).value();
    press("mendMany");
    auto* dialog = part<QDialog>("mending");
    ASSERT_TRUE(dialog && dialog->isVisible());
    auto* outcome = dialog->findChild<QTreeWidget*>("mended");
    ASSERT_TRUE(waitFor([&] { return outcome->topLevelItemCount() > 0; }));
    EXPECT_EQ(static_cast<std::size_t>(outcome->topLevelItemCount()), all);
    ASSERT_TRUE(services_.display.proposal());
    EXPECT_EQ(services_.display.proposal()->changes.size(), expected.changes.changes.size());
    EXPECT_TRUE(plan().now() == before);
    picture("33-mend-all", *dialog);
    for (auto* button : dialog->findChildren<QPushButton*>())
        if (button->text() == text("app.mend.apply_all")) QTest::mouseClick(button, Qt::LeftButton);
    ASSERT_TRUE(stepped(1));
    EXPECT_TRUE(plan().now() == expected.mending.after);
    ASSERT_TRUE(checked());
    EXPECT_EQ(count("Q4201"), expected.mending.refused.size());
    EXPECT_EQ(checker().findings(), expected.mending.findings);
    activate();
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(plan().now() == before);
}

TEST_F(FindingsTest, WhatCannotBeMendedIsListedWithItsReason) {
    opensCase();
    clickRow(rowOf("Q4101"));
    ASSERT_TRUE(waitFor([&] { return !part<QListWidget>("ways")->isVisible(); }));
    ASSERT_TRUE(waitFor([&] { return !part<QPushButton>("mendMany")->isEnabled(); })) << "a person must decide";
    clickRow(rowOf("Q3401"), Qt::ControlModifier);
    press("mendMany");
    auto* dialog = part<QDialog>("mending");
    ASSERT_TRUE(dialog);
    auto* outcome = dialog->findChild<QTreeWidget*>("mended");
    ASSERT_TRUE(waitFor([&] { return outcome->topLevelItemCount() == 2; }));
    EXPECT_EQ(outcome->topLevelItem(0)->text(0), "Q4101");
    EXPECT_EQ(outcome->topLevelItem(0)->text(2), text("mend.by_hand"));
    EXPECT_EQ(outcome->topLevelItem(1)->text(2), text("mend.recompute"));
    dialog->reject();
    EXPECT_TRUE(waitFor([&] { return !services_.display.proposal(); }));
    EXPECT_EQ(place(), 0u);
}

}  // namespace
