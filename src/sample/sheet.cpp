#include "sample/sheet.h"

namespace sample {

namespace {

plan::Value blankOf(const plan::Layer& layer, const plan::Field& field, const plan::Spec& spec) {
    if (!field.constant.empty()) return field.constant;
    if (field.code == "YSDM") return "2090020" + std::to_string(100 + layer.code.size() * 10 + layer.fields.size());
    if (!field.required) return {};
    const auto list = spec.codeLists.find(field.codeList);
    if (list != spec.codeLists.end() && !list->second.codes.empty()) return list->second.codes.front().code;
    switch (field.type) {
        case plan::FieldType::Integer: return std::int64_t{1};
        case plan::FieldType::Real: return 1.0;
        case plan::FieldType::Date: return "2021-01-01";
        case plan::FieldType::Text: break;
    }
    return "示例";
}

std::map<std::string, std::string, std::less<>> namesOf(const plan::CodeList& list) {
    std::map<std::string, std::string, std::less<>> names;
    for (const auto& code : list.codes) names[code.code] = code.name.zh;
    return names;
}

}  // namespace

Sheet sheetOf(const plan::Spec& spec, const plan::Layer& layer, plan::LayerId id) {
    Sheet sheet{id, {}, {}, {}, layer.field(layer.key), layer.field(layer.areaField)};
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        sheet.blank.push_back(blankOf(layer, layer.fields[i], spec));
        sheet.places[layer.fields[i].code] = i;
    }
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const auto code = layer.field(layer.fields[i].nameOf);
        if (!code) continue;
        const auto list = spec.codeLists.find(layer.fields[*code].codeList);
        if (list == spec.codeLists.end()) continue;
        auto& naming = sheet.namings[*code] = {i, namesOf(list->second)};
        const auto name = naming.names.find(plan::textOf(sheet.blank[*code]));
        sheet.blank[i] = name != naming.names.end() ? plan::Value(name->second) : plan::Value();
    }
    return sheet;
}

}  // namespace sample
