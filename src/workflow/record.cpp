#include "workflow/record.h"

#include <bit>

#include "base/paths.h"
#include "workflow/facts.h"

namespace workflow {

namespace {

// Adds values part by part, each sequence after how long it is.
class Sum {
public:
    Sum& operator<<(const std::string& text) { return digester_.add(text), *this; }
    Sum& operator<<(std::int64_t number) { return digester_.add(number), *this; }
    Sum& operator<<(int number) { return *this << std::int64_t{number}; }
    Sum& operator<<(bool yes) { return *this << std::int64_t{yes}; }
    Sum& operator<<(double number) { return *this << std::bit_cast<std::int64_t>(number); }
    template <class T>
    Sum& operator<<(const std::vector<T>& all) {
        *this << static_cast<std::int64_t>(all.size());
        for (const T& each : all) *this << each;
        return *this;
    }
    template <class T>
    Sum& operator<<(const std::map<std::string, T>& all) {
        *this << static_cast<std::int64_t>(all.size());
        for (const auto& [key, value] : all) *this << key << value;
        return *this;
    }
    template <class T>
    Sum& operator<<(const std::optional<T>& value) {
        *this << value.has_value();
        return value ? *this << *value : *this;
    }
    Sum& operator<<(const plan::Parameter& parameter) {
        *this << static_cast<std::int64_t>(parameter.index());
        return std::visit([&](const auto& held) -> Sum& { return *this << held; }, parameter);
    }
    Sum& operator<<(const plan::Field& field) {
        return *this << field.code << static_cast<int>(field.type) << field.length << field.decimals << field.required
                     << field.codeList << field.nameOf << field.constant << field.derived;
    }
    Sum& operator<<(const plan::Layer& layer) {
        return *this << layer.code << static_cast<int>(layer.geometry) << layer.fields << layer.key << layer.areaField
                     << layer.group << layer.tiling << layer.single;
    }
    Sum& operator<<(const plan::Code& code) {
        return *this << code.code << code.name.zh << code.name.en << code.parent;
    }
    Sum& operator<<(const plan::CodeList& list) { return *this << list.codes; }
    Sum& operator<<(const plan::IndicatorSpec& one) {
        return *this << one.id << one.binding << one.unit << one.decimals << one.atLeast << one.target << one.kind
                     << one.parameters;
    }
    Sum& operator<<(const plan::RuleSpec& rule) {
        return *this << rule.id << rule.kind << rule.severity << rule.worsenedOnly << rule.layers << rule.parameters
                     << rule.caseKinds << rule.needs << rule.lawful.has_value()
                     << (rule.lawful ? rule.lawful->kinds : std::vector<std::string>())
                     << (rule.lawful && rule.lawful->document) << rule.waivable;
    }
    Sum& operator<<(const rules::Approval& one) {
        return *this << one.author << one.reason << one.document << one.time << one.size;
    }
    store::Digest finish() { return digester_.finish(); }

private:
    store::Digester digester_{store::DigestMethod::Sm3};
};

}  // namespace

store::Digest rulesDigest(const plan::Spec& spec, const plan::Settings& settings, const rules::CaseFacts& facts) {
    Sum sum;
    sum << base::version() << spec.id << spec.version << spec.region << spec.crs << spec.workingCrs
        << static_cast<int>(spec.areaMethod) << spec.openLayers << spec.layers << spec.codeLists << spec.indicators
        << spec.rules << settings << facts.kind << facts.documents << facts.approvals;
    return sum.finish();
}

base::Result<> record(store::Store& store, const plan::Spec& spec, const plan::Settings& settings,
                      const std::string& caseId, std::int64_t saves, const Verdict& verdict) {
    const auto file = store.find(caseId);
    if (!file) return base::pass(file.error());
    const auto count = [&](rules::Severity severity) {
        return static_cast<std::int64_t>(verdict.report.count(severity));
    };
    const auto facts = factsOf(store, *file);
    if (!facts) return base::pass(facts.error());
    return store.recordVerdict(caseId, {rulesDigest(spec, settings, *facts),
                                        saves,
                                        file->base,
                                        count(rules::Severity::Block),
                                        count(rules::Severity::Warn),
                                        {}});
}

}  // namespace workflow
