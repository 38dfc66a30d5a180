#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/snapshot.h"
#include "plan/spec.h"
#include "sample/partition.h"
#include "sample/sheet.h"
#include "sample/terrain.h"
#include "sample/zoning.h"

namespace sample {

// All that the layers are drawn from.
struct Land {
    const Terrain& terrain;
    const Partition& partition;
    const Zoning& zoning;
    const std::vector<double>& areas;  // of the cells, square millimetres
    std::uint64_t seed;

    const Triangulation& mesh() const { return partition.mesh(); }
    std::uint32_t cells() const { return static_cast<std::uint32_t>(zoning.township.size()); }
    bool inside(std::uint32_t site) const { return zoning.township[site] >= 0; }
    double x(std::uint32_t site) const { return Terrain::x(mesh().sites()[site]); }
    double y(std::uint32_t site) const { return Terrain::y(mesh().sites()[site]); }
};

// A feature that is being written: its shape, its area, and its values as far as they are known.
class Row {
public:
    // Sets the field where the layer has it, and with a code the name that its code list gives.
    Row& set(std::string_view field, plan::Value value);
    Row& code(std::string_view field, std::string_view value) { return set(field, std::string(value)); }
    geometry::Area area() const { return area_; }

private:
    friend class Drawing;
    const Sheet* sheet_ = nullptr;
    geometry::Shape shape_;
    geometry::Area area_;
    std::vector<plan::Value> values_;
};

// The features of the plan as they are drawn, with identifiers numbered through (BSM: region, 0000, eight digits).
class Drawing {
public:
    Drawing(const plan::Spec& spec, plan::SchemaRef schema);

    const plan::Schema& schema() const { return *schema_; }
    bool has(std::string_view layer) const { return sheets_.find(layer) != sheets_.end(); }
    // A row of a layer that there is: constants, the declared area, and something plausible in every field that must be
    // filled. `area` where it was measured before.
    Row row(std::string_view layer, geometry::Shape shape, std::optional<geometry::Area> area = {}) const;
    // The feature's place in features().
    std::size_t add(Row row);

    const std::vector<plan::FeatureRef>& features() const { return features_; }
    std::string nameOf(std::size_t feature) const { return plan::nameOf(*schema_, *features_[feature]); }
    // The same feature in another shape; the areas that it declares follow.
    void reshape(std::size_t feature, geometry::Shape shape);
    // The same feature with other values, by field; those that the layer does not have are left out.
    void change(std::size_t feature, const std::map<std::string, plan::Value>& values);
    // A new feature like this one, in another shape and with an identifier of its own.
    std::size_t addLike(std::size_t feature, geometry::Shape shape);

private:
    plan::SchemaRef schema_;
    std::map<std::string, Sheet, std::less<>> sheets_;
    std::vector<plan::FeatureRef> features_;

    std::uint32_t nextSerial() const { return static_cast<std::uint32_t>(features_.size() + 1); }
    std::string identifier(std::uint32_t serial) const;
    std::vector<plan::Value> valuesWith(const plan::Feature& feature, geometry::Area area) const;
};

// The township that the cell lies in, as XZQDM and XZQMC.
void setTownship(const Land& land, const Drawing& drawing, std::uint32_t site, Row& row);

// The cells' labels as `label(site)` gives them inside the county, -1 outside.
template <class Label>
std::vector<int> labelled(const Land& land, Label label) {
    std::vector<int> labels(land.cells(), -1);
    for (std::uint32_t s = 0; s < land.cells(); ++s)
        if (land.inside(s)) labels[s] = label(s);
    return labels;
}

// Square metres as they are declared: to 0.01, half away from zero.
double declared(geometry::Area area);

}  // namespace sample
