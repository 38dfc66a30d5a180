#pragma once

#include <random>

#include "bench/county.h"
#include "bench/table.h"
#include "rules/indicator.h"

namespace bench {

// The hand at work: one vertex moved in every feature that has it, there and back, and what the rules and indicators
// say then.
class Moves {
public:
    Moves(const plan::Snapshot& plan, const plan::Spec& spec, const rules::RuleSet& rules)
        : plan_(plan), now_(plan), spec_(spec), rules_(rules), totals_(rules::Totals::of(spec, plan)), filed_(totals_) {
        findings_ = rules::check(rules_, {now_, plan_, settings_, &totals_, &filed_}).value().findings;
    }

    // Moves the vertices of one of the features each time, by about two metres, and gives what each move took.
    std::vector<Taken> run(const std::vector<plan::FeatureRef>& features, int moves) {
        std::mt19937_64 engine(7);
        std::vector<Taken> times;
        for (int i = 0; i < moves / 2; ++i) {
            const auto& feature = features[engine() % features.size()];
            const auto& ring = std::get<geometry::MultiPolygon>(feature->shape).polygons.front().outer;
            const geometry::Point home = ring[engine() % ring.size()];
            const geometry::Point away{home.x + 9000 + static_cast<std::int64_t>(engine() % 9000), home.y + 12000};
            times.push_back(move(home, away));
            times.push_back(move(away, home));
        }
        return times;
    }
    // Law 4: after all moves the findings are those of a check from the start, and the totals as well.
    bool right() const {
        return findings_ == rules::check(rules_, {now_, plan_, settings_}).value().findings &&
               totals_ == rules::Totals::of(spec_, now_);
    }
    std::size_t findings() const { return findings_.size(); }

private:
    Taken move(geometry::Point from, geometry::Point to) {
        plan::Changeset changes;
        for (const plan::FeatureRef& feature : plan::withVertex(now_, from)) {
            geometry::Shape shape = feature->shape;
            if (auto* area = std::get_if<geometry::MultiPolygon>(&shape))
                geometry::eachRing(*area,
                                   [&](geometry::Ring& ring) { std::replace(ring.begin(), ring.end(), from, to); });
            changes.changes.push_back(
                {feature, plan::makeFeature(now_.schema(), feature->id, feature->layer, shape, feature->values)});
        }
        now_ = now_.with(changes).value();
        return taken([&] {
            totals_ = totals_.after(changes);
            findings_ =
                rules::recheck(rules_, {now_, plan_, settings_, &totals_, &filed_}, changes, std::move(findings_))
                    .value();
            shown_ = rules::indicators(spec_, settings_, filed_, totals_);
        });
    }

    const plan::Snapshot& plan_;
    plan::Snapshot now_;
    const plan::Spec& spec_;
    const rules::RuleSet& rules_;
    plan::Settings settings_;
    rules::Totals totals_, filed_;
    rules::Findings findings_;
    std::vector<rules::Indicator> shown_;
};

}  // namespace bench
