#include "rules/measured.h"

#include <algorithm>
#include <map>

namespace rules {

std::optional<geometry::AreaUnit> areaUnitOf(const std::string& unit) {
    static const std::map<std::string_view, geometry::AreaUnit> units{
        {"m2", geometry::AreaUnit::SquareMetre},
        {"ha", geometry::AreaUnit::Hectare},
        {"mu", geometry::AreaUnit::Mu},
        {"wanmu", geometry::AreaUnit::TenThousandMu},
        {"km2", geometry::AreaUnit::SquareKilometre},
    };
    const auto at = units.find(unit);
    return at == units.end() ? std::nullopt : std::optional(at->second);
}

base::Result<Measured> Measured::of(const plan::Spec& spec, const std::vector<std::string>& ids) {
    Measured measured;
    measured.alone_.id = spec.id;
    measured.alone_.openLayers = spec.openLayers;
    measured.alone_.layers = spec.layers;
    for (const std::string& id : ids) {
        const auto at = std::find_if(spec.indicators.begin(), spec.indicators.end(),
                                     [&](const plan::IndicatorSpec& indicator) { return indicator.id == id; });
        if (at == spec.indicators.end()) return base::fail(base::Error::Code::Invalid, "rules.unknown_indicator", id);
        measured.alone_.indicators.push_back(*at);
        measured.places_.push_back(static_cast<std::size_t>(at - spec.indicators.begin()));
    }
    return measured;
}

std::vector<Indicator> Measured::in(const Plan& plan) const {
    if (!plan.totals || !plan.filedTotals)
        return rules::indicators(alone_, plan.settings, Totals::of(alone_, plan.filed), Totals::of(alone_, plan.now));
    std::vector<Indicator> result;
    for (std::size_t i = 0; i < places_.size(); ++i)
        result.push_back(indicatorAt(places_[i], alone_.indicators[i], plan.settings, *plan.filedTotals, *plan.totals));
    return result;
}

}  // namespace rules
