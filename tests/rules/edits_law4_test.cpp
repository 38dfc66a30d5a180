#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "edit/command.h"
#include "edit/edges.h"
#include "edit/scope.h"
#include "rules/check.h"
#include "rules/indicator.h"
#include "rules/small_county.h"
#include "sample/county.h"

// Law 4 under what the hand does: the pack's own rules and indicators, the commands of `edit`, plans with none and with
// hundreds of standing findings.
namespace {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::Changeset;
using plan::FeatureRef;
using plan::Snapshot;
using support::Dice;

std::vector<FeatureRef> areasOf(const Snapshot& plan) {
    std::vector<FeatureRef> all;
    for (std::size_t i = 0; i < plan.schema().layers.size(); ++i)
        plan.each(plan::LayerId{static_cast<std::uint16_t>(i)}, [&](const FeatureRef& feature) {
            const auto* area = std::get_if<MultiPolygon>(&feature->shape);
            if (area && !area->empty() && area->polygons[0].outer.size() > 2) all.push_back(feature);
        });
    return all;
}

Point middle(Point a, Point b) { return {a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2}; }

constexpr std::int64_t cellSize = 2'000'000;

Point near(Dice& dice, Point place, std::int64_t reach) {
    return {place.x + dice.roll(-reach, reach), place.y + dice.roll(-reach, reach)};
}

// A value for the field that may be right or wrong.
plan::Value someValue(Dice& dice, const plan::Field& field, const plan::Value& elsewhere) {
    if (dice.chance(40)) return elsewhere;
    if (dice.chance(30)) return {};
    if (field.type == plan::FieldType::Real) return static_cast<double>(dice.roll(1, 5'000'000)) / 100;
    if (field.type == plan::FieldType::Integer) return dice.roll(1, 9);
    const auto* codes = small_county::pack().codesOf(field);
    if (codes && !codes->codes.empty() && dice.chance(70)) return dice.pick(codes->codes).code;
    return std::to_string(dice.roll(1, 999));
}

// What a delivered file may have: things that no command makes.
Changeset damage(Dice& dice, const Snapshot& now) {
    const auto all = areasOf(now);
    const FeatureRef feature = dice.pick(all);
    if (now.schema().layer(feature->layer).code == "XZQ") return {};
    MultiPolygon area = std::get<MultiPolygon>(feature->shape);
    Ring& ring = area.polygons[0].outer;
    const auto at = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(ring.size()) - 1));
    auto values = feature->values;
    const auto made = [&](plan::FeatureId id, MultiPolygon shape) {
        return plan::makeFeature(now.schema(), id, feature->layer, std::move(shape), values);
    };
    switch (dice.roll(0, 6)) {
        case 0: ring[at] = near(dice, ring[at], cellSize / 4); break;
        case 1: std::swap(ring[at], ring[(at + 1) % ring.size()]); break;
        case 2:  // a copy moved a little
            geometry::eachRing(area, [&](Ring& each) {
                for (Point& p : each) p.x += cellSize / 50;
            });
            return {{{nullptr, made(now.nextId(), std::move(area))}}};
        case 3: return {{{feature, nullptr}}};
        case 4: {  // a hole that nothing fills
            const geometry::Box& box = feature->box;
            const Point p{(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2};
            area.polygons[0].holes.push_back({p, {p.x, p.y + 9000}, {p.x + 9000, p.y + 9000}, {p.x + 9000, p.y}});
            break;
        }
        default: {
            values.resize(now.schema().layer(feature->layer).fields.size());
            const auto field = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(values.size()) - 1));
            const FeatureRef other = dice.pick(all);
            values[field] = someValue(dice, now.schema().layer(feature->layer).fields[field], other->value(field));
            break;
        }
    }
    return {{{feature, made(feature->id, std::move(area))}}};
}

// Of a row of a table.
edit::Command rowCommand(Dice& dice, const Snapshot& now) {
    std::vector<FeatureRef> rows;
    for (std::size_t i = 0; i < now.schema().layers.size(); ++i)
        if (now.schema().layers[i].geometry == plan::GeometryKind::None)
            now.each(plan::LayerId{static_cast<std::uint16_t>(i)},
                     [&](const FeatureRef& feature) { rows.push_back(feature); });
    if (rows.empty()) return edit::Draw{"ZDJSXMAPB", {}, {{"XMMC", std::string("项目1")}}, edit::Overlap::Refuse};
    const FeatureRef row = dice.pick(rows), other = dice.pick(rows);
    const plan::Layer& layer = now.schema().layer(row->layer);
    if (dice.chance(10)) return edit::Erase{layer.code, edit::nameFor(now, *row)};
    if (dice.chance(15)) return edit::Draw{layer.code, {}, {}, edit::Overlap::Refuse};
    const plan::Field& field = dice.pick(layer.fields);
    const plan::Value elsewhere =
        other->layer == row->layer ? other->value(*layer.field(field.code)) : plan::Value(std::string("项目2"));
    return edit::Set{layer.code, edit::nameFor(now, *row), {{field.code, someValue(dice, field, elsewhere)}}};
}

edit::Command someCommand(Dice& dice, const Snapshot& now) {
    if (dice.chance(8)) return rowCommand(dice, now);
    const auto all = areasOf(now);
    const FeatureRef feature = dice.pick(all);
    const plan::Layer& layer = now.schema().layer(feature->layer);
    const std::string name = edit::nameFor(now, *feature);
    const MultiPolygon& area = std::get<MultiPolygon>(feature->shape);
    const Ring& ring = area.polygons[0].outer;
    const auto corner = [&] { return dice.pick(ring); };
    const auto side = [&] {
        const auto i = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(ring.size()) - 1));
        return middle(ring[i], ring[(i + 1) % ring.size()]);
    };
    switch (dice.roll(0, 13)) {
        case 0: return edit::InsertVertex{layer.code, name, side(), {}};
        case 1: return edit::RemoveVertex{corner(), {}};
        case 2: {
            std::vector<FeatureRef> beside;
            now.each(feature->layer, feature->box, [&](const FeatureRef& other) { beside.push_back(other); });
            return edit::Merge{layer.code, {name, edit::nameFor(now, *dice.pick(beside))}, name};
        }
        case 3:
        case 4: return edit::Split{layer.code, {name}, {side(), side()}};
        case 5:
        case 6: {  // in at one side and out at another, over a place between them
            const Point a = side(), b = side(), between = near(dice, middle(a, b), cellSize / 6);
            const Point before{a.x - (b.x - a.x) / 8, a.y - (b.y - a.y) / 8};
            const Point behind{b.x + (b.x - a.x) / 8, b.y + (b.y - a.y) / 8};
            return edit::Reshape{layer.code, {name}, {before, between, behind}};
        }
        case 7: {
            const Point p = near(dice, corner(), cellSize), q{p.x + dice.roll(9000, 900'000), p.y},
                        r = near(dice, {q.x, q.y + 500'000}, 300'000);
            constexpr edit::Overlap ways[] = {edit::Overlap::Refuse, edit::Overlap::CutNew, edit::Overlap::CutExisting};
            return edit::Draw{layer.code, MultiPolygon{{{{p, q, r}, {}}}}, {}, ways[dice.roll(0, 2)]};
        }
        case 8: {
            MultiPolygon moved = area;
            Ring& outer = moved.polygons[0].outer;
            Point& p = dice.pick(outer);
            p = near(dice, p, cellSize / 8);
            return edit::Replace{layer.code, name, moved};
        }
        case 9:
        case 10: {
            if (dice.chance(15)) return edit::Erase{layer.code, name};
            const plan::Field& field = dice.pick(layer.fields);
            return edit::Set{layer.code, name, {{field.code, someValue(dice, field, dice.pick(all)->value(0))}}};
        }
        default: {
            const Point from = corner();
            return edit::MoveVertex{from, near(dice, from, dice.chance(20) ? 20 : cellSize / 6), {}};
        }
    }
}

// Twice: the findings kept up to date, and those of a check from scratch.
class Course {
public:
    // A small county that fits no rule in particular, damaged; or the practice county, which breaks none.
    enum class Start { Random, Clean };
    Course(std::uint64_t seed, Start start) : dice_(seed), set_(rules::RuleSet::of(small_county::pack()).value()) {
        const bool isClean = start == Start::Clean;
        const Snapshot clean = isClean ? practiceCounty() : small_county::drawn(dice_);
        Snapshot damaged = clean;
        constexpr int harms[] = {0, 0, 3, 20, 100, 250, 400};
        for (int harm = isClean ? 0 : harms[dice_.roll(0, 6)]; harm > 0; --harm)
            damaged = damaged.with(damage(dice_, damaged)).value();
        filed_ = dice_.chance(50) ? clean : damaged;
        now_ = damaged.drawingFrom({7, 1});
        findings_ = check(now_, filed_);
        totals_ = rules::Totals::of(small_county::pack(), now_);
        filedTotals_ = rules::Totals::of(small_county::pack(), filed_);
        note();
    }

    // Until so many edits have changed something, or the first difference.
    void run(int edits) {
        for (int done = 0; done < edits && !testing::Test::HasFailure();) {
            const Changeset changes = next();
            if (changes.changes.empty()) continue;
            step(changes);
            ++done;
        }
    }

    static std::map<std::string, int> applied;  // how often each command changed something
    static std::size_t fewest, most;            // standing findings

private:
    static const Snapshot& practiceCounty() {
        static const Snapshot made = sample::make(small_county::pack(), {.parcels = 1000}).value().snapshot;
        return made;
    }
    rules::Findings check(const Snapshot& now, const Snapshot& filed) const {
        return rules::check(set_, {now, filed, settings_}).value().findings;
    }
    void note() {
        fewest = std::min(fewest, findings_.size());
        most = std::max(most, findings_.size());
    }

    Changeset next() {
        last_.clear();
        if (past_.size() > 1 && dice_.chance(12)) {
            last_ = "undo";
            const std::size_t back = std::min<std::size_t>(past_.size(), static_cast<std::size_t>(dice_.roll(1, 6)));
            Changeset changes = Snapshot::diff(now_, past_[past_.size() - back]);
            applied["undo"] += !changes.changes.empty();
            return changes;
        }
        Changeset changes;
        for (std::int64_t n = dice_.chance(85) ? 1 : dice_.roll(2, 4); n > 0; --n) {
            const Snapshot here = now_.with(changes).value();
            const edit::Command command = someCommand(dice_, here);
            const auto step = edit::apply(command, here);
            if (!step || step->changes.empty()) continue;
            ++applied[edit::nameOf(command)];
            last_ += edit::encode(command, here.schema()) + "\n";
            changes = changes.then(*step);
        }
        return changes;
    }

    void step(const Changeset& changes) {
        past_.push_back(now_);
        now_ = now_.with(changes).value();
        totals_ = totals_.after(changes);
        const rules::Plan plan{now_, filed_, settings_, &totals_, &filedTotals_};
        findings_ = rules::recheck(set_, plan, changes, findings_).value();
        const rules::Findings full = check(now_, filed_);
        for (std::size_t i = 0; i < std::min(findings_.size(), full.size()); ++i) {
            ASSERT_EQ(findings_[i].key(), full[i].key()) << last_;
            ASSERT_EQ(findings_[i].measured, full[i].measured) << full[i].key() << "\n" << last_;
            ASSERT_TRUE(findings_[i] == full[i]) << full[i].key() << "\n" << last_;
        }
        ASSERT_EQ(findings_.size(), full.size()) << last_;
        const rules::Totals fresh = rules::Totals::of(small_county::pack(), now_);
        ASSERT_TRUE(totals_ == fresh) << last_;
        ASSERT_EQ(rules::indicators(small_county::pack(), settings_, filedTotals_, totals_),
                  rules::indicators(small_county::pack(), settings_, filedTotals_, fresh));
        note();
    }

    Dice dice_;
    rules::RuleSet set_;
    plan::Settings settings_;
    Snapshot filed_, now_;
    rules::Findings findings_;
    rules::Totals totals_, filedTotals_;
    std::vector<Snapshot> past_;
    std::string last_;
};
std::map<std::string, int> Course::applied;
std::size_t Course::fewest = 1'000'000, Course::most = 0;

TEST(Law4, incrementalIsFullUnderTheHand) {
    const bool isLong = std::getenv("SANXIAN_TEST_LONG") != nullptr;
    const char* said = std::getenv("SANXIAN_TEST_SEED");
    const std::uint64_t seed = said ? std::strtoull(said, nullptr, 10) : std::random_device()();
    const int plans = isLong ? 400 : 10, each = isLong ? 50 : 30;
    for (int i = 0; i < plans && !HasFailure(); ++i) {
        SCOPED_TRACE("SANXIAN_TEST_SEED=" + std::to_string(seed + static_cast<std::uint64_t>(i)));
        Course(seed + static_cast<std::uint64_t>(i), i % 25 == 0 ? Course::Start::Clean : Course::Start::Random)
            .run(each);
    }
    std::cout << plans * each << " edits in " << plans << " plans from seed " << seed << ", " << Course::fewest
              << " to " << Course::most << " standing findings;";
    for (const auto& [name, count] : Course::applied) std::cout << " " << name << " " << count;
    std::cout << "\n";
    EXPECT_EQ(Course::fewest, 0u);
    if (!isLong) return;
    for (const char* name : {"move_vertex", "split", "merge", "reshape", "set", "undo"})
        EXPECT_GT(Course::applied[name], 100) << name;
    EXPECT_GT(Course::most, 400u);
}

}  // namespace
