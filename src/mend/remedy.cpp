#include "mend/remedy.h"

#include <array>
#include <map>

namespace mend {

namespace {

constexpr std::array names{"recompute",    "take_from_first", "take_from_second", "fill_longest",
                           "fill_largest", "merge_longest",   "merge_largest",    "new_identifier",
                           "name_of_code", "constant",        "drop_vertex",      "insert_vertex"};
static_assert(names.size() == static_cast<std::size_t>(Way::InsertVertex) + 1);

}  // namespace

std::string nameOf(Way way) { return names[static_cast<std::size_t>(way)]; }

std::vector<std::string> wayNames() { return {names.begin(), names.end()}; }

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
