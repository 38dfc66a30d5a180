#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/changeset.h"
#include "store/digest.h"
#include "store/layout.h"
#include "store/rtree.h"
#include "store/sqlite.h"

namespace store {

// The states of a layer's features: each row of its table is one, alive from revision _born until _died.

// "SELECT … FROM table", to be followed by a WHERE; its columns are for readRow, `more` come after them, from
// rowColumns on.
std::string selectRows(const Layout& layout, plan::LayerId layer, const std::string& more = {});
int rowColumns(const Layout& layout, plan::LayerId layer);
// The feature in the statement's row; null, and the database has failed, where the row is damaged.
plan::FeatureRef readRow(Database& database, Statement& row, const Layout& layout, plan::LayerId layer);

// The digest in a column; nothing where it is null.
std::optional<Digest> digestIn(const Statement& row, int column);

// The digest of one state in its layer.
class StateDigester {
public:
    explicit StateDigester(DigestMethod method) : digester_(method) {}
    Digest of(const Layout& layout, const plan::Feature& feature);

private:
    Digester digester_;
    std::vector<std::uint8_t> bytes_;
};

// Whether a feature can be held as it is: known layer and fields, numbers that are numbers, places on the safe part of
// the grid, the layer's kind of geometry.
base::Result<> checkStorable(const Layout& layout, const plan::Feature& feature);

// Writes the states of one layer that one revision ends and begins.
class RowWriter {
public:
    RowWriter(Database& database, const Layout& layout, plan::LayerId layer, std::int64_t revision);
    // The digest of the feature's state that is alive now.
    std::optional<Digest> alive(plan::FeatureId id);
    geometry::Area aliveArea() const { return geometry::Area::squareMetres(foundArea_); }  // of the state found
    // Ends the state that `alive` found last.
    void end();
    void begin(const plan::Feature& feature, const Digest& digest);
    // The table had no rows when this began: nothing can be alive.
    bool fresh() const { return fresh_; }
    // Brings the spatial index up to date.
    void finish();

private:
    void bindValues(const plan::Feature& feature);
    Database& database_;
    const Layout& layout_;
    plan::LayerId layer_;
    std::int64_t revision_;
    bool fresh_;
    Statement find_, end_, insert_;
    std::int64_t found_ = 0;
    double foundArea_ = 0;
    std::vector<std::uint8_t> blob_, odd_;
    RtreeWriter rtree_;
};

}  // namespace store
