#pragma once

#include <set>

#include "rules/pieces.h"
#include "rules/selection.h"

namespace rules {

// Which part of each feature of a selection a rule is about: what it is, gained or lost, as far as it lies in any
// feature of `within` (everywhere, where that names none), in none of `outside`, and, where asked, outside of the
// extent of the case. `within` and `outside` are states, not changes; where they and `of` say `by`, a feature is held
// against those of its class, or of a class above it, alone.
struct Portion {
    Selection of;
    std::vector<Selection> within, outside;
    bool outsideExtent = false;
    // The codes of all that it depends on.
    std::set<std::string> layers() const;
};

// The part of one feature: an area in square metres, of a line metres, of points how many.
struct Part {
    geometry::Shape where;
    double measured = 0;
    std::string unit;  // m2, m, or empty
    bool none() const { return std::holds_alternative<std::monostate>(where); }
};

// A portion in one plan. A part depends on its feature, on the feature's other state, and on what lies in the
// feature's box; of a feature that only changed its shape, on what lies where it did.
class Portions {
public:
    // Of a layer that was filed with no feature, and where no case is judged, nothing is gained: it is being filed.
    Portions(const Portion& portion, const Plan& plan);

    // Every feature that may have a part, in the order of ids.
    void each(const std::function<void(const plan::FeatureRef&)>& visit) const;
    // The feature in the state that counts; null where it is not chosen.
    plan::FeatureRef find(plan::FeatureId id) const;
    // Its part, without what the tolerance takes away: of lines, strands up to its width.
    Part of(const plan::Feature& feature, const Tolerance& tolerance);
    // Whether the filed plan had all of this part of the feature beyond the tolerance, of an area whichever features
    // had it there.
    bool inherited(const plan::Feature& feature, const Part& part, const Tolerance& tolerance);
    // The features whose parts the scope's changes can have altered, made or removed.
    std::set<plan::FeatureId> affected(const Scope& scope) const;
    // Anything to judge.
    bool any() const;

private:
    struct Reach {
        geometry::Box box;   // outside of it is no part
        bool other = false;  // less what the other state covers
    };
    std::optional<Reach> reachOf(const plan::Feature& feature) const;
    const plan::Snapshot& mine() const { return of_->snapshot(plan_); }
    const plan::Snapshot& otherSide() const { return portion_.of.ofFiled() ? plan_.now : plan_.filed; }
    // Where a selection's features are looked for: in the plan that it names, or in the filed one.
    enum class Time { Own, Filed };
    // Of choosers that say `by`, only what is of the subject's classes, where the subjects say so, too.
    void eachOf(const std::vector<Chooser>& choosers, Time time, const plan::Feature& subject, const geometry::Box& box,
                const std::function<void(const plan::FeatureRef&)>& visit) const;
    Part areaOf(const plan::Feature& feature, const Tolerance& tolerance);
    Part strandsOf(const plan::Feature& feature, Time time, const Tolerance& tolerance);
    geometry::MultiPolygon grown(const plan::Feature& feature, const geometry::MultiPolygon& part,
                                 const Tolerance& tolerance);

    const Portion& portion_;
    const Plan& plan_;
    std::optional<Chooser> of_;  // none: there is nothing to judge
    std::vector<Chooser> within_, outside_;
    const geometry::MultiPolygon* extent_ = nullptr;
    Outlines& outlines_;
};

}  // namespace rules
