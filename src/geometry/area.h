#pragma once

#include <compare>
#include <string>

namespace geometry {

// An area on the ellipsoid. The unit stands in the factory's and the accessor's name only.
class Area {
public:
    constexpr Area() = default;
    static constexpr Area squareMetres(double value) { return Area(value); }
    static constexpr Area hectares(double value) { return Area(value * 10000); }
    static constexpr Area mu(double value) { return Area(value * 2000 / 3); }  // 亩
    static constexpr Area squareKilometres(double value) { return Area(value * 1e6); }
    constexpr double squareMetres() const { return value_; }
    constexpr double hectares() const { return value_ / 10000; }
    constexpr double mu() const { return value_ * 3 / 2000; }
    constexpr double squareKilometres() const { return value_ / 1e6; }

    constexpr auto operator<=>(const Area&) const = default;
    constexpr Area operator+(Area o) const { return Area(value_ + o.value_); }
    constexpr Area operator-(Area o) const { return Area(value_ - o.value_); }
    constexpr Area operator-() const { return Area(-value_); }
    constexpr Area& operator+=(Area o) { return value_ += o.value_, *this; }
    constexpr Area& operator-=(Area o) { return value_ -= o.value_, *this; }

private:
    explicit constexpr Area(double value) : value_(value) {}
    double value_ = 0;
};
static_assert(Area::mu(15) == Area::hectares(1));

// How an area is measured (domain: straight edges are straight in different maps, so the methods differ where edges are
// long).
enum class AreaMethod {
    EqualArea70m,  // CEA_70M: edges straight in Gauss-Krüger, divided at 70 m, then the national formula. The default.
    EqualArea,     // CEA_RAW: the national formula on the vertices as they are
    Geodesic,      // GEODESIC: edges are geodesics (Karney), as ArcGIS reports
};

// A length on the ellipsoid.
class Length {
public:
    constexpr Length() = default;
    static constexpr Length metres(double value) { return Length(value); }
    constexpr double metres() const { return value_; }
    constexpr double kilometres() const { return value_ / 1000; }
    constexpr auto operator<=>(const Length&) const = default;
    constexpr Length operator+(Length o) const { return Length(value_ + o.value_); }

private:
    explicit constexpr Length(double value) : value_(value) {}
    double value_ = 0;
};

enum class AreaUnit { SquareMetre, Hectare, Mu, TenThousandMu, SquareKilometre };  // 平方米 公顷 亩 万亩 平方公里
double in(AreaUnit unit, Area area);
Area areaOf(double value, AreaUnit unit);

}  // namespace geometry
