#include "geometry/ellipsoid.h"

namespace geometry {

Ellipsoid::Ellipsoid(double semiMajor, double inverseFlattening)
    : a_(semiMajor), f_(inverseFlattening == 0 ? 0 : 1 / inverseFlattening), e2_(f_ * (2 - f_)) {
    const double b = a_ * (1 - f_), b2 = b * b;
    const double e4 = e2_ * e2_, e6 = e4 * e2_, e8 = e6 * e2_;
    const double A = 1 + 3 * e2_ / 6 + 30 * e4 / 80 + 35 * e6 / 112 + 630 * e8 / 2304;
    const double B = e2_ / 6 + 15 * e4 / 80 + 21 * e6 / 112 + 420 * e8 / 2304;
    const double C = 3 * e4 / 80 + 7 * e6 / 112 + 180 * e8 / 2304;
    const double D = e6 / 112 + 45 * e8 / 2304;
    const double E = 5 * e8 / 2304;
    // A sin B − B sin 3B + C sin 5B − D sin 7B + E sin 9B as a polynomial in sin B.
    area_[0] = b2 * (A - 3 * B + 5 * C - 7 * D + 9 * E);
    area_[1] = b2 * (4 * B - 20 * C + 56 * D - 120 * E);
    area_[2] = b2 * (16 * C - 112 * D + 432 * E);
    area_[3] = b2 * (64 * D - 576 * E);
    area_[4] = b2 * 256 * E;
}

}  // namespace geometry
