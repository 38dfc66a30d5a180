#include "rules/kinds.h"
#include "rules/pair_rule.h"

namespace rules {

namespace {

// Features of two layers must not overlap (R-L1, R-L2, R-L3).
class CrossOverlap : public PairRule {
public:
    using PairRule::PairRule;

protected:
    std::vector<Layers> layersToCompare(const plan::Schema& schema) const override {
        const auto first = schema.find(spec_.layers[0]), second = schema.find(spec_.layers[1]);
        if (!first || !second) return {};
        return {{*first, *second}};
    }
};

}  // namespace

Made makeCrossOverlap(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (rule.layers.size() != 2 || rule.layers[0] == rule.layers[1])
        return base::fail(base::Error::Code::Invalid, "rules.layer_count", 2, rule.layers.size());
    return std::make_shared<CrossOverlap>(rule, tolerance);
}

}  // namespace rules
