#include "mend/remedy.h"

#include <map>

namespace mend {

plan::FeatureRef Sickness::subject(std::size_t i) const {
    return i < finding.subjects.size() ? plan.now.find(finding.subjects[i]) : nullptr;
}

std::vector<Remedy> remedies(const Sickness& sickness) {
    static const std::map<std::string_view, std::vector<Remedy> (*)(const Sickness&)> ways{
        {"code_list", rename},
        {"declared_area", recompute},
        {"duplicate_vertex", straighten},
        {"expression", recompute},
        {"gap", fill},
        {"overlap", separate},
        {"sliver", absorb},
        {"spike", straighten},
        {"unique", renumber},
        {"unmatched_vertex", match},
    };
    const auto way = ways.find(sickness.rule.kind);
    return way == ways.end() ? std::vector<Remedy>() : way->second(sickness);
}

}  // namespace mend
