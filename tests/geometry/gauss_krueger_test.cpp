#include "geometry/gauss_krueger.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "random_shape.h"

namespace geometry {
namespace {

constexpr double degree = std::numbers::pi / 180;
const Ellipsoid cgcs2000(6378137, 298.257222101);
const GaussKruegerPlane zone36{108, 1, 36500000, 0};

Coordinate anywhereIn(double west, double east, double south, double north) {
    const auto within = [](double low, double high) {
        return low + (high - low) * static_cast<double>(random_shape::roll(0, 1000000000)) / 1e9;
    };
    return {within(west, east), within(south, north)};
}

// PROJ is the oracle, over a third of the globe.
RC_GTEST_PROP(GaussKrueger, agreesWithProj, ()) {
    const Coordinate place = anywhereIn(68, 148, -84, 84);
    const GaussKrueger own(cgcs2000, zone36);
    static const auto proj = Projection::between("EPSG:4490", "EPSG:4524").value();
    Coordinate expected = place;
    proj.forward({&expected, 1});
    const Coordinate metres = own.forward({place.x * degree, place.y * degree});
    RC_ASSERT(std::hypot(metres.x - expected.x, metres.y - expected.y) < 2e-7);
    const Coordinate back = own.inverse(metres);
    RC_ASSERT(std::abs(back.x / degree - place.x) < 2e-12 / std::cos(place.y * degree));
    RC_ASSERT(std::abs(back.y / degree - place.y) < 2e-12);
}

RC_GTEST_PROP(GaussKrueger, nationalSeriesIsOffByWhatTheDomainSays, ()) {
    const Coordinate place = anywhereIn(105.14, 110.86, 40.6, 42.4);
    const GaussKrueger own(cgcs2000, zone36);
    const Coordinate back = own.nationalInverse(own.forward({place.x * degree, place.y * degree}));
    RC_ASSERT(std::abs(back.x / degree - place.x) < 4e-9);
    RC_ASSERT(std::abs(back.y / degree - place.y) < 4e-9);
}

TEST(GaussKrueger, nationalSeriesEndsWhereItIsNotMeant) {
    const GaussKrueger own(cgcs2000, zone36);
    const Coordinate far = own.forward({120 * degree, 41 * degree});
    EXPECT_EQ(own.nationalInverse(far), own.inverse(far));
}

TEST(GaussKrueger, seriesOfOtherEllipsoidsIsAsGood) {
    const Ellipsoid krassowsky(6378245, 298.3);
    const GaussKrueger own(krassowsky, {105, 1, 500000, 0});
    const Coordinate place{106.5 * degree, 41 * degree};
    const Coordinate back = own.nationalInverse(own.forward(place));
    EXPECT_NEAR(back.x / degree, 106.5, 2e-10);
    EXPECT_NEAR(back.y / degree, 41, 2e-10);
}

// The scale and the bend are derivatives of forward().
RC_GTEST_PROP(GaussKrueger, localShapeIsTheDerivative, ()) {
    const GaussKrueger own(cgcs2000, zone36);
    const Coordinate degrees = anywhereIn(98, 118, -60, 60);
    const Coordinate place{degrees.x * degree, degrees.y * degree};
    const auto local = own.at(std::sin(place.y), place.x);
    const double h = 1e-3;
    // f as a function of w = isometric latitude + i·longitude; along the imaginary axis w′ = i.
    const auto f = [&](double step) {
        const Coordinate metres = own.forward({place.x + step, place.y});
        return std::complex<double>(metres.y, metres.x);
    };
    const std::complex<double> first = (f(h) - f(-h)) / (2 * h), second = (f(h) - 2.0 * f(0) + f(-h)) / (h * h);
    RC_ASSERT(std::abs(std::norm(first) / local.stretch2 - 1) < 2e-6);
    const std::complex<double> i(0, 1);
    RC_ASSERT(std::abs((second / (i * i)) / (first / i) - local.bend) < 1e-5);
}

}  // namespace
}  // namespace geometry
