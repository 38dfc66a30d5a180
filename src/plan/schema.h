#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "geometry/measure.h"

namespace plan {

// A layer's place in its schema.
struct LayerId {
    std::uint16_t index = 0;
    auto operator<=>(const LayerId&) const = default;
};

enum class FieldType { Text, Integer, Real, Date };
enum class GeometryKind { None, Point, Line, Polygon, Any };

// A field of a layer (字段).
struct Field {
    std::string code;      // BSM
    base::LocalText name;  // 标识码
    FieldType type = FieldType::Text;
    int length = 0;  // of text in characters, of numbers in digits; 0: any
    int decimals = 0;
    bool required = false;             // M of domain §1
    std::string codeList;              // its values come from this code list of the spec pack
    std::string nameOf;                // it holds the name that the code list gives for the code in this field
    std::string constant;              // the one value it may have (YSDM)
    std::string derived;               // how it follows from the area: "area", "area*KCXS", "area-KCMJ" (derive.h)
    std::vector<std::string> aliases;  // other names under which files carry it
    std::string confidence;            // S, R+, R?, I, P as in the domain reference
    bool operator==(const Field&) const = default;
};

// A layer of the plan (图层).
struct Layer {
    std::string code;      // STBHHX
    base::LocalText name;  // 生态保护红线
    GeometryKind geometry = GeometryKind::Polygon;
    std::vector<Field> fields;
    std::string key;        // the field that identifies a feature (BSM); empty: features go by #id
    std::string areaField;  // the field that declares the area in square metres; empty: none
    std::string group;      // layers of one topology group share their boundaries; empty: none
    bool tiling = false;    // it must cover the county without gap or overlap
    bool single = false;    // it may not overlap itself
    std::vector<std::string> aliases;
    std::string symbol;  // of the spec pack's symbols
    std::string confidence;
    bool operator==(const Layer&) const = default;

    std::optional<std::size_t> field(std::string_view code) const;
};

// What a plan is made of: its coordinate system, grid and measure, and its layers. Never changes; snapshots share it.
struct Schema {
    std::string spec;    // the spec pack's id
    std::string region;  // 150825
    geometry::System system;
    std::optional<geometry::System> working;  // the Gauss-Krüger system in whose plane an edge is straight (工作带)
    geometry::Grid grid;
    geometry::Measure measure;
    std::vector<Layer> layers;

    const Layer& layer(LayerId id) const { return layers[id.index]; }
    std::optional<LayerId> find(std::string_view code) const;
    // The layer itself and every layer of its topology group; the layer alone where it has none.
    std::vector<LayerId> group(LayerId id) const;
};
using SchemaRef = std::shared_ptr<const Schema>;

}  // namespace plan
