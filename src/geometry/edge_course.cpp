#include "geometry/edge_course.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <span>

#include "geometry/ellipsoid.h"
#include "geometry/gauss_krueger.h"
#include "geometry/geodesic.h"

namespace geometry {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double unseen = 0.01;     // m²
constexpr double surelyShort = 30;  // metres: the triangle beside a shorter edge is smaller, up to 85° of latitude
constexpr double reach = 75 * degree;

Coordinate between(Coordinate a, Coordinate b, double s) { return {a.x + s * (b.x - a.x), a.y + s * (b.y - a.y)}; }

}  // namespace

struct EdgeCourse::Frame {
    Grid grid;
    AreaMethod method = AreaMethod::EqualArea70m;
    double unit = degree;
    bool geographic = true;
    Ellipsoid ellipsoid;
    std::optional<GaussKrueger> own;  // the map of the system itself
    Projection toGeographic;          // of other projected systems
    GaussKrueger plane;
    bool fixed = false;

    Coordinate toRadians(Coordinate place) const {
        if (own) return own->inverse(place);
        toGeographic.forward({&place, 1});
        return {place.x * unit, place.y * unit};
    }
    Coordinate fromRadians(Coordinate place) const {
        if (own) return own->forward(place);
        place = {place.x / unit, place.y / unit};
        toGeographic.inverse({&place, 1});
        return place;
    }

    using Curve = std::function<Coordinate(double)>;  // s in [0, 1] → radians
    std::optional<Curve> curve(Coordinate a, Coordinate b) const {
        switch (method) {
            case AreaMethod::EqualArea70m: return gaussKrueger(a, b);
            case AreaMethod::EqualArea: return equalArea(a, b);
            case AreaMethod::Geodesic: return Geodesics(ellipsoid).line(a, b);
        }
        return {};
    }
    std::optional<Curve> gaussKrueger(Coordinate a, Coordinate b) const {
        const GaussKrueger map = fixed ? plane : plane.about(3 * std::round((a.x + b.x) / 2 / (3 * degree)));
        for (const Coordinate& end : {a, b})
            if (!(std::abs(end.x - map.meridian()) < reach && std::abs(end.y) < 89 * degree)) return {};
        const Coordinate from = map.forward(a), to = map.forward(b);
        return [=](double s) { return map.inverse(between(from, to, s)); };
    }
    std::optional<Curve> equalArea(Coordinate a, Coordinate b) const {
        const Ellipsoid on = ellipsoid;
        const double from = on.equalArea(std::sin(a.y)), to = on.equalArea(std::sin(b.y));
        const double size = on.semiMajor() * on.semiMajor() * (1 - on.eccentricity2());
        return [=](double s) {
            Coordinate place = between(a, b, s);
            for (int i = 0; i < 4; ++i) {  // Newton: the latitude whose zone is as large
                const double sine = std::sin(place.y), flat = 1 - on.eccentricity2() * sine * sine;
                place.y -= (on.equalArea(sine) - (from + s * (to - from))) * flat * flat / (size * std::cos(place.y));
            }
            return place;
        };
    }
};

EdgeCourse::EdgeCourse(const System& system, AreaMethod method, const std::optional<System>& working) {
    if (method == AreaMethod::Geodesic && !Geodesics::ready()) return;
    auto frame = std::make_shared<Frame>();
    frame->grid = system.grid();
    frame->method = method;
    frame->geographic = system.geographic;
    frame->ellipsoid = Ellipsoid(system.semiMajor, system.inverseFlattening);
    if (system.geographic) {
        frame->unit = system.unit;
    } else if (system.gaussKrueger) {
        frame->own.emplace(frame->ellipsoid, *system.gaussKrueger);
    } else {
        const auto projection = Projection::toGeographic(system.definition);
        if (!projection) return;
        frame->toGeographic = *projection;
    }
    const GaussKruegerPlane* plane = working && working->gaussKrueger ? &*working->gaussKrueger
                                     : system.gaussKrueger            ? &*system.gaussKrueger
                                                                      : nullptr;
    frame->plane = GaussKrueger(frame->ellipsoid, plane ? *plane : GaussKruegerPlane{});
    frame->fixed = plane != nullptr;
    const bool inPlane = method == AreaMethod::EqualArea70m && system.gaussKrueger && *plane == *system.gaussKrueger;
    if (!inPlane) frame_ = std::move(frame);
}

Point EdgeCourse::beside(Point from, Point to, Point place) const {
    if (!frame_ || from == to) return place;
    const Frame& frame = *frame_;
    const Coordinate start = frame.grid.place(from);
    const double steps = frame.grid.stepsPerUnit;
    // Metres a step, both ways.
    const double north = (frame.geographic ? frame.ellipsoid.semiMajor() * frame.unit : 1) / steps;
    const double east = north * (frame.geographic ? std::cos(start.y * frame.unit) : 1);
    const double dx = static_cast<double>(to.x - from.x), dy = static_cast<double>(to.y - from.y);
    const double px = static_cast<double>(place.x - from.x), py = static_cast<double>(place.y - from.y);
    if (std::hypot(dx * east, dy * north) < surelyShort) return place;
    const auto curve = frame.curve(frame.toRadians(start), frame.toRadians(frame.grid.place(to)));
    if (!curve) return place;

    const double length2 = dx * dx + dy * dy, wanted = (px * dx + py * dy) / length2;
    double s = wanted, qx = 0, qy = 0;
    for (int i = 0; i < 3; ++i) {  // until its foot on the chord is that of `place`
        const Coordinate at = frame.fromRadians((*curve)(s));
        qx = (at.x - start.x) * steps, qy = (at.y - start.y) * steps;
        s += wanted - (qx * dx + qy * dy) / length2;
    }
    const double off = std::hypot(qx - px, qy - py);
    if (!(off * off < length2 / 100)) return place;  // what bends more than that is no edge of a map
    const double triangle = std::abs((qx - px) * dy - (qy - py) * dx) / 2 * east * north;
    if (triangle < unseen) return place;
    return {from.x + std::llround(qx), from.y + std::llround(qy)};
}

}  // namespace geometry
