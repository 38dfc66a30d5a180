#include "cli/answers.h"

#include <cmath>

#include "base/decimal.h"
#include "geometry/geojson.h"

namespace cli {

namespace {

Json optional(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

std::string shown(const std::optional<double>& value, int decimals) {
    return value ? base::decimal(*value, decimals) : "–";
}

std::string statusName(rules::Status status) {
    return status == rules::Status::Met ? "met" : status == rules::Status::Broken ? "broken" : "undecided";
}

// How many columns of a terminal the text takes: Chinese and full-width forms take two.
std::size_t width(const std::string& text) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) == 0x80) continue;
        const bool wide = byte >= 0xE3 && byte <= 0xED ? true : byte == 0xEF || byte >= 0xF0;
        columns += wide ? 2 : 1;
    }
    return columns;
}

bool isNumber(const std::string& text) {
    return !text.empty() && (text == "–" || text.find_first_not_of("0123456789.,+-% ") == std::string::npos);
}

}  // namespace

Json geometryJson(const geometry::Shape& shape, const geometry::Grid& grid) {
    return Json::parse(geometry::toGeoJson(shape, grid));
}

Json valueJson(const plan::Value& value) {
    return std::visit(
        [](const auto& held) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                return nullptr;
            else
                return held;
        },
        value);
}

Json featureJson(const plan::Schema& schema, const plan::FeatureRef& feature) {
    if (!feature) return nullptr;
    Json properties = Json::object();
    const auto& fields = schema.layer(feature->layer).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) properties[fields[i].code] = valueJson(feature->value(i));
    return {{"type", "Feature"},
            {"id", feature->id.number()},
            {"properties", std::move(properties)},
            {"geometry", geometryJson(feature->shape, schema.grid)}};
}

Json indicatorJson(const rules::Indicator& indicator, const base::Texts& texts) {
    return {{"id", indicator.id},
            {"name", indicator.name.in(texts.language())},
            {"binding", indicator.binding},
            {"unit", indicator.unit},
            {"direction", indicator.atLeast ? "min" : "max"},
            {"filed", optional(indicator.filed)},
            {"value", optional(indicator.value)},
            {"target", optional(indicator.target)},
            {"margin", optional(indicator.margin())},
            {"status", statusName(indicator.status)},
            {"delta", optional(indicator.delta())}};
}

std::string severityName(rules::Severity severity) {
    switch (severity) {
        case rules::Severity::Block: return "block";
        case rules::Severity::Document: return "document";
        case rules::Severity::Warn: return "warn";
        case rules::Severity::Info: return "info";
    }
    return "info";
}

namespace {

Json approvalJson(const std::optional<rules::Approval>& approval) {
    if (!approval) return nullptr;
    return {{"author", approval->author},
            {"reason", approval->reason},
            {"document", approval->document},
            {"time", approval->time},
            {"measured", approval->size ? Json(*approval->size) : Json()}};
}

}  // namespace

Json findingJson(const rules::Finding& finding, const plan::Snapshot& now, const plan::Snapshot& filed,
                 const base::Texts& texts) {
    const plan::Schema& schema = now.schema();
    Json features = Json::array();
    for (const auto id : finding.subjects) {
        auto feature = now.find(id);
        if (!feature) feature = filed.find(id);
        features.push_back(feature ? plan::nameOf(schema, *feature) : "#" + std::to_string(id.number()));
    }
    return {{"key", finding.key()},
            {"rule", finding.rule},
            {"severity", severityName(finding.severity)},
            {"layer", finding.layer.index < schema.layers.size() ? Json(schema.layer(finding.layer).code) : Json()},
            {"features", std::move(features)},
            {"measured", optional(finding.measured)},
            {"limit", optional(finding.limit)},
            {"unit", finding.unit},
            {"basis", finding.basis},
            {"message", texts(finding.message)},
            {"inherited", finding.inherited},
            {"geometry", geometryJson(finding.where, schema.grid)},
            {"approved", approvalJson(finding.approved)}};
}

Json countsJson(const rules::Report& report) {
    return {{"block", report.count(rules::Severity::Block)},
            {"document", report.count(rules::Severity::Document)},
            {"warn", report.count(rules::Severity::Warn)},
            {"info", report.count(rules::Severity::Info)}};
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return {};
    std::vector<std::size_t> widths;
    std::vector<bool> numbers;
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            if (c == widths.size()) widths.push_back(0), numbers.push_back(true);
            widths[c] = std::max(widths[c], width(rows[r][c]));
            if (r > 0 && !rows[r][c].empty() && !isNumber(rows[r][c])) numbers[c] = false;
        }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string gap(widths[c] - width(row[c]), ' ');
            line += (c ? "  " : "") + (numbers[c] ? gap + row[c] : row[c] + gap);
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    text.pop_back();
    return text;
}

std::string indicatorTable(const std::vector<rules::Indicator>& indicators, const base::Texts& texts) {
    std::vector<std::vector<std::string>> rows{
        {texts("cli.indicator.id"), texts("cli.indicator.name"), texts("cli.indicator.unit"),
         texts("cli.indicator.filed"), texts("cli.indicator.value"), texts("cli.indicator.target"),
         texts("cli.indicator.margin"), texts("cli.indicator.delta"), texts("cli.indicator.status")}};
    for (const auto& one : indicators)
        rows.push_back({one.id, one.name.in(texts.language()), texts("unit." + one.unit),
                        shown(one.filed, one.decimals), shown(one.value, one.decimals),
                        (one.target ? (one.atLeast ? "≥ " : "≤ ") : "") + shown(one.target, one.decimals),
                        shown(one.margin(), one.decimals),
                        one.delta() ? base::signedDecimal(*one.delta(), one.decimals) : "–",
                        texts("cli.status." + statusName(one.status))});
    return table(rows);
}

std::string areaText(geometry::Area area, bool withSign) {
    const double size = std::abs(area.squareMetres());
    const auto number = [&](double value, const char* unit) {
        return (withSign ? base::signedDecimal(value, 2) : base::decimal(value, 2)) + unit;
    };
    if (size < 1e4) return number(area.squareMetres(), " m²");
    if (size < 1e6) return number(area.hectares(), " ha");
    return number(area.squareKilometres(), " km²");
}

}  // namespace cli
