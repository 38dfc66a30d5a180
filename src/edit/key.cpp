#include "edit/key.h"

#include <fmt/format.h>

#include <algorithm>

namespace edit {

namespace {

constexpr std::size_t codeLength = 18, regionLength = 6, serialLength = 8;
constexpr std::int64_t lastSerial = 99'999'999;

bool digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t serialOf(const plan::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->size() != codeLength || !digits(*text)) return 0;
    return std::stoll(text->substr(codeLength - serialLength));
}

std::int64_t highestSerial(const plan::Snapshot& snapshot) {
    std::int64_t highest = 0;
    for (std::size_t i = 0; i < snapshot.schema().layers.size(); ++i) {
        const plan::Layer& layer = snapshot.schema().layers[i];
        if (const auto key = layer.field(layer.key))
            snapshot.each({static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
                highest = std::max(highest, serialOf(feature->value(*key)));
            });
    }
    return highest;
}

}  // namespace

void Keys::assign(plan::LayerId id, std::vector<plan::Value>& values) {
    const plan::Layer& layer = snapshot_.schema().layer(id);
    const std::string& region = snapshot_.schema().region;
    const auto key = layer.field(layer.key);
    if (!key || (*key < values.size() && !plan::isBlank(values[*key]))) return;
    const plan::Field& field = layer.fields[*key];
    if (field.type != plan::FieldType::Text || (field.length > 0 && field.length < static_cast<int>(codeLength)))
        return;
    if (region.size() != regionLength || !digits(region)) return;
    if (!last_) last_ = highestSerial(snapshot_);
    if (*last_ >= lastSerial) return;
    if (values.size() <= *key) values.resize(*key + 1);
    values[*key] = fmt::format("{}0000{:08}", region, ++*last_);
}

}  // namespace edit
