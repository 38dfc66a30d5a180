#include "review/pieces.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "review/paths.h"

namespace review {

using geometry::Line;
using geometry::Point;
using geometry::Shape;

namespace {

using Points = std::vector<Point>;

// Where each corner of a path is; those that it has twice are left out.
std::unordered_map<Point, std::ptrdiff_t> placesOf(const Points& points) {
    std::unordered_map<Point, std::ptrdiff_t> places;
    places.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        if (const auto [at, fresh] = places.emplace(points[i], static_cast<std::ptrdiff_t>(i)); !fresh) at->second = -1;
    std::erase_if(places, [](const auto& place) { return place.second < 0; });
    return places;
}

// A corner that stayed: its place before and after.
struct Kept {
    std::ptrdiff_t before = 0, after = 0;
};

// The longest part of the list whose places after grow.
std::vector<Kept> growing(const std::vector<Kept>& all) {
    const auto less = [](const Kept& a, const Kept& b) { return a.after < b.after; };
    if (std::is_sorted(all.begin(), all.end(), less)) return all;
    std::vector<std::size_t> ends;  // of the best list of each length
    std::vector<std::ptrdiff_t> previous(all.size(), -1);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto at = std::lower_bound(ends.begin(), ends.end(), i,
                                         [&](std::size_t a, std::size_t b) { return less(all[a], all[b]); });
        if (at != ends.begin()) previous[i] = static_cast<std::ptrdiff_t>(*std::prev(at));
        if (at == ends.end())
            ends.push_back(i);
        else
            *at = i;
    }
    std::vector<Kept> kept;
    for (auto i = ends.empty() ? -1 : static_cast<std::ptrdiff_t>(ends.back()); i >= 0; i = previous[i])
        kept.push_back(all[i]);
    std::reverse(kept.begin(), kept.end());
    return kept;
}

// The corners that stayed of a path that became another, from one of them on once around; the last is the first again.
// Of lines: from before the first to behind the last. Empty where closed paths have nothing in common.
std::vector<Kept> keptOf(const Path& before, const Path& after) {
    const auto n = static_cast<std::ptrdiff_t>(before.size()), m = static_cast<std::ptrdiff_t>(after.size());
    const auto here = placesOf(*before.points), there = placesOf(*after.points);
    const auto placeAfter = [&](std::ptrdiff_t i) -> std::ptrdiff_t {
        const Point p = before.at(i);
        const auto found = there.find(p);
        return found == there.end() || !here.contains(p) ? -1 : found->second;
    };
    std::vector<Kept> all;
    if (!before.closed) {
        for (std::ptrdiff_t i = 0; i < n; ++i)
            if (const auto q = placeAfter(i); q >= 0) all.push_back({i, q});
        auto kept = growing(all);
        kept.insert(kept.begin(), {-1, -1});
        kept.push_back({n, m});
        return kept;
    }
    std::ptrdiff_t anchor = -1;  // an edge that stayed, or else a corner
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        const auto q = placeAfter(i);
        if (q < 0) continue;
        if (anchor < 0) anchor = i;
        if (const auto next = placeAfter(i + 1); next >= 0 && next == (q + 1) % m) {
            anchor = i;
            break;
        }
    }
    if (anchor < 0) return {};
    const auto first = placeAfter(anchor);
    for (std::ptrdiff_t k = 0; k < n; ++k)
        if (const auto q = placeAfter(anchor + k); q >= 0) all.push_back({anchor + k, first + ((q - first + m) % m)});
    auto kept = growing(all);
    kept.push_back({anchor + n, first + m});
    return kept;
}

void addEdges(std::vector<Segment>& edges, const Line& line, bool closed) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) edges.emplace_back(line[i], line[i + 1]);
    if (closed && line.size() > 1) edges.emplace_back(line.back(), line.front());
}

Piece runOf(std::size_t path, const Path& before, const Path& after, Kept a, Kept b) {
    Piece run;
    run.path = path;
    Line was, is;
    const bool open = !before.closed;
    const auto n = static_cast<std::ptrdiff_t>(before.size());
    if (!open || a.before >= 0) was.push_back(before.at(a.before)), is.push_back(before.at(a.before));
    for (auto i = a.before + 1; i < b.before; ++i) was.push_back(before.at(i)), run.left.push_back(before.at(i));
    for (auto i = a.after + 1; i < b.after; ++i) is.push_back(after.at(i)), run.fresh.push_back(after.at(i));
    if (!open || b.before < n) was.push_back(before.at(b.before)), is.push_back(before.at(b.before));
    run.taken = run.fresh;
    addEdges(run.lost, was, false);
    addEdges(run.gained, is, false);
    run.lines.push_back(std::move(is));
    run.from = open ? a.before : a.before % n;
    run.to = run.from + (b.before - a.before);
    return run;
}

void addRuns(std::vector<Piece>& pieces, std::size_t path, const Path& before, const Path& after,
             const std::vector<Kept>& kept) {
    for (std::size_t i = 0; i + 1 < kept.size(); ++i) {
        Kept a = kept[i], b = kept[i + 1];
        // Corners that a ring has twice are no anchors, but may follow on one.
        while (b.before - a.before > 1 && b.after - a.after > 1 && before.at(a.before + 1) == after.at(a.after + 1))
            ++a.before, ++a.after;
        while (b.before - a.before > 1 && b.after - a.after > 1 && before.at(b.before - 1) == after.at(b.after - 1))
            --b.before, --b.after;
        if (b.before - a.before > 1 || b.after - a.after > 1) pieces.push_back(runOf(path, before, after, a, b));
    }
}

// The ring begins elsewhere than where its first corner, or what that has become, is now.
bool begunElsewhere(const Path& before, const Path& after, const std::vector<Kept>& kept) {
    if (!before.closed) return false;
    const auto n = static_cast<std::ptrdiff_t>(before.size()), m = static_cast<std::ptrdiff_t>(after.size());
    const auto within = [](std::ptrdiff_t low, std::ptrdiff_t high, std::ptrdiff_t step) {  // a multiple in (low, high]
        return low / step != high / step;
    };
    for (std::size_t i = 0; i + 1 < kept.size(); ++i) {
        const auto [a, p] = kept[i];
        const auto [b, q] = kept[i + 1];
        if (a % n == 0) return p % m != 0;
        if (b % n != 0 && within(a, b, n)) return !within(p, q, m);
    }
    return false;
}

Piece pathPiece(Piece::Kind kind, std::size_t number, const Path& path) {
    Piece piece;
    piece.kind = kind;
    piece.path = kind == Piece::Kind::Lost ? number : 0;
    piece.hole = path.hole;
    const bool lost = kind == Piece::Kind::Lost;
    addEdges(lost ? piece.lost : piece.gained, *path.points, path.closed);
    (lost ? piece.left : piece.taken) = *path.points;
    if (lost) return piece;
    piece.fresh = *path.points;
    piece.lines.push_back(*path.points);
    if (path.closed && !path.points->empty()) piece.lines.back().push_back(path.points->front());
    return piece;
}

// For each path before, the path after that it became: the one with which it has most corners in common.
std::vector<std::optional<std::size_t>> matched(const std::vector<Path>& before, const std::vector<Path>& after) {
    std::vector<std::optional<std::size_t>> match(before.size());
    std::vector<bool> taken(after.size(), false);
    const auto fit = [&](std::size_t i, std::size_t j) {
        return !match[i] && !taken[j] && before[i].hole == after[j].hole;
    };
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i)
        if (fit(i, i) && *before[i].points == *after[i].points) match[i] = i, taken[i] = true;
    std::unordered_multimap<Point, std::size_t> owners;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!match[i])
            for (const Point p : *before[i].points) owners.emplace(p, i);
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> common;
    for (std::size_t j = 0; j < after.size(); ++j)
        if (!taken[j])
            for (const Point p : *after[j].points)
                for (auto [at, end] = owners.equal_range(p); at != end; ++at) ++common[{at->second, j}];
    std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> order;
    for (const auto& [pair, corners] : common) order.emplace_back(corners, pair.first, pair.second);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::get<0>(a) != std::get<0>(b) ? std::get<0>(a) > std::get<0>(b) : a < b;
    });
    for (const auto& [corners, i, j] : order)
        if (fit(i, j)) match[i] = j, taken[j] = true;
    return match;
}

void addEverything(const Shape& shape, std::vector<Segment>& edges, Points& corners) {
    for (const Path& path : pathsOf(shape)) {
        addEdges(edges, *path.points, path.closed);
        corners.insert(corners.end(), path.points->begin(), path.points->end());
    }
}

}  // namespace

bool Piece::sameAs(const Piece& other) const {
    return kind == other.kind && path == other.path && from == other.from && to == other.to && hole == other.hole &&
           fresh == other.fresh && whole == other.whole;
}

Piece wholePiece(const Shape& before, const Shape& after) {
    Piece piece;
    piece.kind = Piece::Kind::Whole;
    piece.whole = after;
    addEverything(before, piece.lost, piece.left);
    addEverything(after, piece.gained, piece.taken);
    for (const Path& path : pathsOf(after)) {
        piece.lines.push_back(*path.points);
        if (path.closed && !path.points->empty()) piece.lines.back().push_back(path.points->front());
    }
    return piece;
}

Reshaping reshaping(const Shape& before, const Shape& after) {
    Reshaping result;
    if (before == after) return result;
    if (before.index() != after.index() || std::holds_alternative<geometry::MultiPoint>(before)) {
        result.pieces.push_back(wholePiece(before, after));
        return result;
    }
    const auto was = pathsOf(before), is = pathsOf(after);
    const auto match = matched(was, is);
    result.places.resize(was.size());
    std::vector<bool> old(is.size(), false);
    bool turned = false;
    std::size_t last = 0;
    for (std::size_t i = 0; i < was.size(); ++i) {
        if (!match[i]) {
            result.pieces.push_back(pathPiece(Piece::Kind::Lost, i, was[i]));
            continue;
        }
        const Path& path = is[*match[i]];
        const auto kept = *was[i].points == *path.points ? std::vector<Kept>{} : keptOf(was[i], path);
        addRuns(result.pieces, i, was[i], path, kept);
        result.places[i] = {true, *match[i], path.size() ? path.at(0) : Point{}};
        old[*match[i]] = true;
        turned = turned || *match[i] < last || begunElsewhere(was[i], path, kept);
        last = *match[i];
    }
    for (std::size_t j = 0; j < is.size(); ++j)
        if (!old[j]) result.pieces.push_back(pathPiece(Piece::Kind::New, j, is[j])), result.fresh.push_back(j);
    if (turned) {
        Piece turn;
        turn.kind = Piece::Kind::Turn;
        result.pieces.push_back(std::move(turn));
    }
    return result;
}

bool overlap(const Shape& before, const Piece& a, const Piece& b) {
    using Kind = Piece::Kind;
    if (a.kind == Kind::Turn || b.kind == Kind::Turn) return false;
    if (a.kind == Kind::Whole || b.kind == Kind::Whole) return true;
    if (a.kind == Kind::New || b.kind == Kind::New || a.path != b.path) return false;
    if (a.kind == Kind::Lost || b.kind == Kind::Lost) return true;
    const Path path = pathsOf(before)[a.path];
    const auto n = static_cast<std::ptrdiff_t>(path.size());
    if (!path.closed) return std::max(a.from, b.from) < std::min(a.to, b.to);
    for (const std::ptrdiff_t round : {-n, std::ptrdiff_t{0}, n})
        if (std::max(a.from, b.from + round) < std::min(a.to, b.to + round)) return true;
    return false;
}

}  // namespace review
