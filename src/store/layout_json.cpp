#include <nlohmann/json.hpp>

#include "store/layout.h"

namespace store {

using Code = base::Error::Code;
using Json = nlohmann::ordered_json;

namespace {

Json write(const base::LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }
base::LocalText readText(const Json& json) { return {json.at("zh"), json.at("en")}; }

Json write(const plan::Field& field, const std::string& column) {
    return {{"code", field.code},         {"column", column},
            {"name", write(field.name)},  {"type", static_cast<int>(field.type)},
            {"length", field.length},     {"decimals", field.decimals},
            {"required", field.required}, {"codeList", field.codeList},
            {"nameOf", field.nameOf},     {"constant", field.constant},
            {"aliases", field.aliases},   {"confidence", field.confidence},
            {"derived", field.derived}};
}

plan::Field readField(const Json& json) {
    plan::Field field;
    json.at("code").get_to(field.code);
    field.name = readText(json.at("name"));
    const int type = json.at("type");
    if (type < 0 || type > static_cast<int>(plan::FieldType::Date)) throw std::out_of_range("type");
    field.type = static_cast<plan::FieldType>(type);
    json.at("length").get_to(field.length);
    json.at("decimals").get_to(field.decimals);
    json.at("required").get_to(field.required);
    json.at("codeList").get_to(field.codeList);
    json.at("nameOf").get_to(field.nameOf);
    json.at("constant").get_to(field.constant);
    json.at("aliases").get_to(field.aliases);
    json.at("confidence").get_to(field.confidence);
    field.derived = json.value("derived", std::string());
    return field;
}

Json write(const plan::Layer& layer, const LayerTable& table) {
    Json fields = Json::array();
    for (std::size_t i = 0; i < layer.fields.size(); ++i) fields.push_back(write(layer.fields[i], table.columns[i]));
    return {{"code", layer.code},         {"table", table.name},
            {"name", write(layer.name)},  {"geometry", static_cast<int>(layer.geometry)},
            {"key", layer.key},           {"areaField", layer.areaField},
            {"group", layer.group},       {"tiling", layer.tiling},
            {"single", layer.single},     {"aliases", layer.aliases},
            {"symbol", layer.symbol},     {"confidence", layer.confidence},
            {"fields", std::move(fields)}};
}

plan::Layer readLayer(const Json& json) {
    plan::Layer layer;
    json.at("code").get_to(layer.code);
    layer.name = readText(json.at("name"));
    const int geometry = json.at("geometry");
    if (geometry < 0 || geometry > static_cast<int>(plan::GeometryKind::Any)) throw std::out_of_range("geometry");
    layer.geometry = static_cast<plan::GeometryKind>(geometry);
    json.at("key").get_to(layer.key);
    json.at("areaField").get_to(layer.areaField);
    json.at("group").get_to(layer.group);
    json.at("tiling").get_to(layer.tiling);
    json.at("single").get_to(layer.single);
    json.at("aliases").get_to(layer.aliases);
    json.at("symbol").get_to(layer.symbol);
    json.at("confidence").get_to(layer.confidence);
    for (const Json& field : json.at("fields")) layer.fields.push_back(readField(field));
    return layer;
}

Json write(const geometry::System& system) {
    Json json = {{"definition", system.definition},
                 {"name", system.name},
                 {"wkt", system.wkt},
                 {"epsg", system.epsg},
                 {"geographic", system.geographic},
                 {"unit", system.unit},
                 {"semiMajor", system.semiMajor},
                 {"inverseFlattening", system.inverseFlattening}};
    if (const auto& plane = system.gaussKrueger)
        json["gaussKrueger"] = {plane->meridian, plane->scale, plane->falseEasting, plane->falseNorthing};
    return json;
}

geometry::System readSystem(const Json& json) {
    geometry::System system;
    json.at("definition").get_to(system.definition);
    json.at("name").get_to(system.name);
    json.at("wkt").get_to(system.wkt);
    json.at("epsg").get_to(system.epsg);
    json.at("geographic").get_to(system.geographic);
    json.at("unit").get_to(system.unit);
    json.at("semiMajor").get_to(system.semiMajor);
    json.at("inverseFlattening").get_to(system.inverseFlattening);
    if (const auto plane = json.find("gaussKrueger"); plane != json.end())
        system.gaussKrueger = geometry::GaussKruegerPlane{plane->at(0), plane->at(1), plane->at(2), plane->at(3)};
    return system;
}

}  // namespace

base::Result<std::string> encodeLayout(const Layout& layout) {
    const plan::Schema& schema = *layout.schema;
    Json layers = Json::array();
    for (std::size_t i = 0; i < schema.layers.size(); ++i) layers.push_back(write(schema.layers[i], layout.tables[i]));
    const Json json = {{"spec", schema.spec},
                       {"region", schema.region},
                       {"system", write(schema.system)},
                       {"working", schema.working ? write(*schema.working) : Json()},
                       {"srid", layout.srid},
                       {"stepsPerUnit", schema.grid.stepsPerUnit},
                       {"areaMethod", static_cast<int>(schema.measure.method())},
                       {"layers", std::move(layers)}};
    try {
        return json.dump(1);
    } catch (const Json::exception&) {
        return base::fail(Code::Invalid, "store.not_utf8");
    }
}

base::Result<Layout> decodeLayout(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        auto schema = std::make_shared<plan::Schema>();
        Layout layout;
        json.at("spec").get_to(schema->spec);
        json.at("region").get_to(schema->region);
        schema->system = readSystem(json.at("system"));
        json.at("srid").get_to(layout.srid);
        json.at("stepsPerUnit").get_to(schema->grid.stepsPerUnit);
        const int method = json.at("areaMethod");
        if (const auto working = json.find("working"); working != json.end() && !working->is_null())
            schema->working = readSystem(*working);
        const auto chosen = static_cast<geometry::AreaMethod>(method);
        auto measure = schema->working ? geometry::Measure::on(schema->system, chosen, *schema->working)
                                       : geometry::Measure::on(schema->system, chosen);
        if (!measure) return base::pass(std::move(measure.error()));
        schema->measure = std::move(*measure);
        for (const Json& layer : json.at("layers")) {
            schema->layers.push_back(readLayer(layer));
            LayerTable table{layer.at("table"), {}};
            for (const Json& field : layer.at("fields")) table.columns.push_back(field.at("column"));
            layout.tables.push_back(std::move(table));
        }
        layout.schema = std::move(schema);
        return layout;
    } catch (const std::exception& problem) {
        return base::fail(Code::Invalid, "store.bad_layout", problem.what());
    }
}

}  // namespace store
