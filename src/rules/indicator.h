#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/settings.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace rules {

enum class Status { Met, Broken, Undecided };

// An indicator as the panel shows it (指标), every number in the indicator's own unit.
struct Indicator {
    std::string id;
    base::LocalText name;
    bool binding = true;
    std::string unit;
    int decimals = 2;
    bool atLeast = true;
    std::optional<double> filed, value, target;
    Status status = Status::Undecided;
    std::string missing;                   // the layer without a feature that leaves the value open; empty: none
    std::optional<double> margin() const;  // how far inside the target; negative where broken
    std::optional<double> delta() const;   // value - filed
    bool operator==(const Indicator&) const = default;
};

// The sums that the indicators are made of, held exactly (whole 0.0001 of a square metre), so that adding and taking
// away in any order gives what a sum from scratch gives (law 4).
class Totals {
public:
    static Totals of(const plan::Spec& spec, const plan::Snapshot& snapshot);
    // After the changes, which must be changes of the plan that the totals are of: costs the changed features, and
    // where an indicator asks for the common area of two layers what lies near them.
    Totals after(const plan::Changeset& changes) const;
    bool operator==(const Totals& other) const {
        return sums_ == other.sums_ && counts_ == other.counts_ && common_ == other.common_;
    }

private:
    friend class Evaluation;
    struct Formulas;
    void count(const plan::Feature& feature, int times);

    std::shared_ptr<const Formulas> formulas_;
    std::vector<std::int64_t> sums_;
    std::vector<std::int64_t> common_;    // by indicator: what the counted features and the base have in common
    std::optional<plan::Snapshot> plan_;  // that the totals are of, where an indicator has a common area
    std::vector<std::int64_t> counts_;    // features in the sum's layer, to tell an empty layer from a sum of nothing
};

// Every indicator of the pack: filed, now, target, margin, status (domain §4.3: broken beyond half a unit of the
// target's last decimal). A value is open, and the status undecided, where a layer that it is measured from has no
// feature at all (nothing was loaded, which is not the same as nothing being there), where a share or factor has no
// base, and where a number that only the bureau can give is not entered. A layer that the filed plan had and that is
// empty now is a sum of zero: taking everything away breaks the target.
std::vector<Indicator> indicators(const plan::Spec& spec, const plan::Settings& settings, const Totals& filed,
                                  const Totals& now);

// One of them: `indicator` stands at `place` in the pack that the totals were made for.
Indicator indicatorAt(std::size_t place, const plan::IndicatorSpec& indicator, const plan::Settings& settings,
                      const Totals& filed, const Totals& now);

// Fails with the indicator's id where a kind, layer, field or parameter of the pack's indicators is not known.
base::Result<> validIndicators(const plan::Spec& spec);

}  // namespace rules
