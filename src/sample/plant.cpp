#include "sample/plant.h"

#include "sample/lines.h"
#include "sample/planter.h"

namespace sample {

using geometry::Point;

std::string Planter::idOf(std::string_view id) const {
    const auto is = [&](const plan::RuleSpec& rule) { return rule.id == id; };
    return std::any_of(spec_.rules.begin(), spec_.rules.end(), is) ? std::string(id) : std::string();
}

std::string Planter::ruleOf(std::string_view kind, const std::vector<std::string>& layers,
                            const std::string& parameter) const {
    for (const plan::RuleSpec& rule : spec_.rules) {
        const bool all = std::all_of(layers.begin(), layers.end(), [&](const std::string& layer) {
            return rule.layers.empty() || std::find(rule.layers.begin(), rule.layers.end(), layer) != rule.layers.end();
        });
        if (rule.kind == kind && all && (parameter.empty() || rule.parameters.contains(parameter))) return rule.id;
    }
    return {};
}

void Planter::note(const char* kind, std::string rule, const char* layer, const std::vector<std::size_t>& features,
                   std::optional<geometry::Point> where) {
    Planted planted{kind, std::move(rule), layer, {}, where};
    for (const std::size_t feature : features) planted.features.push_back(drawing_.nameOf(feature));
    planted_.push_back(std::move(planted));
}

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
             Point{(before.x + after.x) / 2, (before.y + after.y) / 2});
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
        note("sliver", ruleOf("sliver", {"DLTB"}, "width_m"), "DLTB", {drawing_.addLike(parcels_.survey[own], shape)},
             strip[strip.size() / 4]);
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
    note("self_intersection", ruleOf("valid", {"DLTB"}), "DLTB", {parcels_.survey[own]}, step(30.8, 0.8));
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
    note("cross_line", ruleOf("cross_overlap", {layer, crossed}), layer,
         {made, onFarmland ? parcels_.farmland[*cell] : redLine_[*cell]}, siteOf(*cell));
    use(*cell);
    return true;
}

bool Planter::wrongCode(int) {
    const auto cell = plainCell();
    if (!cell) return false;
    const std::size_t feature = parcels_.survey[*cell];
    drawing_.change(feature, {{"QSXZ", "99"}});
    note("code", ruleOf("code_list", {"DLTB"}), "DLTB", {feature}, siteOf(*cell));
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
    note("duplicate_bsm", ruleOf("unique", {"DLTB"}), "DLTB", {original, copy}, siteOf(*second));
    return true;
}

bool Planter::declaredArea(int) {
    const auto cell = plainCell();
    if (!cell) return false;
    const std::size_t feature = parcels_.survey[*cell];
    const double wrong = declared(
        geometry::Area::squareMetres(drawing_.features()[feature]->area.squareMetres() * random_.between(1.03, 1.09)));
    drawing_.change(feature, {{"TBMJ", wrong}, {"TBDLMJ", wrong}});
    note("declared_area", ruleOf("declared_area", {"DLTB"}), "DLTB", {feature}, siteOf(*cell));
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
    return insertAt("spike", ruleOf("spike", {"DLTB"}), false, {{2, 0.02}, {2.01, -0.4}, {2.02, 0.02}}, {2.01, -0.4});
}

bool Planter::duplicateVertex(int) {
    return insertAt("duplicate_vertex", ruleOf("duplicate_vertex", {"DLTB"}), false, {{0, 0}}, {0, 0});
}

// On the edge that both have; the neighbour is the one that lacks it.
bool Planter::unmatchedVertex(int) {
    return insertAt("unmatched_vertex", ruleOf("unmatched_vertex", {"DLTB"}), true, {{2, 0}}, {2, 0});
}

// Of a field of permanent basic farmland two squares in its middle are left.
bool Planter::multipart(int) {
    const auto cell = anyOf(
        land_.cells(), [&](std::uint32_t c) { return land_.areas[c] > 2e10 && free(c) && zoning_.farmland[c] != 0; });
    if (!cell) return false;
    const geometry::MultiPolygon squares = twoSquares(siteOf(*cell), land_.areas[*cell]);
    drawing_.reshape(parcels_.farmland[*cell], squares);
    note("multipart", ruleOf("multipart", {"YJJBNTBHTB"}), "YJJBNTBHTB", {parcels_.farmland[*cell]},
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

namespace {

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
    {"unlisted_project", &Planter::unlistedProject, false},
    {"large_project", &Planter::largeProject, false},
    {"missing_project", &Planter::missingProject, false},
    {"outside_centre", &Planter::outsideCentre, false},
    {"other_zone", &Planter::otherZone, false},
    {"table_value", &Planter::tableValue, false},
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
