#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "support/program.h"

// The test data of geodiff: a GeoPackage of three points and what others made of it. What is expected is read from the
// files by sqlite3, not by us, and from geodiff's own lists where there are any.
namespace {

using support::cli;
using support::cliJson;
using support::quoted;
using support::shell;
using Json = nlohmann::json;

const std::filesystem::path data = std::filesystem::path(SANXIAN_TEST_SHARED) / "oracles" / "geodiff";

struct Row {
    std::string name;
    std::optional<std::int64_t> rating;
    std::optional<std::pair<double, double>> place;
};
using Rows = std::map<std::int64_t, Row>;  // by fid

double numberAt(const std::string& hexadecimal, std::size_t byte) {
    std::uint64_t bits = 0;
    for (std::size_t i = 8; i-- > 0;) bits = bits << 8 | std::stoul(hexadecimal.substr(2 * (byte + i), 2), nullptr, 16);
    return std::bit_cast<double>(bits);
}

// A point, or the only one of a multipoint, ends with its two coordinates in both.
std::optional<std::pair<double, double>> placeOf(const Json& hexadecimal) {
    if (!hexadecimal.is_string() || hexadecimal.get<std::string>().empty()) return {};
    const std::string bytes = hexadecimal;
    const std::size_t size = bytes.size() / 2;
    EXPECT_TRUE(bytes.starts_with("4750")) << bytes;
    EXPECT_TRUE(bytes.substr(2 * (size - 21), 10) == "0101000000") << bytes;
    return std::pair(numberAt(bytes, size - 16), numberAt(bytes, size - 8));
}

Rows rowsOf(const std::string& file, const std::string& table, const std::string& geometry) {
    const auto answer = shell("sqlite3 -json " + quoted(file) + " " +
                              quoted("SELECT fid, name, rating, hex(" + geometry + ") AS shape FROM " + table));
    EXPECT_EQ(answer.code, 0) << answer.err;
    Rows rows;
    for (const Json& row : Json::parse(answer.out.empty() ? "[]" : answer.out)) {
        Row one{row["name"], {}, placeOf(row["shape"])};
        if (!row["rating"].is_null()) one.rating = row["rating"].get<std::int64_t>();
        EXPECT_TRUE(rows.emplace(row["fid"].get<std::int64_t>(), one).second);
    }
    return rows;
}
Rows given(const std::string& name) { return rowsOf((data / name).string(), "simple", "geometry"); }

// A place may have moved to the next point of the grid.
bool same(const Row& a, const Row& b) {
    constexpr double half = 0.51e-9;
    if (a.name != b.name || a.rating != b.rating || a.place.has_value() != b.place.has_value()) return false;
    return !a.place ||
           (std::abs(a.place->first - b.place->first) <= half && std::abs(a.place->second - b.place->second) <= half);
}
bool same(const Rows& a, const Rows& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}
// What rows say, whatever their fids.
bool alike(const Rows& a, const Rows& b) {
    std::map<std::string, Row> named[2];
    const Rows* both[] = {&a, &b};
    for (int i : {0, 1})
        for (const auto& [fid, row] : *both[i]) named[i].emplace(row.name, row);
    return a.size() == b.size() && std::equal(named[0].begin(), named[0].end(), named[1].begin(), named[1].end(),
                                              [](const auto& x, const auto& y) { return same(x.second, y.second); });
}

// What became of a row, and which of its columns changed.
struct Step {
    std::string kind;
    std::set<std::string> columns = {};
    bool operator==(const Step&) const = default;
};
using Steps = std::map<std::int64_t, Step>;  // by fid

Steps between(const Rows& before, const Rows& after) {
    Steps steps;
    for (const auto& [fid, row] : before) {
        const auto now = after.find(fid);
        if (now == after.end()) {
            steps[fid] = {"delete"};
            continue;
        }
        std::set<std::string> columns;
        if (row.name != now->second.name) columns.insert("name");
        if (row.rating != now->second.rating) columns.insert("rating");
        if (row.place != now->second.place) columns.insert("geometry");
        if (!columns.empty()) steps[fid] = {"update", columns};
    }
    for (const auto& [fid, row] : after)
        if (!before.contains(fid)) steps[fid] = {"insert"};
    return steps;
}

// geodiff's list of what changed.
Steps listed(const std::string& name) {
    const char* columns[] = {"fid", "geometry", "name", "rating"};
    Steps steps;
    const Json list = Json::parse(support::textOf(data / name));
    for (const Json& entry : list["geodiff"]) {
        EXPECT_EQ(entry["table"], "simple");
        Step step{entry["type"]};
        std::int64_t fid = 0;
        for (const Json& change : entry["changes"]) {
            const auto column = change["column"].get<std::size_t>();
            if (column == 0) fid = change.contains("old") ? change["old"] : change["new"];
            if (change.contains("old") && change.contains("new")) step.columns.insert(columns[column]);
        }
        steps[fid] = step;
    }
    return steps;
}

Steps ours(const Json& diff) {
    const std::map<std::string, std::string> kinds{{"added", "insert"}, {"removed", "delete"}};
    Steps steps;
    for (const Json& change : diff["changes"]) {
        const Json &before = change["before"], &after = change["after"];
        const auto kind = kinds.find(change["kind"]);
        Step step{kind == kinds.end() ? "update" : kind->second};
        if (step.kind == "update") {
            for (const char* field : {"fid", "name", "rating"})
                if (before["properties"][field] != after["properties"][field]) step.columns.insert(field);
            if (before["geometry"] != after["geometry"]) step.columns.insert("geometry");
        }
        const Json& shown = before.is_null() ? after : before;
        EXPECT_TRUE(steps.emplace(shown["properties"]["fid"].get<std::int64_t>(), step).second);
    }
    return steps;
}

class Geodiff : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(data)) GTEST_SKIP() << "the shared data is not here: " << data;
        if (shell("command -v sqlite3").code != 0) GTEST_SKIP() << "sqlite3 is not installed";
    }

    void file(const std::string& name, const std::string& key) {
        std::filesystem::remove(store_);
        ASSERT_EQ(cli({"init", store_, "--spec", "plain", "--crs", "EPSG:4326"}).code, 0);
        const auto import = cliJson({"import", store_, (data / name).string(), "--layer", "SIMPLE=simple", "--key", key,
                                     "--baseline", "-m", name});
        ASSERT_EQ(import.code, 0) << import.err;
        ASSERT_EQ(import.json()["layers"][0]["skipped"], 0) << import.out;
    }
    std::string open(const std::string& title) {
        const auto answer = cliJson({"case", "open", store_, "--title", title, "--kind", "update"});
        EXPECT_EQ(answer.code, 0) << answer.err;
        return answer.json()["case"];
    }
    // The layer becomes what the file has, in a case; features go by the layer's key.
    std::string replaced(const std::string& name) {
        std::string id = open(name);
        const auto import = cliJson(
            {"import", store_, (data / name).string(), "--layer", "SIMPLE=simple", "--case", id, "--mode", "replace"});
        EXPECT_EQ(import.code, 0) << import.err;
        EXPECT_EQ(import.json()["layers"][0]["skipped"], 0) << import.out;
        return id;
    }
    support::Answer commit(const std::string& id) { return cliJson({"commit", store_, "--case", id, "-m", "done"}); }
    Rows exported(const std::string& revision) {
        const std::string out = folder_ / "out.gpkg";
        const auto answer = cli({"export", store_, "--at", revision, "--driver", "GPKG", "-o", out, "--overwrite"});
        EXPECT_EQ(answer.code, 0) << answer.err;
        return rowsOf(out, "SIMPLE", "geom");
    }

    support::Folder folder_;
    const std::string store_ = folder_ / "plan.sqlite";
};

struct Pair {
    std::string modified, list = {};
};
const Pair pairs[] = {
    {"1_geopackage/modified_1_geom.gpkg"}, {"2_deletes/deleted_A.gpkg", "2_deletes/base-deleted_A.json"},
    {"2_deletes/deleted_B.gpkg"},          {"2_inserts/inserted_1_A.gpkg", "2_inserts/base-inserted_1_A.json"},
    {"2_inserts/inserted_1_B.gpkg"},       {"2_updates/updated_A.gpkg", "2_updates/base-updated_A.json"},
    {"2_updates/updated_B.gpkg"},          {"insert_multiple/a_4_5.gpkg"},
    {"insert_multiple/b_4_5_6.gpkg"},      {"insert_multiple/c_4_5_6_7_8.gpkg"}};

class EachPair : public Geodiff, public testing::WithParamInterface<std::tuple<Pair, bool>> {};

TEST_P(EachPair, TheDiffSaysWhatChangedAndEveryRevisionComesBack) {
    const auto& [pair, forwards] = GetParam();
    const std::string from = forwards ? "base.gpkg" : pair.modified, to = forwards ? pair.modified : "base.gpkg";
    const Rows before = given(from), after = given(to);
    const Steps expected = between(before, after);
    ASSERT_FALSE(expected.empty());
    if (forwards && !pair.list.empty()) {
        EXPECT_EQ(expected, listed(pair.list)) << "two readings of the same files";
    }

    file(from, "fid");
    const std::string id = replaced(to);
    const auto done = commit(id);
    ASSERT_EQ(done.code, 0) << done.err;
    const auto diff = cliJson({"diff", store_, "1", "2"});
    ASSERT_EQ(diff.code, 0) << diff.err;
    EXPECT_EQ(ours(diff.json()), expected) << diff.out;
    EXPECT_TRUE(same(exported("1"), before));
    EXPECT_TRUE(same(exported("2"), after));

    const std::string back = open("back");
    const auto restored = cliJson({"restore", store_, "1", "--case", back});
    ASSERT_EQ(restored.code, 0) << restored.err;
    EXPECT_TRUE(same(exported("case:" + back), before));
    ASSERT_EQ(commit(back).code, 0);
    EXPECT_TRUE(same(exported("3"), before));
    EXPECT_EQ(cliJson({"diff", store_, "1", "3"}).json()["changes"].size(), 0u);
    EXPECT_EQ(cli({"verify", store_, "--full"}).code, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, EachPair, testing::Combine(testing::ValuesIn(pairs), testing::Bool()),
                         [](const auto& tested) {
                             std::string name = std::filesystem::path(std::get<0>(tested.param).modified).stem();
                             return name + (std::get<1>(tested.param) ? "_forwards" : "_backwards");
                         });

// Two cases on the same base, filed one after the other. Here features go by their names: a fid that two people gave to
// new features is one number for two things, which geodiff gives out anew and we list (below).
class Merged : public Geodiff {
protected:
    // The second case has been merged with what the first has made of the head, and filed.
    void merge(const std::string& first, const std::string& second) {
        file("base.gpkg", "name");
        const std::string one = replaced(first);
        second_ = replaced(second);
        ASSERT_EQ(commit(one).code, 0);
        answer_ = commit(second_);
    }
    std::string second_;
    support::Answer answer_;
};

TEST_F(Merged, WhatBothAddedIsThere) {
    struct Three {
        const char *first, *second, *result;
    };
    for (const auto& [first, second, result] :
         {Three{"2_inserts/inserted_1_A.gpkg", "2_inserts/inserted_1_B.gpkg", "2_inserts/merged_1_A_1_B.gpkg"},
          Three{"insert_multiple/a_4_5.gpkg", "insert_multiple/b_4_5_6.gpkg", "insert_multiple/ab_rebased.gpkg"},
          Three{"insert_multiple/a_4_5.gpkg", "insert_multiple/c_4_5_6_7_8.gpkg", "insert_multiple/ac_rebased.gpkg"}}) {
        SCOPED_TRACE(result);
        merge(first, second);
        ASSERT_EQ(answer_.code, 0) << answer_.err;
        EXPECT_TRUE(alike(exported("head"), given(result)));
        EXPECT_EQ(cli({"verify", store_}).code, 0);
    }
}

TEST_F(Merged, WhatBothRemovedIsGoneAndTheSecondHasNothingToFile) {
    merge("2_deletes/deleted_A.gpkg", "2_deletes/deleted_B.gpkg");
    EXPECT_EQ(answer_.code, 3);
    EXPECT_NE(answer_.err.find("nothing to file"), std::string::npos) << answer_.err;
    EXPECT_TRUE(alike(exported("head"), given("2_deletes/merged_A_B.gpkg")));
    EXPECT_TRUE(alike(exported("case:" + second_), given("2_deletes/merged_A_B.gpkg")));
}

// geodiff lets the second have its way in silence; here one says so. What only the first changed stays.
TEST_F(Merged, APointThatBothMovedIsAConflict) {
    merge("2_updates/updated_A.gpkg", "2_updates/updated_B.gpkg");
    EXPECT_EQ(answer_.code, 4);
    const Json conflicts = answer_.json()["conflicts"];
    ASSERT_EQ(conflicts.size(), 1u) << answer_.out;
    EXPECT_EQ(conflicts[0]["feature"], "feature2");
    EXPECT_TRUE(alike(exported("head"), given("2_updates/updated_A.gpkg"))) << "nothing has been changed";
    ASSERT_EQ(cli({"rebase", store_, "--case", second_, "--resolve", "feature2=mine"}).code, 0);
    ASSERT_EQ(commit(second_).code, 0);
    EXPECT_TRUE(alike(exported("head"), given("2_updates/merged_1_A_1_B.gpkg")));
    EXPECT_EQ(cli({"verify", store_}).code, 0);
}

TEST_F(Merged, ANumberThatBothGaveIsListed) {
    file("base.gpkg", "fid");
    const std::string one = replaced("2_inserts/inserted_1_A.gpkg"), other = replaced("2_inserts/inserted_1_B.gpkg");
    ASSERT_EQ(commit(one).code, 0);
    const auto refused = commit(other);
    EXPECT_EQ(refused.code, 4);
    std::set<std::string> names;
    const Json answer = refused.json();
    for (const Json& conflict : answer["conflicts"]) {
        EXPECT_EQ(conflict["kind"], "key");
        EXPECT_EQ(conflict["feature"], "4");
        const Json& side = conflict["mine"].is_null() ? conflict["theirs"] : conflict["mine"];
        names.insert(side["properties"]["name"]);
    }
    EXPECT_EQ(names, (std::set<std::string>{"my new point A", "my new point B"}));
    EXPECT_TRUE(same(exported("head"), given("2_inserts/inserted_1_A.gpkg")));
}

// conflict/base-conflict-delete.diff removes feature2, and a featureX that the base does not have.
TEST_F(Geodiff, AChangeThatFindsNothingChangesNothing) {
    const std::string list = support::textOf(data / "conflict" / "base-conflict-delete.diff");
    ASSERT_NE(list.find("feature2"), std::string::npos);
    ASSERT_NE(list.find("featureX"), std::string::npos);
    file("base.gpkg", "name");
    const std::string id = open("conflict");
    support::writeText(folder_ / "edits", R"({"op":"erase","layer":"SIMPLE","feature":"feature2"})"
                                          "\n"
                                          R"({"op":"erase","layer":"SIMPLE","feature":"featureX"})");
    const auto refused = cliJson({"edit", store_, "--case", id, folder_ / "edits"});
    EXPECT_EQ(refused.code, 3);
    EXPECT_NE(refused.err.find("featureX"), std::string::npos) << refused.err;
    EXPECT_EQ(cliJson({"diff", store_, "1", "case:" + id}).json()["changes"].size(), 0u);
}

}  // namespace
