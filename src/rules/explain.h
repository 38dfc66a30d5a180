#pragma once

#include "rules/indicator.h"

namespace rules {

// What one class or township gives to what an indicator counts, in square metres.
struct Subtotal {
    std::string code;
    std::string name;  // of a class, by its code list; of a township, by the plan's administrative units
    double filed = 0, now = 0;
    std::size_t features = 0;  // now
};

// What one changed feature gave and gives, in square metres.
struct Contribution {
    plan::FeatureRef before, after;
    double filed = 0, now = 0;
};

// How an indicator came about (指标构成).
struct Explanation {
    Indicator indicator;
    base::Message formula;  // with the layers and fields of the pack
    std::vector<std::string> layers;
    std::vector<Subtotal> classes;      // by the field that chooses what counts; empty where all counts
    std::vector<Subtotal> townships;    // by the first nine digits of XZQDM, or of ZLDWDM
    std::vector<Contribution> changes;  // of what counted or counts, the largest first
};

// The portions add up to what the indicator counts; a factor or a share divides that by its base. NotFound where the
// pack has no such indicator.
base::Result<Explanation> explain(const plan::Spec& spec, const plan::Settings& settings, const std::string& id,
                                  const plan::Snapshot& filed, const plan::Snapshot& now);

}  // namespace rules
