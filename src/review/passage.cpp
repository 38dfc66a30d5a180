#include "review/passage.h"

#include <algorithm>
#include <map>

#include "geometry/index.h"
#include "geometry/overlay.h"
#include "review/lineage.h"

namespace review {

namespace {

using geometry::Area;
using geometry::MultiPolygon;
using geometry::Polygon;
using geometry::Ring;

// A ring from its lowest corner on, so that equal pieces are equal wherever they begin.
Ring fromLowest(Ring ring) {
    std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
    return ring;
}

// The area of pieces that is not covered by wholes of other rows. A piece that another row gives off as it is, is
// covered by that row.
base::Result<Area> uncovered(const plan::Schema& schema, const std::vector<const Row*>& rows, MultiPolygon Row::*taken,
                             MultiPolygon Row::*given, plan::FeatureRef Row::*whole, const base::Task& task) {
    std::map<Ring, std::size_t> givenWhole;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const Polygon& piece : (rows[i]->*given).polygons)
            if (piece.holes.empty()) givenWhole.emplace(fromLowest(piece.outer), i);
    std::vector<geometry::Box> boxes;
    for (const Row* row : rows) boxes.push_back(row->*whole ? (row->*whole)->box : geometry::Box());
    const geometry::PackedIndex index(boxes);

    struct Piece {
        std::size_t row;
        MultiPolygon area;
    };
    std::vector<Piece> pieces;
    std::vector<geometry::Box> pieceBoxes;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const Polygon& piece : (rows[i]->*taken).polygons) {
            const auto found = piece.holes.empty() ? givenWhole.find(fromLowest(piece.outer)) : givenWhole.end();
            if (found != givenWhole.end() && found->second != i) continue;
            pieces.push_back({i, {{piece}}});
            pieceBoxes.push_back(geometry::boxOf(piece.outer));
        }
    const geometry::PackedIndex pieceIndex(pieceBoxes);
    Area sum;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (task.stopped()) return base::cancelled();
        MultiPolygon rest = pieces[i].area;
        std::vector<MultiPolygon> covers;
        index.query(pieceBoxes[i], [&](std::size_t at) {
            if (at != pieces[i].row) covers.push_back(areaOf(rows[at]->*whole));
        });
        pieceIndex.query(pieceBoxes[i], [&](std::size_t at) {  // what two rows take counts once
            if (at < i && pieces[at].row != pieces[i].row) covers.push_back(pieces[at].area);
        });
        for (const MultiPolygon& cover : covers) {
            if (rest.empty()) break;
            auto left = geometry::subtract(rest, cover);
            if (!left) return base::pass(left.error());
            rest = std::move(*left);
        }
        sum += schema.measure.area(rest);
    }
    return sum;
}

}  // namespace

base::Result<Passage> passage(const plan::Schema& schema, const std::vector<const Row*>& rows, const base::Task& task) {
    const auto in = uncovered(schema, rows, &Row::gained, &Row::lost, &Row::before, task);
    if (!in) return base::pass(in.error());
    const auto out = uncovered(schema, rows, &Row::lost, &Row::gained, &Row::after, task);
    if (!out) return base::pass(out.error());
    return Passage{*in, *out};
}

}  // namespace review
