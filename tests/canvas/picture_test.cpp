#include "canvas/picture.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "canvas/path.h"
#include "canvas/tests_plan.h"

namespace {

using namespace canvas;
constexpr std::int64_t metre = 10'000;

struct Scene {
    plan::SchemaRef schema = schemaOf({layerOf("A"), layerOf("B")});
    plan::Spec spec;
    View view = View(metric(), {100, 100}).shownFitting({0, 0, 100 * metre, 100 * metre}, 0);
    Scene() {
        spec.symbols["A"] = filled({255, 0, 0, 255});
        spec.symbols["B"] = filled({0, 0, 255, 255});
    }
    QImage drawn(const plan::Snapshot& snapshot, std::vector<LayerStyle> styles, const base::Task& task = {}) const {
        QImage image(100, 100, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        draw(painter, view, snapshot, spec, styles, task);
        return image;
    }
};

TEST(Picture, FillsInsideAndLeavesHoles) {
    Scene scene;
    auto hole = square(40 * metre, 40 * metre, 20 * metre);
    std::reverse(hole.begin(), hole.end());
    const plan::Snapshot snapshot(scene.schema,
                                  {areaOf(scene.schema, 1, 0, square(10 * metre, 10 * metre, 80 * metre), {hole})});
    const QImage image = scene.drawn(snapshot, standardOrder(*scene.schema));
    EXPECT_EQ(image.pixelColor(20, 20), QColor(Qt::red));
    EXPECT_EQ(image.pixelColor(50, 50), QColor(Qt::white));
    EXPECT_EQ(image.pixelColor(3, 3), QColor(Qt::white));
}

TEST(Picture, LaterStylesLieOnTopAndHiddenOnesAreNotThere) {
    Scene scene;
    const plan::Snapshot snapshot(scene.schema, {areaOf(scene.schema, 1, 0, square(0, 0, 100 * metre)),
                                                 areaOf(scene.schema, 2, 1, square(0, 0, 100 * metre))});
    EXPECT_EQ(scene.drawn(snapshot, {{{0}}, {{1}}}).pixelColor(50, 50), QColor(Qt::blue));
    EXPECT_EQ(scene.drawn(snapshot, {{{1}}, {{0}}}).pixelColor(50, 50), QColor(Qt::red));
    EXPECT_EQ(scene.drawn(snapshot, {{{0}}, {{1}, false}}).pixelColor(50, 50), QColor(Qt::red));
    const QColor half = scene.drawn(snapshot, {{{0}, true, 0.5}}).pixelColor(50, 50);
    EXPECT_EQ(half.red(), 255);
    EXPECT_NEAR(half.green(), 128, 2);
}

TEST(Picture, WhatIsSmallerThanAPixelIsStillSeen) {
    Scene scene;
    const plan::Snapshot snapshot(scene.schema,
                                  {areaOf(scene.schema, 1, 0, square(50 * metre, 50 * metre, metre / 10))});
    const QImage image = scene.drawn(snapshot, standardOrder(*scene.schema));
    int red = 0;
    for (int y = 48; y <= 51; ++y)
        for (int x = 48; x <= 51; ++x) red += image.pixelColor(x, y) == QColor(Qt::red);
    EXPECT_EQ(red, 1);
}

TEST(Picture, AStoppedTaskDrawsNothingMore) {
    Scene scene;
    std::stop_source source;
    source.request_stop();
    const plan::Snapshot snapshot(scene.schema, {areaOf(scene.schema, 1, 0, square(0, 0, 100 * metre))});
    EXPECT_EQ(scene.drawn(snapshot, standardOrder(*scene.schema), {source.get_token(), {}}).pixelColor(50, 50),
              QColor(Qt::white));
}

TEST(Picture, AChangeIsSeenAroundTheCornersThatDiffer) {
    const Scene scene;
    geometry::Ring ring = square(0, 0, 90 * metre), moved = ring;
    ring.insert(ring.begin() + 1, {{30 * metre, 0}, {40 * metre, 0}, {50 * metre, 0}});
    moved.insert(moved.begin() + 1, {{30 * metre, 0}, {40 * metre, 7 * metre}, {50 * metre, 0}});
    const plan::Change change{areaOf(scene.schema, 1, 0, ring), areaOf(scene.schema, 1, 0, moved)};
    EXPECT_EQ(changedBox(change, *scene.schema, scene.spec), (geometry::Box{30 * metre, 0, 50 * metre, 7 * metre}));
    EXPECT_EQ(changedBox({nullptr, change.after}, *scene.schema, scene.spec), change.after->box);
    EXPECT_TRUE(changedBox({change.before, change.before}, *scene.schema, scene.spec).empty());
}

TEST(Picture, LongRingsAreThinnedToWhatCanBeSeen) {
    geometry::Ring ring;
    for (int i = 0; i < 100'000; ++i) ring.push_back({i * metre / 1000, (i % 2) * metre / 100});
    for (int i = 0; i < 100'000; ++i) ring.push_back({(100'000 - i) * metre / 1000, 100 * metre});
    const Scene scene;
    const QPolygonF polygon = thinned(ring, scene.view, QRectF(0, 0, 100, 100));
    EXPECT_LT(polygon.size(), 1000);
    EXPECT_GT(polygon.size(), 100);
}

TEST(Picture, RingsAreCutAtTheWindow) {
    const Scene scene;
    const QRectF window(40, 40, 20, 20);
    const QPolygonF all = thinned(square(-1000 * metre, -1000 * metre, 3000 * metre), scene.view, window);
    EXPECT_EQ(all.boundingRect(), window);
    EXPECT_TRUE(thinned(square(-1000 * metre, 0, 100 * metre), scene.view, window).isEmpty());
}

TEST(Picture, ThreeHundredThousandParcelsInWellUnderASecond) {
    Scene scene;
    std::vector<plan::FeatureRef> parcels;
    const int across = 548;
    for (int i = 0; i < across * across; ++i) {
        geometry::Ring ring;
        const std::int64_t x = i % across * 200 * metre, y = i / across * 200 * metre;
        for (int corner = 0; corner < 32; ++corner) {
            const int side = corner / 8, along = corner % 8 * 25;
            ring.push_back(side == 0   ? geometry::Point{x + along * metre, y}
                           : side == 1 ? geometry::Point{x + 200 * metre, y + along * metre}
                           : side == 2 ? geometry::Point{x + (200 - along) * metre, y + 200 * metre}
                                       : geometry::Point{x, y + (200 - along) * metre});
        }
        parcels.push_back(areaOf(scene.schema, static_cast<std::uint32_t>(i + 1), 0, std::move(ring)));
    }
    const plan::Snapshot snapshot(scene.schema, parcels);
    QImage image(1600, 1000, QImage::Format_ARGB32_Premultiplied);
    for (const double zoom : {1.0, 2.0, 8.0}) {
        QPainter painter(&image);
        const View view = View(metric(), image.size()).shownFitting(snapshot.extent()).zoomed(zoom, {800, 500});
        const auto start = std::chrono::steady_clock::now();
        draw(painter, view, snapshot, scene.spec, standardOrder(*scene.schema));
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        RecordProperty("seconds_at_zoom_" + std::to_string(static_cast<int>(zoom)), std::to_string(seconds));
        std::printf("300,000 parcels, zoom %g: %.3f s\n", zoom, seconds);
        EXPECT_LT(seconds, 3) << "even on a busy machine";
    }
}

}  // namespace
