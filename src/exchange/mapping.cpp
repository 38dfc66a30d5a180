#include "exchange/mapping.h"

#include <algorithm>

namespace exchange {

using base::Error;

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

template <class Items, class Name>
std::string listed(const Items& items, Name name) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ", ") + name(item);
    return text.empty() ? "–" : text;
}

// The name without what stands around a layer's code in practice: an owner, an adcode, a year.
std::string bare(std::string name) {
    if (const auto dot = name.rfind('.'); dot != std::string::npos) name.erase(0, dot + 1);
    const auto around = [](char c) { return (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ' '; };
    while (!name.empty() && around(name.front())) name.erase(0, 1);
    while (!name.empty() && around(name.back())) name.pop_back();
    return name;
}

template <class Named>  // a plan::Layer or a plan::Field
bool isCalled(const Named& named, const std::string& name) {
    if (name.empty()) return false;
    const auto same = [&](const std::string& other) { return folded(other) == name; };
    return same(named.code) || same(named.name.zh) || same(named.name.en) ||
           std::any_of(named.aliases.begin(), named.aliases.end(), same);
}

std::optional<std::size_t> layerCalled(const plan::Schema& schema, const std::string& name) {
    for (std::size_t i = 0; i < schema.layers.size(); ++i)
        if (!name.empty() && folded(schema.layers[i].code) == name) return i;
    for (std::size_t i = 0; i < schema.layers.size(); ++i)
        if (isCalled(schema.layers[i], name)) return i;
    return std::nullopt;
}

std::optional<std::size_t> layerFor(const plan::Schema& schema, const SourceLayer& source) {
    const std::string name = folded(source.name), alias = folded(source.alias);
    for (const std::string& candidate : {name, alias, bare(name), bare(alias)})
        if (const auto layer = layerCalled(schema, candidate)) return layer;
    return std::nullopt;
}

plan::GeometryKind kindOf(const SourceLayer& source) {
    if (source.geometry == "None") return plan::GeometryKind::None;
    if (source.geometry == "Point") return plan::GeometryKind::Point;
    if (source.geometry == "LineString") return plan::GeometryKind::Line;
    if (source.geometry == "Polygon") return plan::GeometryKind::Polygon;
    return plan::GeometryKind::Any;
}

// The mapping in the making.
class Mapper {
public:
    Mapper(const std::vector<SourceLayer>& sources, const plan::Schema& schema, bool openLayers,
           const ImportOptions& options)
        : sources_(sources), schema_(schema), open_(openLayers), options_(options) {}

    base::Result<Mapping> run() {
        if (auto done = options_.layers.empty() ? byName() : byOptions(); !done) return base::pass(done.error());
        if (mapping_.assignments.empty())
            return base::fail(Error::Code::NotFound, "exchange.nothing_fits", sourceNames(), layerCodes());
        for (Assignment& assignment : mapping_.assignments) {
            if (auto done = mapFields(assignment); !done) return base::pass(done.error());
            if (auto done = chooseKey(assignment); !done) return base::pass(done.error());
        }
        if (auto done = checkFieldOptions(); !done) return base::pass(done.error());
        mapping_.schema = std::make_shared<const plan::Schema>(std::move(schema_));
        return std::move(mapping_);
    }

private:
    std::string sourceNames() const {
        return listed(sources_, [](const SourceLayer& source) { return source.name; });
    }
    std::string layerCodes() const {
        return listed(schema_.layers, [](const plan::Layer& layer) { return layer.code; });
    }

    void assign(std::size_t source, std::size_t layer) {
        Assignment assignment;
        assignment.source = source;
        assignment.layer = plan::LayerId{static_cast<std::uint16_t>(layer)};
        mapping_.assignments.push_back(std::move(assignment));
    }

    std::size_t addLayer(const std::string& code, const SourceLayer& source) {
        plan::Layer layer;
        layer.code = code;
        layer.name.zh = source.alias.empty() ? code : source.alias;
        layer.geometry = kindOf(source);
        schema_.layers.push_back(std::move(layer));
        return schema_.layers.size() - 1;
    }

    base::Result<> byName() {
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            auto layer = layerFor(schema_, sources_[i]);
            if (!layer && open_) layer = addLayer(sources_[i].name, sources_[i]);
            if (layer) assign(i, *layer);
        }
        return {};
    }

    base::Result<> byOptions() {
        for (const auto& [code, name] : options_.layers) {
            auto layer = layerCalled(schema_, folded(code));
            if (!layer && !open_) return base::fail(Error::Code::NotFound, "exchange.no_layer", code, layerCodes());
            bool found = false;
            for (std::size_t i = 0; i < sources_.size(); ++i) {
                const SourceLayer& source = sources_[i];
                if (name != "*" && folded(source.name) != folded(name) && folded(source.alias) != folded(name))
                    continue;
                if (!layer) layer = addLayer(code, source);
                assign(i, *layer);
                found = true;
            }
            if (!found) return base::fail(Error::Code::NotFound, "exchange.no_source_layer", name, sourceNames());
        }
        return {};
    }

    base::Result<> mapFields(Assignment& assignment) {
        const SourceLayer& source = sources_[assignment.source];
        plan::Layer& layer = schema_.layers[assignment.layer.index];
        assignment.columns.assign(source.fields.size(), none);
        std::vector<bool> taken(layer.fields.size(), false);
        const auto join = [&](auto fits) {
            for (std::size_t i = 0; i < source.fields.size(); ++i)
                for (std::size_t j = 0; j < taken.size() && assignment.columns[i] == none; ++j)
                    if (!taken[j] && fits(source.fields[i], layer.fields[j]))
                        assignment.columns[i] = j, taken[j] = true;
        };
        join([&](const SourceField& from, const plan::Field& to) {
            const auto named = options_.fields.find(layer.code + "." + to.code);
            return named != options_.fields.end() && folded(named->second) == folded(from.name);
        });
        // A field that is asked for from elsewhere is not filled by its own name.
        for (std::size_t j = 0; j < taken.size(); ++j)
            if (options_.fields.contains(layer.code + "." + layer.fields[j].code)) taken[j] = true;
        join([](const SourceField& from, const plan::Field& to) { return folded(from.name) == folded(to.code); });
        join([](const SourceField& from, const plan::Field& to) { return isCalled(to, folded(from.name)); });
        join([](const SourceField& from, const plan::Field& to) { return isCalled(to, folded(from.alias)); });
        join([](const SourceField& from, const plan::Field& to) {
            constexpr std::size_t kept = 10;
            return from.name.size() == kept && to.code.size() > kept &&
                   folded(to.code.substr(0, kept)) == folded(from.name);
        });
        for (std::size_t i = 0; i < source.fields.size(); ++i)
            if (assignment.columns[i] == none) assignment.columns[i] = addField(layer, source.fields[i]);
        return {};
    }

    std::size_t addField(plan::Layer& layer, const SourceField& source) {
        plan::Field field;
        field.code = source.name;
        for (const auto& [target, name] : options_.fields)
            if (folded(name) == folded(source.name) && target.starts_with(layer.code + "."))
                field.code = target.substr(layer.code.size() + 1);
        const std::string code = field.code;
        for (int copy = 2; layer.field(field.code); ++copy) field.code = code + "_" + std::to_string(copy);
        field.name.zh = source.alias.empty() ? field.code : source.alias;
        field.type = source.type >= 0 && source.type <= static_cast<int>(plan::FieldType::Date)
                         ? static_cast<plan::FieldType>(source.type)
                         : plan::FieldType::Text;
        field.length = source.length, field.decimals = source.decimals;
        layer.fields.push_back(std::move(field));
        return layer.fields.size() - 1;
    }

    base::Result<> chooseKey(Assignment& assignment) {
        const SourceLayer& source = sources_[assignment.source];
        plan::Layer& layer = schema_.layers[assignment.layer.index];
        const auto named = [&](const std::string& name) -> std::optional<std::size_t> {
            for (std::size_t i = 0; i < source.fields.size(); ++i)
                if (folded(source.fields[i].name) == folded(name)) return assignment.columns[i];
            for (const std::size_t column : assignment.columns)
                if (folded(layer.fields[column].code) == folded(name)) return column;
            return std::nullopt;
        };
        if (!options_.key.empty()) {
            assignment.key = named(options_.key);
            if (!assignment.key)
                return base::fail(Error::Code::NotFound, "exchange.no_key", source.name, options_.key,
                                  listed(source.fields, [](const SourceField& field) { return field.name; }));
        } else if (!layer.key.empty()) {
            assignment.key = named(layer.key);
        } else if (open_) {
            assignment.key = named("BSM");
            if (!assignment.key) assignment.key = named("id");
        }
        if (open_ && layer.key.empty() && assignment.key) layer.key = layer.fields[*assignment.key].code;
        return {};
    }

    base::Result<> checkFieldOptions() const {
        for (const auto& [target, name] : options_.fields) {
            bool found = false;
            for (const Assignment& assignment : mapping_.assignments) {
                const plan::Layer& layer = schema_.layers[assignment.layer.index];
                const SourceLayer& source = sources_[assignment.source];
                for (std::size_t i = 0; i < source.fields.size(); ++i)
                    found = found || (folded(source.fields[i].name) == folded(name) &&
                                      layer.code + "." + layer.fields[assignment.columns[i]].code == target);
            }
            if (!found) return base::fail(Error::Code::NotFound, "exchange.no_source_field", target, name);
        }
        return {};
    }

    const std::vector<SourceLayer>& sources_;
    plan::Schema schema_;
    bool open_;
    const ImportOptions& options_;
    Mapping mapping_;
};

}  // namespace

std::string folded(std::string_view name) {
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
        const bool wide = i + 2 < name.size() && byte(i) == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD);
        const unsigned code = wide ? ((byte(i + 1) & 0x3Fu) << 6 | (byte(i + 2) & 0x3Fu)) + 0xF000u : 0;
        char c = name[i];
        if (code >= 0xFF01 && code <= 0xFF5E) c = static_cast<char>(code - 0xFEE0), i += 2;
        if (name.substr(i, 3) == "\u3000") c = ' ', i += 2;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto begin = plain.find_first_not_of(" \t");
    return begin == std::string::npos ? std::string() : plain.substr(begin, plain.find_last_not_of(" \t") - begin + 1);
}

base::Result<Mapping> mapOnto(const std::vector<SourceLayer>& sources, const plan::SchemaRef& schema, bool openLayers,
                              const ImportOptions& options) {
    return Mapper(sources, *schema, openLayers, options).run();
}

}  // namespace exchange
