#pragma once

#include <string>
#include <vector>

#include "geometry/box.h"
#include "geometry/grid.h"
#include "store/sqlite.h"

namespace store {

// Writes to an R-tree table of SQLite, the spatial index of a layer's states. A few boxes are inserted; where they are
// more than the tree has, the whole tree is packed anew, which takes a tenth of the time and makes a better tree.
class RtreeWriter {
public:
    RtreeWriter(Database& database, std::string table) : database_(&database), table_(std::move(table)) {}
    void add(std::int64_t row, const geometry::Box& box, const geometry::Grid& grid);
    // Puts into the tree what was added.
    void finish();

    struct Entry {
        std::int64_t id = 0;  // a row, or a node of the level below
        float minX = 0, maxX = 0, minY = 0, maxY = 0;
    };
    // What the index holds of a box that is not empty: it, widened to the nearest floats.
    static Entry entryOf(std::int64_t row, const geometry::Box& box, const geometry::Grid& grid);

private:
    void pack(std::vector<Entry> entries, std::size_t nodeBytes);
    Database* database_;
    std::string table_;
    std::vector<Entry> added_;
};

}  // namespace store
