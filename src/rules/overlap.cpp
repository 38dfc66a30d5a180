#include "rules/kinds.h"
#include "rules/pair_rule.h"

namespace rules {

namespace {

// Features of one layer must not overlap (Q4201).
class Overlap : public PairRule {
public:
    using PairRule::PairRule;

protected:
    std::vector<Layers> layersToCompare(const plan::Schema& schema) const override {
        std::vector<Layers> same;
        for (const plan::LayerId layer : layers(schema)) same.push_back({layer, layer});
        return same;
    }
};

}  // namespace

Made makeOverlap(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<Overlap>(rule, tolerance);
}

}  // namespace rules
