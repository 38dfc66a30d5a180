#include "sample/triangulation.h"

#include <algorithm>
#include <numeric>

#include "geometry/measure.h"
#include "sample/random.h"

namespace sample {

namespace {
// Rounds of insertion, each about twice as large as the one before it; within a round in the given (spatial) order.
std::vector<std::uint32_t> insertionOrder(std::uint32_t count) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    const auto round = [](std::uint32_t site) { return __builtin_ctzll(mixed(site) | 1ull << 40); };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return round(a) > round(b); });
    return order;
}
}  // namespace

Triangulation::Triangulation(std::vector<Site> sites, std::int32_t width, std::int32_t height)
    : sites_(std::move(sites)) {
    const auto count = static_cast<std::uint32_t>(sites_.size());
    sites_.insert(sites_.end(), {{0, 0}, {width, 0}, {width, height}, {0, height}});
    origins_.reserve(6 * sites_.size());
    twins_.reserve(6 * sites_.size());
    const std::uint32_t below = addTriangle(count, count + 1, count + 2);
    const std::uint32_t above = addTriangle(count, count + 2, count + 3);
    pair(3 * below + 2, 3 * above);
    std::vector<std::uint32_t> suspects;
    for (const std::uint32_t site : insertionOrder(count)) insert(site, suspects);
    leaving_.assign(sites_.size(), none);
    for (std::uint32_t h = 0; h < halfEdges(); ++h)
        if (leaving_[origins_[h]] == none || twins_[h] == none) leaving_[origins_[h]] = h;
}

int Triangulation::side(std::uint32_t a, std::uint32_t b, std::uint32_t c) const {
    const Site &p = sites_[a], &q = sites_[b], &r = sites_[c];
    const std::int64_t turn = std::int64_t{q.u - p.u} * (r.v - p.v) - std::int64_t{q.v - p.v} * (r.u - p.u);
    return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

// d lies strictly inside the circle through the counter-clockwise a, b, c.
bool Triangulation::inCircle(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) const {
    const Site& o = sites_[d];
    const auto relative = [&](std::uint32_t site, std::int64_t& u, std::int64_t& v) {
        u = sites_[site].u - o.u, v = sites_[site].v - o.v;
        return u * u + v * v;
    };
    std::int64_t au = 0, av = 0, bu = 0, bv = 0, cu = 0, cv = 0;
    const geometry::Wide aa = relative(a, au, av), bb = relative(b, bu, bv), cc = relative(c, cu, cv);
    return aa * (bu * cv - bv * cu) + bb * (cu * av - cv * au) + cc * (au * bv - av * bu) > 0;
}

void Triangulation::pair(std::uint32_t h, std::uint32_t twin) {
    if (h != none) twins_[h] = twin;
    if (twin != none) twins_[twin] = h;
}

std::uint32_t Triangulation::addTriangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    origins_.insert(origins_.end(), {a, b, c});
    twins_.insert(twins_.end(), {none, none, none});
    return triangles() - 1;
}

void Triangulation::setTriangle(std::uint32_t triangle, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    origins_[3 * triangle] = a, origins_[3 * triangle + 1] = b, origins_[3 * triangle + 2] = c;
}

// Walks to the triangle that holds the site: its half-edge on which the site lies, or its first one.
std::uint32_t Triangulation::edgeTowards(std::uint32_t site) const {
    std::uint32_t h = 3 * last_;
    for (int passed = 0; passed < 3;) {
        if (side(origin(h), end(h), site) < 0) {
            h = next(twins_[h]);
            passed = 0;
        } else {
            h = next(h);
            ++passed;
        }
    }
    for (int i = 0; i < 3; ++i, h = next(h))
        if (side(origin(h), end(h), site) == 0) return h;
    return h;
}

void Triangulation::insert(std::uint32_t site, std::vector<std::uint32_t>& suspects) {
    const std::uint32_t h = edgeTowards(site);
    if (side(origin(h), end(h), site) == 0)
        splitEdge(h, site, suspects);
    else
        splitTriangle(h / 3, site, suspects);
    settle(suspects);
    last_ = triangles() - 1;
}

void Triangulation::splitTriangle(std::uint32_t triangle, std::uint32_t site, std::vector<std::uint32_t>& suspects) {
    const std::uint32_t h = 3 * triangle;
    const std::uint32_t a = origins_[h], b = origins_[h + 1], c = origins_[h + 2];
    const std::uint32_t outerB = twins_[h + 1], outerC = twins_[h + 2];
    setTriangle(triangle, a, b, site);
    const std::uint32_t second = 3 * addTriangle(b, c, site), third = 3 * addTriangle(c, a, site);
    pair(second, outerB);
    pair(third, outerC);
    pair(h + 1, second + 2);
    pair(second + 1, third + 2);
    pair(third + 1, h + 2);
    suspects.insert(suspects.end(), {h, second, third});
}

// The site lies on half-edge h = a→b, between triangles a b c and b a d.
void Triangulation::splitEdge(std::uint32_t h, std::uint32_t site, std::vector<std::uint32_t>& suspects) {
    const std::uint32_t back = twins_[h];
    const std::uint32_t a = origin(h), b = end(h), c = origin(previous(h)), d = origin(previous(back));
    const std::uint32_t bc = twins_[next(h)], ca = twins_[previous(h)];
    const std::uint32_t ad = twins_[next(back)], db = twins_[previous(back)];
    const std::uint32_t first = 3 * (h / 3), second = 3 * (back / 3);
    setTriangle(h / 3, c, a, site);
    setTriangle(back / 3, a, d, site);
    const std::uint32_t third = 3 * addTriangle(d, b, site), fourth = 3 * addTriangle(b, c, site);
    pair(first, ca);
    pair(second, ad);
    pair(third, db);
    pair(fourth, bc);
    pair(first + 1, second + 2);
    pair(second + 1, third + 2);
    pair(third + 1, fourth + 2);
    pair(fourth + 1, first + 2);
    suspects.insert(suspects.end(), {first, second, third, fourth});
}

// Lawson's flips. Each suspect is opposite the site that was inserted.
void Triangulation::settle(std::vector<std::uint32_t>& suspects) {
    while (!suspects.empty()) {
        const std::uint32_t h = suspects.back();
        suspects.pop_back();
        const std::uint32_t back = twins_[h];
        if (back == none) continue;
        const std::uint32_t a = origin(h), b = end(h), c = origin(previous(h)), d = origin(previous(back));
        if (!inCircle(a, b, c, d)) continue;
        const std::uint32_t bc = twins_[next(h)], ca = twins_[previous(h)];
        const std::uint32_t ad = twins_[next(back)], db = twins_[previous(back)];
        const std::uint32_t first = 3 * (h / 3), second = 3 * (back / 3);
        setTriangle(h / 3, a, d, c);
        setTriangle(back / 3, d, b, c);
        pair(first, ad);
        pair(first + 1, second + 2);
        pair(first + 2, ca);
        pair(second, db);
        pair(second + 1, bc);
        suspects.insert(suspects.end(), {first, second});
    }
}

}  // namespace sample
