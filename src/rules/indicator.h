#pragma once

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
    std::optional<double> margin() const;  // how far inside the target; negative where broken
    std::optional<double> delta() const;   // value - filed
};

// The sums that the indicators are made of, held exactly (whole 0.0001 of a square metre), so that adding and taking
// away in any order gives what a sum from scratch gives (law 4).
class Totals {
public:
    static Totals of(const plan::Spec& spec, const plan::Snapshot& snapshot);
    // After the changes: costs the changed features only.
    Totals after(const plan::Changeset& changes) const;
    bool operator==(const Totals& other) const { return sums_ == other.sums_ && missing_ == other.missing_; }

private:
    friend std::vector<Indicator> indicators(const plan::Spec&, const plan::Settings&, const Totals&, const Totals&);
    std::shared_ptr<const struct Formulas> formulas_;
    std::vector<std::int64_t> sums_;
    std::vector<std::int64_t> missing_;  // features counted, to tell an empty input from a sum of nothing
};

// Every indicator of the pack: filed, now, target, margin, status (domain §4.3: broken beyond half a unit of the
// target's last decimal).
std::vector<Indicator> indicators(const plan::Spec& spec, const plan::Settings& settings, const Totals& filed,
                                  const Totals& now);

}  // namespace rules
