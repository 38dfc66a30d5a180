#include "store/layout.h"

#include <algorithm>
#include <array>
#include <memory>

namespace store {

namespace {

constexpr std::array ownColumns = {"_row",     "_feature", "_born", "_died",   "_area",  "_digest", "_odd",
                                   "geometry", "rowid",    "oid",   "_rowid_", "_since", "_until"};

// The name, or with _2, _3, … the first that `isFree` accepts.
template <class Free>
std::string firstFree(const std::string& name, Free isFree) {
    std::string candidate = name;
    for (int number = 2; !isFree(candidate); ++number) candidate = name + "_" + std::to_string(number);
    return candidate;
}

// SpatiaLite's register takes no quotes, SQLite no table that begins with sqlite_; ours begin with sanxian_.
std::string tableName(const std::string& code, std::set<std::string>& taken) {
    std::string name = code.empty() ? "layer" : code;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '\'' || c == '"'; }, '_');
    if (lowered(name).starts_with("sqlite_") || lowered(name).starts_with("sanxian_")) name.insert(0, "layer_");
    const auto names = [](const std::string& candidate) {
        const LayerTable table{candidate, {}};
        std::vector<std::string> all = {lowered(table.view()), lowered(table.index()),
                                        lowered(table.index() + "_node")};
        for (const char* suffix : {"", "_history", "_feature", "_born", "_died"})
            all.push_back(lowered(candidate + suffix));
        return all;
    };
    name = firstFree(name, [&](const std::string& candidate) {
        const auto wanted = names(candidate);
        return std::none_of(wanted.begin(), wanted.end(), [&](const auto& each) { return taken.contains(each); });
    });
    for (const auto& each : names(name)) taken.insert(each);
    return name;
}

std::string columnName(const std::string& code, const std::vector<std::string>& columns) {
    return firstFree(code.empty() ? "field" : code, [&](const std::string& candidate) {
        const std::string name = lowered(candidate);
        return std::none_of(ownColumns.begin(), ownColumns.end(), [&](const char* own) { return name == own; }) &&
               std::none_of(columns.begin(), columns.end(), [&](const auto& other) { return name == lowered(other); });
    });
}

std::optional<std::size_t> fieldAt(const std::vector<plan::Field>& fields, const std::string& code) {
    const auto at = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.code == code; });
    if (at == fields.end()) return {};
    return static_cast<std::size_t>(at - fields.begin());
}

}  // namespace

std::string lowered(std::string name) {
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

Layout extended(const Layout& layout, const plan::Schema& wanted, const std::set<std::string>& taken) {
    Layout result = layout;
    auto schema = std::make_shared<plan::Schema>(layout.schema ? *layout.schema : wanted);
    if (!layout.schema) schema->layers.clear();
    std::set<std::string> names = taken;
    for (const plan::Layer& layer : wanted.layers) {
        auto id = schema->find(layer.code);
        if (!id) {
            id = plan::LayerId{static_cast<std::uint16_t>(schema->layers.size())};
            schema->layers.push_back(layer);
            schema->layers.back().fields.clear();
            result.tables.push_back({tableName(layer.code, names), {}});
        }
        auto& fields = schema->layers[id->index].fields;
        auto& columns = result.tables[id->index].columns;
        for (const plan::Field& field : layer.fields) {
            if (schema->layers[id->index].field(field.code)) continue;
            fields.push_back(field);
            columns.push_back(columnName(field.code, columns));
        }
    }
    result.schema = std::move(schema);
    return result;
}

base::Result<Layout> adopted(const Layout& layout, const plan::Spec& spec, const std::set<std::string>& taken) {
    plan::Schema wanted = *layout.schema;
    wanted.layers = spec.layers;
    Layout result = extended(layout, wanted, taken);
    auto schema = std::make_shared<plan::Schema>(*result.schema);
    schema->spec = spec.id;
    for (const plan::Layer& fresh : spec.layers) {
        plan::Layer& layer = schema->layers[schema->find(fresh.code)->index];
        if (layer.geometry != fresh.geometry || layer.key != fresh.key)
            return base::fail(base::Error::Code::Unsupported, "store.cannot_adopt_layer", layer.code);
        auto fields = std::move(layer.fields);
        for (const plan::Field& field : fresh.fields) {
            plan::Field& held = fields[*fieldAt(fields, field.code)];
            const bool narrower = field.length != 0 && (held.length == 0 || field.length < held.length);
            if (held.type != field.type || narrower)
                return base::fail(base::Error::Code::Unsupported, "store.cannot_adopt_field", layer.code, field.code);
            held = field;
        }
        layer = fresh;
        layer.fields = std::move(fields);
    }
    result.schema = std::move(schema);
    return result;
}

}  // namespace store
