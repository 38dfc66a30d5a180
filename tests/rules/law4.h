#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "rules/drawn.h"

// Law 4 on random plans: after any edits what is found again is what a check from the start finds.
namespace law4 {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::Changeset;
using plan::FeatureRef;
using plan::Snapshot;
using support::Dice;

// Edits of the hand, and of a script that knows nothing of topology.
class Editor {
public:
    // Other values for a feature.
    using Alter = std::function<void(Dice&, std::vector<plan::Value>&, const std::vector<FeatureRef>& all)>;

    // Of features of these layers, one that is named twice being edited twice as often; corners move up to `reach`.
    Editor(Dice& dice, std::int64_t reach, std::vector<plan::LayerId> layers, Alter alter)
        : dice_(dice), reach_(reach), layers_(std::move(layers)), alter_(std::move(alter)) {}

    Changeset edit(const Snapshot& now) {
        const auto all = areas(now);
        if (all.empty()) return {};
        const FeatureRef feature = dice_.pick(all);
        auto area = std::get<MultiPolygon>(feature->shape);
        if (area.polygons.empty() || area.polygons[0].outer.size() < 3) return {{{feature, nullptr}}};
        Ring& ring = area.polygons[0].outer;
        const auto place = static_cast<std::size_t>(dice_.roll(0, static_cast<std::int64_t>(ring.size()) - 1));
        const Point from = ring[place], next = ring[(place + 1) % ring.size()], to{from.x + step(), from.y + step()};
        auto values = feature->values;
        const auto made = [&](plan::FeatureId id) {
            return plan::makeFeature(now.schema(), id, feature->layer, area, values);
        };
        const auto changed = [&] { return different({feature, made(feature->id)}); };
        const auto added = [&] { return Changeset{{{nullptr, made(now.nextId())}}}; };
        switch (dice_.roll(0, 12)) {
            case 0:
            case 1:
            case 2: return moved(now, from, to);
            case 3: return different({feature, support::moved(now.schema(), *feature, from, to)});
            case 4: return {{{feature, nullptr}}};
            case 5:  // a copy, or the feature itself, moved a little or not at all
            case 6: {
                const std::int64_t dx = dice_.chance(50) ? step() : 0, dy = dice_.chance(50) ? step() : 0;
                geometry::eachRing(area, [&](Ring& each) {
                    for (Point& p : each) p.x += dx, p.y += dy;
                });
                return dice_.chance(70) ? added() : changed();
            }
            case 7: {  // a small one somewhere, often inside others
                const std::int64_t size = std::max<std::int64_t>(2, reach_ / 2);
                area = {{{{to, {to.x + size, to.y + 1}, {to.x + size, to.y + size}, {to.x, to.y + size}}, {}}}};
                return added();
            }
            case 8: {  // a vertex of one side only, on the edge or beside it
                const std::int64_t beside = dice_.chance(50) ? step() / 100 : 0;
                ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(place) + 1,
                            {(from.x + next.x) / 2, (from.y + next.y) / 2 + beside});
                return changed();
            }
            case 9:  // broken, or the other way round
                std::swap(ring[place], ring[(place + 1) % ring.size()]);
                return changed();
            case 10: {  // a hole
                const std::int64_t size = std::max<std::int64_t>(2, reach_ / 4);
                const Point p{(feature->box.minX + feature->box.maxX) / 2, (feature->box.minY + feature->box.maxY) / 2};
                area.polygons[0].holes.push_back({p, {p.x, p.y + size}, {p.x + size, p.y + size}, {p.x + size, p.y}});
                return changed();
            }
            default:
                values.resize(now.schema().layer(feature->layer).fields.size());
                alter_(dice_, values, all);
                return changed();
        }
    }

private:
    std::int64_t step() { return dice_.chance(20) ? 0 : dice_.roll(-reach_, reach_); }
    std::vector<FeatureRef> areas(const Snapshot& now) const {
        std::vector<FeatureRef> all;
        for (const plan::LayerId layer : layers_)
            now.each(layer, [&](const FeatureRef& feature) {
                if (std::holds_alternative<MultiPolygon>(feature->shape)) all.push_back(feature);
            });
        return all;
    }
    static Changeset different(plan::Change change) {
        return *change.before == *change.after ? Changeset{} : Changeset{{std::move(change)}};
    }
    // The vertex, wherever it is.
    static Changeset moved(const Snapshot& now, Point from, Point to) {
        Changeset changes;
        if (from == to) return changes;
        for (const FeatureRef& each : plan::withVertex(now, from))
            changes.changes.push_back({each, support::moved(now.schema(), *each, from, to)});
        return changes;
    }

    Dice& dice_;
    std::int64_t reach_;
    std::vector<plan::LayerId> layers_;
    Alter alter_;
};

// From the filed plan through so many steps of one edit, of several, or back to a state that there was.
inline void holds(Dice& dice, const plan::Spec& spec, const Snapshot& filed, Editor editor, int steps,
                  const rules::CaseFacts* file = nullptr) {
    const auto set = rules::RuleSet::of(spec);
    RC_ASSERT(set.has_value());
    const plan::Settings settings;
    const auto planOf = [&](const Snapshot& now) { return rules::Plan{now, filed, settings, nullptr, nullptr, file}; };
    Snapshot now = filed;
    rules::Findings findings = rules::check(*set, planOf(now)).value().findings;
    rules::Totals totals = rules::Totals::of(spec, now);
    std::vector<Snapshot> past;
    for (int i = 0; i < steps; ++i) {
        Changeset changes;
        for (std::int64_t n = dice.chance(80) ? 1 : dice.roll(2, 5); n > 0; --n)
            changes = changes.then(editor.edit(now.with(changes).value()));
        if (past.size() > 1 && dice.chance(15)) changes = Snapshot::diff(now, dice.pick(past));  // undo
        past.push_back(now);
        now = now.with(changes).value();
        findings = rules::recheck(*set, planOf(now), changes, findings).value();
        totals = totals.after(changes);
        const auto full = rules::check(*set, planOf(now)).value().findings;
        for (std::size_t k = 0; k < std::min(findings.size(), full.size()); ++k) {
            RC_ASSERT(findings[k].key() == full[k].key());
            RC_ASSERT(findings[k].where == full[k].where);
            RC_ASSERT(findings[k].message == full[k].message);
            RC_ASSERT(findings[k] == full[k]);
        }
        RC_ASSERT(findings.size() == full.size());
        RC_ASSERT(totals == rules::Totals::of(spec, now));
    }
    RC_TAG(findings.size() / 20 * 20);
}

}  // namespace law4
