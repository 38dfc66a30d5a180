#include "sample/plant.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sample/flaws.h"
#include "sample/land_class.h"
#include "sample/lines.h"
#include "sample/random.h"

namespace sample {

namespace {

using geometry::Point;

// The pack's rule of this kind for these layers that has this parameter (empty: any); its id, empty where there is
// none.
std::string ruleOf(const plan::Spec& spec, std::string_view kind, const std::vector<std::string>& layers,
                   const std::string& parameter = {}) {
    for (const plan::RuleSpec& rule : spec.rules) {
        const bool all = std::all_of(layers.begin(), layers.end(), [&](const std::string& layer) {
            return rule.layers.empty() || std::find(rule.layers.begin(), rule.layers.end(), layer) != rule.layers.end();
        });
        if (rule.kind == kind && all && (parameter.empty() || rule.parameters.contains(parameter))) return rule.id;
    }
    return {};
}

// Somewhere the ring turns back by less than 11 degrees, on the plan's grid at the county's latitude. What is planted
// does not, so that its own rule alone finds it.
bool isSharp(const geometry::Ring& ring) {
    constexpr double eastOverNorth = 0.75, tangent = 0.1944;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point at = ring[i], a = ring[(i + ring.size() - 1) % ring.size()], b = ring[(i + 1) % ring.size()];
        const double ax = static_cast<double>(a.x - at.x) * eastOverNorth, ay = static_cast<double>(a.y - at.y);
        const double bx = static_cast<double>(b.x - at.x) * eastOverNorth, by = static_cast<double>(b.y - at.y);
        const double along = ax * bx + ay * by;
        if (along > 0 && std::abs(ax * by - ay * bx) < along * tangent) return true;
    }
    return false;
}

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
    bool overlap(int) { return moveCrossing("overlap", ruleOf(spec_, "overlap", {"DLTB"}), 0.3); }
    bool gap(int) { return moveCrossing("gap", ruleOf(spec_, "gap", {"DLTB"}), -0.3); }
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
    bool identity(int) { return change("identity", idOf("Q3402"), "TBDLMJ", 1.0); }
    bool name(int) { return change("name", ruleOf(spec_, "code_list", {"DLTB"}), "DLMC", std::string("误名")); }
    bool required(int) { return change("required", ruleOf(spec_, "required", {"DLTB"}), "TBBH", {}); }
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
    Point siteOf(std::uint32_t cell) const { return Partition::place(mesh().sites()[cell]); }
    Point towards(Point from, std::uint32_t cell, double share) const {
        const Point to = siteOf(cell);
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
    static std::size_t placeIn(const geometry::Ring& ring, Point vertex) {
        return static_cast<std::size_t>(std::find(ring.begin(), ring.end(), vertex) - ring.begin());
    }
    void setRing(std::uint32_t cell, geometry::Ring ring) {
        drawing_.reshape(parcels_.survey[cell], geometry::MultiPolygon{{{std::move(ring), {}}}});
    }
    geometry::Ring heartOf(std::uint32_t cell) const;
    void note(const char* kind, std::string rule, const char* layer, const std::vector<std::size_t>& features,
              Point where) {
        Planted planted{kind, std::move(rule), layer, {}, where};
        for (const std::size_t feature : features) planted.features.push_back(drawing_.nameOf(feature));
        planted_.push_back(std::move(planted));
    }
    bool moveCrossing(const char* kind, std::string rule, double share);
    bool change(const char* kind, std::string rule, const char* field, plan::Value value);
    bool insertAt(const char* kind, std::string rule, bool besideOther, const std::vector<Step>& steps, Step where);
    std::string idOf(std::string_view id) const {
        const auto is = [&](const plan::RuleSpec& rule) { return rule.id == id; };
        return std::any_of(spec_.rules.begin(), spec_.rules.end(), is) ? std::string(id) : std::string();
    }
};

// A small polygon inside the cell: a fifth of the way to every neighbour lies in it, however crooked its boundary is.
geometry::Ring Planter::heartOf(std::uint32_t cell) const {
    geometry::Ring ring;
    mesh().around(cell, [&](std::uint32_t neighbour) { ring.push_back(towards(siteOf(cell), neighbour, 0.2)); });
    return ring;
}

// Moves the crossing of the boundary along the line between the two sites, in one of the two cells alone: that keeps
// both halves of the boundary inside their triangles.
bool Planter::moveCrossing(const char* kind, std::string rule, double share) {
    for (int tries = 0; tries < 2000; ++tries) {
        const auto h = boundary();
        if (!h) return false;
        const std::uint32_t own = mesh().end(*h), other = mesh().origin(*h);
        const Point before = land_.partition.crossing(*h);
        const Point after = towards(before, share > 0 ? other : own, std::abs(share));
        geometry::Ring ring = ringOf(own);
        ring[placeIn(ring, before)] = after;
        if (isSharp(ring)) continue;
        setRing(own, std::move(ring));
        note(kind, std::move(rule), "DLTB", {parcels_.survey[own], parcels_.survey[other]},
             {(before.x + after.x) / 2, (before.y + after.y) / 2});
        use(own), use(other);
        return true;
    }
    return false;
}

// A strip up to 0.12 m wide of one cell along its boundary with another, but for the first and the last edge, becomes a
// parcel of its own. In the direction of the other site the boundary has one place only, so it does not meet itself
// when it is moved that way.
bool Planter::sliver(int) {
    for (int tries = 0; tries < 2000; ++tries) {
        const auto h = boundary();
        if (!h) return false;
        const std::uint32_t own = mesh().end(*h), other = mesh().origin(*h);
        geometry::Ring arc, ring = ringOf(own);
        land_.partition.appendArc(*h, arc);
        const Point a = siteOf(own), b = siteOf(other);
        const double metres = drawing_.schema().measure.length({a, b}).metres();
        const Point shift{std::llround(static_cast<double>(a.x - b.x) * 0.12 / metres),
                          std::llround(static_cast<double>(a.y - b.y) * 0.12 / metres)};
        if (arc.size() < 5) continue;
        geometry::Ring strip(arc.begin() + 1, arc.end() - 1), moved;
        for (const Point p : strip) moved.push_back({p.x + shift.x, p.y + shift.y});
        strip.insert(strip.end(), moved.rbegin(), moved.rend());
        const std::size_t begin = placeIn(ring, arc.front());
        std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(begin), ring.end());
        ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(arc.size()) - 1, 2, arc[arc.size() - 2]);
        std::copy(moved.begin(), moved.end(), ring.begin() + 2);
        if (isSharp(strip) || isSharp(ring)) continue;
        const geometry::MultiPolygon shape{{{strip, {}}}};
        const double area = drawing_.schema().measure.area(shape).squareMetres();
        if (area < 11 || area / drawing_.schema().measure.perimeter(shape).metres() > 0.09) continue;
        setRing(own, std::move(ring));
        note("sliver", ruleOf(spec_, "sliver", {"DLTB"}, "width_m"), "DLTB",
             {drawing_.addLike(parcels_.survey[own], shape)}, strip[strip.size() / 4]);
        use(own), use(other);
        return true;
    }
    return false;
}

// A loop of some centimetres in the boundary, too small for any rule that measures areas, and more than a millimetre
// beside it: no vertex of it could be one of the neighbour's.
bool Planter::selfIntersection(int) {
    const auto h = boundary();
    if (!h) return false;
    const std::uint32_t own = mesh().end(*h), other = mesh().origin(*h);
    geometry::Ring ring = ringOf(own);
    const Point at = land_.partition.crossing(*h);
    const std::size_t place = placeIn(ring, at);
    const Point next = ring[(place + 1) % ring.size()];
    const double x = static_cast<double>(next.x - at.x), y = static_cast<double>(next.y - at.y);
    const double unit = 600 / std::sqrt(x * x + y * y);  // about 6 cm
    const auto step = [&](double along, double aside) {
        return Point{at.x + std::llround(unit * (along * x - aside * y)),
                     at.y + std::llround(unit * (along * y + aside * x))};
    };
    const geometry::Ring loop{step(30, 0.025), step(32, 2), step(30, 1), step(34, 0.025)};
    ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(place) + 1, loop.begin(), loop.end());
    setRing(own, std::move(ring));
    note("self_intersection", ruleOf(spec_, "valid", {"DLTB"}), "DLTB", {parcels_.survey[own]}, step(30.8, 0.8));
    use(own), use(other);
    return true;
}

// A small piece of one line inside another, each pair of lines in turn.
bool Planter::crossLine(int i) {
    const bool onFarmland = i % 3 == 2;
    const auto cell = anyOf(land_.cells(), [&](std::uint32_t c) {
        return roomy(c) && (onFarmland ? zoning_.farmland[c] != 0 : zoning_.red[c] >= 0) && !isSharp(heartOf(c));
    });
    if (!cell) return false;
    const geometry::MultiPolygon heart{{{heartOf(*cell), {}}}};
    const char* layer = i % 3 == 0 ? "YJJBNTBHTB" : "CZKFBJ";
    const char* crossed = onFarmland ? "YJJBNTBHTB" : "STBHHX";
    Row row =
        i % 3 == 0 ? basicFarmland(land_, drawing_, *cell, heart) : urbanBoundary(land_, drawing_, *cell, "430", heart);
    if (i % 3 == 0) row.code("DLBM", "0103");
    const std::size_t made = drawing_.add(std::move(row));
    note("cross_line", ruleOf(spec_, "cross_overlap", {layer, crossed}), layer,
         {made, onFarmland ? parcels_.farmland[*cell] : redLine_[*cell]}, siteOf(*cell));
    use(*cell);
    return true;
}

bool Planter::wrongCode(int) {
    const auto cell = plainCell();
    if (!cell) return false;
    const std::size_t feature = parcels_.survey[*cell];
    drawing_.change(feature, {{"QSXZ", "99"}});
    note("code", ruleOf(spec_, "code_list", {"DLTB"}), "DLTB", {feature}, siteOf(*cell));
    use(*cell);
    return true;
}

bool Planter::duplicateKey(int) {
    const auto first = plainCell();
    if (!first) return false;
    use(*first);
    const auto second = plainCell();
    if (!second) return false;
    use(*second);
    const std::size_t original = parcels_.survey[*first], copy = parcels_.survey[*second];
    drawing_.change(copy, {{"BSM", drawing_.nameOf(original)}});
    note("duplicate_bsm", ruleOf(spec_, "unique", {"DLTB"}), "DLTB", {original, copy}, siteOf(*second));
    return true;
}

bool Planter::declaredArea(int) {
    const auto cell = plainCell();
    if (!cell) return false;
    const std::size_t feature = parcels_.survey[*cell];
    const double wrong = declared(
        geometry::Area::squareMetres(drawing_.features()[feature]->area.squareMetres() * random_.between(1.03, 1.09)));
    drawing_.change(feature, {{"TBMJ", wrong}, {"TBDLMJ", wrong}});
    note("declared_area", ruleOf(spec_, "declared_area", {"DLTB"}), "DLTB", {feature}, siteOf(*cell));
    use(*cell);
    return true;
}

// Vertices of one cell alone, put into its boundary with another behind the place where it is crossed.
bool Planter::insertAt(const char* kind, std::string rule, bool besideOther, const std::vector<Step>& steps,
                       Step where) {
    const geometry::Measure& measure = drawing_.schema().measure;
    for (int tries = 0; tries < 2000; ++tries) {
        const auto h = boundary();
        if (!h) return false;
        const std::uint32_t own = mesh().end(*h), other = mesh().origin(*h);
        const geometry::Ring ring = ringOf(own);
        const std::size_t place = placeIn(ring, land_.partition.crossing(*h));
        const auto flawed = with(ring, place, steps, measure);
        if (!flawed) continue;
        setRing(own, *flawed);
        note(kind, std::move(rule), "DLTB", {parcels_.survey[besideOther ? other : own]},
             stepFrom(ring, place, where, measure));
        use(own), use(other);
        return true;
    }
    return false;
}

// A needle of 40 cm into the neighbour, smaller than any rule of areas heeds, that begins beside the boundary.
bool Planter::spike(int) {
    return insertAt("spike", ruleOf(spec_, "spike", {"DLTB"}), false, {{2, 0.02}, {2.01, -0.4}, {2.02, 0.02}},
                    {2.01, -0.4});
}

bool Planter::duplicateVertex(int) {
    return insertAt("duplicate_vertex", ruleOf(spec_, "duplicate_vertex", {"DLTB"}), false, {{0, 0}}, {0, 0});
}

// On the edge that both have; the neighbour is the one that lacks it.
bool Planter::unmatchedVertex(int) {
    return insertAt("unmatched_vertex", ruleOf(spec_, "unmatched_vertex", {"DLTB"}), true, {{2, 0}}, {2, 0});
}

// Of a field of permanent basic farmland two squares in its middle are left.
bool Planter::multipart(int) {
    const auto cell = anyOf(
        land_.cells(), [&](std::uint32_t c) { return land_.areas[c] > 2e10 && free(c) && zoning_.farmland[c] != 0; });
    if (!cell) return false;
    const geometry::MultiPolygon squares = twoSquares(siteOf(*cell), land_.areas[*cell]);
    drawing_.reshape(parcels_.farmland[*cell], squares);
    note("multipart", ruleOf(spec_, "multipart", {"YJJBNTBHTB"}), "YJJBNTBHTB", {parcels_.farmland[*cell]},
         squares.polygons[1].outer[0]);
    use(*cell);
    return true;
}

bool Planter::change(const char* kind, std::string rule, const char* field, plan::Value value) {
    const auto cell = plainCell();
    if (!cell) return false;
    drawing_.change(parcels_.survey[*cell], {{field, std::move(value)}});
    note(kind, std::move(rule), "DLTB", {parcels_.survey[*cell]}, siteOf(*cell));
    use(*cell);
    return true;
}

// The pickiest first.
struct Kind {
    const char* name;
    bool (Planter::*plant)(int);
    bool usual;  // planted where no kinds are named
};
constexpr Kind kinds[] = {
    {"sliver", &Planter::sliver, true},
    {"cross_line", &Planter::crossLine, true},
    {"multipart", &Planter::multipart, false},
    {"overlap", &Planter::overlap, true},
    {"gap", &Planter::gap, true},
    {"self_intersection", &Planter::selfIntersection, true},
    {"spike", &Planter::spike, false},
    {"duplicate_vertex", &Planter::duplicateVertex, false},
    {"unmatched_vertex", &Planter::unmatchedVertex, false},
    {"code", &Planter::wrongCode, true},
    {"name", &Planter::name, false},
    {"required", &Planter::required, false},
    {"identity", &Planter::identity, false},
    {"declared_area", &Planter::declaredArea, true},
    {"duplicate_bsm", &Planter::duplicateKey, true},
};

bool isWanted(const Kind& kind, const std::vector<std::string>& names) {
    return names.empty() ? kind.usual : std::find(names.begin(), names.end(), kind.name) != names.end();
}

}  // namespace

std::vector<std::string> kindsOfErrors() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds) names.emplace_back(kind.name);
    return names;
}

base::Result<std::vector<Planted>> plant(const plan::Spec& spec, const Land& land, const ParcelPlaces& parcels,
                                         const std::vector<std::size_t>& redLine, int each,
                                         const std::vector<std::string>& wanted, Drawing& drawing) {
    Planter planter(spec, land, parcels, redLine, drawing);
    for (const Kind& kind : kinds)
        for (int i = 0; isWanted(kind, wanted) && i < each; ++i)
            if (!(planter.*kind.plant)(i)) return base::fail(base::Error::Code::Invalid, "sample.no_room", each);
    return planter.result();
}

}  // namespace sample
