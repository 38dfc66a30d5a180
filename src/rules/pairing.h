#pragma once

#include <map>

#include "rules/arguments.h"
#include "rules/rule.h"

namespace rules {

// The features of a selection by the text of a field, without blanks around it. In the order of ids.
using Groups = std::map<std::string, std::vector<plan::FeatureRef>>;

// Two selections (parameters `of` and `in`) whose features belong together where a field of the one (`by`) has the text
// of a field of the other (`in_by`, or the same): a project and its row in a list.
struct Pairing {
    Selection of, in;
    std::string by, inBy;

    // Invalid where a selection is missing, is no state, or lacks its field; what is wrong with the other arguments is
    // told first.
    static base::Result<Pairing> read(Arguments& arguments);
    // The codes of all that it depends on.
    std::set<std::string> layers() const;
};

// Empty where the snapshot lacks the layer or the field.
Groups grouped(const Selection& selection, const std::string& field, const plan::Snapshot& snapshot);

// Both sides of a pairing, as they are and as they were filed.
struct Sides {
    Groups all, list, filed, filedList;
};

// A rule about pairs. What it says depends on the features of both selections, wherever they lie; these are few, so it
// is asked anew as a whole wherever one of their layers changed, and not at all elsewhere.
class PairingRule : public Rule {
public:
    bool concerned(const Plan& plan) const override;
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override;

protected:
    PairingRule(const plan::RuleSpec& rule, Pairing pairing) : Rule(rule), pairing_(std::move(pairing)) {}
    Sides sidesOf(const Plan& plan) const;

    Pairing pairing_;
};

}  // namespace rules
