#pragma once

#include <cstdint>
#include <vector>

namespace sample {

// A place on the sample's own plane, in millimetres from the frame's south-west corner; below 2^28, so that the
// predicates of the triangulation are exact in 128 bits.
struct Site {
    std::int32_t u = 0, v = 0;
    bool operator==(const Site&) const = default;
};

// The Delaunay triangulation of sites in a frame, as half-edges: half-edge h belongs to triangle h / 3, runs
// counter-clockwise around it from origin(h) to end(h), and twin(h) runs back on the other side (none on the frame).
class Triangulation {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    // `sites` lie strictly inside the frame [0, width] × [0, height] and differ. The frame's four corners become the
    // last four sites. Incremental insertion in random rounds (Amenta, Choi & Rote 2003) with exact predicates: the
    // same sites give the same triangulation.
    Triangulation(std::vector<Site> sites, std::int32_t width, std::int32_t height);

    const std::vector<Site>& sites() const { return sites_; }
    std::uint32_t triangles() const { return static_cast<std::uint32_t>(origins_.size() / 3); }
    std::uint32_t halfEdges() const { return static_cast<std::uint32_t>(origins_.size()); }
    static std::uint32_t next(std::uint32_t h) { return h % 3 == 2 ? h - 2 : h + 1; }
    static std::uint32_t previous(std::uint32_t h) { return h % 3 == 0 ? h + 2 : h - 1; }
    std::uint32_t origin(std::uint32_t h) const { return origins_[h]; }
    std::uint32_t end(std::uint32_t h) const { return origins_[next(h)]; }
    std::uint32_t twin(std::uint32_t h) const { return twins_[h]; }
    // A half-edge that leaves the site.
    std::uint32_t leaving(std::uint32_t site) const { return leaving_[site]; }

    // The neighbours of a site that is no corner of the frame, counter-clockwise: visit(neighbour).
    template <class Visit>
    void around(std::uint32_t site, Visit visit) const {
        const std::uint32_t first = leaving_[site];
        std::uint32_t h = first;
        do {
            visit(end(h));
            h = twins_[previous(h)];
        } while (h != first && h != none);
    }

private:
    std::vector<Site> sites_;
    std::vector<std::uint32_t> origins_, twins_, leaving_;
    std::uint32_t last_ = 0;

    int side(std::uint32_t a, std::uint32_t b, std::uint32_t c) const;
    bool inCircle(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) const;
    void pair(std::uint32_t h, std::uint32_t twin);
    std::uint32_t addTriangle(std::uint32_t a, std::uint32_t b, std::uint32_t c);
    void setTriangle(std::uint32_t triangle, std::uint32_t a, std::uint32_t b, std::uint32_t c);
    std::uint32_t edgeTowards(std::uint32_t site) const;
    void insert(std::uint32_t site, std::vector<std::uint32_t>& suspects);
    void splitTriangle(std::uint32_t triangle, std::uint32_t site, std::vector<std::uint32_t>& suspects);
    void splitEdge(std::uint32_t h, std::uint32_t site, std::vector<std::uint32_t>& suspects);
    void settle(std::vector<std::uint32_t>& suspects);
};

}  // namespace sample
