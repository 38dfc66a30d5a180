#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "store/layout.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace store {

// What one reader of a verification works with, within its reading transaction.
struct Verifying {
    Database& database;
    const Layout& layout;
    std::vector<Problem>& problems;
    const base::Task& task;
    bool full = false;

    template <class... Arguments>
    void problem(std::optional<RevisionNumber> revision, std::string_view layer, std::optional<std::int64_t> feature,
                 const char* kind, std::string_view detail, const Arguments&... arguments) {
        problems.push_back({revision, std::string(layer), feature, kind, base::message(detail, arguments...)});
    }
};

// One state as its row has it.
struct Life {
    std::int64_t row = 0, feature = 0, born = 0;
    std::int64_t died = 0;  // 0: it is current
    Digest digest{};
};

// The verification of one layer: its rows in parts and its spatial index, by whichever reader, then what the revisions
// say that they did to it.
struct LayerWork {
    explicit LayerWork(std::size_t layer) : index(layer) {}
    const std::size_t index;
    struct Rows {
        std::int64_t from = 0, to = 0;  // row numbers, the last not among them
        std::size_t expected = 0;       // about how many
        std::vector<Life> lives;
        std::vector<RtreeWriter::Entry> boxes;              // what the spatial index must have of them
        std::vector<std::pair<std::size_t, Digest>> wrong;  // lives whose digest is not that of the state: what it is
        std::unordered_map<std::int64_t, std::int64_t> growth;  // by which each revision changed the total (totals.h)
    };
    std::vector<Rows> rows;
    std::vector<RtreeWriter::Entry> tree;  // what the spatial index has, by row
    std::atomic<std::size_t> left{0};      // parts that are still to be done
    std::atomic<bool> unreadable{false};   // a part could not be read to its end
    std::atomic<bool> damaged{false};      // a row is not what was written
};
using LayerWorkRef = std::shared_ptr<LayerWork>;

// Divides a layer's rows; none are in no part.
std::vector<LayerWork::Rows> divideRows(Database& database, const Layout& layout, std::size_t layer);
void verifyRows(Verifying& verifying, LayerWork& work, LayerWork::Rows& rows);
// Reads the spatial index, which is three tables, and compares them with each other.
void verifyTree(Verifying& verifying, LayerWork& work);
// When all of the above is done.
void verifyBoxes(Verifying& verifying, LayerWork& work);
void verifyContents(Verifying& verifying, LayerWork& work);

// The structures and the chain of revisions.
void verifyChain(Verifying& verifying);
// The saves of the cases and their edits.
void verifySaves(Verifying& verifying);
// The tables that carry a digest per row, and the seal.
void verifyRecords(Verifying& verifying);
// The definitions of all objects. The names of those that other programs made.
std::vector<std::string> verifyObjects(Verifying& verifying);
// What SQLite itself can tell: b-trees and indexes.
void verifyPages(Verifying& verifying);

// Whether the columns are of these kinds: i integer, t text, b bytes; a capital: or null. To be asked before a column
// is read, for reading bytes as text makes them text.
bool hasKinds(const Statement& row, std::string_view wanted);

// What one revision did to one layer.
struct Content {
    std::int64_t added = 0, changed = 0, removed = 0;
    Digest digest{};
    bool operator==(const Content&) const = default;
};
// Whether the revision's digest would be right if this were what it did to the layer, whatever is recorded of that.
bool wouldChain(Verifying& verifying, RevisionNumber number, std::string_view layer, const Content& content);

}  // namespace store
