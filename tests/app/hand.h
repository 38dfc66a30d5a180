#pragma once

#include <algorithm>

#include "app/desktop.h"
#include "geometry/predicates.h"

using geometry::MultiPolygon;
using geometry::Point;
using plan::FeatureRef;

inline const MultiPolygon& areaOf(const FeatureRef& feature) { return std::get<MultiPolygon>(feature->shape); }

inline Point middle(Point a, Point b) { return {a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2}; }

// A place well inside: the middle of the widest of some level cuts.
inline Point within(const FeatureRef& feature) {
    const auto& box = feature->box;
    Point best = middle({box.minX, box.minY}, {box.maxX, box.maxY});
    std::int64_t widest = -1;
    for (int row = 1; row < 32; ++row) {
        const std::int64_t y = box.minY + (box.maxY - box.minY) / 32 * row;
        std::int64_t begun = -1;
        for (int column = 0; column <= 256; ++column) {
            const std::int64_t x = box.minX + (box.maxX - box.minX) / 256 * column;
            const bool in = geometry::locate(areaOf(feature), {x, y}) == geometry::Side::Inside;
            if (in && begun < 0) begun = x;
            if (begun >= 0 && (!in || column == 256) && x - begun > widest) {
                widest = x - begun;
                best = {begun + (x - begun) / 2, y};
            }
            if (!in) begun = -1;
        }
    }
    return best;
}

// An opened plan whose zones are worked on.
class HandTest : public Desktop {
protected:
    void SetUp() override {
        Desktop::SetUp();
        opens();
        zones_ = layer("GHFQ");
        services_.display.setActiveLayer(zones_);
    }

    std::size_t place() { return plan().history().place(); }
    bool stepped(std::size_t to) {
        return waitFor([&] { return place() == to; });
    }
    geometry::Area sum(plan::LayerId of) {
        geometry::Area area;
        plan().now().each(of, [&](const FeatureRef& feature) { area += feature->area; });
        return area;
    }
    // A zone of one ring, not at the edge of the county, large enough for the hand; the n-th of them.
    FeatureRef zone(std::size_t n = 0) {
        std::vector<FeatureRef> all;
        const auto county = plan().now().extent(zones_);
        plan().now().each(zones_, [&](const FeatureRef& feature) {
            const auto& area = areaOf(feature);
            const bool inner = feature->box.minX > county.minX && feature->box.maxX < county.maxX &&
                               feature->box.minY > county.minY && feature->box.maxY < county.maxY;
            if (area.polygons.size() == 1 && area.polygons[0].holes.empty() && inner) all.push_back(feature);
        });
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->area > b->area; });
        return n < all.size() ? all[n] : nullptr;
    }
    FeatureRef now(const FeatureRef& feature) { return plan().now().find(feature->layer, feature->id); }
    void show(const geometry::Box& box, double margin = 0.3) {
        map().setView(map().view().shownFitting(box, margin));
        ASSERT_TRUE(settled());
    }
    // Two ends of a cut from side to side, through the place inside it, and no more than one piece of it.
    std::pair<Point, Point> across(const FeatureRef& feature) {
        const Point in = within(feature);
        return {{feature->box.minX - (feature->box.maxX - feature->box.minX) / 20, in.y},
                {feature->box.maxX + (feature->box.maxX - feature->box.minX) / 20, in.y}};
    }
    void choose(const std::vector<FeatureRef>& features) {
        key(Qt::Key_Q);
        Qt::KeyboardModifiers keys;
        for (const auto& feature : features) {
            click(within(feature), keys);
            keys = Qt::ShiftModifier;
        }
        ASSERT_EQ(services_.display.selection().size(), features.size());
        for (const auto& feature : features)
            EXPECT_THAT(services_.display.selection(), testing::Contains(app::Chosen{feature->layer, feature->id}));
    }

    plan::LayerId zones_;
};
