#include "rules/law4.h"

// Law 4 of the rules about changes.
namespace {

using drawn::rule;
using Texts = std::vector<std::string>;
namespace layer = support::layer;

plan::Spec rulebook(const plan::Schema& schema) {
    plan::Spec spec = drawn::spec(schema);
    const auto exact = [](plan::Parameters parameters) {
        parameters["tolerance_m2"] = 0.0;
        parameters["width_m"] = 0.0;
        return parameters;
    };
    const Texts changes{"gained STBHHX",   "lost STBHHX", "gained GHFQ by DM",
                        "lost GHFQ by DM", "gained DLTB", "lost DLTB where DM = '0401'"};
    const plan::Parameters swap{{"in", "gained GHFQ where DM = '300'"},
                                {"out", "lost GHFQ where DM = '300'"},
                                {"in_within", "filed GHFQ where DM > '3'"},
                                {"measure", "area"},
                                {"must", "at_most"}};
    const auto balance = [](const char* measure, const char* must, const char* field) {
        plan::Parameters parameters{
            {"in", "gained STBHHX"}, {"out", "lost STBHHX"}, {"measure", measure}, {"must", must}};
        if (*field) parameters["value"] = field;
        return parameters;
    };
    spec.rules = {
        rule("now", "part", {}, exact({{"of", "DLTB"}, {"within", Texts{"STBHHX where DM < '14'", "GHFQ"}}}), true),
        rule("out", "part", {}, exact({{"of", "STBHHX"}, {"outside", Texts{"GHFQ where DM <> '300'"}}}), true),
        rule("line", "part", {}, exact({{"of", Texts{"DL", "GSMM"}}, {"within", "STBHHX"}}), true),
        rule("change", "part", {}, exact({{"of", changes}})),
        rule("within", "part", {}, exact({{"of", changes}, {"within", Texts{"GHFQ where DM > '3'", "filed DLTB"}}})),
        rule("outside", "part", {}, exact({{"of", changes}, {"outside", "DLTB where DM = '0401'"}})),
        rule("both", "part", {}, {{"of", changes}, {"within", "XZQ"}, {"outside", "STBHHX where area_m2 > 1000000"}}),
        rule("extent", "part", {}, exact({{"of", changes}, {"outside", "extent"}})),
        rule("swap", "balance", {}, swap),
        rule("area", "balance", {}, balance("area", "at_least", "")),
        rule("field", "balance", {}, balance("sum", "at_least", "MJ")),
        rule("mean", "balance", {}, balance("mean", "at_most", "SL")),
        rule("score", "scorecard", {},
             {{"layer", "STBHHX"},
              {"metrics", Texts{"parts", "holes", "small_parts", "shape", "taken", "built"}},
              {"small_part_m2", 1e6},
              {"taken", Texts{"GHFQ where DM = '300'"}},
              {"built", "DLTB where DM = '0702'"}}),
        rule("table", "occupation", {}, {{"of", "gained STBHHX"}, {"layers", Texts{"GHFQ by DM", "DLTB by DM"}}}),
    };
    spec.rules[4].needs = {"STBHHX"};
    return spec;
}

void alter(support::Dice& dice, std::vector<plan::Value>& values, const std::vector<plan::FeatureRef>&) {
    values[1] = std::string(dice.chance(50) ? "300" : dice.chance(50) ? "0401" : "11");
    values[3] = dice.roll(0, 9);
}

RC_GTEST_PROP(Law4Change, incrementalIsFull, (std::uint64_t seed)) {
    support::Dice dice(seed);
    const plan::Snapshot filed = support::randomPlan(seed);
    const geometry::Box box = filed.extent();
    const std::int64_t middle = box.minX + (box.maxX - box.minX) / 2 + 12345;
    const geometry::MultiPolygon west{
        {{{{box.minX, box.minY}, {middle, box.minY}, {middle, box.maxY}, {box.minX, box.maxY}}, {}}}};
    const rules::CaseFacts file{"boundary", {}, west};
    law4::Editor editor(dice, 10'000'000, {layer::zones, layer::lines, layer::lines, layer::survey}, alter);
    law4::holds(dice, rulebook(filed.schema()), filed, editor, 10, &file);
}

}  // namespace
