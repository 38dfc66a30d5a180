#include "app/casechooser.h"

#include <QInputDialog>

#include "app/desktop.h"

namespace {

// A plan with several open cases is opened.
class CaseChooserTest : public Desktop {
protected:
    void SetUp() override {
        Desktop::SetUp();
        auto file = store::Store::open(store()).value();
        for (const char* title : {"first", "second", "third"}) {
            store::Case wanted;
            wanted.title = title;
            wanted.kind = "adjustment";
            ids_.push_back(file.openCase(wanted).value().id);
        }
    }
    app::CaseChooser* chooser() {
        app::CaseChooser* found = nullptr;
        for (auto* each : window_->findChildren<app::CaseChooser*>())
            if (each->isVisible()) found = each;
        return found;
    }
    app::CaseChooser* asked() {
        window_->openFile(QString::fromStdString(store().string()));
        EXPECT_TRUE(waitFor([&] { return chooser() != nullptr; }));
        QTest::qWait(40);
        return chooser();
    }
    static QListWidget* listOf(app::CaseChooser* dialog) { return dialog->findChild<QListWidget*>("caseList"); }

    std::vector<std::string> ids_;
};

TEST_F(CaseChooserTest, NothingOpensUntilOneIsChosenAndEnterTakesTheYoungest) {
    auto* dialog = asked();
    ASSERT_TRUE(dialog);
    EXPECT_FALSE(plan().isOpen());
    ASSERT_EQ(listOf(dialog)->count(), 5);
    EXPECT_TRUE(listOf(dialog)->hasFocus());
    picture("25-cases", *dialog);
    QTest::keyClick(listOf(dialog), Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    ASSERT_TRUE(plan().openCase());
    EXPECT_EQ(plan().openCase()->id, ids_[2]);
}

TEST_F(CaseChooserTest, AnotherOneByKeyAndThenAnotherByTheMenu) {
    auto* dialog = asked();
    ASSERT_TRUE(dialog);
    QTest::keyClick(listOf(dialog), Qt::Key_Down);
    QTest::keyClick(listOf(dialog), Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    EXPECT_EQ(plan().openCase()->id, ids_[1]);
    ASSERT_TRUE(settled());

    // An edit of the second case is not lost when one goes over to the first and comes back.
    const auto move = moveOf(plan(), "GHFQ", 200'000, [](const auto& changes) { return changes.changes.size() > 1; });
    ASSERT_TRUE(move);
    plan().run(*move);
    ASSERT_EQ(plan().history().place(), 1u);
    const auto left = plan().now();
    for (const auto& [key, id] : {std::pair(Qt::Key_End, 0), {Qt::Key_Home, 1}}) {
        activate();
        QTest::keyClick(window_.get(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        ASSERT_TRUE(waitFor([&] { return chooser() != nullptr; }));
        auto* list = listOf(chooser());
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Down);
        if (key == Qt::Key_End) QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        ASSERT_TRUE(waitFor([&, wanted = ids_[static_cast<std::size_t>(id)]] {
            return plan().isOpen() && plan().openCase() && plan().openCase()->id == wanted;
        }));
        ASSERT_TRUE(settled());
    }
    EXPECT_TRUE(plan().now() == left);
    EXPECT_FALSE(window_->messages().isVisible() && window_->messages().text().contains("未正常"))
        << "going over is no crash";
}

TEST_F(CaseChooserTest, EscapeLeavesEverythingAsItWas) {
    auto* dialog = asked();
    ASSERT_TRUE(dialog);
    QTest::keyClick(listOf(dialog), Qt::Key_Escape);
    QTest::qWait(100);
    EXPECT_FALSE(plan().isOpen());
    EXPECT_FALSE(chooser());
}

TEST_F(CaseChooserTest, TheLastRowOnlyLooks) {
    auto* dialog = asked();
    ASSERT_TRUE(dialog);
    QTest::keyClick(listOf(dialog), Qt::Key_End);
    QTest::keyClick(listOf(dialog), Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
    EXPECT_EQ(plan().openCase(), nullptr);
}

TEST_F(CaseChooserTest, ANewOneAsksForItsNameAndIsMade) {
    auto* dialog = asked();
    ASSERT_TRUE(dialog);
    QTimer answer;
    answer.setInterval(20);
    QObject::connect(&answer, &QTimer::timeout, [&] {
        if (auto* asks = qobject_cast<QInputDialog*>(QApplication::activeModalWidget())) {
            asks->setTextValue("fourth");
            asks->accept();
        }
    });
    answer.start();
    QTest::keyClick(listOf(dialog), Qt::Key_End);
    QTest::keyClick(listOf(dialog), Qt::Key_Up);
    QTest::keyClick(listOf(dialog), Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return plan().isOpen() && plan().openCase(); }));
    EXPECT_EQ(plan().openCase()->title, "fourth");
    EXPECT_THAT(ids_, testing::Not(testing::Contains(plan().openCase()->id)));
}

}  // namespace
