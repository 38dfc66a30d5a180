#include "store/row_state.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "store/canonical.h"
#include "store/state.h"
#include "store/transcribe.h"

namespace store {

using plan::FieldType;
using plan::Value;

namespace {

// The columns of selectRows before the fields: _feature, _area, _odd, geometry.
constexpr int firstField = 4;

bool isDate(std::string_view text) {
    if (text.size() != 10) return false;
    for (std::size_t i = 0; i < 10; ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

void putNumber(std::vector<std::uint8_t>& bytes, std::size_t at, std::uint64_t number) {
    for (unsigned i = 0; i < 8; ++i) bytes[at + i] = static_cast<std::uint8_t>(number >> 8 * i);
}

bool isZero(double value) { return std::bit_cast<std::uint64_t>(value) == 0; }

}  // namespace

// Shows values in columns of each type, as SQLite keeps them there, in a database of its own in memory.
class RowStates::Columns {
public:
    Columns() {
        auto made = Database::open(":memory:", Database::Mode::Create);
        if (!made) return;
        database_ = std::move(*made);
        database_->script("CREATE TABLE shown (t TEXT, i BIGINT, d DOUBLE, x DATE)");
    }
    bool shows(const Statement& row, int column, FieldType type, const Value& value) {
        const auto* number = std::get_if<double>(&value);  // canonical bytes have one zero, texts have two
        return showsThis(row, column, type, value) || (number && *number == 0 && showsThis(row, column, type, -0.0));
    }

private:
    bool showsThis(const Statement& row, int column, FieldType type, const Value& value) {
        if (!database_) return false;
        const std::string name(1, "tidx"[static_cast<std::size_t>(type)]);
        database_->script("DELETE FROM shown");
        std::visit(
            [&](const auto& held) {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                    database_->run("INSERT INTO shown (" + name + ") VALUES (NULL)");
                else
                    database_->run("INSERT INTO shown (" + name + ") VALUES (?)", held);
            },
            value);
        Statement shown = database_->prepare("SELECT " + name + " FROM shown");
        if (!shown.step() || shown.kind(0) != row.kind(column)) return false;
        switch (shown.kind(0)) {
            case Statement::Kind::Integer: return shown.integer(0) == row.integer(column);
            case Statement::Kind::Real:
                return std::bit_cast<std::uint64_t>(shown.real(0)) == std::bit_cast<std::uint64_t>(row.real(column));
            case Statement::Kind::Text:
            case Statement::Kind::Blob: return std::ranges::equal(shown.bytes(0), row.bytes(column));
            case Statement::Kind::Null: return true;
        }
        return false;
    }
    std::unique_ptr<Database> database_;
};

RowStates::RowStates(const Layout& layout, plan::LayerId layer)
    : layout_(layout), layer_(layer), digester_(layout.digests) {
    const std::string& code = layout.layer(layer.index).code;
    prefix_.resize(8);
    putNumber(prefix_, 0, code.size());
    prefix_.insert(prefix_.end(), code.begin(), code.end());
    prefix_.resize(prefix_.size() + 16);
}
RowStates::~RowStates() = default;

bool RowStates::values(const Statement& row) {
    const auto& fields = layout_.layer(layer_.index).fields;
    odd_.clear();
    if (!row.isNull(2)) {
        if (row.kind(2) != Statement::Kind::Blob) return false;
        auto placed = decodeValues(row.bytes(2));
        if (!placed || placed->empty()) return false;
        odd_ = std::move(*placed);
        again_.clear();
        encodeValues(odd_, again_);
        if (!std::ranges::equal(again_, row.bytes(2))) return false;
        if (!columns_) columns_ = std::make_unique<Columns>();
        for (std::size_t i = 0; i < odd_.size(); ++i) {
            const auto& [field, value] = odd_[i];
            const int column = firstField + static_cast<int>(field);
            if (field >= fields.size() || (i > 0 && field <= odd_[i - 1].field) || plan::isNull(value) ||
                !columns_->shows(row, column, fields[field].type, value))
                return false;
        }
    }
    CanonicalWriter out(bytes_);
    std::size_t count = fields.size();
    while (count > 0 && row.isNull(firstField + static_cast<int>(count) - 1)) --count;
    out.count(count);
    auto odd = odd_.begin();
    for (std::size_t i = 0; i < count; ++i) {
        const int column = firstField + static_cast<int>(i);
        if (odd != odd_.end() && odd->field == i) {
            out.value(odd->value);
            ++odd;
            continue;
        }
        const auto kind = row.kind(column);
        const FieldType type = fields[i].type;
        if (kind == Statement::Kind::Null) {
            out.tag(ValueTag::Null);
        } else if (kind == Statement::Kind::Text && (type == FieldType::Text || type == FieldType::Date)) {
            const std::string_view text = row.text(column);
            if (type == FieldType::Date && !isDate(text)) return false;
            out.tag(ValueTag::Text), out.text(text);
        } else if (kind == Statement::Kind::Integer && type == FieldType::Integer) {
            out.tag(ValueTag::Integer), out.integer(row.integer(column));
        } else if (kind == Statement::Kind::Real && type == FieldType::Real) {
            const double number = row.real(column);
            if (number == 0 && !isZero(number)) return false;
            out.tag(ValueTag::Real), out.real(number);
        } else {
            return false;
        }
    }
    return odd == odd_.end();
}

std::optional<RowStates::State> RowStates::of(const Statement& row) {
    if (row.kind(0) != Statement::Kind::Integer || row.kind(1) != Statement::Kind::Real) return {};
    State state;
    bytes_.assign(prefix_.begin(), prefix_.end());
    putNumber(bytes_, prefix_.size() - 16, static_cast<std::uint64_t>(row.integer(0)));
    CanonicalWriter out(bytes_);
    out.byte(stateFormat);
    const double area = row.real(1);
    if (area == 0 && !isZero(area)) return {};
    out.real(area);
    if (!values(row)) return {};
    if (row.isNull(3))
        out.tag(ShapeTag::None);
    else if (row.kind(3) != Statement::Kind::Blob ||
             !transcribe(row.bytes(3), layout_.schema->grid, layout_.srid, out, state.box))
        return {};
    putNumber(bytes_, prefix_.size() - 8, bytes_.size() - prefix_.size());
    state.digest = digester_.raw({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}).finish();
    return state;
}

}  // namespace store
