#include <gtest/gtest.h>

#include <map>

#include "store/full_history.h"
#include "support/btree.h"

// Law 10: one flipped byte anywhere in a store is found by `verify`, and named.

namespace {

using scratch::History;
using support::Owner;

// Everything that the file says, but for how it lies in it: all rows of all tables as SQL reads them, by their own
// scans.
std::string dumped(const scratch::fs::path& file) {
    sqlite3* handle = nullptr;
    std::string text;
    sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    const auto each = [&](const std::string& sql, const auto& visit) {
        sqlite3_stmt* statement = nullptr;
        int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr);
        if (code == SQLITE_OK)
            while ((code = sqlite3_step(statement)) == SQLITE_ROW) visit(statement);
        if (code != SQLITE_DONE) text += "error " + std::to_string(code);
        sqlite3_finalize(statement);
    };
    std::vector<std::string> tables = {"sqlite_schema"};
    each("SELECT name FROM sqlite_schema WHERE type = 'table'", [&](sqlite3_stmt* row) {
        const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
        const bool node = name.starts_with("idx_") && name.ends_with("_node");  // the virtual table shows what it says
        if (!node && name != "SpatialIndex" && name != "ElementaryGeometries" && name != "KNN") tables.push_back(name);
    });
    for (const auto& table : tables) {
        const bool tree = table.starts_with("idx_") && table.ends_with("_geometry");
        text += "\n" + table;
        each("SELECT * FROM \"" + table + "\"" + (tree ? " ORDER BY pkid" : ""), [&](sqlite3_stmt* row) {
            for (int i = 0; i < sqlite3_column_count(row); ++i) {
                text += "|" + std::to_string(sqlite3_column_type(row, i)) + ":";
                if (const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, i)))
                    text.append(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, i)));
            }
        });
    }
    sqlite3_close(handle);
    return text;
}

class Flips {
public:
    explicit Flips(std::uint64_t seed)
        : made_(seed), dice_(seed), original_(prepared(made_.file)), map_(original_), dump_(dumped(made_.file)) {
        for (const auto& layer : {"XZQ", "GHFQ", "STBHHX", "DLTB", "DL", "GSMM", "TAB"}) layers_.insert(layer);
        for (std::size_t at = 0; at < original_.size(); ++at) classes_[classOf(at)].push_back(at);
    }

    // So many. Those that are told apart by their names are tried a few at a time, and one that is not named then is
    // tried alone; of each class of these there are ten times as many as of each of the others.
    void run(std::size_t wanted) {
        file_ = std::fopen(made_.file.c_str(), "r+b");
        ASSERT_TRUE(file_);
        std::vector<Flip> alone, together;
        std::size_t apart = 0;
        for (const auto& [name, places] : classes_) apart += isApart(places.front());
        const std::size_t few = wanted / (10 * classes_.size()) + 1,
                          many = (wanted - few * (classes_.size() - apart)) / apart + 1;
        for (const auto& [name, places] : classes_)
            for (std::size_t i = isApart(places.front()) ? many : few; i > 0; --i) {
                const std::size_t at = dice_.pick(places);
                const Flip flip{name, at, static_cast<char>(original_[at] ^ (1 << dice_.roll(0, 7)))};
                (isApart(at) ? together : alone).push_back(flip);
            }
        std::vector<Flip> batch;
        std::set<std::int32_t> cells;
        for (; !together.empty(); together.pop_back()) {
            std::swap(dice_.pick(together), together.back());
            const std::int32_t cell = map_.owners[together.back().at].cell;
            if (!cells.insert(cell).second || batch.size() == 16) {
                tryTogether(batch);
                batch.clear(), cells = {cell};
            }
            batch.push_back(together.back());
        }
        tryTogether(batch);
        for (const Flip& flip : alone) tryAlone(flip), ++tried_;
        std::fclose(file_);
        EXPECT_TRUE(scratch::bytesOf(made_.file) == original_) << "verifying writes nothing";
    }
    std::size_t tried() const { return tried_; }
    const std::map<std::string, std::vector<std::size_t>>& classes() const { return classes_; }

private:
    struct Flip {
        std::string name;
        std::size_t at;
        char byte;
    };

    // Without the files that WAL puts beside, whose making and removing would take most of the time.
    static std::string prepared(const scratch::fs::path& file) {
        EXPECT_EQ(scratch::ask(file, "PRAGMA journal_mode = DELETE"), "delete");
        return scratch::bytesOf(file);
    }
    void put(std::size_t at, char byte) {
        std::fseek(file_, static_cast<long>(at), SEEK_SET);
        std::fputc(byte, file_);
        std::fflush(file_);
    }

    // Whether what names a flip there names no flip in another row or table, and does not keep others from being found.
    bool isApart(std::size_t at) const {
        const Owner& owner = map_.owners[at];
        if (at < 100 || owner.kind != Owner::Kind::Value) return false;
        const auto& tree = map_.trees[static_cast<std::size_t>(owner.tree)];
        const auto& name = tree.name;
        if (isLayer(name)) return owner.column != 1;
        return name == "sanxian_edits" || name == "sanxian_revisions" || name == "sanxian_saves" ||
               name == "sanxian_cases" || name == "sanxian_tags" || name == "sanxian_settings" ||
               name == "sanxian_resolutions" || name == "sanxian_verdicts" || name == "sanxian_objects";
    }

    void tryTogether(const std::vector<Flip>& flips) {
        for (const Flip& flip : flips) put(flip.at, flip.byte);
        const auto found = store::verify(made_.file, false);
        for (const Flip& flip : flips) put(flip.at, original_[flip.at]);
        for (const Flip& flip : flips) {
            if (!found || !isNamed(*found, map_.owners[flip.at])) tryAlone(flip);
            ++tried_;
        }
    }

    void tryAlone(const Flip& flip) {
        SCOPED_TRACE(flip.name + " at " + std::to_string(flip.at));
        put(flip.at, flip.byte);
        check(flip.name, flip.at);
        put(flip.at, original_[flip.at]);
    }

    bool isNamed(const store::Verified& found, const Owner& owner) const {
        return std::any_of(found.problems.begin(), found.problems.end(),
                           [&](const auto& problem) { return names(problem, owner); });
    }

    bool isLayer(const std::string& table) const { return layers_.contains(table); }
    std::string layerOfIndex(const std::string& table) const {
        for (const auto& layer : layers_)
            if (table.starts_with("idx_" + layer + "_geometry")) return layer;
        return "";
    }
    std::string classOf(std::size_t at) const {
        if (at < 100) return "file header";
        const Owner& owner = map_.owners[at];
        if (owner.kind == Owner::Kind::Nobody) return "unused";
        const auto& tree = map_.trees[static_cast<std::size_t>(owner.tree)];
        if (owner.kind == Owner::Kind::Structure) return "structure of " + kindOf(tree);
        const std::string column = std::to_string(owner.column);
        if (tree.kind == "index") return "index";
        if (!layerOfIndex(tree.name).empty()) return "spatial index" + tree.name.substr(tree.name.rfind('_'));
        return kindOf(tree) + " " + column;
    }
    std::string kindOf(const support::Tree& tree) const {
        if (tree.kind == "index" && !tree.name.starts_with("sqlite_autoindex_sanxian")) return "index";
        if (tree.name == "sqlite_schema") return "definition";
        if (isLayer(tree.name)) return "state";
        if (!layerOfIndex(tree.name).empty()) return "spatial index";
        return tree.name.starts_with("sanxian_") ? tree.name : "register";
    }

    void check(const std::string& name, std::size_t at) {
        const auto found = store::verify(made_.file, false);
        if (!found) return;  // an error is no answer that all is good
        const auto lines = scratch::linesOf(*found);
        const Owner& owner = map_.owners[at];
        if (found->problems.empty()) {
            const bool harmless = at < 100 || owner.kind != Owner::Kind::Value || name == "spatial index_node";
            const std::string now = dumped(made_.file);
            const auto [was, is] = std::mismatch(dump_.begin(), dump_.end(), now.begin(), now.end());
            const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(was - dump_.begin() - 60, 0));
            EXPECT_TRUE(harmless && now == dump_) << "not found: " << testing::PrintToString(dump_.substr(from, 120))
                                                  << " is " << testing::PrintToString(now.substr(from, 120));
            return;
        }
        if (at < 100 || owner.kind != Owner::Kind::Value) return;
        EXPECT_TRUE(isNamed(*found, owner)) << "not named: " << testing::PrintToString(lines);
    }

    static bool says(const store::Problem& problem, const std::string& word) {
        const auto& words = problem.detail.arguments;
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& each) { return each.find(word) != std::string::npos; });
    }

    // Whether the problem says where the flipped byte is.
    bool names(const store::Problem& problem, const Owner& owner) const {
        const auto& tree = map_.trees[static_cast<std::size_t>(owner.tree)];
        const auto& cell = map_.cells[static_cast<std::size_t>(owner.cell)];
        const auto number = [&](std::size_t column) { return std::stoll("0" + cell.values[column]); };
        if (tree.name == "sqlite_schema" && owner.column == 3)  // where its pages are
            return problem.kind == "index" || problem.kind == "unreadable";
        if (tree.name == "sqlite_schema") return problem.kind == "object" || problem.kind == "unreadable";
        if (tree.kind == "index") return problem.kind == "index" || problem.kind == "unreadable";
        if (const auto layer = layerOfIndex(tree.name); !layer.empty())
            return problem.kind == "index" && problem.layer == layer;
        if (isLayer(tree.name)) {
            // The feature, its flipped number where that was flipped; a revision that it has to do with.
            if (problem.layer != tree.name || !problem.revision || !problem.feature) return false;
            return owner.column == 1 || *problem.feature == number(1);
        }
        if (tree.name == "sanxian_contents")
            return problem.kind == "contents" && (problem.revision == number(0) || problem.layer == cell.values[1]);
        if (tree.name == "sanxian_revisions") return problem.kind == "revision" && problem.revision == cell.row;
        if (tree.name == "sanxian_schemas") return problem.kind == "structure";
        if (tree.name == "sanxian_saves")  // its case or its number, whichever was not flipped
            return problem.kind == "save" &&
                   (says(problem, "C" + cell.values[0]) || problem.detail.arguments.back() == cell.values[1]);
        if (tree.name == "sanxian_edits")
            return problem.kind == "edit" && says(problem, std::to_string(cell.row)) &&
                   (problem.layer == cell.values[2] || problem.feature == number(3));
        // Its first column, unless that was flipped; a register's rows have no names.
        const std::string first = cell.values[0].empty() ? std::to_string(cell.row) : cell.values[0];
        return (problem.kind == "record" && says(problem, tree.name) && (owner.column == 0 || says(problem, first))) ||
               (problem.kind == "object" && says(problem, tree.name));
    }

    const History made_;
    support::Dice dice_;
    const std::string original_;
    const support::BtreeMap map_;
    const std::string dump_;
    std::set<std::string> layers_;
    std::map<std::string, std::vector<std::size_t>> classes_;
    std::size_t tried_ = 0;
    std::FILE* file_ = nullptr;
};

}  // namespace

TEST(Flips, EachIsFoundAndNamed) {
    const std::uint64_t seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Flips flips(seed);
    for (const char* one : {"state 7", "state 1", "state 8", "sanxian_contents 5", "sanxian_edits 6", "unused", "index",
                            "sanxian_cases 1", "sanxian_revisions 4", "register 4"})
        EXPECT_TRUE(flips.classes().contains(one)) << one;
    flips.run(std::getenv("SANXIAN_TEST_LONG") ? 100'000 : 10'000);
    EXPECT_GE(flips.tried(), 10'000u);
}
