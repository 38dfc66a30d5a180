#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "base/task.h"
#include "edit/edges.h"
#include "geometry/edge_course.h"
#include "plan/snapshot.h"

namespace edit {

class Nodes;
class Onto;

// The boundaries of a topology group while one edit is under way: the snapshot, and over it the features that the edit
// has touched. Every command works through it, so that what holds for one holds for all: a vertex goes into every
// boundary that passes through it, in every feature and layer, and finish() checks the law (law.h).
class Weave {
public:
    Weave(const plan::Snapshot& snapshot, std::vector<plan::LayerId> layers, const base::Task& task);

    // Names a feature here; in the order of layers and ids, so that equal edits give equal changes.
    struct Key {
        plan::LayerId layer;
        plan::FeatureId id;
        auto operator<=>(const Key&) const = default;
    };
    // A feature that the edit has touched.
    struct Strand {
        plan::FeatureRef before;  // none where it is new
        geometry::Shape shape;
        geometry::Box box;
        std::vector<plan::Value> values;
        std::vector<plan::FeatureRef> origins;  // what its ground belonged to
        bool removed = false;
        bool remade = false;  // a new patch: its declared areas are measured anew
    };

    const plan::Snapshot& snapshot() const { return snapshot_; }
    const plan::Schema& schema() const { return snapshot_.schema(); }
    const std::vector<plan::LayerId>& layers() const { return layers_; }
    const std::map<Key, Strand>& strands() const { return strands_; }
    const geometry::EdgeCourse& course() const { return course_; }
    // All layers whose boundaries may be shared with those that the edit may change.
    const std::vector<plan::LayerId>& bound() const { return bound_; }
    // Whoever asked no longer wants the edit.
    bool stopped() const { return task_.stopped(); }

    // The features whose boxes touch the box, as they stand now, in order; of one layer or of all.
    std::vector<Key> near(const geometry::Box& box) const;
    std::vector<Key> near(plan::LayerId layer, const geometry::Box& box) const;
    void eachNear(plan::LayerId layer, const geometry::Box& box,
                  const std::function<void(const geometry::Box&, const geometry::Shape&)>& visit) const;
    // The vertex is not the edit's own: a boundary had it before, or another edge has taken it.
    bool holds(geometry::Point vertex) const;
    const geometry::Shape& shape(Key key) const;
    const geometry::MultiPolygon& area(Key key) const;  // of a feature that has one
    bool isArea(Key key) const;
    // For messages: "DLTB 150825000000000012".
    std::string nameOf(Key key) const;

    static Key keyOf(const plan::Feature& feature) { return {feature.layer, feature.id}; }
    Strand& touch(Key key);
    void put(Key key, geometry::Shape shape);
    Key add(plan::LayerId layer, geometry::Shape shape, std::vector<plan::Value> values,
            std::vector<plan::FeatureRef> origins = {});
    void remove(Key key);

    // A line of the edit that is no feature (a cutting line): it takes part in the noding, and is gone in the end.
    // `drawn`: it is new; else it runs along boundaries that were there.
    std::size_t thread(geometry::Line line, bool drawn = true);
    const geometry::Line& threadAt(std::size_t at) const;

    // Puts a vertex at p into every boundary that passes through it.
    void node(geometry::Point p);
    // Puts vertices where the lines cross the boundaries of the features, or touch them, until they meet in vertices
    // alone; where onto.h says. Fails where rounding never lets them.
    base::Result<> nodeThread(std::size_t thread, const std::vector<Key>& with);
    base::Result<> nodeFeature(Key feature, const std::vector<Key>& with);
    // Moves a vertex wherever it is; vertices that fall together become one.
    void move(geometry::Point from, geometry::Point to);

    // The changes: new vertices and edges woven into their neighbours, the law checked, areas measured.
    base::Result<plan::Changeset> finish();

private:
    const plan::Snapshot& snapshot_;
    std::vector<plan::LayerId> layers_;
    std::map<Key, Strand> strands_;
    struct Thread {
        geometry::Shape shape;
        bool drawn;
    };
    std::vector<Thread> threads_;
    plan::FeatureId next_;
    const base::Task& task_;
    std::vector<plan::LayerId> bound_;
    geometry::EdgeCourse course_;
    std::set<geometry::Point> placed_;

    base::Result<> nodeShape(const std::function<const geometry::Shape&()>& shape, const std::vector<Key>& with,
                             bool drawn);
    bool put(const Onto& onto);
    bool put(const Nodes& nodes);
    void moveOwn(const std::map<geometry::Point, geometry::Point>& moved);
    base::Result<> weaveIn();
};

// What the edit has changed of the boundaries that the strand's ground had, whichever features it belonged to.
Difference changeOf(const Weave::Strand& strand);

// A run of vertices with those that follow on themselves dropped (and, in a ring, the last where it equals the first).
void dropRepeated(const Run& run);

}  // namespace edit
