#pragma once

#include "rules/rule.h"

namespace rules {

// One maker for each kind of rule, in the file of its name. A maker reads the rule's layers and parameters from its
// spec and fails where they do not make sense.
using Made = base::Result<std::shared_ptr<const Rule>>;

Made makeBalance(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeCodeList(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeCrossOverlap(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeDeclaredArea(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeDuplicateVertex(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeExpression(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeExtent(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeGap(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeGeometryKind(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeHoles(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeIndicatorRule(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeListed(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeMultipart(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeOccupation(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeOutside(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeOverlap(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makePart(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makePrefix(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makePresent(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeRange(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeRequired(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeScorecard(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeSliver(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeSpike(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeStructure(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeSystem(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeTabulated(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeTally(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeUnique(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeUnmatchedVertex(const plan::RuleSpec& rule, const plan::Spec& spec);
Made makeValid(const plan::RuleSpec& rule, const plan::Spec& spec);

}  // namespace rules
