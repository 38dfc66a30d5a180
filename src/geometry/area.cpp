#include "geometry/area.h"

namespace geometry {

namespace {
constexpr double squareMetresPer(AreaUnit unit) {
    switch (unit) {
        case AreaUnit::SquareMetre: return 1;
        case AreaUnit::Hectare: return 1e4;
        case AreaUnit::Mu: return 2000.0 / 3;
        case AreaUnit::TenThousandMu: return 2e7 / 3;
        case AreaUnit::SquareKilometre: return 1e6;
    }
    return 1;
}
}  // namespace

double in(AreaUnit unit, Area area) { return area.squareMetres() / squareMetresPer(unit); }
Area areaOf(double value, AreaUnit unit) { return Area::squareMetres(value * squareMetresPer(unit)); }

}  // namespace geometry
