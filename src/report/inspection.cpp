#include "report/inspection.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "report/place.h"

namespace report {

namespace {

using rules::Finding;
using rules::Severity;

const char* severityKey(Severity severity) {
    switch (severity) {
        case Severity::Block: return "report.severity.block";
        case Severity::Document: return "report.severity.document";
        case Severity::Warn: return "report.severity.warn";
        case Severity::Info: break;
    }
    return "report.severity.info";
}

Cell severityCell(Severity severity, const base::Texts& texts) {
    return {texts(severityKey(severity)), severity == Severity::Block  ? Tone::Bad
                                          : severity == Severity::Info ? Tone::Plain
                                                                       : Tone::Caution};
}

std::string unitText(const std::string& unit, const base::Texts& texts) {
    const std::string key = "unit." + unit;
    return texts.has(key) ? texts(key) : unit;
}

// A measure with the decimals that its unit is written with (domain §3.3).
Cell measureCell(const std::optional<double>& value, const std::string& unit) {
    if (!value) return {};
    const bool hundredths = unit == "m2" || unit == "ha" || unit == "mu" || unit == "percent";
    const bool whole = unit.empty() && *value == std::round(*value);
    return Number{*value, whole ? 0 : hundredths ? 2 : 4};
}

struct Tally {
    std::size_t all = 0, blocking = 0, inherited = 0, approved = 0;
};

class Record {
public:
    Record(const Inspection& inspection, const base::Texts& texts, std::size_t most)
        : inspection_(inspection), texts_(texts), most_(most) {
        for (const auto& finding : inspection.findings) {
            Tally& tally = tallies_[finding.rule];
            const bool approved = finding.approved.has_value();
            ++tally.all;
            tally.inherited += finding.inherited;
            tally.approved += approved;
            tally.blocking += finding.severity == Severity::Block && !approved;
        }
    }

    Document document() const {
        return {texts_("report.inspection"), texts_.language(), {head(), summary(), details(), approvals()}};
    }

private:
    Tally tallyOf(const std::string& rule) const {
        const auto at = tallies_.find(rule);
        return at == tallies_.end() ? Tally() : at->second;
    }

    Section head() const {
        const plan::Schema& schema = inspection_.now.schema();
        Section section{texts_("report.head")};
        auto& facts = section.facts;
        facts = planFacts(inspection_.database, schema, inspection_.spec, texts_);
        for (auto& fact : standFacts(inspection_.stand, "report.state", inspection_.spec, texts_))
            facts.push_back(std::move(fact));
        facts.push_back({texts_("report.rules"), rulesText()});
        facts.push_back({texts_("report.layers"), layersText()});
        facts.push_back({texts_("report.time"), inspection_.time});
        facts.push_back({texts_("report.findings"), findingsText()});
        facts.push_back({texts_("report.verdict"), inspection_.blocked
                                                       ? Cell(texts_("report.verdict.block"), Tone::Bad)
                                                       : Cell(texts_("report.verdict.pass"), Tone::Good)});
        for (const char* key : {"report.inspector", "report.reviewer"}) facts.push_back({texts_(key), {}});
        section.notes.push_back(texts_("report.local_pass"));
        return section;
    }

    std::string rulesText() const {
        const std::size_t size = inspection_.rules.rules().size();
        if (!inspection_.rulebook.empty()) return texts_("report.rules_of_file", size, inspection_.rulebook);
        return size == inspection_.spec.rules.size()
                   ? texts_("report.rules_of_pack", size)
                   : texts_("report.rules_chosen", size, inspection_.spec.rules.size());
    }

    std::string layersText() const {
        const plan::Schema& schema = inspection_.now.schema();
        if (inspection_.layers.size() == schema.layers.size()) return texts_("report.layers_all", schema.layers.size());
        std::vector<std::string> names;
        for (const auto layer : inspection_.layers)
            names.push_back(schema.layer(layer).code + " " + schema.layer(layer).name.in(texts_.language()));
        return listed(names, texts_);
    }

    std::string findingsText() const {
        std::map<Severity, std::size_t> counts;
        for (const auto& finding : inspection_.findings) ++counts[finding.severity];
        return texts_("report.counts", inspection_.findings.size(), counts[Severity::Block], counts[Severity::Document],
                      counts[Severity::Warn], counts[Severity::Info]);
    }

    Cell resultOf(const Tally& tally) const {
        if (tally.blocking > 0) return {texts_("report.result.block"), Tone::Bad};
        if (tally.all > tally.approved) return {texts_("report.result.noted"), Tone::Caution};
        return {texts_("report.result.pass"), Tone::Good};
    }

    Section summary() const {
        Section section{texts_("report.summary")};
        Table table;
        for (const char* key : {"report.rule", "report.rule_name", "report.category", "report.severity", "report.found",
                                "report.blocking", "report.inherited", "report.approved", "report.listed",
                                "report.result", "report.basis"})
            table.columns.push_back({texts_(key)});
        table.columns[1].room = table.columns[10].room = 20;
        table.empty = texts_("report.no_rules");
        for (const auto& rule : inspection_.rules.rules()) {
            const auto& spec = rule->spec();
            const Tally tally = tallyOf(spec.id);
            table.rows.push_back({spec.id, spec.name.in(texts_.language()), categoryOf(spec.id, texts_),
                                  texts_(severityKey(rule->severity())), count(tally.all), count(tally.blocking),
                                  count(tally.inherited), count(tally.approved), count(std::min(tally.all, most_)),
                                  resultOf(tally), spec.basis});
        }
        section.table = std::move(table);
        return section;
    }

    Section details() const {
        const bool geographic = inspection_.now.schema().system.geographic;
        Section section{texts_("report.details")};
        Table table;
        for (const char* key : {"report.number", "report.rule", "report.rule_name", "report.severity", "report.layer",
                                "report.layer_name", "report.identifier", "report.feature", "report.description",
                                "report.measured", "report.limit", "report.unit", "report.basis", "report.inherited",
                                "report.approved", geographic ? "report.longitude" : "report.easting",
                                geographic ? "report.latitude" : "report.northing", "report.key"})
            table.columns.push_back({texts_(key)});
        for (const auto& [column, room] : {std::pair(2, 9), {6, 10}, {7, 4}, {8, 22}, {12, 9}})
            table.columns[static_cast<std::size_t>(column)].room = room;
        table.columns.back().code = true;
        table.empty = texts_("report.no_findings");
        std::map<std::string, std::string> names;
        for (const auto& rule : inspection_.rules.rules())
            names[rule->spec().id] = rule->spec().name.in(texts_.language());
        std::map<std::string, std::size_t> written;
        for (const auto& finding : inspection_.findings) {
            if (written[finding.rule] == most_) continue;
            ++written[finding.rule];
            table.rows.push_back(row(table.rows.size() + 1, finding, names[finding.rule]));
        }
        for (const auto& [rule, tally] : tallies_)
            if (tally.all > most_) section.notes.push_back(texts_("report.capped", rule, tally.all, most_));
        section.table = std::move(table);
        return section;
    }

    // All of them, also beyond what a rule lists.
    Section approvals() const {
        Section section{texts_("report.approvals")};
        Table table;
        for (const char* key : {"report.rule", "report.description", "report.approved_by", "report.time",
                                "report.reason", "report.document", "report.key"})
            table.columns.push_back({texts_(key)});
        for (const auto& [column, room] : {std::pair(1, 22), {4, 20}, {5, 12}})
            table.columns[static_cast<std::size_t>(column)].room = room;
        table.columns.back().code = true;
        table.empty = texts_("report.no_approvals");
        for (const auto& finding : inspection_.findings)
            if (const auto& one = finding.approved)
                table.rows.push_back({finding.rule, texts_(finding.message), one->author, one->time, one->reason,
                                      one->document, finding.key()});
        section.table = std::move(table);
        return section;
    }

    std::vector<Cell> row(std::size_t number, const Finding& finding, const std::string& name) const {
        const plan::Schema& schema = inspection_.now.schema();
        const bool known = finding.layer.index < schema.layers.size();
        std::vector<std::string> identifiers, ids;
        for (const auto id : finding.subjects) {
            const std::string own = "#" + std::to_string(id.number());
            ids.push_back(own);
            auto feature = inspection_.now.find(id);
            if (!feature) feature = inspection_.filed.find(id);
            const std::string identifier = feature ? plan::nameOf(schema, *feature) : own;
            if (identifier != own) identifiers.push_back(identifier);
        }
        const auto place = placeOf(finding.where, schema.grid);
        const int decimals = schema.system.geographic ? 7 : 3;
        const auto coordinate = [&](double value) { return Cell(Number{value, decimals, Number::Form::Place}); };
        return {count(number),
                finding.rule,
                name,
                severityCell(finding.severity, texts_),
                known ? schema.layer(finding.layer).code : std::string(),
                known ? schema.layer(finding.layer).name.in(texts_.language()) : std::string(),
                listed(identifiers, texts_),
                listed(ids, texts_),
                texts_(finding.message),
                measureCell(finding.measured, finding.unit),
                measureCell(finding.limit, finding.unit),
                unitText(finding.unit, texts_),
                finding.basis,
                finding.inherited ? texts_("report.yes") : std::string(),
                finding.approved ? texts_("report.yes") : std::string(),
                place ? coordinate(place->x) : Cell(),
                place ? coordinate(place->y) : Cell(),
                finding.key()};
    }

    const Inspection& inspection_;
    const base::Texts& texts_;
    std::size_t most_;
    std::map<std::string, Tally> tallies_;
};

}  // namespace

std::string categoryOf(const std::string& rule, const base::Texts& texts) {
    std::string key = "report.category_";
    if (rule.size() > 1 && rule[0] == 'Q')
        key += rule[1];
    else if (rule.size() > 2 && rule.starts_with("R-"))
        key += static_cast<char>(std::tolower(static_cast<unsigned char>(rule[2])));
    return texts.has(key) ? texts(key) : texts("report.category_other");
}

Document inspectionRecord(const Inspection& inspection, const base::Texts& texts, std::size_t most) {
    return Record(inspection, texts, most).document();
}

}  // namespace report
