#include "rules/shared_area.h"

namespace rules {

double SharedArea::squareMetres(const Outline& a, double whole, const Outline& b) {
    const geometry::Box common = commonOf(a.box(), b.box());
    if (common.minX >= common.maxX || common.minY >= common.maxY) return 0;
    if (apart_.surelyWithin(a, b)) return whole;
    if (apart_.surely(a, b, common)) return 0;
    std::vector<geometry::SidedEdge> edges;
    a.clip(common, 0, edges);
    b.clip(common, 1, edges);
    const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & cover[1] & 1) != 0; };
    return measure_.area(geometry::Regions(std::move(edges)).where(both)).squareMetres();
}

}  // namespace rules
