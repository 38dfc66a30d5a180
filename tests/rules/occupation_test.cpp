#include "rules/occupation.h"

#include "base/decimal.h"
#include "rules/inspected.h"

namespace {

using namespace inspected;
using rules::Occupation;
using rules::Occupied;

std::vector<rules::Selection> layersOf(const plan::Spec& spec, const Texts& texts) {
    std::vector<rules::Selection> layers;
    for (const auto& text : texts) layers.push_back(rules::Selection::of(text, spec).value());
    return layers;
}

Occupation tableOf(const Sheet& sheet, const Texts& layers, const geometry::MultiPolygon& area) {
    return rules::occupation(layersOf(drawn::spec(*sheet.schema()), layers), sheet.plan(), area);
}

double sumOf(const Occupation& table, const std::string& layer) {
    double sum = 0;
    for (const Occupied& row : table.rows)
        if (row.layer == layer) sum += row.squareMetres;
    return base::rounded(sum, 2);
}

TEST(Occupation, byLayerAndByClass) {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(0, 0, 50, 100), {}, "0101");
    sheet.add(layer::survey, sheet.box(50, 0, 80, 100), {}, "0702");
    sheet.add(layer::survey, sheet.box(80, 0, 200, 100), {}, "0101");
    const Occupation table = tableOf(sheet, {"STBHHX", "DLTB by DM", "GHFQ by DM"}, sheet.box(20, 0, 120, 50));
    EXPECT_NEAR(table.squareMetres, 5000, 5000 * ofArea);
    ASSERT_EQ(table.rows.size(), 4u);
    EXPECT_NEAR(table.rows[0].squareMetres, 4000, 4000 * ofArea);
    EXPECT_EQ(table.rows[0].field, "");
    EXPECT_EQ(table.rows[1].code, "0101");
    EXPECT_NEAR(table.rows[1].squareMetres, 3500, 3500 * ofArea);
    EXPECT_EQ(table.rows[2].code, "0702");
    EXPECT_NEAR(table.rows[2].squareMetres, 1500, 1500 * ofArea);
    EXPECT_EQ(sumOf(table, "DLTB"), table.squareMetres);
    EXPECT_EQ(table.rows[3].layer, "GHFQ");  // no zone at all: what none covers is all of it
    EXPECT_EQ(table.rows[3].squareMetres, table.squareMetres);
}

TEST(Occupation, whatNoTileCoversHasARowAndWhatOverlapsIsNotMadeToFit) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 50, 100), {}, "0101");
    const Occupation part = tableOf(sheet, {"DLTB by DM"}, sheet.box(0, 0, 100, 100));
    ASSERT_EQ(part.rows.size(), 2u);
    EXPECT_EQ(part.rows[1].code, "");
    EXPECT_NEAR(part.rows[1].squareMetres, 5000, 5000 * ofArea);
    EXPECT_EQ(sumOf(part, "DLTB"), part.squareMetres);
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100), {}, "0702");
    const Occupation twice = tableOf(sheet, {"DLTB by DM"}, sheet.box(0, 0, 100, 100));
    EXPECT_NEAR(sumOf(twice, "DLTB"), 15000, 15000 * ofArea);
}

// On random plans the classes of a tiling layer add up to the area to the last 0.01 m² (domain §3.5).
TEST(Occupation, theRowsOfATilingLayerAddUp) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const plan::Snapshot plan = support::randomPlan(seed);
        const auto layers = layersOf(drawn::spec(plan.schema()), {"DLTB by SL", "GHFQ by DM"});
        const geometry::Box box = plan.extent(layer::county);
        const std::int64_t w = (box.maxX - box.minX) / 4, h = (box.maxY - box.minY) / 4;
        const std::int64_t x = box.minX + w + static_cast<std::int64_t>(seed) * 977, y = box.minY + h;
        const geometry::MultiPolygon area{{{{{x, y}, {x + w + 333, y + 71}, {x + w, y + h}, {x + 5, y + h - 13}}, {}}}};
        const Occupation table = rules::occupation(layers, plan, area);
        for (const char* layer : {"DLTB", "GHFQ"})
            EXPECT_EQ(sumOf(table, layer), table.squareMetres) << "seed " << seed;
        for (const Occupied& row : table.rows) EXPECT_NE(row.code, "") << "seed " << seed;
    }
}

TEST(Occupation, aNewProjectIsNoted) {
    Sheet filed, now;
    for (Sheet* sheet : {&filed, &now}) {
        sheet->add(layer::survey, sheet->box(0, 0, 100, 100), {}, "0101");
        sheet->add(layer::lines, sheet->box(500, 0, 600, 100));
    }
    now.add(layer::lines, now.box(20, 20, 120, 40));
    plan::Spec spec = drawn::spec(*now.schema());
    spec.rules = {rule("R-P3", "occupation", {}, {{"of", "gained STBHHX"}, {"layers", Texts{"DLTB by DM", "GHFQ"}}})};
    spec.rules[0].severity = "info";
    EXPECT_EQ(rules::occupationLayers(spec).value().size(), 2u);
    const auto findings = drawn::findings(spec, now.plan(), filed.plan());
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].severity, rules::Severity::Info);
    EXPECT_EQ(findings[0].key(), "R-P3/3@gained");
    EXPECT_THAT(findings[0].message.arguments[3], testing::HasSubstr("DLTB 0101 1,599."));
    spec.rules.clear();
    EXPECT_EQ(rules::occupationLayers(spec).error().message.key, "rules.no_occupation");
}

}  // namespace
