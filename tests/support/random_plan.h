#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "plan/snapshot.h"

// Random small plans whose boundaries are shared exactly, for the laws. Equal seeds give equal plans.
namespace support {

using geometry::Point;

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    // A whole number in [low, high].
    std::int64_t roll(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return roll(0, 99) < percent; }
    template <class List>
    auto& pick(List& list) {
        return list[static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(list.size()) - 1))];
    }

private:
    std::mt19937_64 engine_;
};

// The layers of a random plan, by their places in its schema.
namespace layer {
inline constexpr plan::LayerId county{0};  // XZQ: one polygon, the outline
inline constexpr plan::LayerId zones{1};   // GHFQ: tiles the county, cells alone or in pairs
inline constexpr plan::LayerId lines{2};   // STBHHX: blocks of cells, some with a hole
inline constexpr plan::LayerId survey{3};  // DLTB: tiles the county, one polygon a cell
inline constexpr plan::LayerId roads{4};   // DL: lines, no group
inline constexpr plan::LayerId trees{5};   // GSMM: points, no group
}  // namespace layer

inline plan::SchemaRef randomSchema(const std::string& crs = "EPSG:4490") {
    auto schema = std::make_shared<plan::Schema>();
    schema->spec = "random";
    schema->region = "150825";
    schema->system = geometry::systemOf(crs).value();
    schema->grid = schema->system.grid();
    schema->measure = geometry::Measure::on(schema->system, geometry::AreaMethod::EqualArea70m).value();
    const auto field = [](std::string code, plan::FieldType type, int length = 0, int decimals = 0) {
        plan::Field f;
        f.code = std::move(code);
        f.name = {f.code, f.code};
        f.type = type;
        f.length = length;
        f.decimals = decimals;
        return f;
    };
    const auto add = [&](std::string code, plan::GeometryKind kind, std::string group, bool tiling) {
        plan::Layer layer;
        layer.code = std::move(code);
        layer.name = {layer.code, layer.code};
        layer.geometry = kind;
        layer.group = std::move(group);
        layer.tiling = tiling;
        layer.single = kind == plan::GeometryKind::Polygon;
        layer.key = "BSM";
        layer.fields = {field("BSM", plan::FieldType::Text, 18), field("DM", plan::FieldType::Text, 10),
                        field("MJ", plan::FieldType::Real, 15, 2), field("SL", plan::FieldType::Integer),
                        field("RQ", plan::FieldType::Date)};
        if (kind == plan::GeometryKind::Polygon) layer.areaField = "MJ";
        schema->layers.push_back(std::move(layer));
    };
    add("XZQ", plan::GeometryKind::Polygon, "plan", false);
    add("GHFQ", plan::GeometryKind::Polygon, "plan", true);
    add("STBHHX", plan::GeometryKind::Polygon, "plan", false);
    add("DLTB", plan::GeometryKind::Polygon, "plan", true);
    add("DL", plan::GeometryKind::Line, "", false);
    add("GSMM", plan::GeometryKind::Point, "", false);
    return schema;
}

// A grid of cells with moved corners and bent sides; every side is made once.
class Cells {
public:
    Cells(Dice& dice, int columns, int rows, Point origin, std::int64_t size) : columns_(columns), rows_(rows) {
        for (int j = 0; j <= rows; ++j)
            for (int i = 0; i <= columns; ++i)
                nodes_[{i, j}] = {origin.x + i * size + dice.roll(-size / 5, size / 5),
                                  origin.y + j * size + dice.roll(-size / 5, size / 5)};
        for (int j = 0; j <= rows; ++j)
            for (int i = 0; i <= columns; ++i) {
                if (i < columns) sides_[{i, j, true}] = bent(dice, nodes_[{i, j}], nodes_[{i + 1, j}], size);
                if (j < rows) sides_[{i, j, false}] = bent(dice, nodes_[{i, j}], nodes_[{i, j + 1}], size);
            }
    }
    int columns() const { return columns_; }
    int rows() const { return rows_; }
    // The outline of the cells [i0, i1) × [j0, j1), counter-clockwise.
    geometry::Ring block(int i0, int j0, int i1, int j1) const {
        geometry::Ring ring;
        const auto go = [&](int i, int j, bool across, bool forward) {
            const auto& side = sides_.at({i, j, across});
            ring.push_back(nodes_.at(forward ? std::pair{i, j} : across ? std::pair{i + 1, j} : std::pair{i, j + 1}));
            if (forward)
                ring.insert(ring.end(), side.begin(), side.end());
            else
                ring.insert(ring.end(), side.rbegin(), side.rend());
        };
        for (int i = i0; i < i1; ++i) go(i, j0, true, true);
        for (int j = j0; j < j1; ++j) go(i1, j, false, true);
        for (int i = i1 - 1; i >= i0; --i) go(i, j1, true, false);
        for (int j = j1 - 1; j >= j0; --j) go(i0, j, false, false);
        return ring;
    }

private:
    static std::vector<Point> bent(Dice& dice, Point a, Point b, std::int64_t size) {
        std::vector<Point> side;
        const std::int64_t parts = dice.roll(1, 4);
        for (std::int64_t k = 1; k < parts; ++k)
            side.push_back({a.x + (b.x - a.x) * k / parts + dice.roll(-size / 16, size / 16),
                            a.y + (b.y - a.y) * k / parts + dice.roll(-size / 16, size / 16)});
        return side;
    }
    int columns_, rows_;
    std::map<std::pair<int, int>, Point> nodes_;
    std::map<std::tuple<int, int, bool>, std::vector<Point>> sides_;
};

// A plan of up to 6 × 6 cells of about 1 km: tiling zones and survey parcels, a line layer of blocks, roads and trees.
inline plan::Snapshot randomPlan(std::uint64_t seed, plan::SchemaRef schema = randomSchema()) {
    Dice dice(seed);
    const int columns = static_cast<int>(dice.roll(2, 6)), rows = static_cast<int>(dice.roll(2, 6));
    const bool geographic = schema->system.geographic;
    const geometry::Coordinate middle =
        geographic ? geometry::Coordinate{106.8, 41.2} : geometry::Coordinate{36400000, 4560000};
    const std::int64_t size = geographic ? 10'000'000 : 10'000'000;
    const Cells cells(dice, columns, rows, schema->grid.nearest(middle), size);

    std::vector<plan::FeatureRef> features;
    std::uint32_t serial = 1;
    const auto add = [&](plan::LayerId layer, geometry::Shape shape, std::string code) {
        const std::string bsm =
            "1508250000" + std::string(8 - std::to_string(serial).size(), '0') + std::to_string(serial);
        const double area = schema->measure.area(shape).squareMetres();
        std::vector<plan::Value> values{bsm, std::move(code), std::round(area * 100) / 100, dice.roll(0, 9)};
        if (dice.chance(50)) values.push_back(std::string("2026-11-22"));
        features.push_back(plan::makeFeature(*schema, {0, serial++}, layer, std::move(shape), std::move(values)));
    };
    const auto one = [](geometry::Ring outer, std::vector<geometry::Ring> holes = {}) {
        for (auto& hole : holes) std::reverse(hole.begin(), hole.end());
        return geometry::MultiPolygon{{{std::move(outer), std::move(holes)}}};
    };
    const std::vector<std::string> codes{"100", "300", "410", "520", "540"};

    add(layer::county, one(cells.block(0, 0, columns, rows)), "150825");
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns;) {
            const int width = i + 1 < columns && dice.chance(40) ? 2 : 1;
            add(layer::zones, one(cells.block(i, j, i + width, j + 1)), dice.pick(codes));
            i += width;
        }
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns; ++i) add(layer::survey, one(cells.block(i, j, i + 1, j + 1)), "0401");
    if (columns >= 3 && rows >= 3 && dice.chance(60)) {
        add(layer::lines, one(cells.block(0, 0, 3, 3), {cells.block(1, 1, 2, 2)}), "11");
        if (columns > 4) add(layer::lines, one(cells.block(4, 0, columns, 2)), "12");
    } else {
        add(layer::lines, one(cells.block(0, 0, 1, rows)), "14");
    }
    for (std::int64_t n = dice.roll(0, 3); n > 0; --n) {
        const Point p = cells.block(0, 0, 1, 1).front();
        add(layer::roads,
            geometry::MultiLine{
                {{p, {p.x + dice.roll(1, size), p.y + dice.roll(1, size)}, {p.x + size, p.y + size * 2}}}},
            "1001");
        add(layer::trees, geometry::MultiPoint{{p.x + dice.roll(0, size), p.y + dice.roll(0, size)}}, "T");
    }
    return plan::Snapshot(std::move(schema), features);
}

// Every distinct vertex of a layer, in order.
inline std::vector<Point> verticesOf(const plan::Snapshot& snapshot, plan::LayerId layer) {
    std::set<Point> vertices;
    snapshot.each(layer, [&](const plan::FeatureRef& feature) {
        if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape))
            geometry::eachRing(*area, [&](const geometry::Ring& ring) { vertices.insert(ring.begin(), ring.end()); });
    });
    return {vertices.begin(), vertices.end()};
}

// The feature with the vertex moved, wherever it has it.
inline plan::FeatureRef moved(const plan::Schema& schema, const plan::Feature& feature, Point from, Point to) {
    geometry::Shape shape = feature.shape;
    if (auto* area = std::get_if<geometry::MultiPolygon>(&shape))
        geometry::eachRing(*area, [&](geometry::Ring& ring) { std::replace(ring.begin(), ring.end(), from, to); });
    return plan::makeFeature(schema, feature.id, feature.layer, std::move(shape), feature.values);
}

}  // namespace support
