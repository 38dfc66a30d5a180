#include "app/stall.h"

#include <QDialog>
#include <QTabWidget>
#include <QTreeView>

#include "app/acceptdialog.h"
#include "app/desktop.h"

namespace {

// Nothing that is done in the window may hold it. SANXIAN_TEST_PARCELS=100000 asks it of the real size.
class StallTest : public Desktop {
protected:
#if defined(__SANITIZE_ADDRESS__)
    static constexpr double longest = 1000;  // ms
#else
    static constexpr double longest = 100;
#endif
    template <class Work>
    void during(const char* what, Work work) {
        TimedApplication::restart();
        work();
        const auto stall = TimedApplication::slowest();
        std::printf("%-28s %7.1f ms (%.1f of its own)  %s\n", what, stall.wall, stall.cpu, stall.what.c_str());
        EXPECT_LT(stall.cpu, longest) << what << ": " << stall.what;
    }
};

TEST_F(StallTest, NothingHoldsTheWindow) {
    during("open, first check", [&] { opens(); });
    during("every layer off and on", [&] {
        const auto styles = services_.display.styles();
        for (std::size_t i = 0; i < styles.size(); ++i) {
            auto other = styles;
            other[i].visible = !other[i].visible;
            services_.display.setStyles(other);
            QTest::qWait(1);
            services_.display.setStyles(styles);
        }
        EXPECT_TRUE(settled());
    });
    during("zoom in and out", [&] {
        for (const int notch : {1, 1, 1, 1, -1, -1, -1, -1}) {
            const QPointF at = map().rect().center();
            QWheelEvent wheel(at, map().mapToGlobal(at), {}, {0, 120 * notch}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(&map(), &wheel);
            QTest::qWait(30);
        }
        EXPECT_TRUE(settled());
    });
    during("hover with the vertex tool", [&] {
        QTest::keyClick(&map(), Qt::Key_V);
        for (int x = 100; x < map().width() - 100; x += 23) {
            QTest::mouseMove(&map(), {x, map().height() / 2 + x % 90});
            QTest::qWait(1);
        }
    });
    during("select everything", [&] {
        QTest::keyClick(&map(), Qt::Key_Q);
        services_.display.setActiveLayer(layer("DLTB"));
        auto styles = services_.display.styles();
        for (auto& style : styles) style.visible = true;
        services_.display.setStyles(styles);
        sweep({4, 4}, QPoint(map().width() - 4, map().height() - 4));
        EXPECT_GT(services_.display.selection().size(), plan().now().count(layer("DLTB")) / 2);
        QTest::qWait(100);
    });
    during("hover over the selection", [&] {
        for (int x = 100; x < map().width() - 100; x += 40) {
            QTest::mouseMove(&map(), {x, map().height() / 2});
            QTest::qWait(1);
        }
        QTest::keyClick(&map(), Qt::Key_Escape);
    });
    std::optional<edit::MoveVertex> move;
    {
        const auto redLine = layer("STBHHX");
        move = moveOf(plan(), "STBHHX", 200'000, [&](const plan::Changeset& changes) {
            double delta = 0;
            for (const auto& change : changes.changes)
                if (change.layer() == redLine)
                    delta += change.after->area.squareMetres() - change.before->area.squareMetres();
            return changes.changes.size() > 1 && delta > 0;
        });
        ASSERT_TRUE(move);
        look(move->from, move->to);
        QTest::keyClick(&map(), Qt::Key_V);
    }
    during("drag a corner, case opened", [&] {
        drag(*move, [] {});
        EXPECT_TRUE(waitFor([&] { return plan().history().place() == 1; }));
        EXPECT_TRUE(settled());
    });
    during("undo, redo", [&] {
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        EXPECT_TRUE(settled());
        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        EXPECT_TRUE(settled());
    });
    during("filed plan and back", [&] {
        QTest::keyClick(&map(), Qt::Key_B);
        EXPECT_TRUE(settled());
        QTest::keyClick(&map(), Qt::Key_B);
        EXPECT_TRUE(settled());
    });
    during("save", [&] {
        QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
        EXPECT_TRUE(waitFor([&] { return !plan().saving() && plan().unsaved() == 0; }));
    });
    during("accept", [&] {
        services_.session.accept({"test", "moved", "", ""}, {}, [](const auto&) {});
        EXPECT_TRUE(waitFor([&] { return !services_.session.store().busy(); }));
        EXPECT_TRUE(settled());
    });
    during("difference of revisions", [&] {
        if (plan().opened().head < 2) return;  // the move broke a rule of this county
        window_->findChild<QTreeWidget*>("revisions")->topLevelItem(0)->setSelected(true);
        QTest::mouseClick(window_->findChild<QPushButton*>("compare"), Qt::LeftButton);
        EXPECT_TRUE(waitFor([&] { return services_.display.difference().has_value(); }));
        EXPECT_TRUE(settled());
    });
    during("write a sheet", [&] {
        services_.sheets.write(folder_->filePath("map.pdf"), plan().now().extent(), {"T", "N", {1600, 1100}}, texts_);
        EXPECT_TRUE(waitFor([&] { return !services_.sheets.work().running(); }));
    });
    during("close", [&] {
        plan().close();
        QTest::qWait(50);
    });
}

class StallOfFindingsTest : public StallTest {
protected:
    static void SetUpTestSuite() {
        errors_ = 3;
        StallTest::SetUpTestSuite();
    }
    static void TearDownTestSuite() {
        StallTest::TearDownTestSuite();
        errors_ = 0;
    }
    void press(const char* button) { QTest::mouseClick(window_->findChild<QPushButton*>(button), Qt::LeftButton); }
};

TEST_F(StallOfFindingsTest, NeitherMendingNorExplainingHoldsTheWindow) {
    opens();
    auto* list = window_->findChild<QTreeView*>("findings");
    auto* ways = window_->findChild<QListWidget*>("ways");
    window_->findChild<QLineEdit*>("words")->setText("Q4201");
    ASSERT_GT(list->model()->rowCount(), 1);
    during("choose a finding, its ways", [&] {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 1)).center());
        EXPECT_TRUE(waitFor([&] { return ways->count() > 0; }));
    });
    during("preview and apply a way", [&] {
        ways->setCurrentRow(0);
        EXPECT_TRUE(services_.display.proposal());
        QTest::qWait(50);
        press("applyWay");
        EXPECT_TRUE(waitFor([&] { return plan().history().place() == 1; }));
        EXPECT_TRUE(settled());
    });
    during("mend all of a rule", [&] {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 1)).center());
        EXPECT_TRUE(waitFor([&] { return ways->count() > 0; }));
        press("mendMany");
        auto* dialog = window_->findChild<QDialog*>("mending");
        ASSERT_TRUE(dialog);
        auto* outcome = dialog->findChild<QTreeWidget*>("mended");
        EXPECT_TRUE(waitFor([&] { return outcome->topLevelItemCount() > 0; }));
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text() == QString::fromStdString(texts_("app.mend.apply_all")))
                QTest::mouseClick(button, Qt::LeftButton);
        EXPECT_TRUE(waitFor([&] { return plan().history().place() == 2; }));
        EXPECT_TRUE(settled());
    });
    during("explain an indicator", [&] {
        const auto* table = window_->findChild<QTableWidget*>("indicators");
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualItemRect(table->item(1, 2)).center());
        auto* dialog = window_->findChild<QDialog*>("explanation");
        ASSERT_TRUE(dialog);
        EXPECT_TRUE(waitFor(
            [&] { return dialog->findChild<QTabWidget*>()->isEnabled() && !services_.session.store().busy(); }));
    });
}

}  // namespace
