#include "sample/county.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"

namespace sample {
namespace {

const plan::Spec& spec() {
    static const plan::SpecRef loaded = [] {
        auto result = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC);
        if (!result) throw std::runtime_error(result.error().message.key);
        return *result;
    }();
    return *loaded;
}

County made(std::int64_t parcels, std::uint64_t seed = 1, int errors = 0) {
    auto county = make(spec(), {parcels, seed, errors});
    if (!county) throw std::runtime_error(county.error().message.key);
    return std::move(*county);
}

const County& small() {
    static const County county = made(1000);
    return county;
}

plan::LayerId layer(const plan::Snapshot& snapshot, std::string_view code) { return *snapshot.schema().find(code); }

const geometry::MultiPolygon& areaOf(const plan::FeatureRef& feature) {
    return std::get<geometry::MultiPolygon>(feature->shape);
}

plan::Value value(const plan::Snapshot& snapshot, const plan::Feature& feature, std::string_view field) {
    const auto at = snapshot.schema().layer(feature.layer).field(field);
    return at ? feature.value(*at) : plan::Value();
}

struct EdgeHash {
    std::size_t operator()(const std::pair<geometry::Point, geometry::Point>& edge) const {
        return std::hash<geometry::Point>()(edge.first) * 31 + std::hash<geometry::Point>()(edge.second);
    }
};
using Edges = std::unordered_set<std::pair<geometry::Point, geometry::Point>, EdgeHash>;

// The directed edges of the layer's rings; fails where one is there twice, which is an overlap.
Edges edgesOf(const plan::Snapshot& snapshot, std::string_view code) {
    Edges edges;
    snapshot.each(layer(snapshot, code), [&](const plan::FeatureRef& feature) {
        geometry::eachRing(areaOf(feature), [&](const geometry::Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i)
                EXPECT_TRUE(edges.emplace(ring[i], ring[(i + 1) % ring.size()]).second) << code;
        });
    });
    return edges;
}

geometry::Wide sumOf(const plan::Snapshot& snapshot, std::string_view code) {
    geometry::Wide sum = 0;
    snapshot.each(layer(snapshot, code),
                  [&](const plan::FeatureRef& feature) { sum += geometry::doubledSteps(areaOf(feature)); });
    return sum;
}

double hectares(const plan::Snapshot& snapshot, std::string_view code) {
    double sum = 0;
    snapshot.each(layer(snapshot, code), [&](const plan::FeatureRef& f) { sum += f->area.hectares(); });
    return sum;
}

TEST(County, HasTheParcelsAskedFor) {
    for (const std::int64_t parcels : {1000, 1234, 5000})
        EXPECT_EQ(static_cast<std::int64_t>(made(parcels).snapshot.count(layer(small().snapshot, "DLTB"))), parcels);
}

TEST(County, EveryLayerHasSomething) {
    for (std::size_t i = 0; i < small().snapshot.schema().layers.size(); ++i)
        EXPECT_GT(small().snapshot.count(plan::LayerId{static_cast<std::uint16_t>(i)}), 0u)
            << small().snapshot.schema().layers[i].code;
}

TEST(County, LiesWhereTheRealOneLies) {
    const auto& s = small().snapshot;
    EXPECT_NEAR(hectares(s, "XZQ") / 100, 24'900, 900);  // the outline follows parcels of 50 km² here
    const geometry::Box box = s.extent();
    EXPECT_GT(box.minX, 105'100'000'000);
    EXPECT_LT(box.maxX, 107'700'000'000);
    EXPECT_GT(box.minY, 40'600'000'000);
    EXPECT_LT(box.maxY, 42'400'000'000);
    EXPECT_GE(s.count(layer(s, "XZQ")), 8u);
    EXPECT_LE(s.count(layer(s, "XZQ")), 11u);
}

// Exactly one twin of opposite direction for each edge, but on the county's border.
TEST(County, ZonesAndParcelsTileIt) {
    const auto& s = small().snapshot;
    const Edges townships = edgesOf(s, "XZQ"), zones = edgesOf(s, "GHFQ"), parcels = edgesOf(s, "DLTB");
    for (const Edges* edges : {&zones, &parcels})
        for (const auto& [from, to] : *edges) {
            const bool border = townships.contains({from, to}) && !townships.contains({to, from});
            EXPECT_NE(edges->contains({to, from}), border);
        }
    EXPECT_TRUE(sumOf(s, "XZQ") == sumOf(s, "DLTB"));
    EXPECT_TRUE(sumOf(s, "XZQ") == sumOf(s, "GHFQ"));
}

TEST(County, CoarserBoundariesAreBoundariesOfTheFiner) {
    const auto& s = small().snapshot;
    const Edges zones = edgesOf(s, "GHFQ"), parcels = edgesOf(s, "DLTB");
    for (const char* coarse : {"XZQ", "CZKFBJ"})
        for (const auto& edge : edgesOf(s, coarse)) EXPECT_TRUE(zones.contains(edge)) << coarse;
    for (const char* coarse : {"XZQ", "GHFQ", "STBHHX", "YJJBNTBHTB", "GDBHMB", "YJJBNTCBQ", "CZKFBJ", "ZXCQGHYDYH",
                               "ZXCQFW", "ZXCQGHFQ", "PZWJSTD"})
        for (const auto& edge : edgesOf(s, coarse)) EXPECT_TRUE(parcels.contains(edge)) << coarse;
}

TEST(County, ShapesAreValid) {
    const auto& s = small().snapshot;
    for (std::size_t i = 0; i < s.schema().layers.size(); ++i)
        s.each(plan::LayerId{static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
            EXPECT_FALSE(geometry::flawOf(feature->shape)) << plan::nameOf(s.schema(), *feature);
        });
}

TEST(County, RedLineHas68Percent) {
    for (const std::int64_t parcels : {1000, 8000}) {
        const County county = made(parcels);
        EXPECT_NEAR(hectares(county.snapshot, "STBHHX") / hectares(county.snapshot, "XZQ"), 0.68, 0.02);
    }
}

TEST(County, ExpansionFactorIsPlausible) {
    const auto& s = small().snapshot;
    double planned = 0, built = 0;
    s.each(layer(s, "CZKFBJ"), [&](const plan::FeatureRef& f) {
        if (value(s, *f, "GHFQDM") == plan::Value("410")) planned += f->area.hectares();
    });
    s.each(layer(s, "DLTB"), [&](const plan::FeatureRef& f) {
        if (value(s, *f, "CZCSXM") == plan::Value("202")) built += f->area.hectares();
    });
    EXPECT_GT(planned / built, 1.15);
    EXPECT_LT(planned / built, 1.4);
}

TEST(County, FarmlandIsDenseInASmallStrip) {
    const auto& s = small().snapshot;
    std::size_t parcels = 0;
    double area = 0;
    s.each(layer(s, "DLTB"), [&](const plan::FeatureRef& f) {
        if (!plan::textOf(value(s, *f, "DLBM")).starts_with("01")) return;
        ++parcels;
        area += f->area.hectares();
    });
    EXPECT_GT(parcels, 200u);
    EXPECT_LT(area / hectares(s, "XZQ"), 0.025);
}

// Cells of one partition do not overlap: the lines are apart where no parcel is in two of them.
TEST(County, TheThreeLinesAreApart) {
    const auto& s = small().snapshot;
    const std::array lines{"STBHHX", "YJJBNTBHTB", "CZKFBJ"};
    for (std::size_t i = 0; i < lines.size(); ++i)
        s.each(layer(s, lines[i]), [&](const plan::FeatureRef& a) {
            for (std::size_t j = i + 1; j < lines.size(); ++j)
                s.each(layer(s, lines[j]), a->box, [&](const plan::FeatureRef& b) {
                    const auto overlap = geometry::overlaps(areaOf(a), areaOf(b));
                    EXPECT_TRUE(overlap && !*overlap) << lines[i] << " " << lines[j];
                });
        });
}

TEST(County, ParcelsHaveAboutThirtyVertices) {
    for (const std::int64_t parcels : {1000, 10'000}) {
        const auto snapshot = made(parcels).snapshot;
        std::size_t vertices = 0;
        snapshot.each(layer(snapshot, "DLTB"),
                      [&](const plan::FeatureRef& f) { vertices += geometry::vertexCount(f->shape); });
        EXPECT_NEAR(static_cast<double>(vertices) / static_cast<double>(parcels), 30, 3);
    }
}

TEST(County, SameSeedSameCounty) {
    EXPECT_EQ(made(1000).snapshot, small().snapshot);
    EXPECT_FALSE(made(1000, 2).snapshot == small().snapshot);
    const County a = made(2000, 3, 2), b = made(2000, 3, 2);
    EXPECT_EQ(a.snapshot, b.snapshot);
    ASSERT_EQ(a.planted.size(), b.planted.size());
    for (std::size_t i = 0; i < a.planted.size(); ++i) EXPECT_EQ(a.planted[i].where, b.planted[i].where);
}

TEST(County, AttributesAreComplete) {
    const auto& s = small().snapshot;
    std::set<std::string> identifiers;
    std::size_t identified = 0;
    for (std::size_t i = 0; i < s.schema().layers.size(); ++i) {
        const plan::Layer& layer = s.schema().layers[i];
        s.each(plan::LayerId{static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
            if (layer.geometry == plan::GeometryKind::None) {
                EXPECT_TRUE(layer.key.empty()) << layer.code;
                EXPECT_EQ(geometry::vertexCount(feature->shape), 0u) << layer.code;
            } else {
                ++identified;
                const std::string name = plan::textOf(value(s, *feature, "BSM"));
                EXPECT_EQ(name.size(), 18u);
                EXPECT_TRUE(name.starts_with("1508250000"));
                identifiers.insert(name);
            }
            for (std::size_t f = 0; f < layer.fields.size(); ++f) {
                const plan::Field& field = layer.fields[f];
                const plan::Value& held = feature->value(f);
                EXPECT_FALSE(field.required && plan::isBlank(held)) << layer.code << " " << field.code;
                EXPECT_TRUE(field.constant.empty() || plan::textOf(held) == field.constant) << layer.code;
                if (plan::isBlank(held)) continue;
                EXPECT_TRUE(field.codeList.empty() ||
                            spec().codeLists.at(field.codeList).find(plan::textOf(held)) != nullptr)
                    << layer.code << " " << field.code << " " << plan::textOf(held);
                if (const auto code = layer.field(field.nameOf)) {
                    const auto& list = spec().codeLists.at(layer.fields[*code].codeList);
                    const plan::Code* named = list.find(plan::textOf(feature->value(*code)));
                    ASSERT_TRUE(named) << layer.code << " " << field.code;
                    EXPECT_EQ(plan::textOf(held), named->name.zh);
                }
            }
        });
    }
    EXPECT_EQ(identifiers.size(), identified);
}

TEST(County, AreasAreDeclaredAsMeasured) {
    const auto& s = small().snapshot;
    for (std::size_t i = 0; i < s.schema().layers.size(); ++i) {
        const plan::Layer& layer = s.schema().layers[i];
        if (const auto field = layer.field(layer.areaField))
            s.each(plan::LayerId{static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
                EXPECT_NEAR(plan::numberOf(feature->value(*field)), feature->area.squareMetres(), 0.0051);
            });
    }
    for (const char* code : {"DLTB", "GDBHMB", "YJJBNTBHTB"})
        s.each(layer(s, code), [&](const plan::FeatureRef& f) {
            const auto number = [&](std::string_view field) { return plan::numberOf(value(s, *f, field)); };
            const bool kept = std::string_view(code) == "YJJBNTBHTB";
            const double all = number(kept ? "YJJBNTTBMJ" : "TBMJ"), rest = number(kept ? "YJJBNTMJ" : "TBDLMJ");
            EXPECT_NEAR(number("KCMJ"), all * number("KCXS"), 0.0051);
            EXPECT_NEAR(rest, all - number("KCMJ"), 0.0051);
        });
}

// The zones and the land use of the seat tile the central urban area, which is its development boundary.
TEST(County, TheTownPlanTilesTheCentralUrbanArea) {
    const auto& s = small().snapshot;
    const Edges centre = edgesOf(s, "ZXCQFW");
    for (const char* tiling : {"ZXCQGHFQ", "ZXCQGHYDYH"}) {
        EXPECT_TRUE(sumOf(s, tiling) == sumOf(s, "ZXCQFW")) << tiling;
        const Edges edges = edgesOf(s, tiling);
        for (const auto& edge : centre) EXPECT_TRUE(edges.contains(edge)) << tiling;
    }
    std::set<std::string> codes;
    s.each(layer(s, "ZXCQGHFQ"),
           [&](const plan::FeatureRef& f) { codes.insert(plan::textOf(value(s, *f, "GHFQDM"))); });
    EXPECT_TRUE(codes.contains("430"));
    EXPECT_GT(codes.size(), 2u);
}

TEST(County, EveryProjectIsListedWithItsLand) {
    const auto& s = small().snapshot;
    std::map<std::string, double> drawn, listed;
    s.each(layer(s, "ZDJSXM"), [&](const plan::FeatureRef& f) {
        drawn[plan::textOf(value(s, *f, "XMMC"))] += plan::numberOf(value(s, *f, "MJ"));
    });
    s.each(layer(s, "ZDJSXMAPB"), [&](const plan::FeatureRef& f) {
        EXPECT_TRUE(listed.emplace(plan::textOf(value(s, *f, "XMMC")), plan::numberOf(value(s, *f, "YDGM"))).second);
    });
    ASSERT_EQ(drawn.size(), listed.size());
    for (const auto& [name, squareMetres] : drawn) {
        EXPECT_GE(listed.at(name) * 10'000, squareMetres) << name;
        EXPECT_LT(listed.at(name) * 10'000, squareMetres + 100.01) << name;
    }
}

TEST(County, TheTableOfIndicatorsSaysWhatIsDrawn) {
    const auto& s = small().snapshot;
    std::map<std::string, double> table;
    s.each(layer(s, "GHZBB"), [&](const plan::FeatureRef& f) {
        table[plan::textOf(value(s, *f, "ZBMC"))] = plan::numberOf(value(s, *f, "GHMBN"));
    });
    EXPECT_EQ(table.size(), spec().indicators.size());
    EXPECT_NEAR(table.at("生态保护红线面积"), hectares(s, "STBHHX") / 100, 0.00005001);
    EXPECT_GT(table.at("永久基本农田保护面积"), 0.9 * hectares(s, "YJJBNTBHTB"));
    EXPECT_LT(table.at("永久基本农田保护面积"), hectares(s, "YJJBNTBHTB") + 0.01);
}

TEST(County, RefusesWhatCannotBe) {
    EXPECT_EQ(make(spec(), {999}).error().message.key, "sample.parcels");
    EXPECT_EQ(make(spec(), {1'000'001}).error().message.key, "sample.parcels");
    EXPECT_EQ(make(spec(), {1000, 1, -1}).error().message.key, "sample.errors");
    EXPECT_EQ(make(spec(), {1000, 1, 1000}).error().message.key, "sample.no_room");
}

TEST(County, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(make(spec(), {1000}, {stop.get_token(), {}}).error().code, base::Error::Code::Cancelled);
}

TEST(County, TwentyThousandParcelsInSeconds) {
    const auto start = std::chrono::steady_clock::now();
    const County county = made(20'000);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    EXPECT_LT(passed.count(), 20);  // 1 to 2 s on an idle machine
    EXPECT_GT(county.snapshot.count(layer(county.snapshot, "STBHHX")), 100u);
}

}  // namespace
}  // namespace sample
