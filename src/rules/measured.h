#pragma once

#include "rules/indicator.h"
#include "rules/rule.h"

namespace rules {

// Of an indicator's unit; none where it is no unit of area.
std::optional<geometry::AreaUnit> areaUnitOf(const std::string& unit);

// Some of the pack's indicators, as a rule asks for them in one plan.
class Measured {
public:
    // Invalid names an id that is no indicator of the pack.
    static base::Result<Measured> of(const plan::Spec& spec, const std::vector<std::string>& ids);

    // In the order of the ids; from the plan's totals where it has them.
    std::vector<Indicator> in(const Plan& plan) const;
    const std::vector<plan::IndicatorSpec>& indicators() const { return alone_.indicators; }

private:
    plan::Spec alone_;                 // the pack with these indicators only
    std::vector<std::size_t> places_;  // of each in the whole pack, as the plan's totals have it
};

}  // namespace rules
