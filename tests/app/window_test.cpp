#include "app/acceptdialog.h"
#include "app/desktop.h"
#include "app/mainwindow.h"
#include "workflow/submit.h"

namespace {

// The whole job, done by hand: what a technician does in the window, with the mouse.
using WindowTest = Desktop;

TEST_F(WindowTest, TheWholeJobByHand) {
    picture("00-start");
    window_->openFile(QString::fromStdString(store().string()));
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    ASSERT_TRUE(settled());
    picture("01-open");
    const QColor red = app::style::bad;
    EXPECT_NE(colourOf("I03"), red);

    QTest::keyClick(&map(), Qt::Key_V);
    EXPECT_EQ(services_.display.tool(), app::ToolKind::Vertex);

    // A corner of the red line that others share, drawn inwards until the red line is too small.
    const auto redLine = plan().schema().find("STBHHX").value();
    const auto loses = [&](const plan::Changeset& changes) {
        double delta = 0;
        for (const auto& change : changes.changes)
            if (change.layer() == redLine && change.before && change.after)
                delta += change.after->area.squareMetres() - change.before->area.squareMetres();
        return changes.changes.size() > 1 && delta < -10'000;
    };
    const auto bad = moveOf(plan(), "STBHHX", 4'000'000, loses);
    ASSERT_TRUE(bad);
    look(bad->from, bad->to);
    drag(*bad, [&] {
        EXPECT_EQ(colourOf("I03"), red) << "the indicator follows the hand before it lets go";
        EXPECT_EQ(plan().history().place(), 0u) << "and nothing of the plan has changed yet";
        picture("02-drag");
    });
    ASSERT_TRUE(waitFor([&] { return plan().history().place() == 1; }));
    EXPECT_EQ(colourOf("I03"), red);
    ASSERT_TRUE(settled());
    picture("03-broken");
    EXPECT_GT(services_.checker.count(rules::Severity::Block), 0u);

    // It cannot be accepted, and the dialog says why not.
    QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
    auto* dialog = window_->findChild<app::AcceptDialog*>();
    ASSERT_TRUE(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit*>("message"), "Shrinks the red line");
    EXPECT_FALSE(dialog->findChild<QPushButton*>()->isEnabled() &&
                 dialog->findChild<QListWidget*>("findings")->count() == 0);
    EXPECT_GT(dialog->findChild<QListWidget*>("findings")->count(), 0);
    QTest::qWait(100);
    picture("04-why-not", *dialog);
    dialog->reject();
    activate();

    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(plan().history().place(), 0u);
    EXPECT_TRUE(plan().now() == plan().filed());
    EXPECT_NE(colourOf("I03"), red);

    // Another corner, after which nothing blocks.
    int judged = 0;
    const auto passes = [&](const plan::Changeset& changes) {
        if (changes.changes.size() < 2 || ++judged > 60) return false;
        const auto after = plan().now().with(changes);
        const auto verdict = workflow::judge(plan().spec(), plan().opened().settings, plan().filed(), *after, {});
        return verdict && verdict->passes();
    };
    auto good = moveOf(plan(), "GHFQ", 1'000'000, passes);
    ASSERT_TRUE(good) << "judged " << judged;
    look(good->from, good->to);
    drag(*good, [&] { picture("05-drag-another"); });
    ASSERT_TRUE(waitFor([&] { return plan().history().place() == 1; }));
    ASSERT_TRUE(settled());
    EXPECT_EQ(services_.checker.count(rules::Severity::Block), 0u);

    QTest::qWait(50);
    QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
    dialog = nullptr;
    for (auto* each : window_->findChildren<app::AcceptDialog*>())
        if (each->isVisible()) dialog = each;
    ASSERT_TRUE(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit*>("message"), "Moves a boundary of the zones");
    picture("06-accept", *dialog);
    for (auto* button : dialog->findChildren<QPushButton*>())
        if (button->text().contains(QString::fromStdString(texts_("app.accept.do"))))
            QTest::mouseClick(button, Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return plan().opened().head == 2; })) << window_->messages().text().toStdString();

    const auto* revisions = window_->findChild<QTreeWidget*>("revisions");
    ASSERT_EQ(revisions->topLevelItemCount(), 2);
    EXPECT_EQ(revisions->topLevelItem(0)->text(0), "2");
    EXPECT_EQ(revisions->topLevelItem(0)->text(4), "Moves a boundary of the zones");
    EXPECT_TRUE(plan().now() == plan().filed());
    ASSERT_TRUE(settled());
    picture("07-revision-2");

    revisions->topLevelItem(0)->setSelected(true);
    QTest::mouseClick(window_->findChild<QPushButton*>("compare"), Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return services_.display.difference().has_value(); }));
    EXPECT_GT(window_->findChild<QTreeWidget*>("difference")->topLevelItemCount(), 0);
    picture("08-difference");
    std::printf("slowest answer to a move of the hand: %lld ms\n", static_cast<long long>(slowestMove_));
    EXPECT_LT(slowestMove_, 1000) << "the hand must never feel held, even on a busy machine";
}

TEST_F(WindowTest, ARefusedEditSaysWhyAndChangesNothing) {
    window_->openFile(QString::fromStdString(store().string()));
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    services_.session.startCase("refusals");
    ASSERT_TRUE(waitFor([&] { return plan().openCase() != nullptr; }));
    const auto before = plan().now();
    plan().run(edit::RemoveVertex{{1, 1}, {}});
    EXPECT_TRUE(window_->messages().isVisible());
    EXPECT_FALSE(window_->messages().text().isEmpty());
    EXPECT_TRUE(plan().now() == before);
    picture("09-refused");
}

TEST_F(WindowTest, WhatCannotBeDoneOpensNoCase) {
    opens();
    const auto before = plan().now();
    plan().run(edit::RemoveVertex{{1, 1}, {}});
    EXPECT_TRUE(window_->messages().isVisible());
    QTest::qWait(200);
    EXPECT_EQ(plan().openCase(), nullptr);
    EXPECT_TRUE(plan().now() == before);
}

TEST_F(WindowTest, SelectingFillsTheFormAndAnotherLanguageIsAnotherWindow) {
    window_->openFile(QString::fromStdString(store().string()));
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    ASSERT_TRUE(settled());
    QTest::keyClick(&map(), Qt::Key_Q);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rect().center());
    EXPECT_EQ(services_.display.selection().size(), 1u);
    QTest::qWait(50);
    picture("10-selected");
    const auto english = texts("en");
    window_ = std::make_unique<app::MainWindow>(services_, english);
    window_->resize(1440, 900);
    window_->show();
    window_->map().zoomToSelection();
    picture("11-english");
    EXPECT_EQ(services_.display.selection().size(), 1u);
}

TEST_F(WindowTest, WheelKeepsThePlaceAndMiddleButtonPans) {
    window_->openFile(QString::fromStdString(store().string()));
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    const QPointF cursor(200, 150);
    const auto place = map().view().toPlan(cursor);
    QWheelEvent wheel(cursor, map().mapToGlobal(cursor), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    const double before = map().view().metresPerPixel();
    QApplication::sendEvent(&map(), &wheel);
    EXPECT_NEAR(map().view().metresPerPixel(), before / 2, before * 1e-9);
    EXPECT_LT((map().view().toPixels(place) - cursor).manhattanLength(), 0.01);
    QTest::mousePress(&map(), Qt::MiddleButton, {}, {300, 300});
    QMouseEvent moved(QEvent::MouseMove, QPointF(360, 280), map().mapToGlobal(QPointF(360, 280)), Qt::NoButton,
                      Qt::MiddleButton, Qt::NoModifier);
    QApplication::sendEvent(&map(), &moved);
    QTest::mouseRelease(&map(), Qt::MiddleButton, {}, {360, 280});
    EXPECT_LT((map().view().toPixels(place) - cursor - QPointF(60, -20)).manhattanLength(), 0.01);
}

}  // namespace
