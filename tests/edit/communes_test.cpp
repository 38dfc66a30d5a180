#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "edit/script.h"
#include "edit/squares.h"
#include "geometry/geojson.h"

// 516 real communes: every vertex that three or more of them share is moved and undone by script.
namespace {

using namespace squares;
using nlohmann::json;

plan::SchemaRef communesSchema() {
    auto schema = std::make_shared<plan::Schema>();
    schema->system = geometry::systemOf("EPSG:4326").value();
    schema->grid = schema->system.grid();
    schema->measure = geometry::Measure::on(schema->system, geometry::AreaMethod::EqualArea70m).value();
    plan::Layer layer;
    layer.code = "communes";
    layer.group = "plan";
    layer.key = "code";
    plan::Field field;
    field.code = "code";
    layer.fields = {field};
    schema->layers = {layer};
    return schema;
}

TEST(Communes, EveryVertexOfThreeMovesAndComesBack) {
    const std::filesystem::path file = SANXIAN_TEST_SHARED "/coverage/communes-67-bas-rhin.geojson";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";
    std::ifstream in(file);
    const json collection = json::parse(in);
    const auto schema = communesSchema();
    std::vector<FeatureRef> features;
    for (const json& feature : collection["features"])
        features.push_back(plan::makeFeature(*schema, {0, static_cast<std::uint32_t>(features.size() + 1)}, {0},
                                             geometry::fromGeoJson(feature["geometry"].dump(), schema->grid).value(),
                                             {feature["properties"]["code"].get<std::string>()}));
    ASSERT_EQ(features.size(), 516U);
    const Snapshot start(schema, features);

    std::map<Point, int> owners;
    for (const auto& feature : features) {
        std::set<Point> own;
        edit::eachVertex(feature->shape, [&](Point p) { own.insert(p); });
        for (const Point p : own) ++owners[p];
    }
    const Edges outside = outline(start, {0});
    std::set<Point> outer;
    for (const Edge& edge : outside) outer.insert({edge.from, edge.to});
    const auto sum = steps(start, {0});

    edit::History history(start);
    int moved = 0, inner = 0;
    for (const auto& [vertex, count] : owners) {
        if (count < 3) continue;
        const auto from = schema->grid.place(vertex);
        const json line{{"op", "move_vertex"},
                        {"from", {from.x, from.y}},
                        {"to", {from.x + 1.5e-7 * (moved % 3), from.y + 1e-7 * (1 + moved % 2)}}};
        const auto step = edit::run(history, line.dump());
        ASSERT_TRUE(step) << line << " " << step.error().message.key << " "
                          << testing::PrintToString(step.error().message.arguments);
        ASSERT_EQ(step->changes.changes.size(), static_cast<std::size_t>(count)) << line;
        for (const auto& change : step->changes.changes) {
            ASSERT_FALSE(geometry::hasVertex(change.after->shape, vertex));
            ASSERT_FALSE(geometry::flawOf(change.after->shape));
        }
        ++moved;
        if (!outer.contains(vertex)) {
            // What is covered, and how often, is a sum of edges: it is as it was, so no gap and no overlap is new.
            Edges lost, gained;
            geometry::Wide before = 0, after = 0;
            for (const auto& change : step->changes.changes) {
                const auto difference = edit::difference(change.before->shape, change.after->shape);
                lost.insert(lost.end(), difference.lost.begin(), difference.lost.end());
                gained.insert(gained.end(), difference.gained.begin(), difference.gained.end());
                before += geometry::doubledSteps(areaOf(change.before));
                after += geometry::doubledSteps(areaOf(change.after));
            }
            ASSERT_THAT(edit::summed(gained, lost), testing::IsEmpty());
            ASSERT_TRUE(before == after);
            ++inner;
        }
        if (moved % 100 == 1 && !outer.contains(vertex)) {
            EXPECT_EQ(outline(history.now(), {0}), outside);
            EXPECT_TRUE(steps(history.now(), {0}) == sum);
        }
        ASSERT_TRUE(edit::run(history, R"({"op":"undo"})"));
    }
    EXPECT_GT(moved, 900);
    EXPECT_GT(inner, 900);
    EXPECT_EQ(history.now(), start);
    for (std::size_t i = 0; i < features.size(); ++i)
        EXPECT_EQ(history.now().find(features[i]->id)->shape, features[i]->shape);
}

}  // namespace
