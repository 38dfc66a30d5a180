#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/task.h"
#include "plan/settings.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace rules {

enum class Severity { Block, Document, Warn, Info };

// Something that does not hold, and where.
struct Finding {
    std::string rule;  // R-L1
    Severity severity = Severity::Block;
    plan::LayerId layer;                    // of the first subject
    std::vector<plan::FeatureId> subjects;  // in order; empty where the county itself is the subject
    geometry::Shape where;                  // the offending place: an area, a line, or a point
    std::optional<double> measured, limit;  // in `unit`
    std::string unit;                       // m2, …, or empty
    std::string basis;
    base::Message message;
    bool inherited = false;  // the filed plan had it already

    // The same for the same problem in every run: rule, subjects, and (where one set of subjects can have several) the
    // place.
    std::string key() const;
    bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;  // in the order of keys, each key once

// What a rule is asked about. `filed` is the plan as last committed, so that a rule may ask what has become worse.
struct Plan {
    const plan::Snapshot& now;
    const plan::Snapshot& filed;
    const plan::Settings& settings;
};

// Which part of the plan is asked about: everything, or what touches these features (as they are now or were before)
// and this box.
class Scope {
public:
    static Scope everything() { return {}; }
    static Scope of(std::unordered_set<plan::FeatureId> features, std::vector<geometry::Box> places);

    bool whole() const { return whole_; }
    bool has(plan::FeatureId id) const { return whole_ || features_.contains(id); }
    bool touches(const geometry::Box& box) const;
    const std::unordered_set<plan::FeatureId>& features() const { return features_; }
    const std::vector<geometry::Box>& places() const { return places_; }

private:
    bool whole_ = true;
    std::unordered_set<plan::FeatureId> features_;
    std::vector<geometry::Box> places_;
};

// A rule: a pure function of the plan. `check` gives every finding that has a subject in the scope or lies at a place
// in it; it may give more, never less, and what it gives must be exactly what a check of everything gives for the same
// problem.
class Rule {
public:
    explicit Rule(const plan::RuleSpec& spec) : spec_(spec) {}
    virtual ~Rule() = default;
    virtual Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const = 0;

    const plan::RuleSpec& spec() const { return spec_; }
    Severity severity() const;

protected:
    plan::RuleSpec spec_;
};

class RuleSet {
public:
    // Builds the pack's rules; fails with the rule's id where a kind, layer, field or parameter is not known.
    static base::Result<RuleSet> of(const plan::Spec& spec);
    const std::vector<std::shared_ptr<const Rule>>& rules() const { return rules_; }
    // Only those with these ids, or all where the list is empty. NotFound names an id that is none.
    base::Result<RuleSet> only(const std::vector<std::string>& ids) const;

private:
    std::vector<std::shared_ptr<const Rule>> rules_;
};

}  // namespace rules
