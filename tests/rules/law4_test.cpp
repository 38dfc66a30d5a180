#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules/drawn.h"

namespace {

using drawn::rule;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::Changeset;
using plan::FeatureRef;
using plan::Snapshot;
using support::Dice;

// Every kind of rule, some with and some without tolerance; `metres` is what counts as near.
plan::Spec rulebook(const plan::Schema& schema, double metres) {
    plan::Spec spec = drawn::spec(schema);
    const plan::Parameters exact{{"tolerance_m2", 0.0}, {"width_m", 0.0}};
    const plan::Parameters county{{"county", "XZQ"}, {"tolerance_m2", 0.0}, {"width_m", 0.0}};
    spec.layers[1].fields[1].codeList = "GHFQ";
    spec.codeLists["GHFQ"].codes = {{"100", {"a", "a"}, "", ""}, {"300", {"b", "b"}, "", ""}};
    spec.rules = {
        rule("valid", "valid", {}),
        rule("overlap", "overlap", {"GHFQ", "DLTB", "STBHHX", "XZQ"}, exact, true),
        rule("overlap-wide", "overlap", {"GHFQ"}, {{"tolerance_m2", 1e5}, {"width_m", 100.0}}),
        rule("gap", "gap", {"GHFQ"}, county, true),
        rule("hole", "gap", {"DLTB"}, exact),
        rule("hole-wide", "gap", {"GHFQ"}, {{"tolerance_m2", 1e5}, {"width_m", 100.0}}),
        rule("agree", "gap", {"GHFQ"},
             {{"county", "STBHHX"},
              {"where", "DM <> '300'"},
              {"except", std::vector<std::string>{"DLTB"}},
              {"tolerance_m2", 0.0},
              {"width_m", 0.0}},
             true),
        rule("bare", "gap", {"GHFQ"},
             {{"county", "XZQ"},
              {"except", std::vector<std::string>{"STBHHX"}},
              {"tolerance_m2", 0.0},
              {"width_m", 0.0}}),
        rule("outside", "outside", {"DLTB", "STBHHX"}, county, true),
        rule("cross", "cross_overlap", {"STBHHX", "GHFQ"}, exact, true),
        rule("required", "required", {}),
        rule("codes", "code_list", {}),
        rule("unique", "unique", {}, {{"pattern", "[0-9]{18}"}}),
        rule("declared", "declared_area", {}),
        rule("sliver", "sliver", {}, {{"min_area_m2", 5e5}, {"width_m", 180.0}}),
        rule("indicator", "indicator", {}, {{"indicator", "I03"}}),
        rule("duplicate", "duplicate_vertex", {}, {{"tolerance_m", metres}}),
        rule("spike", "spike", {}, {{"min_angle", 60.0}}, true),
        rule("unmatched", "unmatched_vertex", {}, {{"tolerance_m", metres / 1e5}}, true),
        rule("unmatched-wide", "unmatched_vertex", {"DLTB", "STBHHX"}, {{"tolerance_m", metres}}),
        rule("multipart", "multipart", {}),
        rule("holes", "holes", {"STBHHX"}, exact, true),
        rule("kind", "geometry_kind", {}),
        rule("present", "present", {"XZQ", "STBHHX"}, {}, true),
        rule("extent", "extent", {}, {{"county", "XZQ"}}, true),
        rule("range", "range", {}, {{"positive", std::vector<std::string>{"MJ", "SL"}}}),
        rule("prefix", "prefix", {}, {{"code", "DM"}, {"county", "XZQ"}}, true),
    };
    plan::IndicatorSpec indicator;
    indicator.id = "I03";
    indicator.unit = "km2";
    indicator.decimals = 4;
    indicator.kind = "sum_area";
    indicator.parameters = {
        {"layer", "STBHHX"}, {"where_field", "DM"}, {"where_values", std::vector<std::string>{"11", "14"}}};
    spec.indicators = {indicator};
    return spec;
}

plan::SchemaRef schemaFor(const plan::Spec& spec) {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema());
    schema->layers = spec.layers;
    schema->layers[3].fields[4].required = true;
    return schema;
}

std::vector<FeatureRef> polygonsOf(const Snapshot& snapshot) {
    std::vector<FeatureRef> all;
    for (const plan::LayerId layer :
         {support::layer::county, support::layer::zones, support::layer::lines, support::layer::survey})
        snapshot.each(layer, [&](const FeatureRef& feature) {
            if (std::holds_alternative<MultiPolygon>(feature->shape)) all.push_back(feature);
        });
    return all;
}

// One edit of the hand, or of a script that knows nothing of topology.
class Editor {
public:
    Editor(Dice& dice, std::int64_t reach) : dice_(dice), reach_(reach) {}

    Changeset edit(const Snapshot& now) {
        Changeset changes;
        const auto all = polygonsOf(now);
        if (all.empty()) return changes;
        const FeatureRef feature = dice_.pick(all);
        auto area = std::get<MultiPolygon>(feature->shape);
        if (area.polygons.empty() || area.polygons[0].outer.size() < 3) return {{{feature, nullptr}}};
        Ring& ring = area.polygons[0].outer;
        const auto place = static_cast<std::size_t>(dice_.roll(0, static_cast<std::int64_t>(ring.size()) - 1));
        const Point from = ring[place], to{from.x + step(), from.y + step()};
        switch (dice_.roll(0, 11)) {
            case 0:
            case 1:
            case 2:  // the vertex, wherever it is
                for (const FeatureRef& each : plan::withVertex(now, from))
                    changes.changes.push_back({each, support::moved(now.schema(), *each, from, to)});
                break;
            case 3:  // in this feature alone
                changes.changes.push_back({feature, support::moved(now.schema(), *feature, from, to)});
                break;
            case 4: changes.changes.push_back({feature, nullptr}); break;
            case 5: {  // a copy, moved a little or not at all
                const std::int64_t dx = dice_.chance(50) ? step() : 0, dy = dice_.chance(50) ? step() : 0;
                geometry::eachRing(area, [&](Ring& each) {
                    for (Point& p : each) p.x += dx, p.y += dy;
                });
                changes.changes.push_back({nullptr, made(now, now.nextId(), feature->layer, area, feature->values)});
                break;
            }
            case 6: {  // a small new one somewhere, often inside others
                const std::int64_t size = std::max<std::int64_t>(2, reach_ / 2);
                const MultiPolygon box{
                    {{{to, {to.x + size, to.y}, {to.x + size, to.y + size}, {to.x, to.y + size}}, {}}}};
                changes.changes.push_back({nullptr, made(now, now.nextId(), feature->layer, box, feature->values)});
                break;
            }
            case 7:  // a vertex on an edge of one side only
            {
                const Point next = ring[(place + 1) % ring.size()];
                ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(place) + 1,
                            {(from.x + next.x) / 2, (from.y + next.y) / 2});
                changes.changes.push_back({feature, made(now, feature->id, feature->layer, area, feature->values)});
                break;
            }
            case 8:  // broken, or the other way round
                std::swap(ring[place], ring[(place + 1) % ring.size()]);
                changes.changes.push_back({feature, made(now, feature->id, feature->layer, area, feature->values)});
                break;
            case 9: {  // a hole
                const std::int64_t size = std::max<std::int64_t>(2, reach_ / 4);
                const Point p{(feature->box.minX + feature->box.maxX) / 2, (feature->box.minY + feature->box.maxY) / 2};
                area.polygons[0].holes.push_back({p, {p.x, p.y + size}, {p.x + size, p.y + size}, {p.x + size, p.y}});
                changes.changes.push_back({feature, made(now, feature->id, feature->layer, area, feature->values)});
                break;
            }
            default: {  // values
                auto values = feature->values;
                values.resize(5);
                const FeatureRef other = dice_.pick(all);
                switch (dice_.roll(0, 4)) {
                    case 0: values[0] = other->value(0); break;
                    case 1: values[0] = std::string("12x"); break;
                    case 2: values[1] = std::string(dice_.chance(50) ? "11" : "999"); break;
                    case 3: values[2] = static_cast<double>(dice_.roll(1, 2'000'000)); break;
                    default: values[4] = plan::Value(); break;
                }
                changes.changes.push_back({feature, made(now, feature->id, feature->layer, feature->shape, values)});
                break;
            }
        }
        std::erase_if(changes.changes,
                      [](const plan::Change& c) { return c.before && c.after && *c.before == *c.after; });
        return changes;
    }

private:
    std::int64_t step() { return dice_.chance(20) ? 0 : dice_.roll(-reach_, reach_); }
    static FeatureRef made(const Snapshot& now, plan::FeatureId id, plan::LayerId layer, geometry::Shape shape,
                           std::vector<plan::Value> values) {
        return plan::makeFeature(now.schema(), id, layer, std::move(shape), std::move(values));
    }
    Dice& dice_;
    std::int64_t reach_;
};

// The plan with every coordinate divided: the same neighbourhoods a few steps wide, where roundings meet.
Snapshot shrunk(const Snapshot& plan, std::int64_t divisor) {
    std::vector<FeatureRef> features;
    for (std::uint16_t layer = 0; layer < plan.schema().layers.size(); ++layer)
        plan.each({layer}, [&](const FeatureRef& feature) {
            auto shape = feature->shape;
            if (auto* area = std::get_if<MultiPolygon>(&shape))
                geometry::eachRing(*area, [&](Ring& ring) {
                    for (Point& p : ring) p = {p.x / divisor, p.y / divisor};
                    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
                });
            features.push_back(plan::makeFeature(plan.schema(), feature->id, feature->layer, shape, feature->values));
        });
    return Snapshot(plan.schemaRef(), features);
}

void sameFindings(const rules::Findings& incremental, const rules::Findings& full) {
    for (std::size_t i = 0; i < std::min(incremental.size(), full.size()); ++i) {
        RC_ASSERT(incremental[i].key() == full[i].key());
        RC_ASSERT(incremental[i].where == full[i].where);
        RC_ASSERT(incremental[i].message == full[i].message);
        RC_ASSERT(incremental[i] == full[i]);
    }
    RC_ASSERT(incremental.size() == full.size());
}

void lawHolds(std::uint64_t seed, std::int64_t divisor, int edits) {
    Dice dice(seed);
    const plan::Spec spec = rulebook(*support::randomSchema(), divisor > 1 ? 0.0002 : 30);
    Snapshot filed = support::randomPlan(seed, schemaFor(spec));
    if (divisor > 1) filed = shrunk(filed, divisor);
    const auto set = rules::RuleSet::of(spec);
    RC_ASSERT(set.has_value());
    const plan::Settings settings;
    Snapshot now = filed;
    rules::Findings findings = rules::check(*set, {now, filed, settings}).value().findings;
    rules::Totals totals = rules::Totals::of(spec, now);
    Editor editor(dice, 10'000'000 / divisor);
    std::vector<Snapshot> past;
    for (int i = 0; i < edits; ++i) {
        Changeset changes;
        for (std::int64_t n = dice.chance(80) ? 1 : dice.roll(2, 5); n > 0; --n)
            changes = changes.then(editor.edit(now.with(changes).value()));
        if (past.size() > 1 && dice.chance(15)) changes = Snapshot::diff(now, dice.pick(past));  // undo
        past.push_back(now);
        now = now.with(changes).value();
        findings = rules::recheck(*set, {now, filed, settings}, changes, findings).value();
        totals = totals.after(changes);
        const auto full = rules::check(*set, {now, filed, settings}).value();
        sameFindings(findings, full.findings);
        RC_ASSERT(totals == rules::Totals::of(spec, now));
    }
    RC_TAG(findings.size() / 20 * 20);
}

RC_GTEST_PROP(Law4, incrementalIsFull, (std::uint64_t seed)) { lawHolds(seed, 1, 12); }
RC_GTEST_PROP(Law4, incrementalIsFullWhereRoundingsMeet, (std::uint64_t seed)) { lawHolds(seed, 700'000, 12); }

}  // namespace
