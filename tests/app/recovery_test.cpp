#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFileInfo>
#include <array>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "app/county.h"
#include "app/resume.h"
#include "app/session.h"

// What a crash, a full disk or another hand leaves of a case's journal, and what comes of it.
namespace {

using RecoveryTest = County;

TEST_F(RecoveryTest, WhatACrashCutOffIsThereAgain) {
    plan::Snapshot left;
    {
        app::Services services;
        ASSERT_TRUE(opens(services));
        for (std::size_t step = 1; step <= 3; ++step) {
            const auto move = anyMove(services.workspace);
            ASSERT_TRUE(move);
            services.workspace.run(*move);
            ASSERT_TRUE(QTest::qWaitFor([&] { return services.workspace.history().place() == step; }, 20'000));
        }
        services.workspace.undo();
        left = services.workspace.now();
    }  // gone without a save, as after a crash
    app::Services services;
    ASSERT_TRUE(opens(services));
    EXPECT_EQ(services.workspace.opened().recovered, 4u);
    EXPECT_EQ(services.workspace.history().place(), 2u);
    EXPECT_TRUE(services.workspace.now() == left);
    services.workspace.undo();
    services.workspace.undo();
    EXPECT_TRUE(services.workspace.now() == services.workspace.filed());
}

TEST_F(RecoveryTest, UndoGoesOnAcrossSavesAndACrash) {
    std::vector<plan::Snapshot> states;
    {
        app::Services services;
        ASSERT_TRUE(opens(services));
        auto& plan = services.workspace;
        states.push_back(plan.now());
        const auto edit = [&](std::size_t place) {
            plan.run(anyMove(plan).value());
            ASSERT_TRUE(QTest::qWaitFor([&] { return plan.history().place() == place; }, 20'000));
            states.resize(place);
            states.push_back(plan.now());
        };
        edit(1), edit(2);
        ASSERT_TRUE(saved(services));
        EXPECT_EQ(plan.unsaved(), 0u);
        edit(3);
        ASSERT_TRUE(saved(services));
        plan.goTo(1);  // across both saves
        EXPECT_EQ(plan.unsaved(), 2u);
        EXPECT_TRUE(plan.now() == states[1]);
        edit(2), edit(3);
        EXPECT_EQ(plan.unsaved(), 4u);
        plan.undo();
        EXPECT_EQ(plan.unsaved(), 3u);
        EXPECT_EQ(plan.openCase()->saves, 2);
    }
    app::Services services;
    ASSERT_TRUE(opens(services));
    auto& plan = services.workspace;
    EXPECT_FALSE(plan.opened().unrecovered) << plan.opened().unrecovered->message.key;
    EXPECT_EQ(plan.opened().recovered, 5u);
    EXPECT_FALSE(plan.opened().since.empty());
    EXPECT_EQ(plan.unsaved(), 3u);
    ASSERT_EQ(plan.history().states().size(), states.size());
    for (std::size_t place = states.size(); place-- > 0;) {
        plan.goTo(place);
        EXPECT_TRUE(plan.now() == states[place]) << place;
    }
    plan.goTo(3);
    ASSERT_TRUE(saved(services));
    EXPECT_TRUE(store::Store::open(store())->loadCase("C1").value() == states[3]);
}

// What was saved by another hand meanwhile is what there is; this hand's steps are kept beside, not put on top of it.
TEST_F(RecoveryTest, AJournalThatAnotherHandHasOvertakenIsPutAside) {
    {
        app::Services services;
        ASSERT_TRUE(opens(services));
        auto& plan = services.workspace;
        plan.run(anyMove(plan).value());
        ASSERT_TRUE(QTest::qWaitFor([&] { return plan.history().place() == 1; }, 20'000));
        ASSERT_TRUE(saved(services));
        plan.run(anyMove(plan).value());
        ASSERT_EQ(plan.history().place(), 2u);
    }
    {
        auto other = store::Store::open(store()).value();
        const auto now = other.loadCase("C1").value();
        const auto filed = other.load(1).value();
        ASSERT_TRUE(other.save("C1", 1, plan::Snapshot::diff(now, filed), {"other", "", "", ""}));
    }
    app::Services services;
    ASSERT_TRUE(opens(services));
    auto& plan = services.workspace;
    ASSERT_TRUE(plan.opened().unrecovered);
    EXPECT_EQ(plan.opened().unrecovered->message.key, "app.journal_overtaken");
    EXPECT_TRUE(plan.now() == plan.filed());
    EXPECT_EQ(plan.unsaved(), 0u);
    EXPECT_TRUE(std::filesystem::exists(app::journalFile(store(), "C1").string() + ".rejected-1"));
    plan.run(anyMove(plan).value());
    EXPECT_TRUE(plan.journalOk());
    EXPECT_TRUE(saved(services));
}

TEST_F(RecoveryTest, TwoWindowsDoNotWriteOneJournal) {
    app::Services one, two;
    ASSERT_TRUE(opens(one));
    one.workspace.run(anyMove(one.workspace).value());
    ASSERT_TRUE(QTest::qWaitFor([&] { return one.workspace.history().place() == 1; }, 20'000));
    std::optional<base::Error> said;
    QObject::connect(&two.session, &app::Session::failed, [&](const base::Error& error) { said = error; });
    two.session.open(store());
    ASSERT_TRUE(QTest::qWaitFor([&] { return said.has_value(); }, 20'000));
    EXPECT_EQ(said->message.key, "edit.journal_taken");
    EXPECT_FALSE(two.workspace.isOpen());
    one.workspace.close();
    EXPECT_TRUE(opens(two));
    EXPECT_EQ(two.workspace.history().place(), 1u);
}

// The hand is told at once that its edits are on no disk; it goes on, and when there is room they are written.
TEST_F(RecoveryTest, AJournalOnAFullDiskIsSaidAndMadeGood) {
    plan::Snapshot left;
    {
        app::Services services;
        ASSERT_TRUE(opens(services));
        auto& plan = services.workspace;
        std::vector<base::Error> told;
        QObject::connect(&plan, &app::Workspace::refused, [&](const base::Error& error) { told.push_back(error); });
        plan.run(anyMove(plan).value());
        ASSERT_TRUE(QTest::qWaitFor([&] { return plan.history().place() == 1; }, 20'000));
        EXPECT_TRUE(told.empty());
        const auto size = std::filesystem::file_size(app::journalFile(store(), "C1"));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit full{size + 20, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &full);
        plan.run(anyMove(plan).value());
        plan.run(anyMove(plan).value());
        setrlimit(RLIMIT_FSIZE, &before);
        EXPECT_EQ(plan.history().place(), 3u) << "nothing is lost in memory";
        EXPECT_FALSE(plan.journalOk());
        ASSERT_EQ(told.size(), 2u);
        EXPECT_EQ(told[0].message.key, "edit.journal_write");
        EXPECT_EQ(edit::Journal::read(app::journalFile(store(), "C1"))->lines.size(), 1u);
        plan.undo();
        EXPECT_TRUE(plan.journalOk());
        EXPECT_EQ(told.size(), 2u);
        left = plan.now();
    }
    app::Services services;
    ASSERT_TRUE(opens(services));
    EXPECT_TRUE(services.workspace.now() == left);
    EXPECT_EQ(services.workspace.history().states().size(), 4u);
}

TEST_F(RecoveryTest, WithoutAPlaceForJournalsTheCaseOpensAndSaysSo) {
    const auto folder = app::journalFile(store(), "C1").parent_path();
    std::filesystem::remove_all(folder);
    std::ofstream(folder) << "in the way";
    app::Services services;
    ASSERT_TRUE(opens(services));
    auto& plan = services.workspace;
    std::vector<base::Error> told;
    QObject::connect(&plan, &app::Workspace::refused, [&](const base::Error& error) { told.push_back(error); });
    plan.run(anyMove(plan).value());
    ASSERT_TRUE(QTest::qWaitFor([&] { return plan.history().place() == 1; }, 20'000));
    EXPECT_FALSE(plan.journalOk());
    EXPECT_FALSE(told.empty());
    EXPECT_TRUE(saved(services)) << "a save needs no journal";
    std::filesystem::remove(folder);
    std::filesystem::create_directory(folder);
    plan.undo();
    EXPECT_TRUE(plan.journalOk());
    EXPECT_EQ(edit::Journal::read(app::journalFile(store(), "C1"))->lines.size(), 3u);
}

// What tells two states of the case from one another.
std::string traceOf(const app::Workspace& plan) {
    std::string trace;
    for (const auto& change : plan::Snapshot::diff(plan.filed(), plan.now()).changes)
        trace += std::to_string(change.id().number()) + ":" +
                 std::to_string(change.after ? change.after->area.squareMetres() : -1) + ";";
    return std::to_string(std::hash<std::string>()(trace));
}

// A process of its own, which the test below kills: edits, saves and goes back, and says where it is each time.
TEST_F(RecoveryTest, DISABLED_TheHand) {
    const char* file = std::getenv("SANXIAN_TEST_STORE");
    ASSERT_TRUE(file);
    app::Services services;
    services.session.open(file);
    auto& plan = services.workspace;
    ASSERT_TRUE(QTest::qWaitFor([&] { return plan.isOpen(); }, 20'000));
    for (std::size_t step = 0;; ++step) {
        if (step % 5 == 4) {
            plan.undo();
        } else {
            const std::size_t place = plan.history().place();
            plan.run(anyMove(plan).value());
            ASSERT_TRUE(QTest::qWaitFor([&] { return plan.history().place() > place; }, 20'000));
        }
        std::printf("at %s\n", traceOf(plan).c_str());
        std::fflush(stdout);
        if (step % 7 == 3) services.session.save();
        QTest::qWait(1);
    }
}

TEST_F(RecoveryTest, AHandThatIsKilledLosesNothing) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(seed);
    std::mt19937 dice(seed);
    std::size_t states = 0;
    for (int round = 0; round < 3; ++round) {
        std::array<int, 2> ends{};
        ASSERT_EQ(pipe(ends.data()), 0);
        const pid_t hand = fork();
        if (hand == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]), close(ends[1]);
            setenv("SANXIAN_TEST_STORE", store().c_str(), 1);
            setenv("SANXIAN_TEST_NAME", QApplication::applicationName().toUtf8().constData(), 1);
            execl("/proc/self/exe", "app_test", "--gtest_also_run_disabled_tests",
                  "--gtest_filter=RecoveryTest.DISABLED_TheHand", nullptr);
            _exit(127);
        }
        close(ends[1]);
        std::FILE* said = fdopen(ends[0], "r");
        std::array<char, 256> line{};
        std::string last;
        const auto next = [&] {
            while (std::fgets(line.data(), static_cast<int>(line.size()), said)) {
                const std::string text(line.data());
                if (!text.starts_with("at ")) continue;
                last = text.substr(3, text.size() - 4);
                return true;
            }
            return false;
        };
        for (auto steps = 3 + dice() % 15; steps > 0; --steps) ASSERT_TRUE(next());
        std::this_thread::sleep_for(std::chrono::microseconds(dice() % 30'000));
        kill(hand, SIGKILL);
        while (next()) continue;
        std::fclose(said);
        int status = 0;
        waitpid(hand, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));

        app::Services services;
        ASSERT_TRUE(opens(services));
        auto& plan = services.workspace;
        EXPECT_FALSE(plan.opened().unrecovered) << plan.opened().unrecovered->message.key;
        EXPECT_FALSE(plan.opened().undoEndsAtSave);
        const std::size_t place = plan.history().place();
        bool there = traceOf(plan) == last;
        for (int way : {-1, 2}) {  // the hand may have done one more step than it could say
            const std::size_t to = plan.history().place() + static_cast<std::size_t>(way);
            if (there || to >= plan.history().states().size()) continue;
            plan.goTo(to);
            there = traceOf(plan) == last;
        }
        EXPECT_TRUE(there) << "round " << round << ": not the state that was told last";
        EXPECT_GT(plan.history().states().size(), states) << "undo goes back across the kills before";
        states = plan.history().states().size();
        plan.goTo(0);
        EXPECT_TRUE(plan.now() == plan.filed());
        plan.goTo(place);
    }
}

}  // namespace
