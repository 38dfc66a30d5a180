#include "rules/residue.h"

#include "rules/cancellation.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;
using geometry::SidedEdge;

std::vector<SidedEdge> Residue::whole(const base::Task& task) const {
    std::vector<Cancellation::Part> parts;
    const auto gather = [&](const Chosen& chosen, std::int32_t times) {
        snapshot_.each(chosen.layer, [&](const plan::FeatureRef& feature) {
            const auto* area = areaOf(*feature);
            if (area && chosen.holds(*feature)) parts.push_back({area, feature->box, times});
        });
    };
    gather(tiles_, -1);
    if (county_) gather(*county_, 1);
    return Cancellation(std::move(parts)).residue(task);
}

template <class Visit>
void Residue::each(const Box& box, Visit visit) {
    const auto look = [&](const Chosen& chosen, std::int32_t times) {
        snapshot_.each(chosen.layer, box, [&](const plan::FeatureRef& feature) {
            const Outline* outline = outlines_.of(*feature);
            if (outline && chosen.holds(*feature)) visit(*outline, times);
        });
    };
    look(tiles_, -1);
    if (county_) look(*county_, 1);
}

std::vector<SidedEdge> Residue::near(const Box& box) {
    std::vector<SidedEdge> edges;
    each(box, [&](const Outline& outline, std::int32_t times) {
        outline.eachEdge(box, [&](Point from, Point to, const Ring&) {
            edges.push_back({from, to, {times, 0, 0, 0}});
        });
    });
    return geometry::merged(std::move(edges));
}

geometry::Cover Residue::at(Point p) {
    geometry::Cover cover{};
    each(Box::of(p), [&](const Outline& outline, std::int32_t times) { cover[0] += times * outline.winds(p); });
    return cover;
}

Box Residue::extent() const {
    Box extent;
    if (!snapshot_.extent(tiles_.layer).empty()) extent.add(snapshot_.extent(tiles_.layer));
    if (county_ && !snapshot_.extent(county_->layer).empty()) extent.add(snapshot_.extent(county_->layer));
    return extent;
}

}  // namespace rules
