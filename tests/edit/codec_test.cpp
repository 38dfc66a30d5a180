#include <gmock/gmock.h>

#include <random>

#include "edit/squares.h"

namespace {

using namespace squares;
using testing::ElementsAre;

const plan::SchemaRef& schema() {
    static const plan::SchemaRef made = support::randomSchema();
    return made;
}
std::string refused(std::string_view line, const std::string& crs = {}) {
    const auto command = edit::decode(line, *schema(), crs);
    return command ? "" : command.error().message.key;
}

TEST(Codec, ReadsTheLinesOfTheManual) {
    const auto move = edit::decode(R"({"op":"move_vertex","from":[106.8,41.2],"to":[106.80000001,41.2]})", *schema());
    ASSERT_TRUE(move);
    EXPECT_EQ(std::get<edit::MoveVertex>(*move), (edit::MoveVertex{corner, {corner.x + 10, corner.y}, {}}));
    const auto merge = edit::decode(R"({"op":"merge","layer":"DLTB","features":["A",150825],"into":"A"})", *schema());
    ASSERT_TRUE(merge);
    EXPECT_THAT(std::get<edit::Merge>(*merge).features, ElementsAre("A", "150825"));
    const auto draw = edit::decode(
        R"({"op":"draw","layer":"DLTB","geometry":{"type":"Point","coordinates":[1,2]},"attributes":{"A":1,"B":2.0,"C":"x","D":null}})",
        *schema());
    ASSERT_TRUE(draw);
    EXPECT_EQ(std::get<edit::Draw>(*draw).overlap, edit::Overlap::Refuse);
    EXPECT_EQ(std::get<edit::Draw>(*draw).attributes,
              (edit::Attributes{{"A", std::int64_t{1}}, {"B", 2.0}, {"C", std::string("x")}, {"D", {}}}));
}

TEST(Codec, EveryCommandComesBackAsItWas) {
    const edit::Command commands[] = {
        edit::MoveVertex{at(0.1, 0.2), at(1.00001, 2), {"DLTB"}},
        edit::InsertVertex{"DLTB", "A", at(1, 2), {}},
        edit::RemoveVertex{at(1, 2), {"DLTB", "GHFQ"}},
        edit::Reshape{"DLTB", {"A", "B"}, {at(1, 2), at(3, 4)}},
        edit::Split{"DLTB", {}, {at(1, 2), at(3, 4), at(5, 7)}},
        edit::Merge{"DLTB", {"A", "图斑\"\n"}, "A"},
        edit::Draw{"DLTB",
                   box(0, 0, 3, 3),
                   {{"MJ", 0.1 + 0.2}, {"MC", std::string("乌拉特后旗")}, {"N", {}}},
                   edit::Overlap::CutNew},
        edit::Draw{"DL", geometry::MultiLine{{{at(0, 0), at(1, 1)}}}, {}, edit::Overlap::Refuse},
        edit::Replace{"DLTB", "#7",
                      area(ring({{0, 0}, {9, 0}, {9, 9}, {0, 9}}), {ring({{1, 1}, {1, 2}, {2, 2}, {2, 1}})})},
        edit::Erase{"DLTB", "A"},
        edit::Set{"DLTB", "A", {{"SL", std::int64_t{-3}}, {"MJ", 3.0}}},
    };
    for (const auto& command : commands) {
        const std::string line = edit::encode(command, *schema());
        const auto read = edit::decode(line, *schema());
        ASSERT_TRUE(read) << line << " " << read.error().message.key;
        EXPECT_EQ(*read, command) << line;
    }
}

TEST(Codec, CoordinatesMayBeInAnotherSystem) {
    const auto far = edit::decode(R"({"op":"remove_vertex","at":[36400000,4560000],"crs":"EPSG:4524"})", *schema());
    ASSERT_TRUE(far);
    const auto place = schema()->grid.place(std::get<edit::RemoveVertex>(*far).at);
    EXPECT_NEAR(place.x, 106.8, 0.1);
    EXPECT_NEAR(place.y, 41.2, 0.1);
    EXPECT_EQ(edit::decode(R"({"op":"remove_vertex","at":[36400000,4560000]})", *schema(), "EPSG:4524").value(), *far);
    EXPECT_TRUE(edit::decode(
        R"({"op":"draw","layer":"GSMM","crs":"EPSG:4524","geometry":{"type":"Point","coordinates":[36400000,4560000]}})",
        *schema()));
    EXPECT_FALSE(edit::decode(R"({"op":"remove_vertex","at":[1,2],"crs":"EPSG:0"})", *schema()));
}

TEST(Codec, SaysWhatIsWrong) {
    EXPECT_EQ(refused(""), "edit.not_json");
    EXPECT_EQ(refused("[]"), "edit.not_json");
    EXPECT_EQ(refused("{}"), "edit.no_op");
    EXPECT_EQ(refused(R"({"op":"fly"})"), "edit.unknown_op");
    EXPECT_EQ(refused(R"({"op":"erase","layer":"DLTB"})"), "edit.missing_key");
    EXPECT_EQ(refused(R"({"op":"erase","layer":"DLTB","feature":"A","fature":1})"), "edit.unknown_key");
    EXPECT_EQ(refused(R"({"op":"erase","layer":3,"feature":"A"})"), "edit.not_text");
    EXPECT_EQ(refused(R"({"op":"remove_vertex","at":[1e400,2]})"), "edit.not_json");
    EXPECT_EQ(refused(R"({"op":"remove_vertex","at":[1e300,2]})"), "edit.not_point");
    EXPECT_EQ(refused(R"({"op":"remove_vertex","at":["1",2]})"), "edit.not_point");
    EXPECT_EQ(refused(R"({"op":"remove_vertex","at":[1]})"), "edit.not_point");
    EXPECT_EQ(refused(R"({"op":"split","layer":"DLTB","line":[[1,2]]})"), "edit.not_line");
    EXPECT_EQ(refused(R"({"op":"set","layer":"DLTB","feature":"A","attributes":{"A":true}})"), "edit.not_value");
    EXPECT_EQ(refused(R"({"op":"set","layer":"DLTB","feature":"A","attributes":[]})"), "edit.not_object");
    EXPECT_EQ(refused(R"({"op":"draw","layer":"DLTB","geometry":{"type":"Point","coordinates":[1,2]},"overlap":"x"})"),
              "edit.bad_overlap");
    EXPECT_EQ(refused(std::string(1'000'000, '[')), "edit.not_json");
    EXPECT_EQ(refused(R"({"op":"draw","geometry":)" + std::string(1'000'000, '[')), "edit.not_json");
}

TEST(Codec, NoBytesEndTheProgram) {
    const std::vector<std::string> seeds{
        edit::encode(edit::Draw{"DLTB", box(0, 0, 3, 3), {{"MJ", 0.5}}, edit::Overlap::CutNew}, *schema()),
        edit::encode(edit::MoveVertex{at(0, 0), at(1, 1), {"DLTB"}}, *schema()),
        edit::encode(edit::Split{"DLTB", {"A"}, {at(1, 2), at(3, 4)}}, *schema()),
        R"({"op":"draw","layer":"DLTB","crs":"EPSG:4524","geometry":{"type":"Polygon","coordinates":[[[36400000,4560000],[36400100,4560000],[36400000,4560100],[36400000,4560000]]]}})"};
    support::Dice dice(20261122);
    const std::vector<std::string> pieces{"[",  "]", "{", "}",       "null", "1e999", "-",
                                          "\"", ",", ":", "\\u0000", "[]",   "{}",    "9e15"};
    for (int n = 0; n < 6'000; ++n) {
        std::string line = dice.pick(seeds);
        for (std::int64_t changes = dice.roll(1, 4); changes > 0 && !line.empty(); --changes) {
            const auto place = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(line.size()) - 1));
            switch (dice.roll(0, 3)) {
                case 0: line[place] = static_cast<char>(dice.roll(0, 255)); break;
                case 1: line.erase(place, static_cast<std::size_t>(dice.roll(1, 9))); break;
                case 2: line.insert(place, dice.pick(pieces)); break;
                default: line.resize(place);
            }
        }
        const auto command = edit::decode(line, *schema());
        if (!command) continue;
        EXPECT_EQ(edit::decode(edit::encode(*command, *schema()), *schema()).value(), *command) << line;
    }
}

}  // namespace
