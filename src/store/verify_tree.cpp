#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

#include "store/verifying.h"

namespace store {

namespace {

using Entry = RtreeWriter::Entry;

// A node as SQLite writes it, big endian: depth (in the root alone), number of cells, cells; the rest is not used.
struct Node {
    std::size_t size = 0, depth = 0;
    std::vector<Entry> cells;
    bool reached = false;
};

std::uint64_t number(Bytes bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | bytes[at + i];
    return value;
}

std::optional<Node> nodeIn(const Statement& row) {
    constexpr std::size_t header = 4, cellBytes = 24;
    if (!hasKinds(row, "ib")) return {};
    const Bytes data = row.bytes(1);
    if (data.size() < header) return {};
    Node node;
    node.size = data.size();
    node.depth = number(data, 0, 2);
    const std::size_t count = number(data, 2, 2);
    if (header + count * cellBytes > data.size()) return {};
    node.cells.reserve(count);
    for (std::size_t at = header; node.cells.size() < count; at += cellBytes) {
        const auto side = [&](std::size_t place) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(number(data, at + 8 + 4 * place, 4)));
        };
        node.cells.push_back({static_cast<std::int64_t>(number(data, at, 8)), side(0), side(1), side(2), side(3)});
    }
    return node;
}

bool sameBox(const Entry& a, const Entry& b) {
    return a.minX == b.minX && a.maxX == b.maxX && a.minY == b.minY && a.maxY == b.maxY;
}

// One spatial index: a table of nodes, one of the leaf of each row, and one of the parent of each node.
class Tree {
public:
    Tree(Verifying& verifying, const LayerWork& work)
        : verifying_(verifying),
          code_(verifying.layout.layer(work.index).code),
          table_(verifying.layout.tables[work.index].index()) {}

    std::vector<Entry> read() {
        Statement row = verifying_.database.prepare("SELECT nodeno, data FROM " + identifier(table_ + "_node"));
        while (row.step()) {
            auto node = nodeIn(row);
            if (!node)
                damaged(row.integer(0));
            else
                nodes_.emplace(row.integer(0), std::move(*node));
        }
        const auto root = nodes_.find(1);
        if (root == nodes_.end()) {
            if (verifying_.database.ok()) damaged(1);
            return {};
        }
        descend(1, root->second, root->second.depth, nullptr);
        for (const auto& [id, node] : nodes_)
            if (!node.reached || node.size != root->second.size) damaged(id);
        compare("_parent", "nodeno, parentnode", parents_);
        compare("_rowid", "rowid, nodeno", leaves_);
        std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
        return std::move(entries_);
    }

private:
    void damaged(std::int64_t node) {
        constexpr int enough = 20;  // one node at the wrong place takes all below it along
        if (++damages_ > enough) return;
        verifying_.problem({}, code_, {}, "index", "store.verify.tree", table_, node);
    }

    void descend(std::int64_t id, Node& node, std::size_t depth, const Entry* box) {
        // A tree without entries is an empty root.
        if (node.reached || (node.cells.empty() && (box || depth > 0))) return damaged(id);
        node.reached = true;
        if (box) {
            Entry whole = node.cells.front();
            for (const Entry& cell : node.cells) {
                whole.minX = std::min(whole.minX, cell.minX), whole.maxX = std::max(whole.maxX, cell.maxX);
                whole.minY = std::min(whole.minY, cell.minY), whole.maxY = std::max(whole.maxY, cell.maxY);
            }
            if (!sameBox(whole, *box)) damaged(id);
        }
        for (const Entry& cell : node.cells) {
            if (depth == 0) {
                entries_.push_back(cell);
                leaves_.emplace_back(cell.id, id);
                continue;
            }
            const auto child = nodes_.find(cell.id);
            if (child == nodes_.end()) {
                damaged(cell.id);
                continue;
            }
            parents_.emplace_back(cell.id, id);
            descend(cell.id, child->second, depth - 1, &cell);
        }
    }

    // The pairs of a table are those that the nodes have.
    void compare(const char* suffix, const char* columns, std::vector<std::pair<std::int64_t, std::int64_t>>& wanted) {
        std::sort(wanted.begin(), wanted.end());
        auto next = wanted.begin();
        Statement row = verifying_.database.prepare(std::string("SELECT ") + columns + " FROM " +
                                                    identifier(table_ + suffix) + " ORDER BY 1");
        for (; row.step(); ++next) {
            if (next != wanted.end() && hasKinds(row, "ii") && *next == std::pair(row.integer(0), row.integer(1)))
                continue;
            return damaged(row.integer(1));
        }
        if (verifying_.database.ok() && next != wanted.end()) damaged(next->second);
    }

    Verifying& verifying_;
    const std::string& code_;
    std::string table_;
    int damages_ = 0;
    std::unordered_map<std::int64_t, Node> nodes_;
    std::vector<Entry> entries_;
    std::vector<std::pair<std::int64_t, std::int64_t>> parents_, leaves_;  // child and node, row and node
};

}  // namespace

void verifyTree(Verifying& verifying, LayerWork& work) { work.tree = Tree(verifying, work).read(); }

void verifyBoxes(Verifying& verifying, LayerWork& work) {
    const std::string& code = verifying.layout.layer(work.index).code;
    auto entry = work.tree.begin();
    const auto stray = [&] {
        verifying.problem({}, code, {}, "index", "store.verify.stray_box", entry->id);
        ++entry;
    };
    for (const auto& rows : work.rows) {
        auto life = rows.lives.begin();
        for (const Entry& wanted : rows.boxes) {
            while (life->row != wanted.id) ++life;  // each has one
            while (entry != work.tree.end() && entry->id < wanted.id) stray();
            const bool there = entry != work.tree.end() && entry->id == wanted.id;
            if (!there || (!std::isnan(wanted.minX) && !sameBox(*entry, wanted)))
                verifying.problem(life->born, code, life->feature, "index", "store.verify.box");
            if (there) ++entry;
        }
    }
    while (entry != work.tree.end()) stray();
}

}  // namespace store
