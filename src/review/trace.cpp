#include "review/trace.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "review/alignment.h"
#include "review/beside.h"

namespace review {

using geometry::Box;
using geometry::EdgeCourse;
using geometry::Point;

Traced::Traced(plan::FeatureRef of) : feature(std::move(of)), parts(outlineOf(feature->shape)) {
    for (const Part& part : parts) {
        edges.emplace_back(part.edges(), unknown);
        corners.emplace_back(part.corners.size(), unknown);
    }
}

bool Traced::complete() const {
    const auto known = [](const auto& revisions) {
        return std::find(revisions.begin(), revisions.end(), unknown) == revisions.end();
    };
    return std::all_of(edges.begin(), edges.end(), known) && std::all_of(corners.begin(), corners.end(), known);
}

void Traced::settle(RevisionNumber revision) {
    for (auto* all : {&edges, &corners})
        for (auto& part : *all) std::replace(part.begin(), part.end(), unknown, revision);
}

namespace {

// Marks the edges before that stay.
void carryRing(const Traced& before, Traced& after, std::size_t part, std::vector<bool>& stays) {
    const std::size_t oldSize = before.parts[part].corners.size(), newSize = after.parts[part].corners.size();
    for (const Kept& kept : commonStretches(before.parts[part].corners, after.parts[part].corners))
        for (std::size_t i = 0, was = kept.before, is = kept.after;; ++i) {
            after.corners[part][is] = before.corners[part][was];
            if (i == kept.edges) break;
            after.edges[part][is] = before.edges[part][was];
            stays[was] = true;
            was = was + 1 == oldSize ? 0 : was + 1;
            is = is + 1 == newSize ? 0 : is + 1;
        }
}

struct Candidate {
    Edge edge;
    RevisionNumber revision = unknown;
};

Box boxBeside(Edge edge) {
    return Box::of(edge.low, edge.high).grown(static_cast<std::int64_t>(std::ceil(reachBeside(edge))));
}

// The newest revision of the candidates that together cover the edge; unknown where they do not.
RevisionNumber covering(Edge edge, const std::vector<Candidate>& candidates, const geometry::PackedIndex& index,
                        const EdgeCourse& course) {
    struct Stretch {
        double low, high;
        RevisionNumber revision;
    };
    std::vector<Stretch> stretches;
    index.query(boxBeside(edge), [&](std::size_t at) {
        const Candidate& candidate = candidates[at];
        if (const auto found = beside(edge, candidate.edge, course))
            stretches.push_back({found->first, found->second, candidate.revision});
    });
    std::sort(stretches.begin(), stretches.end(), [](const auto& x, const auto& y) { return x.low < y.low; });
    const double step =
        1.5 / std::hypot(static_cast<double>(edge.high.x - edge.low.x), static_cast<double>(edge.high.y - edge.low.y));
    double reached = 0;
    RevisionNumber newest = unknown;
    for (const Stretch& stretch : stretches) {
        if (stretch.low > reached + step) return unknown;
        if (stretch.high <= reached) continue;
        reached = stretch.high;
        newest = std::max(newest, stretch.revision);
    }
    return reached >= 1 - step ? newest : unknown;
}

template <class Visit>
void eachUnknown(const Traced& traced, Visit visit) {
    for (std::size_t part = 0; part < traced.parts.size(); ++part)
        for (std::size_t edge = 0; edge < traced.edges[part].size(); ++edge)
            if (traced.edges[part][edge] == unknown) visit(part, edge);
}

}  // namespace

void carry(const Traced& before, Traced& after, const EdgeCourse& course) {
    std::vector<std::vector<bool>> stays;
    for (std::size_t part = 0; part < before.parts.size(); ++part) {
        stays.emplace_back(before.parts[part].edges());
        if (part < after.parts.size() && before.parts[part].closed && after.parts[part].closed)
            carryRing(before, after, part, stays.back());
    }
    if (after.complete()) return;
    carryFrom({{&before, [&](std::size_t part, std::size_t edge) { return !stays[part][edge]; }}}, after, course);
}

void carryFrom(const std::vector<Source>& sources, Traced& after, const EdgeCourse& course) {
    std::unordered_map<Edge, RevisionNumber> edges;
    std::unordered_map<Point, RevisionNumber> corners;
    std::vector<Candidate> candidates;
    eachUnknown(after, [&](std::size_t part, std::size_t edge) {
        edges.emplace(Edge::of(after.parts[part].from(edge), after.parts[part].to(edge)), unknown);
    });
    for (std::size_t part = 0; part < after.parts.size(); ++part)
        for (std::size_t corner = 0; corner < after.corners[part].size(); ++corner)
            if (after.corners[part][corner] == unknown) corners.emplace(after.parts[part].corners[corner], unknown);
    const Box box = Missing(after).box();
    for (const Source& source : sources)
        for (std::size_t part = 0; part < source.traced->parts.size(); ++part) {
            const Part& line = source.traced->parts[part];
            for (std::size_t i = 0; i < line.edges(); ++i) {
                const Point from = line.from(i), to = line.to(i);
                if (!source.counts(part, i)) continue;
                for (const std::size_t at : {i, i + 1 == line.corners.size() ? 0 : i + 1})
                    if (const auto found = corners.find(line.corners[at]); found != corners.end())
                        found->second = std::max(found->second, source.traced->corners[part][at]);
                if (!box.touches(Box::of(from, to))) continue;
                const RevisionNumber revision = source.traced->edges[part][i];
                candidates.push_back({Edge::of(from, to), revision});
                if (const auto found = edges.find(Edge::of(from, to)); found != edges.end())
                    found->second = std::max(found->second, revision);
            }
            if (line.corners.size() == 1)  // a point has no edge
                if (const auto found = corners.find(line.corners[0]); found != corners.end())
                    found->second = std::max(found->second, source.traced->corners[part][0]);
        }
    std::vector<Box> boxes;
    for (const Candidate& candidate : candidates) boxes.push_back(boxBeside(candidate.edge));
    const geometry::PackedIndex index(boxes);
    eachUnknown(after, [&](std::size_t part, std::size_t edge) {
        const Edge wanted = Edge::of(after.parts[part].from(edge), after.parts[part].to(edge));
        const RevisionNumber same = edges.find(wanted)->second;
        after.edges[part][edge] = same != unknown ? same : covering(wanted, candidates, index, course);
    });
    for (std::size_t part = 0; part < after.parts.size(); ++part)
        for (std::size_t i = 0; i < after.corners[part].size(); ++i)
            if (RevisionNumber& revision = after.corners[part][i]; revision == unknown)
                revision = corners.find(after.parts[part].corners[i])->second;
}

Missing::Missing(const Traced& traced) {
    std::vector<Box> boxes;
    eachUnknown(traced, [&](std::size_t part, std::size_t edge) {
        edges_.push_back(Edge::of(traced.parts[part].from(edge), traced.parts[part].to(edge)));
        boxes.push_back(boxBeside(edges_.back()));
        box_.add(boxes.back());
    });
    index_ = geometry::PackedIndex(boxes);
}

bool Missing::meets(Edge edge, const EdgeCourse& course) const {
    bool found = false;
    index_.query(boxBeside(edge),
                 [&](std::size_t at) { found = found || beside(edges_[at], edge, course).has_value(); });
    return found;
}

}  // namespace review
