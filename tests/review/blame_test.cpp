#include "review/blame.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "support/processor_time.h"
#include "support/random_plan.h"

namespace {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::FeatureId;
using plan::FeatureRef;
using review::Lived;
using review::RevisionNumber;
using review::Run;

// A record in memory: what each revision changed, from revision 1 on.
class Annals {
public:
    // An empty ring removes the feature.
    void file(const std::vector<std::pair<std::uint32_t, Ring>>& rings) {
        plan::Changeset changes;
        const RevisionNumber number = static_cast<RevisionNumber>(revisions_.size()) + 1;
        for (const auto& [serial, ring] : rings) {
            const FeatureId id{1, serial};
            auto& states = states_[id];
            const bool alive = !states.empty() && !states.back().died;
            plan::Change change;
            if (alive) change.before = states.back().feature, states.back().died = number;
            if (!ring.empty()) {
                change.after = plan::makeFeature(id, support::layer::zones, MultiPolygon{{{ring, {}}}}, {}, {});
                states.push_back({number, {}, change.after});
            }
            changes.changes.push_back(change);
        }
        revisions_.push_back(std::move(changes));
    }
    std::vector<Run> blame(std::uint32_t serial, RevisionNumber at = 0) const {
        const review::Record record{
            [this](FeatureId id) -> base::Result<std::vector<Lived>> { return states_.at(id); },
            [this](RevisionNumber number, const geometry::Box&) -> base::Result<plan::Changeset> {
                return revisions_[static_cast<std::size_t>(number - 1)];
            },
            {}};
        const auto runs = review::blame({1, serial}, at ? at : static_cast<RevisionNumber>(revisions_.size()), record);
        EXPECT_TRUE(runs);
        return runs.value_or(std::vector<Run>());
    }
    RevisionNumber head() const { return static_cast<RevisionNumber>(revisions_.size()); }
    Ring ring(std::uint32_t serial, RevisionNumber at) const {
        for (const Lived& state : states_.at({1, serial}))
            if (state.born <= at && (!state.died || *state.died > at))
                return std::get<MultiPolygon>(state.feature->shape).polygons[0].outer;
        return {};
    }

private:
    std::vector<plan::Changeset> revisions_;
    std::map<FeatureId, std::vector<Lived>> states_;
};

// The runs as "revision: corners", with the corners that came later behind a bar.
std::vector<std::string> told(const std::vector<Run>& runs) {
    std::vector<std::string> lines;
    for (const Run& run : runs) {
        std::string line = std::to_string(run.revision) + ":";
        for (const Point p : run.line) line += " " + std::to_string(p.x) + "," + std::to_string(p.y);
        for (const auto& later : run.later)
            line += " | " + std::to_string(later.at.x) + "," + std::to_string(later.at.y) + " " +
                    std::to_string(later.revision);
        lines.push_back(line);
    }
    return lines;
}
using Lines = std::vector<std::string>;

const Ring square{{0, 0}, {100, 0}, {100, 100}, {0, 100}};

TEST(Blame, AnUntouchedRingIsOneRun) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{2, {{500, 0}, {600, 0}, {600, 100}}}});
    EXPECT_EQ(told(annals.blame(1)), Lines{"1: 0,0 100,0 100,100 0,100 0,0"});
}

TEST(Blame, AMovedCornerPutsItsTwoEdgesThere) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{1, {{0, 0}, {100, 0}, {130, 120}, {0, 100}}}});
    EXPECT_EQ(told(annals.blame(1)), (Lines{"2: 100,0 130,120 0,100", "1: 0,100 0,0 100,0"}));
    EXPECT_EQ(told(annals.blame(1, 1)), Lines{"1: 0,0 100,0 100,100 0,100 0,0"});
}

TEST(Blame, BackAgainIsTheRevisionThatBroughtItBack) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{1, {{0, 0}, {100, 0}, {130, 120}, {0, 100}}}});
    annals.file({{1, square}});
    EXPECT_EQ(told(annals.blame(1)), (Lines{"3: 100,0 100,100 0,100", "1: 0,100 0,0 100,0"}));
    annals.file({{1, {}}});
    annals.file({{1, square}});
    EXPECT_EQ(told(annals.blame(1)), Lines{"5: 0,0 100,0 100,100 0,100 0,0"}) << "removed in between";
}

TEST(Blame, ARingThatBeginsElsewhereIsTheSame) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{1, {{100, 100}, {0, 100}, {0, 0}, {100, 0}}}});
    EXPECT_EQ(told(annals.blame(1)), Lines{"1: 100,100 0,100 0,0 100,0 100,100"});
}

TEST(Blame, ACornerOnTheLineIsNamedAndTheLineStaysOld) {
    Annals annals;
    annals.file({{1, {{0, 0}, {1001, 77}, {100, 1000}}}});
    annals.file({{1, {{0, 0}, {400, 31}, {1001, 77}, {100, 1000}}}});  // 30.77 rounded to the grid
    EXPECT_EQ(told(annals.blame(1)), Lines{"1: 0,0 400,31 1001,77 100,1000 0,0 | 400,31 2"});
    annals.file({{1, {{0, 0}, {1001, 77}, {100, 1000}}}});
    EXPECT_EQ(told(annals.blame(1)), Lines{"1: 0,0 1001,77 100,1000 0,0"}) << "and taken away again";
    annals.file({{1, {{0, 0}, {400, 35}, {1001, 77}, {100, 1000}}}});
    EXPECT_EQ(told(annals.blame(1)), (Lines{"4: 0,0 400,35 1001,77", "1: 1001,77 100,1000 0,0"})) << "four steps off";
}

TEST(Blame, ASplitKeepsTheOuterBoundary) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{1, {{0, 0}, {100, 0}, {100, 120}, {0, 100}}}});
    annals.file({{1, {{0, 0}, {50, 0}, {50, 110}, {0, 100}}}, {2, {{50, 0}, {100, 0}, {100, 120}, {50, 110}}}});
    EXPECT_EQ(told(annals.blame(2)), (Lines{"1: 50,0 100,0", "2: 100,0 100,120 50,110", "3: 50,110 50,0"}));
    EXPECT_EQ(told(annals.blame(1)), (Lines{"3: 50,0 50,110", "2: 50,110 0,100", "1: 0,100 0,0 50,0"}));
}

TEST(Blame, AMergeTakesOverTheOthersBoundary) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{2, {{100, 0}, {200, 0}, {200, 100}, {100, 100}}}});
    annals.file({{1, {{0, 0}, {200, 0}, {200, 100}, {0, 100}}}, {2, {}}});
    const auto runs = told(annals.blame(1));
    // The corners at the seam are gone: the long edges have been whole since both halves were there.
    EXPECT_EQ(runs, (Lines{"2: 0,0 200,0 200,100 0,100", "1: 0,100 0,0"}));
}

TEST(Blame, ANeighbourThatStaysGivesNothing) {
    Annals annals;
    annals.file({{1, square}});
    annals.file({{2, {{100, 0}, {200, 0}, {200, 100}, {100, 100}}}});
    EXPECT_EQ(told(annals.blame(2)), Lines{"2: 100,0 200,0 200,100 100,100 100,0"}) << "2 was drawn along 1";
}

// Corners that move, come and go in a ring; told by the definition: an edge belongs to the newest revision since which
// it has always been there.
RC_GTEST_PROP(Blame, IsTheNewestRevisionSinceWhichAnEdgeIsThere, (std::uint64_t seed)) {
    support::Dice dice(seed);
    Annals annals;
    Ring ring;
    const int corners = static_cast<int>(dice.roll(8, 40));
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * M_PI * i / corners;
        ring.push_back({std::llround(1e8 * std::cos(angle)), std::llround(1e8 * std::sin(angle))});
    }
    annals.file({{1, ring}});
    for (int revision = 2; revision <= 12; ++revision) {
        for (int step = static_cast<int>(dice.roll(0, 3)); step > 0; --step) {
            const std::size_t at = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(ring.size()) - 1));
            const Point moved{ring[at].x + dice.roll(-3000000, 3000000), ring[at].y + dice.roll(-3000000, 3000000)};
            if (dice.chance(20))
                ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(at), moved);
            else if (dice.chance(20) && ring.size() > 6)
                ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(at));
            else
                ring[at] = moved;
        }
        if (dice.chance(20)) std::rotate(ring.begin(), ring.begin() + 2, ring.end());
        annals.file({{1, ring}});
    }
    const auto edgesAt = [&](RevisionNumber revision) {
        std::set<std::pair<Point, Point>> edges;
        const Ring there = annals.ring(1, revision);
        for (std::size_t i = 0; i < there.size(); ++i) edges.insert({there[i], there[(i + 1) % there.size()]});
        return edges;
    };
    std::map<std::pair<Point, Point>, RevisionNumber> wanted;
    for (const auto& edge : edgesAt(annals.head())) {
        RevisionNumber since = annals.head();
        while (since > 1 && edgesAt(since - 1).contains(edge)) --since;
        wanted[edge] = since;
    }
    std::size_t seen = 0;
    for (const Run& run : annals.blame(1))
        for (std::size_t i = 0; i + 1 < run.line.size(); ++i, ++seen)
            RC_ASSERT((wanted[{run.line[i], run.line[i + 1]}]) == run.revision);
    RC_ASSERT(seen == ring.size());
}

TEST(Blame, ALongRedLineOfManyStatesIsQuick) {
    Annals annals;
    Ring ring;
    for (int i = 0; i < 100'000; ++i) {
        const double angle = 2 * M_PI * i / 100'000;
        ring.push_back({std::llround(1e9 * std::cos(angle)), std::llround(1e9 * std::sin(angle))});
    }
    annals.file({{1, ring}});
    for (std::size_t revision = 2; revision <= 50; ++revision) {
        for (const std::size_t place : {1000 * revision, 1000 * revision + 40'500})
            ring[place].x += 5000, ring[place].y += 3000;
        annals.file({{1, ring}});
    }
    const support::ProcessorTime time;
    const auto runs = annals.blame(1);
    const double took = time.seconds();
    RecordProperty("seconds", std::to_string(took));
    std::size_t touched = 0;
    for (const review::Run& run : runs) touched += run.revision > 1;
    EXPECT_EQ(touched, 98u);
    EXPECT_LT(took, 2.0) << "0.6 s on a quiet machine";
}

}  // namespace
