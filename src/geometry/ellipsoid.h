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
    double meridianRadius(double sine) const;  // M (子午圈曲率半径)
    double parallelRadius(double sine) const;  // N cos B
    // The sine of the conformal latitude (等角纬度), to 1e-9.
    double conformalSine(double sine) const;

private:
    double a_ = 1, f_ = 0, e2_ = 0;
    double area_[5] = {};
};

}  // namespace geometry
