#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "edit/commands.h"
#include "edit/rings.h"
#include "edit/scope.h"
#include "geometry/measure.h"

namespace edit {

using base::Error;
using geometry::MultiPolygon;
using geometry::Ring;
using geometry::Wide;

// The boundary is a run of edges of one ring, from the line's first meeting with it to the last, with the ring's area
// on its left. Between two meetings, run and line enclose a lobe: ground that changes hands. In each layer that has the
// run it goes to the feature on the run's far side from the line, from whatever features have it.
namespace {

struct Lobe {
    Line line, run;  // between the same two points
    Ring around() const {
        Ring ring = line;
        for (auto p = run.rbegin() + 1; p + 1 < run.rend(); ++p) ring.push_back(*p);
        return ring;
    }
};
using Lobes = std::vector<Lobe>;

// What line and run enclose; none where the line does not meet the run in the run's order.
std::optional<Lobes> lobesOf(const Line& line, const Line& run) {
    std::map<Point, std::size_t> places;
    for (std::size_t i = 0; i < run.size(); ++i) places.emplace(run[i], i);
    Lobes lobes;
    std::size_t fromLine = 0, fromRun = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto at = places.find(line[i]);
        if (at == places.end()) continue;
        if (at->second <= fromRun) return {};
        const auto piece = [](const Line& points, std::size_t first, std::size_t last) {
            return Line(points.begin() + static_cast<std::ptrdiff_t>(first),
                        points.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        };
        Lobe lobe{piece(line, fromLine, i), piece(run, fromRun, at->second)};
        if (lobe.line != lobe.run) lobes.push_back(std::move(lobe));
        fromLine = i;
        fromRun = at->second;
    }
    return lobes;
}

Wide sizeOf(const Lobes& lobes) {
    Wide sum = 0;
    for (const Lobe& lobe : lobes) {
        const Wide size = geometry::doubledSteps(lobe.around());
        sum += size < 0 ? -size : size;
    }
    return sum;
}

Line between(const Line& points, Point from, Point to) {
    const auto first = std::find(points.begin(), points.end(), from);
    const auto last = std::find(points.rbegin(), points.rend(), to).base();
    return first < last ? Line(first, last) : Line();
}

// Along the ring, in its direction.
Line between(const Ring& ring, std::size_t from, std::size_t to) {
    Line run{ring[from]};
    while (from != to) run.push_back(ring[from = (from + 1) % ring.size()]);
    return run;
}

struct Course {
    Line line, run;
};

// Of the runs between the two places, along any ring that has both, the one from which the line departs least.
std::optional<Course> courseBetween(const Weave& weave, const std::vector<Weave::Key>& targets, const Line& line) {
    std::optional<Course> best;
    Wide least = 0;
    const auto offer = [&](const Line& way, Line run) {
        const auto lobes = lobesOf(way, run);
        if (!lobes || (best && sizeOf(*lobes) >= least)) return;
        least = sizeOf(*lobes);
        best = Course{way, std::move(run)};
    };
    const Line back(line.rbegin(), line.rend());
    for (const Weave::Key key : targets)
        geometry::eachRing(weave.area(key), [&](const Ring& ring) {
            const auto p = std::find(ring.begin(), ring.end(), line.front());
            const auto q = std::find(ring.begin(), ring.end(), line.back());
            if (p == ring.end() || q == ring.end()) return;
            const auto i = static_cast<std::size_t>(p - ring.begin()), j = static_cast<std::size_t>(q - ring.begin());
            offer(line, between(ring, i, j));
            offer(back, between(ring, j, i));
        });
    return best;
}

// The part of the line between its first and its last vertex on a boundary of the targets.
Line meetingPart(const Weave& weave, const std::vector<Weave::Key>& targets, const Line& line) {
    const std::unordered_set<Point> own(line.begin(), line.end());
    std::unordered_set<Point> meetings;
    for (const Weave::Key key : targets)
        eachVertex(weave.shape(key), [&](Point p) {
            if (own.contains(p)) meetings.insert(p);
        });
    const auto meets = [&](Point p) { return meetings.contains(p); };
    const auto first = std::find_if(line.begin(), line.end(), meets);
    const auto last = std::find_if(line.rbegin(), line.rend(), meets).base();
    return first < last ? Line(first, last) : Line();
}

// Gives the ground of one lobe to the features across the run.
class Handover {
public:
    Handover(Weave& weave, const Lobe& lobe) : weave_(weave), run_(lobe.run), ring_(lobe.around()) {
        gains_ = geometry::doubledSteps(ring_) > 0;
        if (!gains_) std::reverse(ring_.begin(), ring_.end());
    }

    base::Result<> carryOut(plan::LayerId reshaped) {
        if (weave_.stopped()) return base::cancelled();
        for (const plan::LayerId layer : concerned(reshaped))
            if (auto done = in(layer); !done) return done;
        return {};
    }

private:
    Weave& weave_;
    const Line& run_;
    Ring ring_;
    bool gains_;  // the side left of the run

    // The layer that is reshaped, and every one that shares boundaries with it which move or vanish, and so on.
    std::vector<plan::LayerId> concerned(plan::LayerId reshaped) const {
        std::map<plan::LayerId, std::set<Edge>> moving;
        for (const plan::LayerId layer : weave_.layers()) moving[layer] = movingIn(layer);
        std::vector<plan::LayerId> found{reshaped};
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const auto& [layer, edges] : moving) {
                if (std::find(found.begin(), found.end(), layer) != found.end()) continue;
                const auto& others = moving[found[i]];
                if (std::any_of(edges.begin(), edges.end(), [&](const Edge& e) { return others.contains(e); }))
                    found.push_back(layer);
            }
        return found;
    }

    // The layer's boundaries on the run and inside the lobe, whichever way they run.
    std::set<Edge> movingIn(plan::LayerId layer) const {
        const Boundary around(edgesOf(ring_));
        const geometry::Box& box = around.box();
        std::set<Edge> run, found;
        for (std::size_t i = 0; i + 1 < run_.size(); ++i) run.insert(undirected({run_[i], run_[i + 1]}));
        for (const Weave::Key key : weave_.near(layer, box))
            eachEdge(weave_.shape(key), [&](Point a, Point b) {
                const Edge edge = undirected({a, b});
                if (!box.contains(edge.box()) || found.contains(edge)) return;
                if (run.contains(edge) || around.lieOf(edge) == Lie::Inside) found.insert(edge);
            });
        return found;
    }
    static Edge undirected(Edge edge) { return edge.to < edge.from ? edge.reversed() : edge; }

    base::Result<> in(plan::LayerId layer) {
        std::optional<std::set<Weave::Key>> receivers;
        std::map<Weave::Key, Boundary> boundaries;
        for (std::size_t i = 0; i + 1 < run_.size(); ++i) {
            auto here = receiversAt({run_[i], run_[i + 1]}, layer, boundaries);
            if (receivers && *receivers != here) return torn(*receivers, here);
            receivers = std::move(here);
        }
        const MultiPolygon ground{{{ring_, {}}}};
        for (const Weave::Key key : weave_.near(layer, geometry::boxOf(ring_))) {
            if (!weave_.isArea(key)) continue;
            const MultiPolygon& before = weave_.area(key);
            auto after = receivers->contains(key) ? united(before, ground) : subtracted(before, ground);
            if (!after) return base::pass(std::move(after.error()).in(weave_.nameOf(key)));
            if (geometry::doubledSteps(*after) == geometry::doubledSteps(before)) continue;
            if (after->empty()) return base::fail(Error::Code::Invalid, "edit.would_swallow", weave_.nameOf(key));
            weave_.put(key, *std::move(after));
        }
        return {};
    }

    std::set<Weave::Key> receiversAt(const Edge& edge, plan::LayerId layer,
                                     std::map<Weave::Key, Boundary>& boundaries) const {
        std::set<Weave::Key> found;
        for (const Weave::Key key : weave_.near(layer, edge.box())) {
            if (!weave_.isArea(key)) continue;
            auto at = boundaries.find(key);
            if (at == boundaries.end()) at = boundaries.emplace(key, Boundary(edgesOf(weave_.shape(key)))).first;
            const Lie lie = at->second.lieOf(edge);
            if (lie == Lie::Inside || lie == (gains_ ? Lie::Along : Lie::Against)) found.insert(key);
        }
        return found;
    }

    base::Result<> torn(const std::set<Weave::Key>& some, const std::set<Weave::Key>& others) const {
        std::vector<std::string> names;
        for (const auto& keys : {some, others})
            for (const Weave::Key key : keys)
                if (some.contains(key) != others.contains(key)) names.push_back(weave_.nameOf(key));
        return base::fail(Error::Code::Invalid, "edit.reshape_between", joined(names));
    }
};

}  // namespace

base::Result<plan::Changeset> apply(const Reshape& command, const plan::Snapshot& snapshot, const base::Task& task) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto named = featuresNamed(snapshot, *layer, command.features);
    if (!named) return base::pass(Error(named.error()));

    Weave weave(snapshot, snapshot.schema().group(*layer), task);
    std::vector<Weave::Key> targets;
    for (const auto& feature : *named) {
        if (auto area = mustBeArea(snapshot.schema(), *feature); !area) return base::pass(std::move(area.error()));
        targets.push_back(Weave::keyOf(*feature));
    }
    if (targets.empty())
        for (const Weave::Key key : weave.near(*layer, geometry::boxOf(command.line)))
            if (weave.isArea(key)) targets.push_back(key);

    const std::size_t line = weave.thread(command.line);
    if (auto noded = weave.nodeThread(line, targets); !noded) return base::pass(std::move(noded.error()));
    const Line part = meetingPart(weave, targets, weave.threadAt(line));
    if (part.size() < 2 || part.front() == part.back())
        return base::fail(Error::Code::Invalid, "edit.reshape_misses", command.layer);
    auto course = courseBetween(weave, targets, part);
    if (!course) return base::fail(Error::Code::Invalid, "edit.reshape_which", command.layer);

    // What shares the run, or lies under the line, must meet both in vertices alone.
    const std::size_t run = weave.thread(course->run, false);
    geometry::Box box = geometry::boxOf(course->run);
    if (auto noded = weave.nodeThread(run, weave.near(box)); !noded) return base::pass(std::move(noded.error()));
    box.add(geometry::boxOf(course->line));
    if (auto noded = weave.nodeThread(line, weave.near(box)); !noded) return base::pass(std::move(noded.error()));
    Line way = weave.threadAt(line);
    if (course->line.front() != part.front()) std::reverse(way.begin(), way.end());
    const auto lobes = lobesOf(between(way, course->line.front(), course->line.back()), weave.threadAt(run));
    if (!lobes) return base::fail(Error::Code::Invalid, "edit.reshape_which", command.layer);
    for (const Lobe& lobe : *lobes)
        if (auto done = Handover(weave, lobe).carryOut(*layer); !done) return base::pass(std::move(done.error()));
    return weave.finish();
}

}  // namespace edit
