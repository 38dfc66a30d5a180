#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "edit/squares.h"

// The laws of the house for edits, on random plans whose zones, parcels, lines and county share their boundaries.
namespace {

using namespace squares;
namespace layer = support::layer;
using support::Dice;

constexpr LayerId areas[] = {layer::county, layer::zones, layer::lines, layer::survey};
const std::string codes[] = {"XZQ", "GHFQ", "STBHHX", "DLTB"};

Point between(Dice& dice, Point a, Point b) {
    const std::int64_t t = dice.roll(0, 1000);
    return {a.x + (b.x - a.x) * t / 1000, a.y + (b.y - a.y) * t / 1000};
}

std::string keyOf(const Snapshot& plan, const FeatureRef& feature) { return plan::nameOf(plan.schema(), *feature); }

// A line from a place on the feature's boundary to another, with a bend.
geometry::Line lineAcross(Dice& dice, const FeatureRef& feature, std::int64_t overshoot) {
    const Edges edges = edit::edgesOf(feature->shape);
    const auto &e = dice.pick(edges), &f = dice.pick(edges);
    Point a = between(dice, e.from, e.to), b = between(dice, f.from, f.to);
    const Point middle{(a.x + b.x) / 2 + dice.roll(-900'000, 900'000), (a.y + b.y) / 2 + dice.roll(-900'000, 900'000)};
    if (dice.chance(60)) {
        a.x += dice.roll(-overshoot, overshoot), a.y += dice.roll(-overshoot, overshoot);
        b.x += dice.roll(-overshoot, overshoot), b.y += dice.roll(-overshoot, overshoot);
    }
    geometry::Line line{a};
    if (dice.chance(70)) line.push_back(middle);
    line.push_back(b);
    return line;
}

// A line that leaves a side of the feature and comes back to it, or to the next.
geometry::Line lineAlong(Dice& dice, const FeatureRef& feature) {
    const Edges edges = edit::edgesOf(areaOf(feature).polygons.front().outer);
    const auto i = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(edges.size()) - 1));
    const Edge &e = edges[i], &f = dice.chance(50) ? e : edges[(i + 1) % edges.size()];
    const Point a = between(dice, e.from, e.to), b = between(dice, f.from, f.to);
    const auto bend = [&](Point p) {
        return Point{p.x + dice.roll(-700'000, 700'000), p.y + dice.roll(-700'000, 700'000)};
    };
    geometry::Line line{a, bend(a), bend(b), b};
    if (dice.chance(30)) line.erase(line.begin() + 1);
    return line;
}

edit::Command boundaryEdit(Dice& dice, const Snapshot& plan) {
    const auto at = static_cast<std::size_t>(dice.roll(0, 3));
    const auto features = all(plan, areas[at]);
    const FeatureRef feature = dice.pick(features);
    const auto vertices = support::verticesOf(plan, areas[at]);
    const Point vertex = dice.pick(vertices);
    const std::int64_t far = dice.chance(80) ? 600'000 : 8'000'000;
    switch (dice.roll(0, 5)) {
        case 0: {
            const Edges edges = edit::edgesOf(feature->shape);
            const Edge& edge = dice.pick(edges);
            const Point place = between(dice, edge.from, edge.to);
            return edit::InsertVertex{
                codes[at], keyOf(plan, feature), {place.x + dice.roll(-9, 9), place.y + dice.roll(-9, 9)}, {}};
        }
        case 1: return edit::RemoveVertex{vertex, {}};
        case 2: {
            std::vector<std::string> named;
            if (dice.chance(50)) named.push_back(keyOf(plan, feature));
            return edit::Reshape{codes[at], named,
                                 dice.chance(50) ? lineAcross(dice, feature, 300'000) : lineAlong(dice, feature)};
        }
        case 3:
            return edit::MoveVertex{
                vertex, dice.chance(50) ? dice.pick(vertices) : between(dice, vertex, dice.pick(vertices)), {}};
        default:
            return edit::MoveVertex{vertex, {vertex.x + dice.roll(-far, far), vertex.y + dice.roll(-far, far)}, {}};
    }
}

edit::Command patchEdit(Dice& dice, const Snapshot& plan) {
    const auto features = all(plan, layer::survey);
    const FeatureRef feature = dice.pick(features);
    switch (dice.roll(0, 2)) {
        case 0:
            return edit::Merge{"DLTB", {keyOf(plan, feature), keyOf(plan, dice.pick(features))}, keyOf(plan, feature)};
        case 1: {
            const Point p =
                between(dice, {feature->box.minX, feature->box.minY}, {feature->box.maxX, feature->box.maxY});
            const std::int64_t w = dice.roll(100, 9'000'000), h = dice.roll(100, 9'000'000);
            return edit::Draw{"DLTB",
                              area({p, {p.x + w, p.y}, {p.x + w, p.y + h}, {p.x, p.y + h + 7}}),
                              {{"DM", std::string("1101")}},
                              dice.chance(50) ? edit::Overlap::CutExisting : edit::Overlap::CutNew};
        }
        default: {
            std::vector<std::string> named;
            if (dice.chance(50)) named.push_back(keyOf(plan, feature));
            return edit::Split{"DLTB", named, lineAcross(dice, feature, 900'000)};
        }
    }
}

std::set<Edge> edges(const Snapshot& plan, LayerId id) {
    std::set<Edge> found;
    for (const auto& feature : all(plan, id))
        for (const Edge& edge : edit::edgesOf(feature->shape))
            found.insert(edge.to < edge.from ? edge.reversed() : edge);
    return found;
}

void checkCoverage(const Snapshot& before, const Snapshot& after) {
    RC_ASSERT(allValid(after));
    for (const LayerId id : areas) {
        RC_ASSERT(overlapping(after, id).empty());
        if (outline(before, id) == outline(after, id)) RC_ASSERT(steps(before, id) == steps(after, id));
    }
    // What tiles the county goes on tiling it, edge by edge: no gap, and no boundary left behind in another layer.
    for (const LayerId id : {layer::survey, layer::zones})
        if (outline(before, id) == outline(before, layer::county))
            RC_ASSERT(outline(after, id) == outline(after, layer::county));
}

RC_GTEST_PROP(Law5, BoundaryEditsKeepWhatWasShared, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    Snapshot plan = support::randomPlan(dice.roll(0, 1'000'000));
    int made = 0;
    for (int n = 0; n < 25; ++n) {
        const edit::Command command = boundaryEdit(dice, plan);
        const auto changes = edit::apply(command, plan);
        if (!changes) continue;
        RC_ASSERT(edit::apply(command, plan).value() == *changes);
        const Snapshot next = plan.with(*changes).value();
        RC_LOG() << edit::encode(command, plan.schema()) << std::endl;
        checkCoverage(plan, next);
        const auto parcels = edges(next, layer::survey);
        for (const LayerId id : {layer::zones, layer::lines, layer::county})
            for (const Edge& edge : edges(next, id)) RC_ASSERT(parcels.contains(edge));
        plan = next;
        made += !changes->empty();
    }
    RC_CLASSIFY(made > 8);
}

RC_GTEST_PROP(Law5, PatchEditsLeaveNoGapAndNoOverlap, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    Snapshot plan = support::randomPlan(dice.roll(0, 1'000'000));
    for (int n = 0; n < 15; ++n) {
        const edit::Command command = dice.chance(70) ? patchEdit(dice, plan) : boundaryEdit(dice, plan);
        const auto changes = edit::apply(command, plan);
        if (!changes) continue;
        RC_LOG() << edit::encode(command, plan.schema()) << std::endl;
        const Snapshot next = plan.with(*changes).value();
        RC_ASSERT(allValid(next));
        for (const LayerId id : areas) RC_ASSERT(overlapping(next, id).empty());
        if (std::holds_alternative<edit::Split>(command) || std::holds_alternative<edit::Merge>(command))
            checkCoverage(plan, next);
        plan = next;
    }
}

// An equal plan with another past: its pages and indexes differ, its features do not.
Snapshot withAnotherPast(const Snapshot& plan) {
    auto features = all(plan);
    std::reverse(features.begin(), features.end());
    Snapshot other(plan.schemaRef(), features);
    return other.drawingFrom(plan.nextId());
}

RC_GTEST_PROP(Law2, ApplyIsAFunction, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    Snapshot plan = support::randomPlan(dice.roll(0, 1'000'000));
    for (int n = 0; n < 10; ++n) {
        const edit::Command command = dice.chance(50) ? patchEdit(dice, plan) : boundaryEdit(dice, plan);
        const Snapshot kept = withAnotherPast(plan);
        const auto changes = edit::apply(command, plan), again = edit::apply(command, kept);
        RC_ASSERT(plan == kept);
        RC_ASSERT(changes.has_value() == again.has_value());
        if (!changes) {
            RC_ASSERT(changes.error().message == again.error().message);
            continue;
        }
        RC_ASSERT(*changes == *again);
        plan = plan.with(*changes).value();
    }
}

RC_GTEST_PROP(Law3, LinesSayWhatCommandsAre, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Snapshot plan = support::randomPlan(dice.roll(0, 1'000'000));
    for (int n = 0; n < 10; ++n) {
        const edit::Command command = dice.chance(50) ? patchEdit(dice, plan) : boundaryEdit(dice, plan);
        const std::string line = edit::encode(command, plan.schema());
        RC_ASSERT(line.find('\n') == std::string::npos);
        const auto read = edit::decode(line, plan.schema());
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == command);
    }
}

RC_GTEST_PROP(Law3, ReplayGivesWhatTheHandLeft, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Snapshot start = support::randomPlan(dice.roll(0, 1'000'000));
    edit::History history(start);
    std::vector<std::string> lines;
    for (int n = 0; n < 20; ++n) {
        std::string line = dice.chance(25)   ? "undo"
                           : dice.chance(20) ? "redo"
                                             : edit::encode(dice.chance(50) ? patchEdit(dice, history.now())
                                                                            : boundaryEdit(dice, history.now()),
                                                            start.schema());
        if (edit::run(history, line)) lines.push_back(std::move(line));
    }
    const auto replayed = edit::replay(start, lines);
    RC_ASSERT(replayed.has_value());
    RC_ASSERT(replayed->now() == history.now());
    RC_ASSERT(replayed->place() == history.place());
    RC_ASSERT(replayed->states().size() == history.states().size());
}

}  // namespace
