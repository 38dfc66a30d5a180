#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "store/layout.h"
#include "store/rows.h"
#include "store/state.h"

namespace store {

// The digest of the state in a row of a layer's table, straight from its columns: no feature is made, and nothing of
// the row is believed that RowWriter would not have written so, to the last bit.
class RowStates {
public:
    RowStates(const Layout& layout, plan::LayerId layer);
    ~RowStates();
    struct State {
        Digest digest{};
        geometry::Box box;
    };
    // `row`: of selectRows. Nothing where RowWriter writes no such row.
    std::optional<State> of(const Statement& row);

private:
    class Columns;
    bool values(const Statement& row);
    const Layout& layout_;
    plan::LayerId layer_;
    Digester digester_;
    std::vector<std::uint8_t> prefix_, bytes_, again_;
    std::vector<PlacedValue> odd_;
    std::unique_ptr<Columns> columns_;  // made when a row has values that its columns cannot hold
};

}  // namespace store
