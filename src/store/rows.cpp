#include "store/rows.h"

#include <algorithm>
#include <cmath>

#include "store/blob.h"
#include "store/state.h"

namespace store {

using Code = base::Error::Code;
using plan::FieldType;
using plan::Value;

namespace {

// The columns before the fields: _feature, _area, _odd, geometry.
constexpr int firstField = 4;

bool isDate(const std::string& text) {
    if (text.size() != 10) return false;
    for (std::size_t i = 0; i < 10; ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

// Whether a column of this type gives the value back as it is: SQLite makes text of a number in a text column, and a
// number of text that reads as one in any other.
bool holds(FieldType type, const Value& value) {
    if (plan::isNull(value)) return true;
    switch (type) {
        case FieldType::Text: return std::holds_alternative<std::string>(value);
        case FieldType::Integer: return std::holds_alternative<std::int64_t>(value);
        case FieldType::Real: return std::holds_alternative<double>(value);
        case FieldType::Date: {
            const auto* text = std::get_if<std::string>(&value);
            return text && isDate(*text);
        }
    }
    return false;
}

bool fits(plan::GeometryKind kind, const geometry::Shape& shape) {
    if (std::holds_alternative<std::monostate>(shape)) return true;
    switch (kind) {
        case plan::GeometryKind::None: return false;
        case plan::GeometryKind::Point: return std::holds_alternative<geometry::MultiPoint>(shape);
        case plan::GeometryKind::Line: return std::holds_alternative<geometry::MultiLine>(shape);
        case plan::GeometryKind::Polygon: return std::holds_alternative<geometry::MultiPolygon>(shape);
        case plan::GeometryKind::Any: return true;
    }
    return false;
}

Value readValue(Statement& row, int column) {
    switch (row.kind(column)) {
        case Statement::Kind::Integer: return row.integer(column);
        case Statement::Kind::Real: return row.real(column);
        case Statement::Kind::Text: return row.string(column);
        case Statement::Kind::Blob:
        case Statement::Kind::Null: break;
    }
    return {};
}

std::string insertSql(const Layout& layout, plan::LayerId layer) {
    const LayerTable& table = layout.tables[layer.index];
    std::string columns = "_feature, _born, _area, _digest, _odd", places = "?, ?, ?, ?, ?";
    if (layout.hasGeometry(layer.index)) columns += ", geometry", places += ", ?";
    for (const auto& column : table.columns) columns += ", " + identifier(column), places += ", ?";
    return "INSERT INTO " + identifier(table.name) + " (" + columns + ") VALUES (" + places + ")";
}

}  // namespace

std::string selectRows(const Layout& layout, plan::LayerId layer, const std::string& more) {
    const LayerTable& table = layout.tables[layer.index];
    std::string sql = "SELECT _feature, _area, _odd, ";
    sql += layout.hasGeometry(layer.index) ? "geometry" : "NULL";
    for (const auto& column : table.columns) sql += ", " + identifier(column);
    return sql + more + " FROM " + identifier(table.name);
}

int rowColumns(const Layout& layout, plan::LayerId layer) {
    return firstField + static_cast<int>(layout.tables[layer.index].columns.size());
}

std::optional<Digest> digestIn(const Statement& row, int column) {
    if (row.isNull(column)) return {};
    Digest digest{};
    const Bytes bytes = row.bytes(column);
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

plan::FeatureRef readRow(Database& database, Statement& row, const Layout& layout, plan::LayerId layer) {
    const auto id = plan::FeatureId::of(row.integer(0));
    const auto damaged = [&] {
        database.fail(
            {Code::Invalid, base::message("store.damaged_row", layout.layer(layer.index).code, id.number()), {}});
        return nullptr;
    };
    const auto area = geometry::Area::squareMetres(row.real(1));
    geometry::Shape shape;
    if (const Bytes blob = row.bytes(3); !blob.empty()) {
        auto decoded = decodeBlob(blob, layout.schema->grid);
        if (!decoded) return damaged();
        shape = std::move(*decoded);
    }
    std::vector<Value> values(layout.layer(layer.index).fields.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = readValue(row, firstField + static_cast<int>(i));
    if (const Bytes odd = row.bytes(2); !odd.empty()) {
        auto placed = decodeValues(odd);
        if (!placed) return damaged();
        for (auto& [field, value] : *placed) {
            if (field >= values.size()) return damaged();
            values[field] = std::move(value);
        }
    }
    return plan::makeFeature(id, layer, std::move(shape), area, std::move(values));
}

Digest StateDigester::of(const Layout& layout, const plan::Feature& feature) {
    bytes_.clear();
    encodeState(feature, bytes_);
    return digester_.add(layout.layer(feature.layer.index).code).add(feature.id.number()).add(bytes_).finish();
}

base::Result<> checkStorable(const Layout& layout, const plan::Feature& feature) {
    if (feature.layer.index >= layout.tables.size())
        return base::fail(Code::Invalid, "store.no_such_layer", feature.layer.index);
    const plan::Layer& layer = layout.layer(feature.layer.index);
    const auto refuse = [&](const char* key, const std::string& what) -> base::Result<> {
        const std::string name = plan::nameOf(*layout.schema, feature);
        return base::fail(Code::Invalid, key, layer.code, name, what);
    };
    if (feature.values.size() > layer.fields.size())
        return refuse("store.no_such_field", std::to_string(feature.values.size()));
    for (std::size_t i = 0; i < feature.values.size(); ++i)
        if (const auto* number = std::get_if<double>(&feature.values[i]); number && std::isnan(*number))
            return refuse("store.not_a_number", layer.fields[i].code);
    if (std::isnan(feature.area.squareMetres())) return refuse("store.not_a_number", "area");
    if (!fits(layer.geometry, feature.shape)) return refuse("store.wrong_geometry", layer.code);
    if (!isStorable(feature.box)) return refuse("store.far_away", layout.schema->system.name);
    return {};
}

RowWriter::RowWriter(Database& database, const Layout& layout, plan::LayerId layer, std::int64_t revision)
    : database_(database),
      layout_(layout),
      layer_(layer),
      revision_(revision),
      fresh_(!database.integer("SELECT 1 FROM " + identifier(layout.tables[layer.index].name) + " LIMIT 1")),
      find_(database.prepare("SELECT _row, _digest, _area FROM " + identifier(layout.tables[layer.index].name) +
                             " WHERE _feature = ? AND _died IS NULL")),
      end_(database.prepare("UPDATE " + identifier(layout.tables[layer.index].name) + " SET _died = ? WHERE _row = ?")),
      insert_(database.prepare(insertSql(layout, layer))),
      rtree_(database, layout.tables[layer.index].index()) {}

std::optional<Digest> RowWriter::alive(plan::FeatureId id) {
    if (fresh_ || !find_.with(id.number()).step()) return {};
    found_ = find_.integer(0);
    foundArea_ = find_.real(2);
    const auto digest = digestIn(find_, 1);
    find_.reset();
    return digest;
}

void RowWriter::end() { end_.with(revision_, found_).run(); }

void RowWriter::begin(const plan::Feature& feature, const Digest& digest) {
    insert_.with(feature.id.number(), revision_, feature.area.squareMetres(), Bytes(digest));
    bindValues(feature);
    insert_.run();
    rtree_.add(database_.lastRow(), feature.box, layout_.schema->grid);
}

void RowWriter::bindValues(const plan::Feature& feature) {
    const plan::Layer& layer = layout_.layer(layer_.index);
    int at = 6;
    if (layout_.hasGeometry(layer_.index)) {
        encodeBlob(feature.shape, feature.box, layout_.schema->grid, layout_.srid, blob_);
        if (blob_.empty())
            insert_.bind(at++, nullptr);
        else
            insert_.bind(at++, Bytes(blob_));
    }
    std::vector<PlacedValue> odd;
    for (std::size_t i = 0; i < layer.fields.size(); ++i, ++at) {
        const Value& value = feature.value(i);
        if (!holds(layer.fields[i].type, value)) odd.push_back({i, value});
        std::visit(
            [&](const auto& held) {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                    insert_.bind(at, nullptr);
                else
                    insert_.bind(at, held);
            },
            value);
    }
    odd_.clear();
    if (odd.empty()) return insert_.bind(5, nullptr);
    encodeValues(odd, odd_);
    insert_.bind(5, Bytes(odd_));
}

void RowWriter::finish() {
    if (layout_.hasGeometry(layer_.index)) rtree_.finish();
}

}  // namespace store
