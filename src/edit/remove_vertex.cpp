#include <algorithm>
#include <optional>
#include <set>

#include "edit/boundary.h"
#include "edit/commands.h"
#include "edit/scope.h"

namespace edit {

using base::Error;

namespace {

// The vertices on both sides of each place where the run has the vertex; an end of a line has itself on one side.
std::vector<std::set<Point>> neighbours(const Run& run, Point vertex) {
    const auto& points = *run.points;
    const std::size_t n = points.size();
    std::vector<std::set<Point>> found;
    for (std::size_t i = 0; i < n; ++i) {
        if (points[i] != vertex) continue;
        const bool closed = run.kind == Run::Kind::Closed;
        const Point before = i > 0 ? points[i - 1] : closed ? points[n - 1] : vertex;
        const Point after = i + 1 < n ? points[i + 1] : closed ? points[0] : vertex;
        found.push_back({before, after});
    }
    return found;
}

}  // namespace

base::Result<plan::Changeset> apply(const RemoveVertex& command, const plan::Snapshot& snapshot,
                                    const base::Task& task) {
    auto layers = scopeAt(snapshot, command.at, command.layers);
    if (!layers) return base::pass(std::move(layers.error()));
    if (layers->empty() || plan::withVertex(snapshot, command.at, *layers).empty())
        return base::pass(noVertexAt(snapshot, command.at, *layers).error());

    Weave weave(snapshot, std::move(*layers), task);
    weave.node(command.at);
    std::optional<std::set<Point>> beside;
    for (const Weave::Key key : weave.near(geometry::Box::of(command.at))) {
        if (!geometry::hasVertex(weave.shape(key), command.at)) continue;
        const std::string name = weave.nameOf(key);
        for (const Run& run : runsOf(weave.touch(key).shape)) {
            if (run.kind == Run::Kind::Points && geometry::hasVertex(weave.shape(key), command.at))
                return base::fail(Error::Code::Invalid, "edit.nothing_left", name);
            for (const auto& found : neighbours(run, command.at)) {
                if (beside && *beside != found)
                    return base::fail(Error::Code::Invalid, "edit.boundaries_meet", name,
                                      shown(snapshot.schema(), command.at));
                beside = found;
            }
            std::erase(*run.points, command.at);
            dropRepeated(run);
        }
        weave.put(key, weave.shape(key));
    }
    return weave.finish();
}

}  // namespace edit
