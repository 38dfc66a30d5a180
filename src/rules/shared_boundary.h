#pragma once

#include <optional>
#include <vector>

#include "rules/metres.h"
#include "rules/pieces.h"

namespace rules {

// A feature whose boundary may pass a vertex of another without having it.
struct Lacking {
    plan::FeatureId feature;
    geometry::Point vertex;
    auto operator<=>(const Lacking&) const = default;
};

// How many steps at most a distance is where these layers have features.
std::int64_t reachOf(const plan::Snapshot& snapshot, const std::vector<plan::LayerId>& layers, double metres);

// The boundaries of the areas of some layers, held against each other: where a vertex of one lies within a tolerance,
// in metres, of an edge of another that has no such vertex. The snapshot must outlive it.
class SharedBoundary {
public:
    SharedBoundary(const plan::Snapshot& snapshot, Outlines& outlines, std::vector<plan::LayerId> layers,
                   double tolerance);

    std::int64_t reach() const { return reach_; }
    // Every such vertex with every feature near it, in order, each once; lackOf tells which of them lack it.
    std::vector<Lacking> lacking(const base::Task& task);
    // Adds those in the region between this feature, which need not be in the snapshot, and all others: both what it
    // may lack of them and what they may lack of it.
    void lackingAt(const plan::Feature& feature, const geometry::Box& region, std::vector<Lacking>& out);

    struct Lack {
        double distance = 0;     // of the vertex from the boundary, in metres
        plan::FeatureRef owner;  // the first of those that have the vertex, by layer and id
    };
    // The exact answer for one feature and one place.
    std::optional<Lack> lackOf(const plan::Feature& feature, geometry::Point vertex);

private:
    struct Edge {
        geometry::Point from, to;
        geometry::Box reach;  // no place outside is within the tolerance
    };
    // What a feature has near a place.
    struct Near {
        std::vector<Edge> edges;
        std::vector<geometry::Point> vertices, unmatched;
    };

    void hold(const plan::Feature& a, const plan::Feature& b, const geometry::Box& region, std::vector<Lacking>& out);
    void match();
    void passed(const Near& of, const Near& by, plan::FeatureId lacks, std::vector<Lacking>& out) const;
    void gather(const plan::Feature& feature, const geometry::Box& box, Near& near);
    template <class Visit>
    void eachEdge(const plan::Feature& feature, const geometry::Box& box, Visit visit);
    bool hasVertex(const plan::Feature& feature, geometry::Point p);
    bool passes(const Edge& edge, geometry::Point p) const;

    const plan::Snapshot& snapshot_;
    std::vector<plan::LayerId> layers_;
    double tolerance_;
    std::int64_t reach_;
    Metres metres_;
    Scale least_;  // none is smaller where the layers have features
    Outlines& outlines_;
    Near a_, b_;
    std::vector<char> matched_;
};

}  // namespace rules
