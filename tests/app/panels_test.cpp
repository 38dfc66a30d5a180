#include <QComboBox>

#include "app/hand.h"

// What the hand does beside the map: the form, the layers, the history.
namespace {

using PanelsTest = HandTest;

TEST_F(PanelsTest, AFieldThatIsLeftBecomesAStepAndTabGoesOn) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    choose({feature});
    auto* panel = window_->findChild<QWidget*>("attributes");
    ASSERT_TRUE(panel);
    QLineEdit* edit = nullptr;
    for (auto* each : panel->findChildren<QLineEdit*>())
        if (!edit && each->isEnabled() && !each->isReadOnly() && !qobject_cast<QComboBox*>(each->parentWidget()) &&
            each->objectName() != "BSM")
            edit = each;
    ASSERT_TRUE(edit);
    const auto field = plan().schema().layer(zones_).field(edit->objectName().toStdString());
    ASSERT_TRUE(field);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, "12");
    const QString left = edit->objectName();
    QTest::keyClick(edit, Qt::Key_Tab);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_EQ(plan::textOf(now(feature)->value(*field)), "12");
    QTest::qWait(20);
    const auto* reached = window_->focusWidget();
    ASSERT_TRUE(reached);
    EXPECT_TRUE(panel->isAncestorOf(reached)) << "the keyboard stays in the form";
    EXPECT_NE(reached->objectName(), left);
}

TEST_F(PanelsTest, AChoiceOfACodeListBecomesAStep) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    choose({feature});
    auto* choice = window_->findChild<QWidget*>("attributes")->findChild<QComboBox*>("GHFQDM");
    ASSERT_TRUE(choice);
    const QString before = choice->currentData().toString();
    choice->setFocus();
    QTest::keyClick(choice, choice->currentIndex() + 1 < choice->count() ? Qt::Key_Down : Qt::Key_Up);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    const auto field = plan().schema().layer(zones_).field("GHFQDM").value();
    EXPECT_NE(QString::fromStdString(plan::textOf(now(feature)->value(field))), before);
    picture("22-form");
}

TEST_F(PanelsTest, TheTickHidesALayer) {
    auto* tree = window_->findChild<QTreeWidget*>("layers");
    ASSERT_TRUE(tree);
    show(plan().now().extent(), 0.02);
    const QImage before = map().grab().toImage();
    QTreeWidgetItem* item = nullptr;
    for (int i = 0; i < tree->topLevelItemCount(); ++i)
        if (tree->topLevelItem(i)->text(0) == QString::fromStdString(plan().schema().layer(zones_).name.in("zh")))
            item = tree->topLevelItem(i);
    ASSERT_TRUE(item);
    ASSERT_EQ(item->checkState(0), Qt::Checked);
    const QRect row = tree->visualItemRect(item);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, QPoint(row.left() + 12, row.center().y()));
    EXPECT_EQ(item->checkState(0), Qt::Unchecked);
    EXPECT_THAT(services_.display.visibleLayers(), testing::Not(testing::Contains(zones_)));
    ASSERT_TRUE(settled());
    EXPECT_NE(map().grab().toImage(), before);
    EXPECT_EQ(place(), 0u);
}

TEST_F(PanelsTest, BShowsTheFiledPlanAndHeldOnlyPeeks) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    choose({feature});
    key(Qt::Key_Delete);
    ASSERT_TRUE(stepped(1));
    key(Qt::Key_B);
    EXPECT_TRUE(services_.display.showsBefore());
    EXPECT_TRUE(services_.display.shown().find(feature->layer, feature->id));
    picture("23-before");
    key(Qt::Key_V);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rect().center());
    EXPECT_EQ(place(), 1u) << "the filed plan cannot be edited";
    key(Qt::Key_B);
    EXPECT_FALSE(services_.display.showsBefore());
    QTest::keyPress(&map(), Qt::Key_B);
    EXPECT_TRUE(services_.display.showsBefore());
    QTest::qWait(400);
    QTest::keyRelease(&map(), Qt::Key_B);
    EXPECT_FALSE(services_.display.showsBefore());
}

TEST_F(PanelsTest, AClickInTheHistoryGoesThere) {
    std::vector<plan::Snapshot> states{plan().now()};
    for (std::size_t n = 0; n < 3; ++n) {
        const auto feature = zone();
        ASSERT_TRUE(feature);
        show(feature->box);
        choose({feature});
        key(Qt::Key_Delete);
        ASSERT_TRUE(stepped(n + 1));
        states.push_back(plan().now());
    }
    auto* history = window_->findChild<QListWidget*>("history");
    ASSERT_EQ(history->count(), 4);
    for (auto* dock : window_->findChildren<QDockWidget*>())
        if (dock->objectName() == "historyDock") dock->raise();
    for (const int row : {1, 3, 0, 2}) {
        const QRect place = history->visualItemRect(history->item(row));
        QTest::mouseClick(history->viewport(), Qt::LeftButton, {}, place.center());
        EXPECT_EQ(plan().history().place(), static_cast<std::size_t>(row));
        EXPECT_TRUE(plan().now() == states[static_cast<std::size_t>(row)]);
    }
    picture("24-history");
}

}  // namespace
