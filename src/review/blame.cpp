#include "review/blame.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <unordered_set>

namespace review {

namespace {

using Code = base::Error::Code;

// Which edges the change takes from the feature, where some of them run along what is missing; else nothing.
std::vector<std::vector<bool>> lostEdges(const plan::Change& change, const Missing& missing,
                                         const geometry::EdgeCourse& course) {
    if (change.after && change.after->shape == change.before->shape) return {};
    std::unordered_set<Edge> kept;
    if (change.after)
        for (const Part& part : outlineOf(change.after->shape))
            for (std::size_t i = 0; i < part.edges(); ++i) kept.insert(Edge::of(part.from(i), part.to(i)));
    std::vector<std::vector<bool>> lost;
    bool wanted = false;
    for (const Part& part : outlineOf(change.before->shape)) {
        lost.emplace_back(part.edges());
        for (std::size_t i = 0; i < part.edges(); ++i) {
            lost.back()[i] = !kept.contains(Edge::of(part.from(i), part.to(i)));
            wanted = wanted || (lost.back()[i] && missing.meets(Edge::of(part.from(i), part.to(i)), course));
        }
    }
    return wanted ? lost : std::vector<std::vector<bool>>();
}

// Traces features back through the record; each one once.
class Tracer {
public:
    Tracer(const Record& record, const base::Task& task) : record_(record), task_(task) {}

    // The feature's state in revision `at`, traced; NotFound where it has none.
    base::Result<const Traced*> of(plan::FeatureId id, RevisionNumber at) {
        auto known = histories_.find(id);
        if (known == histories_.end()) {
            auto states = record_.history(id);
            if (!states) return base::pass(states.error());
            known = histories_.emplace(id, History{std::move(*states), {}}).first;
        }
        History& history = known->second;
        for (std::size_t i = 0; i < history.states.size(); ++i) {
            const Lived& state = history.states[i];
            if (state.born > at || (state.died && *state.died <= at)) continue;
            if (auto done = trace(history, i); !done) return base::pass(done.error());
            return &history.traced[i];
        }
        return base::fail(Code::NotFound, "review.not_there", id.number(), at);
    }

private:
    struct History {
        std::vector<Lived> states;
        std::deque<Traced> traced;  // as many of the states as were asked for, from the oldest
    };

    base::Result<> trace(History& history, std::size_t upTo) {
        for (std::size_t i = history.traced.size(); i <= upTo; ++i) {
            if (task_.stopped()) return base::cancelled();
            const Lived& state = history.states[i];
            const bool goesOn = i > 0 && history.states[i - 1].died == state.born;
            Traced next(state.feature);
            if (goesOn) carry(history.traced[i - 1], next, record_.course);
            if (!next.complete())
                if (auto done = inherit(state, goesOn ? &history.traced[i - 1] : nullptr, next); !done) return done;
            next.settle(state.born);
            history.traced.push_back(std::move(next));
        }
        return {};
    }

    // Takes over what other features lost in the revision that made this state.
    base::Result<> inherit(const Lived& state, const Traced* before, Traced& next) {
        const Missing missing(next);
        if (missing.box().empty()) return {};
        const auto changes = record_.changes(state.born, missing.box());
        if (!changes) return base::pass(changes.error());
        std::deque<std::vector<std::vector<bool>>> lost;
        std::vector<Source> sources;
        for (const auto& change : changes->changes) {
            if (!change.before || change.id() == state.feature->id) continue;
            if (!change.before->box.touches(missing.box())) continue;
            auto edges = lostEdges(change, missing, record_.course);
            if (edges.empty()) continue;
            lost.push_back(std::move(edges));
            const auto traced = of(change.id(), state.born - 1);
            if (!traced) return base::pass(traced.error());
            sources.push_back(
                {*traced, [&edges = lost.back()](std::size_t part, std::size_t edge) { return edges[part][edge]; }});
        }
        if (sources.empty()) return {};
        if (before) sources.push_back({before, [](std::size_t, std::size_t) { return true; }});
        carryFrom(sources, next, record_.course);
        return {};
    }

    const Record& record_;
    const base::Task& task_;
    std::map<plan::FeatureId, History> histories_;
};

Run runFrom(const Traced& traced, std::size_t part, std::size_t first, std::size_t count) {
    const Part& line = traced.parts[part];
    Run run{traced.edges[part][first], part, {line.from(first)}, {}};
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t edge = (first + i) % line.edges();
        run.line.push_back(line.to(edge));
        const std::size_t corner = (edge + 1) % line.corners.size();
        const bool inside = i + 1 < count;
        if (inside && traced.corners[part][corner] > run.revision)
            run.later.push_back({line.corners[corner], traced.corners[part][corner]});
    }
    return run;
}

void addRuns(const Traced& traced, std::size_t part, std::vector<Run>& runs) {
    const Part& line = traced.parts[part];
    const auto& edges = traced.edges[part];
    if (edges.empty()) {
        for (std::size_t i = 0; i < line.corners.size(); ++i)
            runs.push_back({traced.corners[part][i], part, {line.corners[i]}, {}});
        return;
    }
    // A ring is cut open where the revision changes, so that its first corner divides no run.
    std::size_t start = 0;
    if (line.closed)
        while (start < edges.size() && edges[start] == edges[(start + edges.size() - 1) % edges.size()]) ++start;
    if (start == edges.size()) start = 0;
    for (std::size_t done = 0; done < edges.size();) {
        const std::size_t first = (start + done) % edges.size();
        std::size_t count = 1;
        while (done + count < edges.size() && edges[(first + count) % edges.size()] == edges[first]) ++count;
        runs.push_back(runFrom(traced, part, first, count));
        done += count;
    }
}

}  // namespace

base::Result<std::vector<Run>> blame(plan::FeatureId id, RevisionNumber at, const Record& record,
                                     const base::Task& task) {
    Tracer tracer(record, task);
    const auto traced = tracer.of(id, at);
    if (!traced) return base::pass(traced.error());
    std::vector<Run> runs;
    for (std::size_t part = 0; part < (*traced)->parts.size(); ++part) addRuns(**traced, part, runs);
    return runs;
}

}  // namespace review
