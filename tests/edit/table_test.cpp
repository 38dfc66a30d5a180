#include <gmock/gmock.h>

#include "edit/squares.h"

// A table is a layer without geometry: its rows are drawn, set and erased as features are.
namespace {

using namespace squares;

constexpr LayerId table{6};

plan::SchemaRef schema() {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema());
    plan::Layer layer;
    layer.code = "ZDJSXMAPB";
    layer.name = {"安排表", "List"};
    layer.geometry = plan::GeometryKind::None;
    for (const char* code : {"XMMC", "YDGM"}) {
        plan::Field field;
        field.code = code;
        field.name = {code, code};
        field.type = field.code == "YDGM" ? plan::FieldType::Real : plan::FieldType::Text;
        layer.fields.push_back(field);
    }
    schema->layers.push_back(layer);
    return schema;
}

Snapshot empty() {
    Builder builder(schema());
    return builder.add(support::layer::survey, box(0, 0, 3, 3), "A").plan();
}

Snapshot run(const Snapshot& before, std::string_view line) {
    const auto command = edit::decode(line, before.schema());
    EXPECT_TRUE(command) << line << (command ? "" : command.error().message.key);
    const auto changes = edit::apply(*command, before);
    EXPECT_TRUE(changes) << line << (changes ? "" : changes.error().message.key);
    return before.with(*changes).value();
}

std::string refused(const Snapshot& before, std::string_view line) {
    const auto command = edit::decode(line, before.schema());
    if (!command) return command.error().message.key;
    const auto changes = edit::apply(*command, before);
    return changes ? "" : changes.error().message.key;
}

TEST(Table, RowsAreDrawnSetAndErased) {
    const Snapshot before = empty();
    const Snapshot drawn =
        run(before, R"({"op":"draw","layer":"ZDJSXMAPB","geometry":null,"attributes":{"XMMC":"水库","YDGM":1.5}})");
    ASSERT_EQ(drawn.count(table), 1u);
    FeatureRef row;
    drawn.each(table, [&](const FeatureRef& feature) { row = feature; });
    ASSERT_TRUE(row);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(row->shape));
    EXPECT_EQ(row->value(0), plan::Value(std::string("水库")));
    const std::string name = plan::nameOf(drawn.schema(), *row);  // by its number: a table has no key
    const Snapshot set =
        run(drawn, R"({"op":"set","layer":"ZDJSXMAPB","feature":")" + name + R"(","attributes":{"YDGM":2}})");
    EXPECT_EQ(set.find(row->id)->value(1), plan::Value(2.0));
    const Snapshot erased = run(set, R"({"op":"erase","layer":"ZDJSXMAPB","feature":")" + name + R"("})");
    EXPECT_EQ(erased, before);
}

TEST(Table, TheJournalKeepsARow) {
    const edit::Command command = edit::Draw{"ZDJSXMAPB", {}, {{"XMMC", std::string("水库")}}, edit::Overlap::Refuse};
    const auto read = edit::decode(edit::encode(command, *schema()), *schema());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, command);
}

TEST(Table, ShapesAndTablesAreKeptApart) {
    const Snapshot before = empty();
    EXPECT_EQ(
        refused(before, R"({"op":"draw","layer":"ZDJSXMAPB","geometry":{"type":"Point","coordinates":[106.8,41]}})"),
        "edit.wrong_kind");
    EXPECT_EQ(refused(before, R"({"op":"draw","layer":"DLTB","geometry":null})"), "edit.wrong_kind");
    EXPECT_EQ(refused(before, R"({"op":"replace","layer":"DLTB","feature":"A","geometry":null})"), "edit.wrong_kind");
    const Snapshot drawn = run(before, R"({"op":"draw","layer":"ZDJSXMAPB","geometry":null})");
    for (const char* line : {R"({"op":"split","layer":"ZDJSXMAPB","line":[[106.8,41.2],[106.9,41.2]]})",
                             R"({"op":"insert_vertex","layer":"ZDJSXMAPB","feature":"1","at":[106.8,41.2]})"})
        EXPECT_NE(refused(drawn, line), "") << line;
}

}  // namespace
