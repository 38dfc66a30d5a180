#include <QDialogButtonBox>

#include "app/acceptdialog.h"
#include "app/hand.h"
#include "app/mergedialog.h"
#include "workflow/submit.h"

namespace {

using app::MergeDialog;

// Others have filed a revision since the case began: what the window asks, and what becomes of it.
class MergeTest : public HandTest {
protected:
    // A corner of zones and parcels, and of no control line, that may be moved so far.
    edit::MoveVertex mine() {
        int judged = 0;
        const auto move = moveOf(plan(), "GHFQ", 400'000, [&](const plan::Changeset& changes) {
            if (changes.changes.size() < 2 || ++judged > 60) return false;
            const auto verdict = workflow::judge(plan().spec(), plan().opened().settings, plan().filed(),
                                                 *plan().now().with(changes), {});
            return verdict && verdict->passes();
        });
        EXPECT_TRUE(move) << "judged " << judged;
        return move.value_or(edit::MoveVertex{});
    }
    // Another corner of a zone that has this one, some corners along its ring.
    std::optional<edit::MoveVertex> beside(Point corner) {
        for (const auto& feature : plan::withVertex(plan().now(), corner, {zones_})) {
            const auto& ring = areaOf(feature).polygons.front().outer;
            const auto at = std::find(ring.begin(), ring.end(), corner) - ring.begin();
            for (std::ptrdiff_t i = 4; i + 4 < std::ssize(ring); ++i) {
                const Point from = ring[static_cast<std::size_t>((at + i) % std::ssize(ring))];
                const edit::MoveVertex move{from, {from.x + 40'000, from.y}, {}};
                const auto changes = plan().trial(move);
                if (!changes || changes->changes.size() < 2) continue;
                const bool control = std::any_of(changes->changes.begin(), changes->changes.end(), [&](const auto& c) {
                    return c.layer() != zones_ && c.layer() != layer("DLTB");
                });
                if (!control) return move;
            }
        }
        return {};
    }
    // Someone at another seat makes this a revision.
    void others(const edit::MoveVertex& move) {
        store::Store there = store::Store::open(store()).value();
        store::Case described;
        described.title = "another seat";
        const std::string id = there.openCase(described).value().id;
        const auto changes = edit::apply(move, there.load(there.head()).value());
        ASSERT_TRUE(changes);
        ASSERT_TRUE(there.save(id, 0, *changes, {"li", "moved", "", ""}));
        ASSERT_TRUE(there.commit(id, {"li", "moved elsewhere", "", ""}));
    }
    // Drags the corner; where the hand let it go, to the pixel.
    Point dragged(const edit::MoveVertex& move) {
        key(Qt::Key_V);
        look(move.from, move.to);
        drag(move, [] {});
        EXPECT_TRUE(stepped(1));
        EXPECT_TRUE(waitFor([&] { return plan().openCase() != nullptr; }));
        EXPECT_TRUE(settled());
        for (const auto& feature : plan::withVertex(plan().filed(), move.from, {zones_}))
            for (const Point corner : areaOf(now(feature)).polygons.front().outer)
                if (!geometry::hasVertex(feature->shape, corner)) return corner;
        ADD_FAILURE() << "the corner is where it was";
        return move.from;
    }
    // Asks for acceptance; the dialog about the merge comes.
    MergeDialog* accept() {
        QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
        auto* dialog = window_->findChild<app::AcceptDialog*>();
        EXPECT_TRUE(dialog);
        if (!dialog) return nullptr;
        QTest::keyClicks(dialog->findChild<QLineEdit*>("message"), "Moves a boundary of the zones");
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>("buttons")->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        MergeDialog* merge = nullptr;
        EXPECT_TRUE(waitFor([&] {
            merge = window_->findChild<MergeDialog*>();
            return merge && merge->isVisible();
        }));
        return merge;
    }
    static QPushButton* ok(QDialog* dialog) {
        return dialog->findChild<QDialogButtonBox*>("buttons")->button(QDialogButtonBox::Ok);
    }
    static QTreeWidget* places(QDialog* dialog) { return dialog->findChild<QTreeWidget*>("places"); }
    static void clickRow(QTreeWidget* tree, int row, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, keys,
                          tree->visualItemRect(tree->topLevelItem(row)).center());
    }
    std::size_t holders(Point corner) { return plan::withVertex(plan().now(), corner).size(); }
};

TEST_F(MergeTest, WhatCollidesIsChosenOnTheMap) {
    const auto move = mine();
    const Point dropped = dragged(move);
    const std::size_t sharing = holders(dropped);
    ASSERT_GT(sharing, 1u);
    const Point half = middle(move.from, move.to);
    others({move.from, half, {}});
    MergeDialog* dialog = accept();
    ASSERT_TRUE(dialog);
    auto* tree = places(dialog);
    ASSERT_EQ(tree->topLevelItemCount(), static_cast<int>(sharing) + 1) << "a heading, and all that have the corner";
    EXPECT_FALSE(ok(dialog)->isEnabled());
    QTest::qWait(100);
    picture("30-merge-open", *dialog);
    const auto open = QString::fromStdString(texts_("app.merge.not_chosen"));
    for (int row = 1; row < tree->topLevelItemCount(); ++row) EXPECT_EQ(tree->topLevelItem(row)->text(0), open);

    clickRow(tree, 2);
    QTest::mouseClick(dialog->findChild<QPushButton*>("takeTheirs"), Qt::LeftButton);
    const auto theirs = QString::fromStdString(texts_("app.merge.theirs"));
    for (int row = 1; row < tree->topLevelItemCount(); ++row)
        EXPECT_EQ(tree->topLevelItem(row)->text(0), theirs) << "what shares the corner goes with it";
    EXPECT_TRUE(ok(dialog)->isEnabled());
    clickRow(tree, 1);
    clickRow(tree, tree->topLevelItemCount() - 1, Qt::ShiftModifier);
    EXPECT_EQ(tree->selectedItems().size(), static_cast<qsizetype>(sharing));
    QTest::mouseClick(dialog->findChild<QPushButton*>("takeMine"), Qt::LeftButton);
    picture("31-merge-chosen", *dialog);
    EXPECT_GT(dialog->findChild<QTableWidget*>("fields")->rowCount(), 0);

    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen() && plan().opened().head == 3; }))
        << window_->messages().text().toStdString();
    ASSERT_TRUE(settled());
    EXPECT_EQ(plan().openCase(), nullptr);
    EXPECT_EQ(holders(dropped), sharing);
    EXPECT_EQ(holders(half), 0u);
    EXPECT_TRUE(plan().now() == plan().filed());
    picture("32-merged");
}

TEST_F(MergeTest, ACaseOfWhichNothingIsLeftStandsOnTheHead) {
    const auto move = mine();
    dragged(move);
    const Point half = middle(move.from, move.to);
    others({move.from, half, {}});
    MergeDialog* dialog = accept();
    ASSERT_TRUE(dialog);
    clickRow(places(dialog), 1);
    QTest::mouseClick(dialog->findChild<QPushButton*>("takeTheirs"), Qt::LeftButton);
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    const auto nothing = QString::fromStdString(texts_("store.nothing_to_commit"));
    auto* accepting = window_->findChild<app::AcceptDialog*>();
    ASSERT_TRUE(waitFor([&] { return accepting->findChild<QLabel*>("verdict")->text() == nothing; }))
        << accepting->findChild<QLabel*>("verdict")->text().toStdString();
    ASSERT_TRUE(plan().openCase());
    EXPECT_EQ(plan().openCase()->base, 2);
    EXPECT_TRUE(plan().now() == plan().filed());
    EXPECT_GT(holders(half), 1u);
    // The hand goes on from there, and what it does can be saved.
    accepting->reject();
    plan().run(edit::MoveVertex{half, move.from, {}});
    ASSERT_TRUE(stepped(1));
    services_.session.save();
    ASSERT_TRUE(waitFor([&] { return plan().unsaved() == 0 && !plan().saving(); }))
        << window_->messages().text().toStdString();
}

TEST_F(MergeTest, MergedBoundariesAreSeenBeforeTheyAreFiled) {
    const auto move = mine();
    const auto other = beside(move.from);
    ASSERT_TRUE(other);
    const Point dropped = dragged(move);
    const std::size_t sharing = holders(dropped);
    ASSERT_GT(sharing, 1u);
    others(*other);
    MergeDialog* dialog = accept();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(ok(dialog)->isEnabled()) << "nothing collides";
    auto* tree = places(dialog);
    ASSERT_GE(tree->topLevelItemCount(), 2);
    EXPECT_EQ(tree->topLevelItem(1)->text(0), QString::fromStdString(texts_("app.merge.merged")));
    QTest::qWait(100);
    picture("33-merge-boundaries", *dialog);

    // Who looks and turns back has changed nothing.
    QTest::mouseClick(dialog->findChild<QDialogButtonBox*>("buttons")->button(QDialogButtonBox::Cancel),
                      Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return !window_->findChild<MergeDialog*>(); }));
    EXPECT_EQ(store::Store::open(store()).value().find(plan().openCase()->id)->base, 1);
    auto* again = window_->findChild<app::AcceptDialog*>();
    QTest::mouseClick(ok(again), Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] {
        dialog = window_->findChild<MergeDialog*>();
        return dialog && dialog->isVisible();
    }));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen() && plan().opened().head == 3; }))
        << window_->messages().text().toStdString();
    ASSERT_TRUE(settled());
    EXPECT_EQ(holders(dropped), sharing);
    EXPECT_GE(holders(other->to), 2u);
}

}  // namespace
