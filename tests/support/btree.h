#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What each byte of an SQLite file belongs to, read from the file itself by the published format.
namespace support {

struct Cell {
    std::size_t tree = 0;             // of BtreeMap::trees
    std::int64_t row = 0;             // rowid; in an index or a table WITHOUT ROWID nothing
    std::vector<std::string> values;  // the record's, as text (blobs as they are, null empty)
};

struct Tree {
    std::string kind, name, table;  // of sqlite_schema, which is a tree itself: "table", "sqlite_schema"
};

struct Owner {
    enum class Kind : std::uint8_t { Nobody, Structure, Value } kind = Kind::Nobody;
    std::int32_t tree = -1;
    std::int32_t cell = -1;    // where it is in one
    std::int32_t column = -1;  // of a value: which of the record's
};

class BtreeMap {
public:
    explicit BtreeMap(std::string file) : bytes_(std::move(file)), owners(bytes_.size()) {
        size_ = number(16, 2);
        if (size_ == 1) size_ = 65536;
        usable_ = size_ - number(20, 1);
        trees.push_back({"table", "sqlite_schema", "sqlite_schema"});
        walk(1, 0);
        const auto schema = cells;
        for (const Cell& cell : schema) {
            const std::uint64_t root = std::stoull("0" + cell.values[3]);
            if (root == 0) continue;
            trees.push_back({cell.values[0], cell.values[1], cell.values[2]});
            walk(root, trees.size() - 1);
        }
    }
    std::vector<Tree> trees;
    std::vector<Cell> cells;

private:
    std::uint64_t number(std::size_t at, std::size_t size) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes_.at(at + i));
        return value;
    }
    template <class At>
    static std::uint64_t varint(At byteAt, std::size_t& at) {
        std::uint64_t value = 0;
        for (int i = 0; i < 9; ++i) {
            const std::uint8_t byte = byteAt(at++);
            if (i == 8) return value << 8 | byte;
            value = value << 7 | (byte & 0x7f);
            if (byte < 0x80) break;
        }
        return value;
    }
    std::uint64_t varint(std::size_t& at) const {
        return varint([&](std::size_t i) { return static_cast<std::uint8_t>(bytes_.at(i)); }, at);
    }
    void mark(std::size_t from, std::size_t size, Owner owner) {
        for (std::size_t i = from; i < from + size; ++i) owners.at(i) = owner;
    }

    void walk(std::uint64_t page, std::size_t tree) {
        const std::size_t begin = (page - 1) * size_, header = begin + (page == 1 ? 100 : 0);
        const auto type = number(header, 1);
        const bool interior = type == 2 || type == 5, table = type == 5 || type == 13;
        const std::size_t cellCount = number(header + 3, 2), pointers = header + (interior ? 12 : 8);
        const Owner structure{Owner::Kind::Structure, static_cast<std::int32_t>(tree), -1, -1};
        mark(header, pointers - header + 2 * cellCount, structure);
        for (std::size_t i = 0; i < cellCount; ++i) {
            std::size_t at = begin + number(pointers + 2 * i, 2);
            const std::size_t start = at;
            if (interior) walk(number(at, 4), tree), at += 4;
            if (interior && table) {
                varint(at);
                mark(start, at - start, structure);
                continue;
            }
            const std::uint64_t payload = varint(at);
            Cell cell{tree, 0, {}};
            if (table) cell.row = static_cast<std::int64_t>(varint(at));
            mark(start, at - start, structure);
            read(at, payload, table, std::move(cell));
        }
        if (interior) walk(number(header + 8, 4), tree);
    }

    // The record, whose bytes lie in the cell and in the pages that it overflows to.
    void read(std::size_t at, std::uint64_t payload, bool table, Cell cell) {
        const std::uint64_t most = table ? usable_ - 35 : (usable_ - 12) * 64 / 255 - 23,
                            least = (usable_ - 12) * 32 / 255 - 23;
        std::uint64_t local = payload;
        if (payload > most) {
            local = least + (payload - least) % (usable_ - 4);
            if (local > most) local = least;
        }
        std::vector<std::size_t> places;
        for (std::uint64_t i = 0; i < local; ++i) places.push_back(at + i);
        const auto tree = static_cast<std::int32_t>(cell.tree), index = static_cast<std::int32_t>(cells.size());
        const Owner structure{Owner::Kind::Structure, tree, index, -1};
        if (payload > local) mark(at + local, 4, structure);
        for (std::uint64_t page = payload > local ? number(at + local, 4) : 0; page != 0;) {
            const std::size_t begin = (page - 1) * size_;
            mark(begin, 4, structure);
            page = number(begin, 4);
            for (std::size_t i = 4; i < usable_ && places.size() < payload; ++i) places.push_back(begin + i);
        }
        const auto byteAt = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes_.at(places.at(i))); };
        std::size_t head = 0;
        const std::uint64_t headerSize = varint(byteAt, head);
        std::size_t body = headerSize;
        while (head < headerSize) {
            const std::uint64_t type = varint(byteAt, head);
            constexpr std::size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
            const std::size_t size = type < 12 ? sizes[type] : (type - 12) / 2;
            std::string raw;
            for (std::size_t i = 0; i < size; ++i) {
                owners.at(places.at(body + i)) = {Owner::Kind::Value, tree, index,
                                                  static_cast<std::int32_t>(cell.values.size())};
                raw += static_cast<char>(byteAt(body + i));
            }
            body += size;
            if (type == 8 || type == 9) raw = type == 8 ? "0" : "1";
            if (type >= 1 && type <= 6) {
                std::int64_t value = static_cast<std::int8_t>(raw[0]);
                for (std::size_t i = 1; i < size; ++i) value = value * 256 + static_cast<std::uint8_t>(raw[i]);
                raw = std::to_string(value);
            }
            cell.values.push_back(std::move(raw));
        }
        for (std::size_t i = 0; i < headerSize; ++i) owners.at(places.at(i)) = structure;
        cells.push_back(std::move(cell));
    }

    std::string bytes_;
    std::size_t size_ = 0, usable_ = 0;

public:
    std::vector<Owner> owners;  // of each byte
};

}  // namespace support
