#include <algorithm>
#include <cmath>
#include <limits>

#include "store/blob.h"
#include "store/row_state.h"
#include "store/totals.h"
#include "store/verifying.h"

namespace store {

namespace {

constexpr std::int64_t rowsPerPart = 16384;
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();  // a side of the box of a damaged row

// Names the feature of a row that is not what was written, and finds out what its state is now.
void reportRow(Verifying& verifying, LayerWork& work, LayerWork::Rows& rows, Statement& row) {
    work.damaged = true;
    const plan::LayerId layer{static_cast<std::uint16_t>(work.index)};
    const Life& life = rows.lives.back();
    const std::string& code = verifying.layout.layer(work.index).code;
    const auto feature = readRow(verifying.database, row, verifying.layout, layer);
    if (!feature) {
        (void)verifying.database.outcome();  // this problem says so
        return verifying.problem(life.born, code, life.feature, "row", "store.verify.unreadable_row");
    }
    verifying.problem(life.born, code, life.feature, "row", "store.verify.row",
                      plan::nameOf(*verifying.layout.schema, *feature));
    rows.wrong.emplace_back(rows.lives.size() - 1,
                            StateDigester(verifying.layout.digests).of(verifying.layout, *feature));
}

// Whether the recorded area is that of the geometry, but for what another processor rounds otherwise.
bool isMeasured(const Layout& layout, Bytes blob, double area) {
    const auto shape = decodeBlob(blob, layout.schema->grid);
    if (!shape) return blob.empty();
    const double measured = layout.schema->measure.area(*shape).squareMetres();
    return std::abs(measured - area) <= 0.001 + 1e-9 * std::abs(measured);
}

// Row numbers run without a gap.
class Sequence {
public:
    Sequence(Verifying& verifying, const std::string& code, std::int64_t first)
        : verifying_(verifying), code_(code), next_(first) {}
    void pass(std::int64_t row) {
        if (row > next_)
            verifying_.problem({}, code_, {}, "row", "store.verify.missing_rows", next_, row - 1);
        else if (row < next_)
            verifying_.problem({}, code_, {}, "row", "store.verify.stray_row", row);
        next_ = row + 1;
    }
    std::int64_t next() const { return next_; }

private:
    Verifying& verifying_;
    const std::string& code_;
    std::int64_t next_;
};

}  // namespace

std::vector<LayerWork::Rows> divideRows(Database& database, const Layout& layout, std::size_t layer) {
    const std::int64_t rows =
        database.integer("SELECT count(*) FROM " + identifier(layout.tables[layer].name)).value_or(0);
    std::vector<LayerWork::Rows> parts;
    for (std::int64_t from = 1; from <= rows || parts.empty(); from += rowsPerPart) {
        parts.emplace_back();
        parts.back().from = from, parts.back().to = from + rowsPerPart;
        parts.back().expected = static_cast<std::size_t>(std::min(rowsPerPart, rows));
    }
    // Rows that have lost their numbers are somebody's too.
    parts.front().from = std::numeric_limits<std::int64_t>::min();
    parts.back().to = std::numeric_limits<std::int64_t>::max();
    return parts;
}

void verifyRows(Verifying& verifying, LayerWork& work, LayerWork::Rows& rows) {
    Database& database = verifying.database;
    const Layout& layout = verifying.layout;
    const plan::LayerId layer{static_cast<std::uint16_t>(work.index)};
    const std::string& code = layout.layer(work.index).code;
    const bool indexed = layout.hasGeometry(work.index);
    const int own = rowColumns(layout, layer), born = own + 1, died = own + 2, digest = own + 3;
    rows.lives.reserve(rows.expected);
    if (indexed) rows.boxes.reserve(rows.expected);
    RowStates states(layout, layer);
    const bool last = rows.to == std::numeric_limits<std::int64_t>::max();
    Sequence sequence(verifying, code, std::max<std::int64_t>(rows.from, 1));
    Statement row = database.prepare(selectRows(layout, layer, ", _row, _born, _died, _digest") +
                                     " WHERE _row >= ? AND _row <= ? ORDER BY _row");
    for (row.with(rows.from, last ? rows.to : rows.to - 1); row.step();) {
        if (rows.lives.size() % 1024 == 0 && verifying.task.stopped()) return;
        Life life{row.integer(own), row.integer(0), row.integer(born), row.isNull(died) ? 0 : row.integer(died),
                  digestIn(row, digest).value_or(Digest{})};
        sequence.pass(life.row);
        rows.lives.push_back(life);
        const bool kinds = row.kind(born) == Statement::Kind::Integer && row.kind(digest) == Statement::Kind::Blob &&
                           (row.isNull(died) || row.kind(died) == Statement::Kind::Integer);
        if (!kinds || life.born < 1 || (!row.isNull(died) && life.died <= life.born)) {
            work.damaged = true;
            verifying.problem(life.born, code, life.feature, "row", "store.verify.life");
        }
        const auto state = states.of(row);
        if (!state || !same(row.bytes(digest), state->digest)) {
            reportRow(verifying, work, rows, row);
        } else if (verifying.full && indexed && !isMeasured(layout, row.bytes(3), row.real(1))) {
            verifying.problem(life.born, code, life.feature, "area", "store.verify.area");
        }
        const std::int64_t units = totalUnits(geometry::Area::squareMetres(row.real(1)));
        if (units != 0) {
            rows.growth[life.born] += units;
            if (life.died != 0) rows.growth[life.died] -= units;
        }
        if (!indexed) continue;
        if (state && !state->box.empty())
            rows.boxes.push_back(RtreeWriter::entryOf(life.row, state->box, layout.schema->grid));
        else if (!state && !row.isNull(3))
            rows.boxes.push_back({life.row, unknown, unknown, unknown, unknown});
    }
    if (!last && database.ok()) sequence.pass(rows.to);
}

}  // namespace store
