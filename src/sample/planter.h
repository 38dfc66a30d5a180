#pragma once

#include <algorithm>
#include <cmath>

#include "sample/county.h"
#include "sample/drawing.h"
#include "sample/flaws.h"
#include "sample/land_class.h"
#include "sample/parcels.h"
#include "sample/random.h"

namespace sample {

// What plants errors into a county that is drawn: plant.cpp those of parcels and their boundaries, plant_plan.cpp those
// of the town, of projects and of tables.
class Planter {
public:
    Planter(const plan::Spec& spec, const Land& land, const ParcelPlaces& parcels,
            const std::vector<std::size_t>& redLine, Drawing& drawing)
        : spec_(spec),
          land_(land),
          zoning_(land.zoning),
          parcels_(parcels),
          redLine_(redLine),
          drawing_(drawing),
          random_(hashOf(land.seed, 41)),
          used_(land.cells()) {}

    // Each plants one error, the i-th of its kind; false where there is no place left.
    bool overlap(int) { return moveCrossing("overlap", ruleOf("overlap", {"DLTB"}), 0.3); }
    bool gap(int) { return moveCrossing("gap", ruleOf("gap", {"DLTB"}), -0.3); }
    bool sliver(int);
    bool selfIntersection(int);
    bool crossLine(int i);
    bool wrongCode(int);
    bool duplicateKey(int);
    bool declaredArea(int);
    bool spike(int);
    bool duplicateVertex(int);
    bool unmatchedVertex(int);
    bool multipart(int);
    bool unlistedProject(int i);
    bool largeProject(int i);
    bool missingProject(int i);
    bool outsideCentre(int);
    bool otherZone(int);
    bool tableValue(int i);
    bool identity(int) { return change("identity", idOf("Q3402"), "TBDLMJ", 1.0); }
    bool name(int) { return change("name", ruleOf("code_list", {"DLTB"}), "DLMC", std::string("误名")); }
    bool required(int) { return change("required", ruleOf("required", {"DLTB"}), "TBBH", {}); }
    std::vector<Planted> result() { return std::move(planted_); }

private:
    const plan::Spec& spec_;
    const Land& land_;
    const Zoning& zoning_;
    const ParcelPlaces& parcels_;
    const std::vector<std::size_t>& redLine_;
    Drawing& drawing_;
    Random random_;
    std::vector<char> used_;  // cells that an error lies in, and their neighbours
    std::vector<Planted> planted_;

    const Triangulation& mesh() const { return land_.mesh(); }
    geometry::Point siteOf(std::uint32_t cell) const { return Partition::place(mesh().sites()[cell]); }
    geometry::Point towards(geometry::Point from, std::uint32_t cell, double share) const {
        const geometry::Point to = siteOf(cell);
        return {from.x + std::llround(static_cast<double>(to.x - from.x) * share),
                from.y + std::llround(static_cast<double>(to.y - from.y) * share)};
    }
    // Not at the county's border, and no neighbour of what is used.
    bool free(std::uint32_t cell) const {
        bool result = land_.inside(cell) && used_[cell] == 0;
        if (result) mesh().around(cell, [&](std::uint32_t n) { result = result && land_.inside(n); });
        return result;
    }
    void use(std::uint32_t cell) {
        used_[cell] = 1;
        mesh().around(cell, [&](std::uint32_t neighbour) { used_[neighbour] = 1; });
    }
    template <class Allowed>
    std::optional<std::uint32_t> anyOf(std::uint32_t count, Allowed allowed) {
        for (int tries = 0; tries < 50'000; ++tries)
            if (const auto i = static_cast<std::uint32_t>(random_.below(count)); allowed(i)) return i;
        return {};
    }
    // A half-edge between two cells that differ in no layer but the survey; its end is the cell to work on.
    std::optional<std::uint32_t> boundary() {
        return anyOf(mesh().halfEdges(), [&](std::uint32_t h) {
            const std::uint32_t own = mesh().end(h), other = mesh().origin(h);
            return roomy(own) && roomy(other) && plain(own) && plain(other) && alike(own, other);
        });
    }
    // Free, and large enough for what is planted to be larger than any tolerance.
    bool roomy(std::uint32_t cell) const { return land_.areas[cell] > 4e8 && free(cell); }
    // A cell whose survey no indicator counts.
    std::optional<std::uint32_t> plainCell() {
        return anyOf(land_.cells(), [&](std::uint32_t cell) { return free(cell) && plain(cell); });
    }
    bool plain(std::uint32_t cell) const { return zoning_.town[cell] < 0 && !isCultivated(zoning_.landClass[cell]); }
    bool alike(std::uint32_t a, std::uint32_t b) const {
        return zoning_.township[a] == zoning_.township[b] && zoning_.zone[a] == zoning_.zone[b] &&
               zoning_.red[a] == zoning_.red[b] && zoning_.reserve[a] == zoning_.reserve[b];
    }
    geometry::Ring ringOf(std::uint32_t cell) const {
        return std::get<geometry::MultiPolygon>(drawing_.features()[parcels_.survey[cell]]->shape).polygons[0].outer;
    }
    static std::size_t placeIn(const geometry::Ring& ring, geometry::Point vertex) {
        return static_cast<std::size_t>(std::find(ring.begin(), ring.end(), vertex) - ring.begin());
    }
    void setRing(std::uint32_t cell, geometry::Ring ring) {
        drawing_.reshape(parcels_.survey[cell], geometry::MultiPolygon{{{std::move(ring), {}}}});
    }
    geometry::Ring heartOf(std::uint32_t cell) const;
    void note(const char* kind, std::string rule, const char* layer, const std::vector<std::size_t>& features,
              std::optional<geometry::Point> where);
    std::optional<std::pair<std::uint32_t, std::size_t>> project(const std::string& name);
    std::size_t listRow(const std::string& name, double hectares);
    bool moveCrossing(const char* kind, std::string rule, double share);
    bool change(const char* kind, std::string rule, const char* field, plan::Value value);
    bool insertAt(const char* kind, std::string rule, bool besideOther, const std::vector<Step>& steps, Step where);
    // The rule of this id; empty where the pack has none.
    std::string idOf(std::string_view id) const;
    // The pack's rule of this kind for these layers that has this parameter (empty: any); its id, empty where there is
    // none.
    std::string ruleOf(std::string_view kind, const std::vector<std::string>& layers,
                       const std::string& parameter = {}) const;
};

}  // namespace sample
