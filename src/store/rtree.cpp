#include "store/rtree.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

namespace store {

namespace {

using Entry = RtreeWriter::Entry;

constexpr std::size_t fewEntries = 2000;  // so many are inserted, however small the tree is
constexpr std::size_t cellBytes = 24, nodeHeader = 4;

constexpr float infinity = std::numeric_limits<float>::infinity();
// The tree holds floats: a box is widened to the nearest ones.
float below(double value) {
    const auto rounded = static_cast<float>(value);
    return static_cast<double>(rounded) > value ? std::nextafter(rounded, -infinity) : rounded;
}
float above(double value) {
    const auto rounded = static_cast<float>(value);
    return static_cast<double>(rounded) < value ? std::nextafter(rounded, infinity) : rounded;
}

// A node as SQLite writes it, big endian: depth (in the root alone), number of cells, cells.
class Node {
public:
    explicit Node(std::size_t size) : bytes_(size) {}
    void begin(std::size_t depth, std::size_t cells) {
        std::fill(bytes_.begin(), bytes_.end(), std::uint8_t{0});
        at_ = bytes_.data();
        put(depth, 2), put(cells, 2);
    }
    void cell(const Entry& entry) {
        put(static_cast<std::uint64_t>(entry.id), 8);
        for (const float side : {entry.minX, entry.maxX, entry.minY, entry.maxY})
            put(std::bit_cast<std::uint32_t>(side), 4);
    }
    std::span<const std::uint8_t> bytes() const { return bytes_; }

private:
    void put(std::uint64_t value, unsigned size) {
        for (unsigned i = size; i-- > 0;) *at_++ = static_cast<std::uint8_t>(value >> 8 * i);
    }
    std::vector<std::uint8_t> bytes_;
    std::uint8_t* at_ = nullptr;
};

// Orders the entries so that each run of `capacity` makes one square tile: slices by x, each by y.
void tile(std::vector<Entry>& entries, std::size_t capacity) {
    const auto byX = [](const Entry& a, const Entry& b) { return a.minX + a.maxX < b.minX + b.maxX; };
    const auto byY = [](const Entry& a, const Entry& b) { return a.minY + a.maxY < b.minY + b.maxY; };
    std::sort(entries.begin(), entries.end(), byX);
    const auto nodes = static_cast<double>((entries.size() + capacity - 1) / capacity);
    const std::size_t slice = capacity * static_cast<std::size_t>(std::ceil(std::sqrt(nodes)));
    for (std::size_t at = 0; at < entries.size(); at += slice) {
        const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = entries.begin() + static_cast<std::ptrdiff_t>(std::min(at + slice, entries.size()));
        std::sort(begin, end, byY);
    }
}

void widen(Entry& entry, const Entry& by) {
    entry.minX = std::min(entry.minX, by.minX), entry.maxX = std::max(entry.maxX, by.maxX);
    entry.minY = std::min(entry.minY, by.minY), entry.maxY = std::max(entry.maxY, by.maxY);
}

// Counting all of a large tree for a small addition would cost more than the addition.
bool holdsAtLeast(Database& database, const std::string& table, std::size_t entries) {
    const auto counted =
        database.integer("SELECT count(*) FROM (SELECT 1 FROM " + identifier(table + "_rowid") + " LIMIT ?)",
                         static_cast<std::int64_t>(entries));
    return static_cast<std::size_t>(counted.value_or(0)) == entries;
}

}  // namespace

Entry RtreeWriter::entryOf(std::int64_t row, const geometry::Box& box, const geometry::Grid& grid) {
    const auto low = grid.place({box.minX, box.minY}), high = grid.place({box.maxX, box.maxY});
    return {row, below(low.x), above(high.x), below(low.y), above(high.y)};
}

void RtreeWriter::add(std::int64_t row, const geometry::Box& box, const geometry::Grid& grid) {
    if (!box.empty()) added_.push_back(entryOf(row, box, grid));
}

void RtreeWriter::finish() {
    if (added_.empty()) return;
    const std::string name = identifier(table_);
    const auto nodeBytes =
        database_->integer("SELECT length(data) FROM " + identifier(table_ + "_node") + " WHERE nodeno = 1");
    if (!nodeBytes) return;
    if (added_.size() <= fewEntries || holdsAtLeast(*database_, table_, added_.size())) {
        Statement insert = database_->prepare("INSERT INTO " + name + " VALUES (?, ?, ?, ?, ?)");
        for (const Entry& e : added_)
            insert.with(e.id, double{e.minX}, double{e.maxX}, double{e.minY}, double{e.maxY}).run();
    } else {
        for (auto row = database_->prepare("SELECT pkid, xmin, xmax, ymin, ymax FROM " + name); row.step();) {
            const auto side = [&](int column) { return static_cast<float>(row.real(column)); };
            added_.push_back({row.integer(0), side(1), side(2), side(3), side(4)});
        }
        pack(std::move(added_), static_cast<std::size_t>(*nodeBytes));
    }
    added_.clear();
}

void RtreeWriter::pack(std::vector<Entry> entries, std::size_t nodeBytes) {
    const std::string nodes = identifier(table_ + "_node"), rows = identifier(table_ + "_rowid"),
                      parents = identifier(table_ + "_parent");
    for (const auto& table : {nodes, rows, parents}) database_->script("DELETE FROM " + table);
    Statement insertNode = database_->prepare("INSERT INTO " + nodes + " VALUES (?, ?)");
    Statement insertParent = database_->prepare("INSERT INTO " + parents + " VALUES (?, ?)");
    // A third is left free: full nodes would be split by the next few insertions.
    const std::size_t capacity = (nodeBytes - nodeHeader) / cellBytes * 2 / 3;

    // From the leaves up, until one node, the root with number 1, holds all. Numbers are given as nodes are made.
    std::vector<std::pair<std::int64_t, std::int64_t>> leafOf;
    leafOf.reserve(entries.size());
    std::int64_t last = 1;
    Node node(nodeBytes);
    for (std::size_t depth = 0;; ++depth) {
        const bool root = entries.size() <= capacity;
        tile(entries, capacity);
        std::vector<Entry> upper;
        for (std::size_t at = 0; at < entries.size(); at += capacity) {
            const std::size_t count = std::min(capacity, entries.size() - at);
            Entry whole = entries[at];
            whole.id = root ? 1 : ++last;
            node.begin(root ? depth : 0, count);
            for (std::size_t i = at; i < at + count; ++i) {
                node.cell(entries[i]);
                widen(whole, entries[i]);
                if (depth == 0)
                    leafOf.emplace_back(entries[i].id, whole.id);
                else
                    insertParent.with(entries[i].id, whole.id).run();
            }
            insertNode.with(whole.id, node.bytes()).run();
            upper.push_back(whole);
        }
        if (root) break;
        entries = std::move(upper);
    }
    std::sort(leafOf.begin(), leafOf.end());
    Statement insertRow = database_->prepare("INSERT INTO " + rows + " VALUES (?, ?)");
    for (const auto& [row, leaf] : leafOf) insertRow.with(row, leaf).run();
}

}  // namespace store
