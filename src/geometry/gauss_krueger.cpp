#include "geometry/gauss_krueger.h"

#include <cmath>
#include <numbers>

namespace geometry {

namespace {

// Σ series[j−1]·sin 2jz for a complex angle (Clenshaw), given sin 2z and cos 2z.
std::complex<double> sines(const std::array<double, 6>& series, double sin2x, double cos2x, double sinh2y,
                           double cosh2y) {
    const double re = 2 * cos2x * cosh2y, im = -2 * sin2x * sinh2y;  // 2 cos 2z
    double kr = 0, ki = 0, lr = 0, li = 0;
    for (std::size_t j = series.size(); j-- > 0;) {
        const double nr = re * kr - im * ki - lr + series[j], ni = re * ki + im * kr - li;
        lr = kr, li = ki, kr = nr, ki = ni;
    }
    const double sr = sin2x * cosh2y, si = cos2x * sinh2y;  // sin 2z
    return {sr * kr - si * ki, sr * ki + si * kr};
}

std::complex<double> sines(const std::array<double, 6>& series, double x, double y) {
    const double e = std::exp(2 * y);
    return sines(series, std::sin(2 * x), std::cos(2 * x), (e - 1 / e) / 2, (e + 1 / e) / 2);
}

// The product of finite numbers: the library's looks for infinities first, at three times the cost.
std::complex<double> times(std::complex<double> a, std::complex<double> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

double polynomial(double n, std::initializer_list<double> fromN) {
    double value = 0, power = n;
    for (const double c : fromN) value += c * power, power *= n;
    return value;
}

// k0 … k4 of the footpoint latitude (底点纬度), E = k0·x; Bf = E + cos E (k1 sin E − k2 sin³E + k3 sin⁵E − k4 sin⁷E).
std::array<double, 5> footSeries(const Ellipsoid& ellipsoid) {
    // The rule gives the constants, not their derivation; they are 1.7e-11 from what the ellipsoid gives, which shows
    // in the hundredth of a square metre of a county.
    if (ellipsoid.semiMajor() == 6378137 && std::abs(1 / ellipsoid.flattening() - 298.257222101) < 1e-9)
        return {1.57048761144159e-7, 5.05250178820567e-3, 2.98472900956587e-5, 2.41626669230084e-7,
                2.22241238938534e-9};
    const double n = ellipsoid.thirdFlattening(), n2 = n * n;
    const double d1 = polynomial(n, {3.0 / 2, 0, -27.0 / 32, 0, 269.0 / 512});
    const double d2 = polynomial(n, {0, 21.0 / 16, 0, -55.0 / 32});
    const double d3 = polynomial(n, {0, 0, 151.0 / 96, 0, -417.0 / 128});
    const double d4 = polynomial(n, {0, 0, 0, 1097.0 / 512});
    const double radius = ellipsoid.semiMajor() / (1 + n) * (1 + n2 / 4 + n2 * n2 / 64);
    return {1 / radius, 2 * d1 + 4 * d2 + 6 * d3 + 8 * d4, 8 * d2 + 32 * d3 + 80 * d4, 32 * d3 + 192 * d4, 128 * d4};
}

}  // namespace

GaussKrueger::GaussKrueger(const Ellipsoid& ellipsoid, const GaussKruegerPlane& plane)
    : ellipsoid_(ellipsoid), plane_(plane), meridian_(plane.meridian * std::numbers::pi / 180) {
    const double n = ellipsoid.thirdFlattening(), n2 = n * n;
    radius_ = plane.scale * ellipsoid.semiMajor() / (1 + n) * (1 + n2 / 4 + n2 * n2 / 64 + n2 * n2 * n2 / 256);
    alpha_ = {
        polynomial(n, {1.0 / 2, -2.0 / 3, 5.0 / 16, 41.0 / 180, -127.0 / 288, 7891.0 / 37800}),
        polynomial(n, {0, 13.0 / 48, -3.0 / 5, 557.0 / 1440, 281.0 / 630, -1983433.0 / 1935360}),
        polynomial(n, {0, 0, 61.0 / 240, -103.0 / 140, 15061.0 / 26880, 167603.0 / 181440}),
        polynomial(n, {0, 0, 0, 49561.0 / 161280, -179.0 / 168, 6601661.0 / 7257600}),
        polynomial(n, {0, 0, 0, 0, 34729.0 / 80640, -3418889.0 / 1995840}),
        polynomial(n, {0, 0, 0, 0, 0, 212378941.0 / 319334400}),
    };
    beta_ = {
        polynomial(n, {-1.0 / 2, 2.0 / 3, -37.0 / 96, 1.0 / 360, 81.0 / 512, -96199.0 / 604800}),
        polynomial(n, {0, -1.0 / 48, -1.0 / 15, 437.0 / 1440, -46.0 / 105, 1118711.0 / 3870720}),
        polynomial(n, {0, 0, -17.0 / 480, 37.0 / 840, 209.0 / 4480, -5569.0 / 90720}),
        polynomial(n, {0, 0, 0, -4397.0 / 161280, 11.0 / 504, 830251.0 / 7257600}),
        polynomial(n, {0, 0, 0, 0, -4583.0 / 161280, 108847.0 / 3991680}),
        polynomial(n, {0, 0, 0, 0, 0, -20648693.0 / 638668800}),
    };
    fromConformal_ = {
        polynomial(n, {2, -2.0 / 3, -2, 116.0 / 45, 26.0 / 45, -2854.0 / 675}),
        polynomial(n, {0, 7.0 / 3, -8.0 / 5, -227.0 / 45, 2704.0 / 315, 2323.0 / 945}),
        polynomial(n, {0, 0, 56.0 / 15, -136.0 / 35, -1262.0 / 105, 73814.0 / 2835}),
        polynomial(n, {0, 0, 0, 4279.0 / 630, -332.0 / 35, -399572.0 / 14175}),
        polynomial(n, {0, 0, 0, 0, 4174.0 / 315, -144838.0 / 6237}),
        polynomial(n, {0, 0, 0, 0, 0, 601676.0 / 22275}),
    };
    foot_ = footSeries(ellipsoid);
}

GaussKrueger GaussKrueger::about(double meridian) const {
    GaussKrueger other = *this;
    other.plane_.meridian = meridian;
    other.meridian_ = meridian * std::numbers::pi / 180;
    return other;
}

Coordinate GaussKrueger::forward(Coordinate place) const {
    const double e = std::sqrt(ellipsoid_.eccentricity2());
    const double lambda = place.x - meridian_, tau = std::tan(place.y), secant = std::sqrt(1 + tau * tau);
    const double sigma = std::sinh(e * std::atanh(e * tau / secant));
    const double conformal = tau * std::sqrt(1 + sigma * sigma) - sigma * secant;
    const double x = std::atan2(conformal, std::cos(lambda));
    const double y = std::asinh(std::sin(lambda) / std::hypot(conformal, std::cos(lambda)));
    const std::complex<double> shift = sines(alpha_, x, y);
    return {plane_.falseEasting + radius_ * (y + shift.imag()), plane_.falseNorthing + radius_ * (x + shift.real())};
}

Coordinate GaussKrueger::inverse(Coordinate metres) const {
    const double northing = (metres.y - plane_.falseNorthing) / radius_;
    const double easting = (metres.x - plane_.falseEasting) / radius_;
    const std::complex<double> shift = sines(beta_, northing, easting);
    const double x = northing + shift.real(), y = easting + shift.imag();
    const double e = std::exp(y), sinhY = (e - 1 / e) / 2, sinX = std::sin(x), cosX = std::cos(x);
    const double horizontal = std::sqrt(sinhY * sinhY + cosX * cosX);
    const double conformal = std::atan2(sinX, horizontal);
    const double radius2 = sinX * sinX + horizontal * horizontal;
    const double sin2 = 2 * sinX * horizontal / radius2;
    const double cos2 = (horizontal * horizontal - sinX * sinX) / radius2;
    return {meridian_ + std::atan2(sinhY, cosX), conformal + sines(fromConformal_, sin2, cos2, 0, 1).real()};
}

Coordinate GaussKrueger::nationalInverse(Coordinate metres) const {
    const double arc = foot_[0] * (metres.y - plane_.falseNorthing) / plane_.scale;
    const double s = std::sin(arc), s2 = s * s;
    const double foot = arc + std::cos(arc) * s * (foot_[1] - s2 * (foot_[2] - s2 * (foot_[3] - s2 * foot_[4])));
    const double sine = std::sin(foot), cosine = std::cos(foot);
    const double e2 = ellipsoid_.eccentricity2();
    const double normal = ellipsoid_.semiMajor() / std::sqrt(1 - e2 * sine * sine);
    const double y = (metres.x - plane_.falseEasting) / (plane_.scale * normal), y2 = y * y;
    if (!(y2 < 0.01 * cosine * cosine)) return inverse(metres);
    const double t = sine / cosine, t2 = t * t;
    const double eta2 = e2 / (1 - e2) * cosine * cosine, v2t = (1 + eta2) * t;
    const double latitude =
        foot -
        v2t * y2 *
            (1.0 / 2 - y2 * ((5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 - y2 * (61 + 90 * t2 + 45 * t2 * t2) / 720));
    const double longitude =
        y / cosine *
        (1 - y2 * ((1 + 2 * t2 + eta2) / 6 - y2 * (5 + 28 * t2 + 24 * t2 * t2 + 6 * eta2 + 8 * eta2 * t2) / 120));
    return {meridian_ + longitude, latitude};
}

GaussKrueger::Local GaussKrueger::at(double sine, double longitude) const {
    const double s = ellipsoid_.conformalSine(sine), t = std::tan(longitude - meridian_), s2 = s * s, t2 = t * t;
    // S = sin ζ = tanh w on the conformal sphere, where the map is ζ = gd w; the ellipsoid adds Σ α sin 2jζ.
    const double down = 1 / (1 + s2 * t2);
    const std::complex<double> S(s * (1 + t2) * down, t * (1 - s2) * down), S2 = times(S, S), cos2 = 1.0 - 2.0 * S2;
    const std::complex<double> stretch = 1.0 + 2 * alpha_[0] * cos2 + 4 * alpha_[1] * (2.0 * times(cos2, cos2) - 1.0);
    const std::complex<double> bent = times(times(S, 1.0 - S2), alpha_[0] + 8 * alpha_[1] * cos2);
    const double norm = stretch.real() * stretch.real() + stretch.imag() * stretch.imag();
    return {-S - 8 / norm * times(bent, std::conj(stretch)), radius_ * radius_ * (1 - s2) * (1 + t2) * down * norm};
}

}  // namespace geometry
