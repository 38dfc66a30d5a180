#include "edit/journal.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "edit/squares.h"

namespace {

using namespace squares;
using edit::Journal;
using testing::ElementsAre;
using testing::ElementsAreArray;

class JournalTest : public testing::Test {
protected:
    JournalTest() {
        folder_ = std::filesystem::temp_directory_path() / ("sanxian-journal-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    ~JournalTest() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path file() const { return folder_ / "case.journal"; }
    static std::string bytesOf(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void write(const std::filesystem::path& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
    }

    std::filesystem::path folder_;
    const Journal::Header header_{"plan.gpkg", "2026-0001", 3, "0 17", 2, "2026-01-02T03:04:05Z"};
    const std::vector<std::string> lines_{R"({"op":"erase","layer":"DLTB","feature":"图斑"})", "undo", "redo", "undo"};

    void fill() {
        auto journal = Journal::create(file(), header_).value();
        for (const auto& line : lines_) ASSERT_TRUE(journal.append(line));
    }
};

TEST_F(JournalTest, HoldsWhatWasAppended) {
    fill();
    const auto content = Journal::read(file()).value();
    EXPECT_EQ(content.header, header_);
    EXPECT_THAT(content.lines, ElementsAreArray(lines_));
    EXPECT_FALSE(content.cut);
}

TEST_F(JournalTest, CutAtAnyByteItHoldsALeadingPart) {
    fill();
    const std::string whole = bytesOf(file());
    const std::size_t headerEnd = whole.find('\n') + 1;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        write(file(), whole.substr(0, size));
        const auto content = Journal::read(file());
        ASSERT_EQ(content.has_value(), size >= headerEnd) << size;
        if (!content) continue;
        const auto ends = static_cast<std::size_t>(
            std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
        ASSERT_THAT(content->lines,
                    ElementsAreArray(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(ends) - 1));
        ASSERT_EQ(content->cut, size > 0 && whole[size - 1] != '\n') << size;
    }
}

TEST_F(JournalTest, AFlippedByteEndsWhatIsRead) {
    fill();
    const std::string whole = bytesOf(file());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
        write(file(), flipped);
        const auto content = Journal::read(file());
        if (!content) continue;
        ASSERT_TRUE(content->cut) << i;
        ASSERT_LT(content->lines.size(), lines_.size());
        ASSERT_THAT(
            content->lines,
            ElementsAreArray(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(content->lines.size())));
    }
}

TEST_F(JournalTest, GoesOnAfterWhatIsWhole) {
    fill();
    write(file(), bytesOf(file()) + "deadbeef half a li");
    ASSERT_TRUE(Journal::read(file()).value().cut);
    auto journal = Journal::reopen(file()).value();
    ASSERT_TRUE(journal.append("redo"));
    const auto content = Journal::read(file()).value();
    EXPECT_FALSE(content.cut);
    EXPECT_EQ(content.lines.size(), lines_.size() + 1);
    EXPECT_EQ(content.lines.back(), "redo");
}

TEST_F(JournalTest, IsGoneWhenDiscarded) {
    fill();
    auto journal = Journal::reopen(file()).value();
    journal.discard();
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(JournalTest, WhatIsNoJournalIsAnError) {
    EXPECT_EQ(Journal::read(file()).error().message.key, "edit.journal_read");
    write(file(), "something else\n\n\n");
    EXPECT_EQ(Journal::read(file()).error().message.key, "edit.journal_bad");
    EXPECT_FALSE(Journal::reopen(file()));
    EXPECT_EQ(Journal::create("/nowhere/at/all", header_).error().message.key, "edit.journal_write");
}

TEST_F(JournalTest, WhatTheDiskDidNotTakeIsWrittenWhenItDoes) {
    const auto folder = folder_ / "later";
    auto journal = Journal::begin(folder / "case.journal", header_, {"undo"});
    ASSERT_TRUE(journal.trouble());
    EXPECT_EQ(journal.trouble()->message.key, "edit.journal_write");
    EXPECT_FALSE(journal.append("redo"));
    std::filesystem::create_directories(folder);
    EXPECT_TRUE(journal.append(std::vector<std::string>{"undo", "redo"}));
    EXPECT_FALSE(journal.trouble());
    EXPECT_THAT(Journal::read(folder / "case.journal")->lines, ElementsAre("undo", "redo", "undo", "redo"));
    EXPECT_TRUE(journal.append("undo"));
    EXPECT_EQ(Journal::read(folder / "case.journal")->lines.size(), 5U);
}

TEST_F(JournalTest, OneHandWritesIt) {
    fill();
    auto one = Journal::reopen(file());
    ASSERT_TRUE(one);
    const auto other = Journal::reopen(file());
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().message.key, "edit.journal_taken");
    EXPECT_EQ(other.error().message.arguments[0], header_.caseId);
}

TEST(JournalMark, IsALineAndBack) {
    const auto line = Journal::lineOf({17, "2026-01-02T03:04:05Z"});
    const auto mark = Journal::markOf(line).value();
    EXPECT_EQ(mark.save, 17);
    EXPECT_EQ(mark.time, "2026-01-02T03:04:05Z");
    for (const char* other : {"", "undo", "saved", "saved x", R"({"op":"undo"})"}) EXPECT_FALSE(Journal::markOf(other));
}

// A hand that edits until it is killed: what the journal gives is a state that the hand had, and not an old one.
TEST_F(JournalTest, AfterKillTheLastStateIsThere) {
    const Snapshot start = Builder().add(support::layer::survey, box(0, 0, 10, 10), "A").plan();
    for (int round = 0; round < 5; ++round) {
        int ready[2];
        ASSERT_EQ(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto journal = Journal::create(file(), header_);
            for (std::int64_t n = 0; journal; ++n) {
                const edit::MoveVertex move{{at(10, 10).x, at(10, 10).y + n}, {at(10, 10).x, at(10, 10).y + n + 1}, {}};
                if (!journal->append(edit::encode(move, start.schema()))) break;
                if (::write(ready[1], "x", 1) != 1) break;
            }
            ::_exit(1);
        }
        char byte;
        std::size_t told = 0;
        for (; told < 5U + static_cast<std::size_t>(round); ++told) ASSERT_EQ(::read(ready[0], &byte, 1), 1);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(ready[1]);
        while (::read(ready[0], &byte, 1) == 1) ++told;
        ::close(ready[0]);
        const auto content = Journal::read(file()).value();
        ASSERT_GE(content.lines.size(), told);
        const auto history = edit::replay(start, content.lines).value();
        EXPECT_EQ(history.place(), content.lines.size());
        EXPECT_TRUE(
            geometry::hasVertex(named(history.now(), support::layer::survey, "A")->shape,
                                {at(10, 10).x, at(10, 10).y + static_cast<std::int64_t>(content.lines.size())}));
    }
}

TEST(Replay, NamesTheLineThatCannotBeDone) {
    const Snapshot start = Builder().add(support::layer::survey, box(0, 0, 10, 10), "A").plan();
    const auto result = edit::replay(start, {R"({"op":"erase","layer":"DLTB","feature":"A"})", "undo", "undo"});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message.key, "edit.nothing_to_undo");
    EXPECT_THAT(result.error().where, ElementsAre("3"));
}

// Against a tree in which every state knows the one it was made from.
TEST(History, UnsavedIsTheWayFromTheSavedStateToTheOneThatIsNow) {
    const std::uint64_t seed = std::random_device()();
    SCOPED_TRACE(seed);
    support::Dice dice(seed);
    const Snapshot any = Builder().add(support::layer::survey, box(0, 0, 10, 10), "A").plan();
    edit::History history(any);
    std::vector<std::size_t> parent{0}, depth{0}, course{0};  // course: the nodes of history.states()
    std::size_t saved = 0;
    std::optional<std::pair<edit::History::Saved, std::size_t>> before;
    for (int step = 0; step < 5000; ++step) {
        const std::size_t now = course[history.place()];
        const auto kind = dice.roll(0, 9);
        if (kind < 4) {
            course.resize(history.place() + 1);
            course.push_back(parent.size());
            parent.push_back(now);
            depth.push_back(depth[now] + 1);
            history.push({}, any);
        } else if (kind < 8) {
            history.goTo(static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(course.size()) - 1)));
        } else if (kind == 8 && !before) {
            before.emplace(history.saved(), saved);
            history.markSaved();
            saved = now;
        } else if (kind == 9 && before) {
            if (dice.chance(50)) {
                history.unmarkSaved(before->first);
                saved = before->second;
            }
            before.reset();
        }
        std::size_t a = saved, b = course[history.place()], way = 0;
        for (; a != b; ++way) (depth[a] > depth[b] ? a : b) = parent[depth[a] > depth[b] ? a : b];
        ASSERT_EQ(history.unsaved(), way) << step;
    }
}

TEST(History, ANewStepDropsWhatWasUndone) {
    const Snapshot start = Builder().add(support::layer::survey, box(0, 0, 10, 10), "A").plan();
    edit::History history(start);
    ASSERT_TRUE(edit::run(history, R"({"op":"set","layer":"DLTB","feature":"A","attributes":{"DM":"1"}})"));
    ASSERT_TRUE(edit::run(history, R"({"op":"set","layer":"DLTB","feature":"A","attributes":{"DM":"2"}})"));
    ASSERT_TRUE(edit::run(history, R"({"op":"set","layer":"DLTB","feature":"A","attributes":{"DM":"2"}})"));
    EXPECT_EQ(history.states().size(), 3U) << "a step that ends where it began is none";
    EXPECT_EQ(edit::run(history, R"({"op":"undo"})").value().op, "undo");
    EXPECT_TRUE(history.canRedo());
    ASSERT_TRUE(edit::run(history, R"({"op":"set","layer":"DLTB","feature":"A","attributes":{"DM":"3"}})"));
    EXPECT_FALSE(history.canRedo());
    EXPECT_EQ(history.states().back().name.key, "edit.set");
    ASSERT_TRUE(edit::run(history, "undo"));
    ASSERT_TRUE(edit::run(history, "undo"));
    EXPECT_EQ(history.now(), start);
}

}  // namespace
