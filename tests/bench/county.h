#pragma once

#include <cstdlib>
#include <iostream>
#include <set>

#include "base/paths.h"
#include "rules/check.h"
#include "sample/county.h"

namespace bench {

template <class T>
T must(base::Result<T> result, const char* what) {
    if (result) return *std::move(result);
    std::cerr << what << ": " << result.error().message.key << '\n';
    std::exit(1);
}

// The practice county with planted errors, and rules on it.
class County {
public:
    static constexpr int errors = 40;  // of each kind

    explicit County(std::int64_t parcels)
        : spec_(must(plan::loadSpec("county-2021", base::home() / "data" / "spec"), "spec")),
          made_(must(sample::make(*spec_, {.parcels = parcels, .errors = errors}), "sample")) {}

    const plan::Spec& spec() const { return *spec_; }
    const plan::Snapshot& plan() const { return made_.snapshot; }
    plan::LayerId layer(const char* code) const { return plan().schema().find(code).value(); }
    std::vector<const geometry::MultiPolygon*> areas(const char* code) const {
        std::vector<const geometry::MultiPolygon*> areas;
        plan().each(layer(code), [&](const plan::FeatureRef& feature) {
            if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape)) areas.push_back(area);
        });
        return areas;
    }

    rules::RuleSet rules() const { return must(rules::RuleSet::of(*spec_), "rules"); }
    // One rule of the pack, on the named layers only.
    rules::RuleSet rule(const char* id, std::vector<std::string> layers) const {
        plan::Spec spec = *spec_;
        std::erase_if(spec.rules, [&](const plan::RuleSpec& rule) { return rule.id != id; });
        spec.rules.at(0).layers = std::move(layers);
        return must(rules::RuleSet::of(spec), id);
    }

    // Every planted error that the rules name is found once, at its place, and nothing else.
    bool exactly(const rules::Findings& findings, const rules::RuleSet& rules) const {
        std::set<std::string> ids;
        for (const auto& rule : rules.rules()) ids.insert(rule->spec().id);
        std::size_t expected = 0;
        for (const sample::Planted& error : made_.planted) {
            if (!ids.contains(error.rule)) continue;
            ++expected;
            const auto isIt = [&](const rules::Finding& finding) { return names(finding, error); };
            if (std::count_if(findings.begin(), findings.end(), isIt) != 1) return false;
        }
        return findings.size() == expected && expected > 0;
    }

private:
    bool names(const rules::Finding& finding, const sample::Planted& error) const {
        if (finding.rule != error.rule) return false;
        if (finding.subjects.empty()) return error.where && geometry::boxOf(finding.where).contains(*error.where);
        return std::all_of(finding.subjects.begin(), finding.subjects.end(), [&](plan::FeatureId id) {
            const std::string name = plan::nameOf(plan().schema(), *plan().find(id));
            return std::find(error.features.begin(), error.features.end(), name) != error.features.end();
        });
    }

    plan::SpecRef spec_;
    sample::County made_;
};

}  // namespace bench
