#include "plan/schema.h"

namespace plan {

std::optional<std::size_t> Layer::field(std::string_view wanted) const {
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].code == wanted) return i;
    return {};
}

std::optional<LayerId> Schema::find(std::string_view code) const {
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].code == code) return LayerId{static_cast<std::uint16_t>(i)};
    return {};
}

std::vector<LayerId> Schema::group(LayerId id) const {
    const std::string& group = layer(id).group;
    if (group.empty()) return {id};
    std::vector<LayerId> members;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].group == group) members.push_back({static_cast<std::uint16_t>(i)});
    return members;
}

}  // namespace plan
