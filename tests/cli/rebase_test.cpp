#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/program.h"

// Two cases on one map: what lies apart merges, what collides is listed and resolved.
namespace {

using support::cli;
using support::cliJson;
using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

//  a │ b     two parcels whose common side has corners at 2, 4, 6 and 8 thousandths
class Rebase : public testing::Test {
protected:
    static constexpr double x = 107.01;
    static Json feature(const std::string& name, Json ring) {
        return {{"type", "Feature"},
                {"properties", {{"name", name}, {"use", "0101"}}},
                {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({std::move(ring)})}}}};
    }
    // Made once and copied: starting the program is the slow part.
    static void SetUpTestSuite() {
        shared_ = new support::Folder;
        const std::string store = *shared_ / "plan.sqlite", squares = *shared_ / "squares.geojson";
        Json left{{107, 41}, {x, 41}}, right{{x, 41}, {x + 0.01, 41}, {x + 0.01, 41.01}, {x, 41.01}};
        for (int i : {2, 4, 6, 8}) left.push_back({x, 41 + i / 1000.0});
        for (int i : {8, 6, 4, 2}) right.push_back({x, 41 + i / 1000.0});
        left.insert(left.end(), {{x, 41.01}, {107, 41.01}, {107, 41}});
        right.push_back({x, 41});
        const Json file{{"type", "FeatureCollection"}, {"features", {feature("a", left), feature("b", right)}}};
        support::writeText(squares, file.dump());
        ASSERT_EQ(cli({"init", store, "--spec", "plain", "--crs", "EPSG:4490"}).code, 0);
        const auto import =
            cli({"import", store, squares, "--layer", "A=*", "--baseline", "-m", "filed", "--key", "name"});
        ASSERT_EQ(import.code, 0) << import.err;
    }
    static void TearDownTestSuite() {
        delete shared_;
        shared_ = nullptr;
    }
    void SetUp() override { std::filesystem::copy_file(*shared_ / "plan.sqlite", store_); }

    std::string open(const std::string& title) {
        const auto answer =
            cliJson({"case", "open", store_, "--title", title, "--kind", "correction", "--author", title});
        EXPECT_EQ(answer.code, 0) << answer.err;
        return answer.json()["case"];
    }
    // Moves the corner of the common side at this height sideways.
    void move(const std::string& id, int height, double by) {
        edit(id, {{"op", "move_vertex"}, {"from", {x, 41 + height / 1000.0}}, {"to", {x + by, 41 + height / 1000.0}}});
    }
    void set(const std::string& id, const std::string& name, const std::string& use) {
        edit(id, {{"op", "set"}, {"layer", "A"}, {"feature", name}, {"attributes", {{"use", use}}}});
    }
    void edit(const std::string& id, const Json& command) {
        support::writeText(folder_ / "edit.jsonl", command.dump());
        const auto answer = cli({"edit", store_, "--case", id, folder_ / "edit.jsonl"});
        ASSERT_EQ(answer.code, 0) << answer.err;
    }
    support::Answer commit(const std::string& id) { return cliJson({"commit", store_, "--case", id, "-m", "done"}); }
    support::Answer rebase(const std::string& id, const std::vector<std::string>& resolve = {}, bool dry = false) {
        std::vector<std::string> arguments{"rebase", store_, "--case", id};
        for (const auto& one : resolve) arguments.insert(arguments.end(), {"--resolve", one});
        if (dry) arguments.push_back("--dry-run");
        return cliJson(arguments);
    }
    // Two cases move the same corner, and the first is filed; the second, which also sets a field of b.
    std::string collide() {
        const std::string first = open("first"), second = open("second");
        move(first, 4, 0.0005);
        move(second, 4, -0.0005);
        set(second, "b", "0201");
        EXPECT_EQ(commit(first).code, 0);
        return second;
    }
    // The outer ring of a feature of the head, by its name, and its use.
    std::pair<std::set<std::vector<double>>, std::string> now(const std::string& name) {
        const std::string out = folder_ / "now.geojson";
        const auto answer = cli({"export", store_, "--driver", "GeoJSON", "-o", out, "--overwrite"});
        EXPECT_EQ(answer.code, 0) << answer.err;
        const Json file = Json::parse(support::textOf(out));
        for (const auto& feature : file["features"])
            if (feature["properties"]["name"] == name) {
                Json ring = feature["geometry"]["coordinates"][0];
                while (ring[0][0].is_array()) ring = Json(ring[0]);
                return {ring.get<std::set<std::vector<double>>>(), feature["properties"]["use"]};
            }
        return {};
    }
    static bool has(const std::set<std::vector<double>>& ring, int height, double by) {
        return std::any_of(ring.begin(), ring.end(), [&](const auto& corner) {
            return std::abs(corner[0] - x - by) < 1e-8 && std::abs(corner[1] - 41 - height / 1000.0) < 1e-8;
        });
    }

    static inline support::Folder* shared_ = nullptr;
    support::Folder folder_;
    const std::string store_ = folder_ / "plan.sqlite";
};

TEST_F(Rebase, DifferentPartsOfOneBoundaryBothLand) {
    const std::string first = open("first"), second = open("second");
    move(first, 2, 0.0005);
    move(second, 8, -0.0005);
    ASSERT_EQ(commit(first).code, 0);
    const auto answer = commit(second);
    ASSERT_EQ(answer.code, 0) << answer.err;
    const Json json = answer.json();
    EXPECT_EQ(json["revision"], 3);
    EXPECT_EQ(json["merge"]["base"], 1);
    EXPECT_EQ(json["merge"]["head"], 2);
    EXPECT_EQ(json["merge"]["applied"], 2);
    ASSERT_EQ(json["merge"]["merged"].size(), 2u);
    for (const auto& one : json["merge"]["merged"]) {
        EXPECT_EQ(one["mine"]["type"], "LineString");
        EXPECT_EQ(one["mine"]["coordinates"].size(), 3u);
        EXPECT_NE(one["area_before"], one["area_after"]);
        EXPECT_THAT(answer.err, HasSubstr("merged boundary: A " + one["feature"].get<std::string>()));
    }
    for (const std::string name : {"a", "b"}) {
        const auto ring = now(name).first;
        EXPECT_TRUE(has(ring, 2, 0.0005) && has(ring, 8, -0.0005)) << name;
        EXPECT_TRUE(has(ring, 4, 0) && has(ring, 6, 0)) << name;
    }
    const Json shown = cliJson({"case", "show", store_, second}).json();
    EXPECT_EQ(shown["stage"], "committed");
    EXPECT_EQ(shown["base"], 2);
}

TEST_F(Rebase, TheSameCornerIsListedAndNothingChanged) {
    const std::string second = collide();
    const auto refused = commit(second);
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("--resolve"));
    const Json json = refused.json();
    EXPECT_EQ(json["revision"], nullptr);
    ASSERT_EQ(json["conflicts"].size(), 2u);
    EXPECT_EQ(json["conflicts"][0]["layer"], "A");
    EXPECT_EQ(json["conflicts"][0]["feature"], "a");
    EXPECT_EQ(json["conflicts"][0]["kind"], "boundary");
    EXPECT_EQ(json["conflicts"][0]["group"], json["conflicts"][1]["group"]);
    EXPECT_EQ(json["conflicts"][0]["base"]["geometry"]["type"], "Polygon");
    EXPECT_NE(json["conflicts"][0]["mine"]["geometry"], json["conflicts"][0]["theirs"]["geometry"]);
    EXPECT_EQ(cliJson({"case", "show", store_, second}).json()["base"], 1);
    const auto tried = rebase(second, {"a=mine"}, true);
    EXPECT_EQ(tried.code, 0) << tried.err;
    EXPECT_EQ(tried.json()["rebased"], false);
    EXPECT_EQ(rebase(second).code, 4) << "--dry-run remembers nothing";
}

TEST_F(Rebase, TheSameCornerIsResolvedAsSaid) {
    const std::string second = collide(), collided = folder_ / "collided.sqlite";
    std::filesystem::copy_file(store_, collided);
    const std::map<std::string, double> moved{{"mine", -0.0005}, {"theirs", 0.0005}, {"base", 0}};
    for (const auto& [choice, by] : moved) {
        std::filesystem::copy_file(collided, store_, std::filesystem::copy_options::overwrite_existing);
        const auto resolved = rebase(second, {"a=" + choice});
        ASSERT_EQ(resolved.code, 0) << resolved.err;
        EXPECT_EQ(resolved.json()["rebased"], true);
        EXPECT_TRUE(resolved.json()["conflicts"].empty());
        ASSERT_EQ(resolved.json()["resolved"].size(), 2u) << "b goes with a: they share the side";
        EXPECT_EQ(resolved.json()["resolved"][1]["choice"], choice);
        const auto again = rebase(second);
        EXPECT_EQ(again.code, 0) << again.err;
        EXPECT_EQ(again.json()["base"], 2);
        EXPECT_EQ(again.json()["rebased"], false) << "it stands on the head";

        ASSERT_EQ(commit(second).code, 0);
        for (const std::string name : {"a", "b"}) {
            const auto ring = now(name).first;
            EXPECT_TRUE(has(ring, 4, by)) << choice << " " << name;
            for (const auto& [other, wrong] : moved)
                EXPECT_TRUE(other == choice || !has(ring, 4, wrong)) << choice << " " << name;
        }
        EXPECT_EQ(now("b").second, "0201") << "what does not collide is applied whatever is chosen";
    }
}

TEST_F(Rebase, ConflictsAreResolvedOneByOneOrAtOnce) {
    const std::string first = open("first"), second = open("second");
    set(first, "a", "0101-1");
    set(first, "b", "0101-2");
    set(second, "a", "0201-1");
    set(second, "b", "0201-2");
    ASSERT_EQ(commit(first).code, 0);
    const auto listed = rebase(second);
    ASSERT_EQ(listed.code, 4) << listed.err;
    ASSERT_EQ(listed.json()["conflicts"].size(), 2u);
    EXPECT_THAT(listed.json()["conflicts"][0]["fields"], ElementsAre("use"));
    EXPECT_EQ(listed.json()["conflicts"][0]["kind"], "fields");
    EXPECT_EQ(listed.json()["conflicts"][0]["theirs"]["properties"]["use"], "0101-1");
    EXPECT_EQ(listed.json()["conflicts"][0]["base"]["properties"]["use"], "0101");

    const auto one = rebase(second, {"a=mine"});
    ASSERT_EQ(one.code, 4);
    ASSERT_EQ(one.json()["conflicts"].size(), 1u);
    EXPECT_EQ(one.json()["conflicts"][0]["feature"], "b");
    // A later revision elsewhere leaves the choice; one of the same feature takes it back.
    const std::string third = open("third");
    set(third, "b", "0101-3");
    ASSERT_EQ(commit(third).code, 0);
    ASSERT_EQ(rebase(second).json()["conflicts"].size(), 1u);
    const std::string fourth = open("fourth");
    set(fourth, "a", "0101-4");
    ASSERT_EQ(commit(fourth).code, 0);
    ASSERT_EQ(rebase(second).json()["conflicts"].size(), 2u);

    const auto both = rebase(second, {"A:a=mine", "b=theirs"});
    ASSERT_EQ(both.code, 0) << both.err;
    const auto done = commit(second);
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(now("a").second, "0201-1");
    EXPECT_EQ(now("b").second, "0101-3");
}

TEST_F(Rebase, AllOpenConflictsMayBeChosenAtOnce) {
    const std::string first = open("first"), second = open("second");
    for (const std::string name : {"a", "b"}) set(first, name, "0101-1"), set(second, name, "0201-1");
    ASSERT_EQ(commit(first).code, 0);
    ASSERT_EQ(rebase(second, {"*=theirs"}).code, 0);
    EXPECT_EQ(commit(second).code, 3) << "nothing of it is left to commit";
}

TEST_F(Rebase, WhatIsNoChoiceIsRefused) {
    const std::string first = open("first"), second = open("second");
    move(first, 4, 0.0005);
    move(second, 4, -0.0005);
    ASSERT_EQ(commit(first).code, 0);
    EXPECT_EQ(rebase(second, {"a=ours"}).code, 2);
    EXPECT_EQ(rebase(second, {"=mine"}).code, 2);
    const auto unknown = rebase(second, {"c=mine"});
    EXPECT_EQ(unknown.code, 3);
    EXPECT_THAT(unknown.err, HasSubstr("A:a, A:b"));
    const auto torn = rebase(second, {"a=mine", "b=theirs"});
    EXPECT_EQ(torn.code, 3) << "they are of one group";
    EXPECT_EQ(rebase("C9").code, 3);
    EXPECT_EQ(rebase(first).code, 4) << "committed";
    EXPECT_EQ(rebase(second).json()["conflicts"].size(), 2u) << "none of these was remembered";
}

TEST_F(Rebase, WhoElseChangesTheSameIsShown) {
    const std::string first = open("first"), second = open("second");
    move(first, 2, 0.0005);
    set(second, "a", "0201");
    const Json shown = cliJson({"case", "show", store_, second}).json();
    ASSERT_EQ(shown["touching"].size(), 1u);
    EXPECT_EQ(shown["touching"][0]["case"], first);
    EXPECT_EQ(shown["touching"][0]["author"], "first");
    EXPECT_EQ(shown["touching"][0]["features"], (Json{{{"layer", "A"}, {"feature", "a"}}}));
    const Json list = cliJson({"case", "list", store_}).json();
    EXPECT_EQ(list["cases"][0]["touching"][0]["case"], second);
    EXPECT_THAT(cli({"case", "show", store_, second}).out, HasSubstr(first + " “first” (first)"));
    EXPECT_THAT(cli({"case", "list", store_}).out, HasSubstr("also changed by"));
    ASSERT_EQ(commit(first).code, 0);
    EXPECT_TRUE(cliJson({"case", "show", store_, second}).json()["touching"].empty());
}

}  // namespace
