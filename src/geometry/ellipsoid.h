#pragma once

namespace geometry {

// An ellipsoid of revolution (参考椭球), and the national series for areas on it (domain §3.2). Latitudes enter by
// their sine, lengths are metres.
class Ellipsoid {
public:
    Ellipsoid() = default;
    // 1/f = 0 is a sphere, as PROJ has it.
    Ellipsoid(double semiMajor, double inverseFlattening);

    double semiMajor() const { return a_; }
    double flattening() const { return f_; }
    double eccentricity2() const { return e2_; }
    double thirdFlattening() const { return f_ / (2 - f_); }

    // b²·F(B): the area per radian of longitude between the equator and the latitude, in m². Areas are shoelace areas
    // in the plane (longitude, equalArea).
    double equalArea(double sine) const {
        const double t = sine * sine;
        return sine * (area_[0] + t * (area_[1] + t * (area_[2] + t * (area_[3] + t * area_[4]))));
    }
    // The sine of the conformal latitude (等角纬度), to 1e-9: tanh(atanh(s) − e·atanh(e·s)), the second term a series.
    double conformalSine(double sine) const {
        const double t = e2_ * sine * sine;
        const double shift = e2_ * sine * (1 + t * (1.0 / 3 + t / 5));
        const double tanhShift = shift * (1 - shift * shift / 3);
        const double small = sine * tanhShift;
        return (sine - tanhShift) * (1 + small * (1 + small * (1 + small)));
    }

private:
    double a_ = 1, f_ = 0, e2_ = 0;
    double area_[5] = {};
};

}  // namespace geometry
