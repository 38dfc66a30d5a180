#include "report/facts.h"

#include <algorithm>

namespace report {

namespace {

std::string methodKey(geometry::AreaMethod method) {
    switch (method) {
        case geometry::AreaMethod::EqualArea70m: return "report.method.cea_70m";
        case geometry::AreaMethod::EqualArea: return "report.method.cea_raw";
        case geometry::AreaMethod::Geodesic: return "report.method.geodesic";
    }
    return "report.method.geodesic";
}

std::string revisionText(const store::Revision& revision, const base::Texts& texts) {
    if (revision.number == 0) return texts("report.empty_plan");
    std::string text = texts("report.revision", revision.number, revision.time, revision.author, revision.message);
    return revision.tags.empty() ? text : text + " [" + listed(revision.tags, texts) + "]";
}

// The kind of a case by its name in the list AJLX, where the pack has it.
std::string kindOf(const std::string& kind, const plan::Spec& spec, const base::Texts& texts) {
    const auto list = spec.codeLists.find("AJLX");
    const plan::Code* code = list == spec.codeLists.end() ? nullptr : list->second.find(kind);
    return code ? code->name.in(texts.language()) : kind;
}

}  // namespace

std::string listed(const std::vector<std::string>& parts, const base::Texts& texts, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(parts.size(), most); ++i) text += (i ? texts("report.comma") : "") + parts[i];
    return parts.size() > most ? texts("report.and_more", text, parts.size()) : text;
}

std::vector<Fact> planFacts(const std::string& database, const plan::Schema& schema, const plan::Spec& spec,
                            const base::Texts& texts) {
    const auto& system = schema.system;
    std::string method = texts(methodKey(schema.measure.method()));
    if (schema.working) method = texts("report.working", method, schema.working->definition);
    return {{texts("report.plan"), spec.name.in(texts.language())},
            {texts("report.region"), schema.region},
            {texts("report.database"), database},
            {texts("report.pack"), texts("report.pack_version", spec.id, spec.version)},
            {texts("report.crs"), system.name.empty() || system.name == system.definition
                                      ? system.definition
                                      : system.definition + " " + system.name},
            {texts("report.method"), method}};
}

std::vector<Fact> standFacts(const Stand& stand, const std::string& key, const plan::Spec& spec,
                             const base::Texts& texts) {
    std::vector<Fact> facts;
    const std::string revision = revisionText(stand.revision, texts);
    if (stand.file) {
        const auto& file = *stand.file;
        facts.push_back({texts(key), texts("report.case", file.id, file.title)});
        if (!file.kind.empty()) facts.push_back({texts("report.case_kind"), kindOf(file.kind, spec, texts)});
        if (!file.unit.empty()) facts.push_back({texts("report.case_unit"), file.unit});
        if (!file.basis.empty()) facts.push_back({texts("report.case_basis"), listed(file.basis, texts)});
        facts.push_back({texts("report.base"), revision});
    } else {
        facts.push_back({texts(key), revision});
    }
    if (!stand.revision.digest.empty()) facts.push_back({texts("report.digest"), stand.revision.digest});
    return facts;
}

}  // namespace report
