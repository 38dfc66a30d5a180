#include "app/session.h"

#include <QFileInfo>

#include "app/county.h"
#include "app/resume.h"

namespace {

using SessionTest = County;

TEST_F(SessionTest, TheFirstEditOpensACaseAndIsDone) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    EXPECT_EQ(services.workspace.openCase(), nullptr);
    const auto move = anyMove(services.workspace);
    ASSERT_TRUE(move);
    services.workspace.run(*move);
    ASSERT_TRUE(QTest::qWaitFor([&] { return services.workspace.history().place() == 1; }, 20'000));
    ASSERT_NE(services.workspace.openCase(), nullptr);
    EXPECT_FALSE(services.workspace.now() == services.workspace.filed());
}

TEST_F(SessionTest, ASaveOfNothingIsASaveAndTheNextOneGoesOn) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    const auto move = anyMove(services.workspace).value();
    std::optional<base::Error> said;
    QObject::connect(&services.session, &app::Session::failed, [&](const base::Error& error) { said = error; });
    const auto saved = [&] {
        services.session.save();
        return QTest::qWaitFor([&] { return !services.workspace.saving(); }, 20'000) && !said;
    };
    services.workspace.run(move);
    ASSERT_TRUE(QTest::qWaitFor([&] { return services.workspace.history().place() == 1; }, 20'000));
    services.workspace.run(edit::MoveVertex{move.to, move.from, {}});  // there and back: nothing has changed
    EXPECT_EQ(services.workspace.unsaved(), 2u);
    EXPECT_TRUE(saved());
    services.workspace.run(move);
    EXPECT_TRUE(saved()) << texts("en")(*said);
    EXPECT_EQ(services.workspace.openCase()->saves, 2);
}

TEST_F(SessionTest, OpeningAgainWhatIsOpenKeepsItsJournal) {
    plan::Snapshot left;
    {
        app::Services services;
        ASSERT_TRUE(opens(services));
        services.session.startCase("twice");
        ASSERT_TRUE(QTest::qWaitFor([&] { return services.workspace.openCase() != nullptr; }, 20'000));
        services.session.open(store());
        ASSERT_TRUE(QTest::qWaitFor([&] { return !services.session.store().busy(); }, 20'000));
        services.workspace.run(anyMove(services.workspace).value());
        ASSERT_EQ(services.workspace.history().place(), 1u);
        left = services.workspace.now();
    }
    app::Services services;
    ASSERT_TRUE(opens(services));
    EXPECT_EQ(services.workspace.opened().recovered, 1u);
    EXPECT_TRUE(services.workspace.now() == left);
}

TEST_F(SessionTest, ASheetIsWrittenBesideTheHandAndOneThatIsStoppedLeavesNothing) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    const auto box = services.workspace.now().extent();
    std::vector<double> told;
    QObject::connect(&services.sheets.work(), &app::Background::progressed,
                     [&](double done, const base::Message&) { told.push_back(done); });
    for (const char* name : {"map.pdf", "map.png", "map.svg"}) {
        const QString file = folder_->filePath(name);
        QString written;
        const auto ended = QObject::connect(&services.sheets, &app::SheetWriter::written,
                                            [&](const QString& which) { written = which; });
        services.sheets.write(file, box, {"T", "N", {800, 600}}, texts("zh"));
        EXPECT_TRUE(services.sheets.work().running()) << "it has only begun when the call is over";
        ASSERT_TRUE(QTest::qWaitFor([&] { return written == file; }, 60'000));
        EXPECT_GT(QFileInfo(file).size(), 1000);
        QObject::disconnect(ended);
    }
    EXPECT_FALSE(told.empty());
    std::optional<base::Error> failed;
    QObject::connect(&services.sheets, &app::SheetWriter::failed, [&](const base::Error& error) { failed = error; });
    const QString file = folder_->filePath("stopped.pdf");
    services.sheets.write(file, box, {"T", "N", {4000, 3000}}, texts("zh"));
    services.sheets.stop();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->code, base::Error::Code::Cancelled);
    EXPECT_FALSE(services.sheets.work().running());
    QTest::qWait(300);
    EXPECT_FALSE(QFileInfo::exists(file));
}

TEST_F(SessionTest, WhatIsNoStoreIsRefusedAndWhatWasOpenStays) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    std::optional<base::Error> said;
    QObject::connect(&services.session, &app::Session::failed, [&](const base::Error& error) { said = error; });
    services.session.open("/dev/null");
    ASSERT_TRUE(QTest::qWaitFor([&] { return said.has_value(); }, 20'000));
    EXPECT_TRUE(services.workspace.isOpen());
}

TEST_F(SessionTest, TheCheckBesideTheHandEndsWhereACheckFromScratchDoes) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    ASSERT_TRUE(QTest::qWaitFor([&] { return services.checker.current(); }, 60'000));
    services.workspace.run(anyMove(services.workspace).value());
    ASSERT_TRUE(QTest::qWaitFor([&] { return services.workspace.history().place() == 1 && services.checker.current(); },
                                60'000));
    const auto followed = services.checker.findings();
    services.checker.checkAll();
    ASSERT_TRUE(QTest::qWaitFor([&] { return services.checker.current(); }, 60'000));
    EXPECT_EQ(followed, services.checker.findings());
}

TEST_F(SessionTest, TheLedgerFollowsATrialAndComesBack) {
    app::Services services;
    ASSERT_TRUE(opens(services));
    const auto before = services.ledger.indicators();
    ASSERT_FALSE(before.empty());
    const auto changes = services.workspace.trial(
        moveOf(services.workspace, "STBHHX", 500'000, [](const plan::Changeset&) { return true; }).value());
    services.ledger.tryOut(&*changes);
    EXPECT_TRUE(services.ledger.onTrial());
    const auto value = [](const std::vector<rules::Indicator>& all) {
        for (const auto& each : all)
            if (each.id == "I03") return each.value;
        return std::optional<double>();
    };
    EXPECT_NE(value(before), value(services.ledger.indicators()));
    services.ledger.tryOut(nullptr);
    EXPECT_EQ(value(before), value(services.ledger.indicators()));
}

}  // namespace
