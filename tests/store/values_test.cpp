#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "store/proved.h"

using plan::Snapshot;
using scratch::note;
using store::Store;

namespace {

plan::Field field(const std::string& code, plan::FieldType type, int length = 0) {
    plan::Field made;
    made.code = code;
    made.name = {code, code};
    made.type = type;
    made.length = length;
    return made;
}

plan::Layer layer(const std::string& code, plan::GeometryKind geometry, std::vector<plan::Field> fields) {
    plan::Layer made;
    made.code = code;
    made.name = {code, code};
    made.geometry = geometry;
    made.fields = std::move(fields);
    return made;
}

plan::Schema schemaOf(std::vector<plan::Layer> layers, const std::string& crs = "EPSG:4490") {
    plan::Schema schema = *support::randomSchema(crs);
    schema.layers = std::move(layers);
    return schema;
}

const std::vector<plan::FieldType> types = {plan::FieldType::Text, plan::FieldType::Integer, plan::FieldType::Real,
                                            plan::FieldType::Date};

const std::vector<plan::Value> hardValues = {
    {},
    std::int64_t{0},
    std::numeric_limits<std::int64_t>::min(),
    std::numeric_limits<std::int64_t>::max(),
    std::int64_t{9007199254740993},  // no double has it
    0.1,
    3.0,
    -0.0,
    1e300,
    std::numeric_limits<double>::infinity(),
    std::numeric_limits<double>::denorm_min(),
    std::string(),
    std::string(" "),
    std::string("007"),
    std::string("12"),
    std::string("1e3"),
    std::string("9223372036854775808"),
    std::string("2026-11-22"),
    std::string("20261122"),
    std::string("三线一图 𠀀 “quoted” 'and' \"so\""),
    std::string("a\0b", 3),
    std::string("\xff\xfe not UTF-8"),
    std::string(100000, 'x'),
};

}  // namespace

// Whatever a field is declared to be, a value of any type comes back as it went in.
TEST(Values, EveryValueInEveryTypeOfField) {
    std::vector<plan::Field> fields;
    for (const auto type : types) fields.push_back(field("F" + std::to_string(fields.size()), type, 3));
    const plan::Schema schema = schemaOf({layer("L", plan::GeometryKind::None, fields)});
    plan::Changeset changes;
    for (const auto& value : hardValues)
        for (std::size_t i = 0; i < types.size(); ++i) {
            std::vector<plan::Value> values(i + 1);
            values[i] = value;
            const plan::FeatureId id{0, static_cast<std::uint32_t>(changes.changes.size() + 1)};
            changes.changes.push_back({nullptr, plan::makeFeature(schema, id, {0}, {}, values)});
        }
    const scratch::Folder folder;
    {
        Store store = Store::init(folder / "plan.sqlite", schema, "p").value();
        ASSERT_TRUE(store.baseline(changes, note("hard values")));
    }
    Store store = Store::open(folder / "plan.sqlite").value();
    Snapshot head = store.load(1).value();
    for (const auto& change : changes.changes) {
        const auto back = head.find(plan::LayerId{0}, change.id());
        ASSERT_TRUE(back);
        EXPECT_TRUE(*back == *change.after) << change.id().number();
        for (std::size_t i = 0; i < types.size(); ++i)
            EXPECT_EQ(back->value(i).index(), change.after->value(i).index()) << change.id().number();
    }
    // And they are found again as the befores of a case's changes.
    const auto work = store.openCase(scratch::titled("remove")).value();
    ASSERT_TRUE(store.save(work.id, 0, changes.inverse(), note("all away")));
    EXPECT_EQ(store.loadCase(work.id)->count(), 0u);
    ASSERT_TRUE(store.commit(work.id, note("all away")));
    EXPECT_EQ(store.load(2)->count(), 0u);
    EXPECT_TRUE(store.load(1).value() == head);
    EXPECT_EQ(scratch::problemsOf(folder / "plan.sqlite"), std::vector<std::string>());
}

TEST(Values, WhatCannotBeHeldIsRefusedByName) {
    const plan::Schema schema = schemaOf({layer("L", plan::GeometryKind::Polygon, {field("F", plan::FieldType::Real)}),
                                          layer("T", plan::GeometryKind::None, {})});
    const scratch::Folder folder;
    Store store = Store::init(folder / "plan.sqlite", schema, "p").value();
    const auto refused = [&](plan::LayerId where, geometry::Shape shape, std::vector<plan::Value> values) {
        const auto feature = plan::makeFeature({0, 1}, where, std::move(shape), {}, std::move(values));
        const auto done = store.baseline({{{nullptr, feature}}}, note("bad"));
        return done ? "" : done.error().message.key;
    };
    EXPECT_EQ(refused({0}, {}, {std::nan("")}), "store.not_a_number");
    EXPECT_EQ(refused({0}, {}, {1.0, 2.0}), "store.no_such_field");
    EXPECT_EQ(refused({0}, geometry::MultiPoint{{1, 1}}, {}), "store.wrong_geometry");
    EXPECT_EQ(refused({1}, geometry::MultiPoint{{1, 1}}, {}), "store.wrong_geometry");
    EXPECT_EQ(refused({2}, {}, {}), "store.no_such_layer");
    EXPECT_EQ(refused({0}, geometry::MultiPolygon{{{{{1, 1}, {1LL << 60, 1}, {1, 9}}, {}}}}, {}), "store.far_away");
    EXPECT_EQ(store.head(), 0);
    EXPECT_EQ(refused({0}, {}, {}), "");
}

// Names that SQL, SQLite, SpatiaLite or the store itself use, that differ only in case, or that are no words at all.
TEST(Values, NastyNames) {
    std::vector<plan::Field> fields;
    for (const char* name : {"_row", "_ROW",     "rowid",   "oid", "geometry", "Geometry", "select", "order by",
                             "名称", "面积(亩)", "a\"b",    "a'b", "a;--",     "name",     "NAME",   "Name",
                             "",     "_died",    "ogc_fid", "%s",  "{0}",      "[x]",      "`"})
        fields.push_back(field(name, plan::FieldType::Text));
    std::vector<plan::Layer> layers;
    for (const char* name :
         {"select", "geometry_columns", "sanxian_meta", "sqlite_master", "sqlite_x", "图层 一", "a\"b", "a'b", "Layer",
          "LAYER", "Layer_now", "Layer_feature", "idx_Layer_geometry", "", "x; DROP TABLE y", "%"})
        layers.push_back(layer(name, plan::GeometryKind::Point, fields));
    const plan::Schema schema = schemaOf(layers);
    plan::Changeset changes;
    for (std::uint16_t i = 0; i < layers.size(); ++i) {
        std::vector<plan::Value> values;
        for (std::size_t j = 0; j < fields.size(); ++j) values.push_back(std::to_string(i) + "/" + std::to_string(j));
        changes.changes.push_back(
            {nullptr, plan::makeFeature(schema, {0, i + 1u}, {i}, geometry::MultiPoint{{i, i}}, values)});
    }
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    {
        Store store = Store::init(file, schema, "p").value();
        ASSERT_TRUE(store.baseline(changes, note("nasty")));
    }
    const Store store = Store::open(file).value();
    EXPECT_EQ(store.schema()->layers, schema.layers);
    const Snapshot empty(store.schema());
    EXPECT_TRUE(store.load(1).value() == empty.with(changes).value());
    EXPECT_EQ(scratch::ask(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(scratch::problemsOf(file, false), std::vector<std::string>());
    EXPECT_EQ(scratch::ask(file, "SELECT count(*) FROM \"图层 一_now\" WHERE \"面积(亩)\" = '5/9'"), "1");
}

// A schema comes back in full, in another system too.
TEST(Values, SchemaComesBackWithoutItsPack) {
    for (const char* crs : {"EPSG:4490", "EPSG:4526", "EPSG:2056",
                            "+proj=tmerc +lat_0=0 +lon_0=107.5 +k=1 +x_0=500000 +y_0=0 "
                            "+ellps=GRS80 +units=m +no_defs"}) {
        plan::Schema schema = *support::randomSchema(crs);
        schema.layers[1].fields[1].codeList = "GHFQ";
        schema.layers[1].fields[1].aliases = {"分区代码", "FQDM"};
        schema.layers[1].aliases = {"规划分区"};
        schema.layers[1].name = {"规划分区", "Planning zones"};
        schema.layers[1].symbol = "ghfq";
        const scratch::Folder folder;
        const auto file = folder / "plan.sqlite";
        const Snapshot plan = support::randomPlan(3, std::make_shared<const plan::Schema>(schema));
        ASSERT_TRUE(scratch::filed(file, plan).set("I01.target", 1234.5));
        const Store store = Store::open(file, Store::Mode::ReadOnly).value();
        EXPECT_EQ(store.spec(), "random");
        const plan::Schema& back = *store.schema();
        EXPECT_EQ(back.layers, schema.layers);
        EXPECT_EQ(back.region, schema.region);
        EXPECT_EQ(back.spec, schema.spec);
        EXPECT_EQ(back.grid, schema.grid);
        EXPECT_EQ(back.system.wkt, schema.system.wkt);
        EXPECT_EQ(back.system.definition, schema.system.definition);
        EXPECT_EQ(back.system.epsg, schema.system.epsg);
        EXPECT_EQ(back.system.gaussKrueger, schema.system.gaussKrueger);
        EXPECT_EQ(back.measure.method(), schema.measure.method());
        EXPECT_EQ(store.settings().value(), (plan::Settings{{"I01.target", 1234.5}}));
        const Snapshot head = store.load(1).value();
        EXPECT_TRUE(head == plan);
        head.each(support::layer::survey, [&](const plan::FeatureRef& feature) {
            EXPECT_EQ(back.measure.area(feature->shape), feature->area);  // the same measure, to the last bit
        });
        EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
    }
}

TEST(Values, SettingsKeepTheirLastValue) {
    const scratch::Folder folder;
    Store store = Store::init(folder / "plan.sqlite", *support::randomSchema(), "p").value();
    EXPECT_TRUE(store.settings()->empty());
    ASSERT_TRUE(store.set("I04.base", 1));
    ASSERT_TRUE(store.set("I01.target", 5));
    ASSERT_TRUE(store.set("I04.base", 2.5));
    EXPECT_EQ(store.settings().value(), (plan::Settings{{"I01.target", 5}, {"I04.base", 2.5}}));
    EXPECT_EQ(store.set("I04.base", std::nan("")).error().code, base::Error::Code::Invalid);
}

TEST(Extend, AddsFieldsAndLayersAndKeepsWhatIsThere) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const Snapshot plan = support::randomPlan(5);
    Store store = scratch::filed(file, plan);
    Store other = Store::open(file).value();  // sees the new structure without being told

    plan::Schema wider = plan.schema();
    std::reverse(wider.layers.begin(), wider.layers.end());
    for (auto& each : wider.layers) {
        each.fields.push_back(field("bsm", plan::FieldType::Text));
        each.fields.push_back(field("备注", plan::FieldType::Integer));
    }
    wider.layers.push_back(layer("古树 名木", plan::GeometryKind::Point, {field("树龄", plan::FieldType::Integer)}));
    ASSERT_TRUE(store.extend(wider));
    const auto schema = store.schema();
    ASSERT_EQ(schema->layers.size(), plan.schema().layers.size() + 1);
    for (std::size_t i = 0; i < plan.schema().layers.size(); ++i) {
        EXPECT_EQ(schema->layers[i].code, plan.schema().layers[i].code);
        EXPECT_EQ(schema->layers[i].fields.size(), plan.schema().layers[i].fields.size() + 2);
    }
    ASSERT_TRUE(store.extend(wider));  // nothing more to add
    EXPECT_EQ(store.schema(), schema);
    EXPECT_EQ(scratch::ask(file, "SELECT count(*) FROM sanxian_schemas"), "2");

    const Snapshot old = store.load(1).value();
    EXPECT_TRUE(old == plan);
    EXPECT_EQ(old.schema().layers, plan.schema().layers) << "an old revision has the structure that it had";
    const plan::LayerId trees = schema->find("古树 名木").value();
    std::vector<plan::Value> values = old.find(support::layer::county, "150825000000000001")->values;
    values.resize(7);
    values[5] = std::string("lower");
    values[6] = std::numeric_limits<std::int64_t>::max();
    const auto county = old.find(support::layer::county, "150825000000000001");
    const plan::Changeset changes{
        {{county, plan::makeFeature(*schema, county->id, county->layer, county->shape, values)},
         {nullptr, plan::makeFeature(*schema, {1, 1}, trees, geometry::MultiPoint{{5, 5}}, {std::int64_t{300}})}}};
    ASSERT_TRUE(store.baseline(changes, note("wider")));
    const Snapshot fresh = old.under(schema).with(changes).value();
    EXPECT_TRUE(store.load(2).value() == fresh);
    EXPECT_TRUE(fresh == old.under(schema).with(store.changes(1, 2).value()).value());
    EXPECT_TRUE(other.load(2).value() == fresh);
    EXPECT_EQ(other.schema()->layers, schema->layers);
    EXPECT_EQ(scratch::ask(file, "SELECT bsm_2 FROM XZQ_now"), "lower");
    EXPECT_EQ(scratch::ask(file, "SELECT 备注 FROM XZQ_now"), "9223372036854775807");
    EXPECT_TRUE(store.load(1).value() == plan);
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}

// A newer edition of the pack is a revision like any other: what was before keeps its structure, what comes has the
// new.
TEST(Extend, ANewerPackIsARevision) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const auto spec = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
    Store store = Store::init(file, *spec, "county-2021", spec->crs, spec->region, store::DigestMethod::Sha256).value();
    const auto schema = store.schema();
    const plan::LayerId county = schema->find("XZQ").value();
    const auto first = plan::makeFeature(*schema, {0, 1}, county, {}, {std::string("150825000000000001")});
    ASSERT_EQ(store.baseline({{{nullptr, first}}}, note("filed")).value(), 1);
    EXPECT_FALSE(store.adopt(*spec, "county-2021", note("same"))->has_value());
    EXPECT_EQ(store.head(), 1);

    plan::Spec newer = *spec;
    newer.layers[county.index].fields[0].length += 12;
    newer.layers[county.index].fields[0].name.zh = "标识";
    newer.layers[county.index].fields.push_back(field("新字段", plan::FieldType::Integer));
    newer.layers.push_back(layer("XTC", plan::GeometryKind::Point, {field("A", plan::FieldType::Text)}));
    EXPECT_EQ(store.adopt(newer, "county-2035", note("new pack")).value(), 2);
    EXPECT_EQ(store.head(), 2);
    EXPECT_EQ(store.spec(), "county-2035");
    EXPECT_TRUE(store.revision(2)->structure);
    EXPECT_EQ(store.revision(2)->changes, 0);
    EXPECT_FALSE(store.revision(1)->structure);
    EXPECT_EQ(store.load(1)->schema().layers, schema->layers);
    EXPECT_EQ(store.load(2)->schema().layers.size(), schema->layers.size() + 1);
    EXPECT_EQ(store.load(2)->schema().layer(county).fields[0].name.zh, "标识");
    EXPECT_EQ((*store.schema(1))->layers, schema->layers);
    const std::string declared = "SELECT type FROM pragma_table_info('XZQ') WHERE name = 'BSM'";
    EXPECT_EQ(scratch::ask(file, declared),
              "VARCHAR(" + std::to_string(newer.layers[county.index].fields[0].length) + ")");
    EXPECT_EQ(scratch::ask(file, "PRAGMA integrity_check"), "ok");

    const auto wide = store.schema();
    auto values = first->values;
    values.resize(wide->layer(county).fields.size());
    values.back() = std::int64_t{7};
    const auto second = plan::makeFeature(*wide, {0, 1}, county, {}, values);
    ASSERT_EQ(store.baseline({{{first, second}}}, note("filled")).value(), 3);
    const Store other = Store::open(file, Store::Mode::ReadOnly).value();
    EXPECT_EQ(other.digests(), store::DigestMethod::Sha256);
    for (store::RevisionNumber a = 0; a <= 3; ++a)
        for (store::RevisionNumber b = 0; b <= 3; ++b) {
            const auto by = other.schema(std::max(a, b)).value();
            const Snapshot before = other.load(a).value(), after = other.load(b).value();
            if (a <= b) {
                EXPECT_TRUE(before.under(by).with(other.changes(a, b).value()).value() == after) << a << b;
            } else {
                EXPECT_TRUE(before.with(other.changes(a, b).value()).value() == after.under(by)) << a << b;
            }
        }

    plan::Spec narrow = newer;
    narrow.layers[county.index].fields[0].length = 5;
    EXPECT_EQ(store.adopt(narrow, "x", note("n")).error().message.key, "store.cannot_adopt_field");
    narrow = newer;
    narrow.layers[county.index].geometry = plan::GeometryKind::Line;
    EXPECT_EQ(store.adopt(narrow, "x", note("n")).error().message.key, "store.cannot_adopt_layer");
    EXPECT_EQ(store.head(), 3);
    EXPECT_EQ(store.spec(), "county-2035");
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}
