#include "canvas/view.h"

#include <gtest/gtest.h>

#include <cmath>

#include "canvas/tests_plan.h"

namespace {

using canvas::View;
using geometry::Box;
using geometry::Point;

View countyView() {
    return View(geographic(), {1200, 800})
        .shownFitting({105'200'000'000, 40'700'000'000, 107'600'000'000, 42'300'000'000});
}

TEST(View, PlacesComeBackFromPixels) {
    const View view = countyView();
    for (const Point place : {Point{106'000'000'000, 41'000'000'000}, Point{107'599'999'999, 42'299'999'999}}) {
        const Point back = view.toPlan(view.toPixels(place));
        EXPECT_LE(std::abs(back.x - place.x), view.stepsX(1e-6) + 1);
        EXPECT_LE(std::abs(back.y - place.y), view.stepsY(1e-6) + 1);
    }
}

TEST(View, FittingShowsTheWholeBox) {
    const Box box{105'200'000'000, 40'700'000'000, 107'600'000'000, 42'300'000'000};
    EXPECT_TRUE(countyView().box().contains(box));
}

TEST(View, ZoomKeepsThePlaceUnderTheCursor) {
    View view = countyView();
    const QPointF cursor(333, 144);
    const Point place = view.toPlan(cursor);
    for (const double factor : {2.0, 2.0, 0.5, 8.0, 1.1, 0.01}) {
        view = view.zoomed(factor, cursor);
        const QPointF now = view.toPixels(place);
        EXPECT_NEAR(now.x(), cursor.x(), 1e-3);
        EXPECT_NEAR(now.y(), cursor.y(), 1e-3);
    }
}

TEST(View, PanMovesWhatIsSeenWithTheHand) {
    const View view = countyView();
    const Point place{106'000'000'000, 41'000'000'000};
    const QPointF before = view.toPixels(place), after = view.panned({30, -12}).toPixels(place);
    EXPECT_NEAR(after.x() - before.x(), 30, 1e-6);
    EXPECT_NEAR(after.y() - before.y(), -12, 1e-6);
}

TEST(View, ScaleIsWhatWasAskedFor) {
    EXPECT_NEAR(countyView().atScale(10'000, 96).scale(96), 10'000, 1e-6);
    EXPECT_NEAR(View(metric(), {500, 500}).atScale(500, 96).metresPerPixel(), 500 * 0.0254 / 96, 1e-9);
}

TEST(View, GroundLooksTheSameInBothDirections) {
    const View view = countyView();
    const double latitude = 41.5 * 3.14159265358979 / 180;
    EXPECT_NEAR(static_cast<double>(view.stepsX(100)) * std::cos(latitude) / static_cast<double>(view.stepsY(100)), 1,
                1e-3);
}

TEST(View, NeverShowsLessThanAStepOrMoreThanTheEarth) {
    View view = countyView();
    for (int i = 0; i < 100; ++i) view = view.zoomed(2, {10, 10});
    EXPECT_GE(view.stepsY(2), 1);
    for (int i = 0; i < 200; ++i) view = view.zoomed(0.5, {10, 10});
    EXPECT_LT(std::abs(view.toPlan({0, 0}).x), std::int64_t{1} << 52);
}

}  // namespace
