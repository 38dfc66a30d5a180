#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules/drawn.h"

// Law 4 of the rules about changes: after any edits what is found again is what a check from the start finds.
namespace {

using drawn::rule;
using geometry::MultiPolygon;
using geometry::Point;
using plan::Changeset;
using plan::FeatureRef;
using plan::Snapshot;
using support::Dice;
using Texts = std::vector<std::string>;

plan::Spec rulebook(const plan::Schema& schema) {
    plan::Spec spec = drawn::spec(schema);
    const auto exact = [](plan::Parameters parameters) {
        parameters["tolerance_m2"] = 0.0;
        parameters["width_m"] = 0.0;
        return parameters;
    };
    const Texts changes{"gained STBHHX",   "lost STBHHX", "gained GHFQ by DM",
                        "lost GHFQ by DM", "gained DLTB", "lost DLTB where DM = '0401'"};
    const plan::Parameters swap{{"in", "gained GHFQ where DM = '300'"},
                                {"out", "lost GHFQ where DM = '300'"},
                                {"in_within", "filed GHFQ where DM > '3'"},
                                {"measure", "area"},
                                {"must", "at_most"}};
    const auto balance = [](const char* measure, const char* must, const char* field) {
        plan::Parameters parameters{
            {"in", "gained STBHHX"}, {"out", "lost STBHHX"}, {"measure", measure}, {"must", must}};
        if (*field) parameters["value"] = field;
        return parameters;
    };
    spec.rules = {
        rule("now", "part", {}, exact({{"of", "DLTB"}, {"within", Texts{"STBHHX where DM < '14'", "GHFQ"}}}), true),
        rule("out", "part", {}, exact({{"of", "STBHHX"}, {"outside", Texts{"GHFQ where DM <> '300'"}}}), true),
        rule("line", "part", {}, exact({{"of", Texts{"DL", "GSMM"}}, {"within", "STBHHX"}}), true),
        rule("change", "part", {}, exact({{"of", changes}})),
        rule("within", "part", {}, exact({{"of", changes}, {"within", Texts{"GHFQ where DM > '3'", "filed DLTB"}}})),
        rule("outside", "part", {}, exact({{"of", changes}, {"outside", "DLTB where DM = '0401'"}})),
        rule("both", "part", {}, {{"of", changes}, {"within", "XZQ"}, {"outside", "STBHHX where area_m2 > 1000000"}}),
        rule("extent", "part", {}, exact({{"of", changes}, {"outside", "extent"}})),
        rule("swap", "balance", {}, swap),
        rule("area", "balance", {}, balance("area", "at_least", "")),
        rule("field", "balance", {}, balance("sum", "at_least", "MJ")),
        rule("mean", "balance", {}, balance("mean", "at_most", "SL")),
        rule("score", "scorecard", {},
             {{"layer", "STBHHX"},
              {"metrics", Texts{"parts", "holes", "small_parts", "shape", "taken", "built"}},
              {"small_part_m2", 1e6},
              {"taken", Texts{"GHFQ where DM = '300'"}},
              {"built", "DLTB where DM = '0702'"}}),
        rule("table", "occupation", {}, {{"of", "gained STBHHX"}, {"layers", Texts{"GHFQ by DM", "DLTB by DM"}}}),
    };
    spec.rules[4].needs = {"STBHHX"};
    return spec;
}

class Editor {
public:
    Editor(Dice& dice, std::int64_t reach) : dice_(dice), reach_(reach) {}

    Changeset edit(const Snapshot& now) {
        Changeset changes;
        std::vector<FeatureRef> all;
        for (const plan::LayerId layer :
             {support::layer::zones, support::layer::lines, support::layer::lines, support::layer::survey})
            now.each(layer, [&](const FeatureRef& feature) { all.push_back(feature); });
        if (all.empty()) return changes;
        const FeatureRef feature = dice_.pick(all);
        auto area = std::get<MultiPolygon>(feature->shape);
        geometry::Ring& ring = area.polygons[0].outer;
        const Point from = dice_.pick(ring), to{from.x + step(), from.y + step()};
        auto values = feature->values;
        const auto changed = [&] {
            changes.changes.push_back(
                {feature, plan::makeFeature(now.schema(), feature->id, feature->layer, area, values)});
        };
        const auto added = [&] {
            changes.changes.push_back(
                {nullptr, plan::makeFeature(now.schema(), now.nextId(), feature->layer, area, values)});
        };
        switch (dice_.roll(0, 8)) {
            case 0:
            case 1:
                for (const FeatureRef& each : plan::withVertex(now, from))
                    changes.changes.push_back({each, support::moved(now.schema(), *each, from, to)});
                break;
            case 2: changes.changes.push_back({feature, support::moved(now.schema(), *feature, from, to)}); break;
            case 3: changes.changes.push_back({feature, nullptr}); break;
            case 4:
                geometry::eachRing(area, [&](geometry::Ring& each) {
                    for (Point& p : each) p.x += to.x - from.x;
                });
                dice_.chance(50) ? added() : changed();
                break;
            case 5: {
                const std::int64_t size = std::max<std::int64_t>(2, reach_ / 2);
                area = {{{{to, {to.x + size, to.y + 1}, {to.x + size, to.y + size}, {to.x, to.y + size}}, {}}}};
                added();
                break;
            }
            case 6: {  // a vertex on an edge of one side only, beside it
                const Point next = ring[1];
                ring.insert(ring.begin() + 1, {(ring[0].x + next.x) / 2, (ring[0].y + next.y) / 2 + step() / 100});
                changed();
                break;
            }
            default:
                values.resize(5);
                values[1] = std::string(dice_.chance(50) ? "300" : dice_.chance(50) ? "0401" : "11");
                values[3] = dice_.roll(0, 9);
                changed();
                break;
        }
        std::erase_if(changes.changes,
                      [](const plan::Change& c) { return c.before && c.after && *c.before == *c.after; });
        return changes;
    }

private:
    std::int64_t step() { return dice_.chance(20) ? 0 : dice_.roll(-reach_, reach_); }
    Dice& dice_;
    std::int64_t reach_;
};

RC_GTEST_PROP(Law4Change, incrementalIsFull, (std::uint64_t seed)) {
    Dice dice(seed);
    const plan::Spec spec = rulebook(*support::randomSchema());
    const Snapshot filed = support::randomPlan(seed);
    const auto set = rules::RuleSet::of(spec);
    RC_ASSERT(set.has_value());
    const geometry::Box box = filed.extent();
    const std::int64_t middle = box.minX + (box.maxX - box.minX) / 2 + 12345;
    const MultiPolygon west{
        {{{{box.minX, box.minY}, {middle, box.minY}, {middle, box.maxY}, {box.minX, box.maxY}}, {}}}};
    const rules::CaseFacts file{"boundary", {}, west};
    const plan::Settings settings;
    const auto planOf = [&](const Snapshot& now) { return rules::Plan{now, filed, settings, nullptr, nullptr, &file}; };
    Snapshot now = filed;
    rules::Findings findings = rules::check(*set, planOf(now)).value().findings;
    Editor editor(dice, 10'000'000);
    std::vector<Snapshot> past;
    for (int i = 0; i < 10; ++i) {
        Changeset changes;
        for (std::int64_t n = dice.chance(80) ? 1 : dice.roll(2, 4); n > 0; --n)
            changes = changes.then(editor.edit(now.with(changes).value()));
        if (past.size() > 1 && dice.chance(15)) changes = Snapshot::diff(now, dice.pick(past));  // undo
        past.push_back(now);
        now = now.with(changes).value();
        findings = rules::recheck(*set, planOf(now), changes, findings).value();
        const auto full = rules::check(*set, planOf(now)).value().findings;
        for (std::size_t k = 0; k < std::min(findings.size(), full.size()); ++k) {
            RC_ASSERT(findings[k].key() == full[k].key());
            RC_ASSERT(findings[k].where == full[k].where);
            RC_ASSERT(findings[k].message == full[k].message);
            RC_ASSERT(findings[k] == full[k]);
        }
        RC_ASSERT(findings.size() == full.size());
    }
    RC_TAG(findings.size() / 20 * 20);
}

}  // namespace
