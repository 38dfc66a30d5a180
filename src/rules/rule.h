#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/task.h"
#include "plan/settings.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace rules {

class Totals;
class Outlines;
struct Workings;

enum class Severity { Block, Document, Warn, Info };

// That a finding was approved (豁免), kept in the store with the case.
struct Approval {
    std::string author, reason, document, time;
    std::optional<double> size;  // of the finding then; what has grown since is not approved
    bool operator==(const Approval&) const = default;
};

// Something that does not hold, and where.
struct Finding {
    std::string rule;  // R-L1
    Severity severity = Severity::Block;
    plan::LayerId layer;                    // of the first subject
    std::vector<plan::FeatureId> subjects;  // in order; empty where the county itself is the subject
    std::string aspect;     // what tells it from the rule's other findings of these subjects: a field, a value, a place
    geometry::Shape where;  // the offending place: an area, a line, or a point
    std::optional<double> measured, limit;  // in `unit`
    std::string unit;                       // m2, …, or empty
    std::string basis;
    base::Message message;
    bool inherited = false;  // the filed plan had it already
    std::optional<Approval> approved;

    // The same for the same problem in every run: rule, subjects, aspect. Keys of one rule stand together in order.
    std::string key() const;
    // How far what was measured is beyond the limit, on whichever side of it that is; none where nothing was measured.
    std::optional<double> size() const;
    // Whether it is larger, by more than rounding, than one of this size.
    bool exceeds(std::optional<double> size) const;
    bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;  // in the order of keys, each key once

// Puts findings in the order of their keys; of equal keys the first stays.
void order(Findings& findings);

// What the rules know of the case that they judge (维护案件).
struct CaseFacts {
    std::string kind;                                // a code of AJLX
    std::vector<std::string> documents;              // that it is based on
    geometry::Shape extent;                          // the area that it may change; none: the whole county
    std::map<std::string, Approval> approvals = {};  // by the finding's key
};

std::shared_ptr<Workings> newWorkings();

// What a rule is asked about. `filed` is the plan as last committed, so that a rule may ask what has become worse. Who
// keeps the totals up to date (indicator.h) passes them; otherwise the rules that need them add up the whole plan.
// One question is asked in one thread.
struct Plan {
    const plan::Snapshot& now;
    const plan::Snapshot& filed;
    const plan::Settings& settings;
    const Totals* totals = nullptr;
    const Totals* filedTotals = nullptr;
    const CaseFacts* file = nullptr;  // none: no case is judged, but a revision
    // What the rules of one question (check, recheck) make, each for the others.
    std::shared_ptr<Workings> workings = newWorkings();

    // The feature as it was filed; none where it was not there.
    plan::FeatureRef filedState(const plan::Feature& feature) const;
    // What differs from the filed plan in a layer, found once; everything where that does not have the layer.
    const plan::Changeset& sinceFiled(plan::LayerId layer) const;
    // Outside of it a feature's two states, filed and now, are the same; found once.
    const geometry::Box& placeSinceFiled(const plan::Feature& one, const plan::Feature& other) const;
    // The features of a layer that may have a flaw, found once; of all others geometry::flawOf tells none. Where the
    // task is stopped, the answer is incomplete.
    const std::unordered_set<plan::FeatureRef>& doubtful(plan::LayerId layer, const base::Task& task) const;
    // Of features now, filed, or before the changes that are asked about; each made once.
    Outlines& outlines() const;
};

// Which part of the plan is asked about: everything, or what some changes touch.
class Scope {
public:
    // One changed feature. Outside of `place` its shape is what it was.
    struct Touched {
        plan::FeatureRef before, after;
        geometry::Box place;    // empty where only values changed
        bool redefined = true;  // added, removed, or other values: everything about it may differ
    };

    static Scope everything() { return {}; }
    static Scope of(const plan::Changeset& changes);

    bool whole() const { return whole_; }
    const std::unordered_map<plan::FeatureId, Touched>& touched() const { return touched_; }
    const Touched* find(plan::FeatureId id) const;
    // The places of a layer where shapes changed.
    std::vector<geometry::Box> places(plan::LayerId layer) const;

private:
    bool whole_ = true;
    std::unordered_map<plan::FeatureId, Touched> touched_;
};

// A rule: a pure function of the plan. What it says of a problem depends on the features that take part and on what
// lies there, never on the scope it was asked with; so what a scope leaves out need not be asked again (law 4).
class Rule {
public:
    explicit Rule(const plan::RuleSpec& spec) : spec_(spec) {}
    virtual ~Rule() = default;
    Rule(const Rule&) = delete;
    Rule& operator=(const Rule&) = delete;

    // Every finding that the scope's changes can have made or altered; it may give more, never less. What it gives is
    // exactly what a check of everything gives. Where the task is stopped, the answer is incomplete and worthless.
    virtual Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const = 0;
    // Whether the plan gives it anything to judge: where not, its missing inputs are no matter.
    virtual bool concerned(const Plan&) const { return true; }
    // Whether the scope's changes can have altered or removed this finding of the plan before them.
    virtual bool stale(const Finding& old, const Plan& plan, const Scope& scope) const;
    // The findings of the plan as it is now, given those of the plan before the scope's changes: what is not stale,
    // and what check() of the scope gives.
    virtual Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const;

    const plan::RuleSpec& spec() const { return spec_; }
    Severity severity() const;

protected:
    // A finding of this rule with its severity (a warning where it is inherited and the rule asks for worse only).
    Finding finding(bool inherited) const;
    // What is not stale of the old findings, and what is found anew.
    Findings joined(Findings fresh, const Plan& plan, const Scope& scope, Findings old) const;
    // The rule's layers that the plan has; every layer of the plan where the rule names none.
    std::vector<plan::LayerId> layers(const plan::Schema& schema) const;

    plan::RuleSpec spec_;
};

class RuleSet {
public:
    // Builds the pack's rules; fails with the rule's id where a kind, layer, field or parameter is not known.
    static base::Result<RuleSet> of(const plan::Spec& spec);
    const std::vector<std::shared_ptr<const Rule>>& rules() const { return rules_; }
    // Those of a named scheme (方案): live, review, submission.
    RuleSet scheme(std::string_view name) const;
    // Only those with these ids, or all where the list is empty. NotFound names an id that is none.
    base::Result<RuleSet> only(const std::vector<std::string>& ids) const;

private:
    std::vector<std::shared_ptr<const Rule>> rules_;
};

}  // namespace rules
