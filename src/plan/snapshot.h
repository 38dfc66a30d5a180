#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "geometry/box.h"
#include "plan/changeset.h"
#include "plan/table.h"

namespace plan {

// The plan at one moment: a value that never changes, cheap to copy, that shares everything unchanged with its
// neighbours in time and that any thread may read.
class Snapshot {
public:
    Snapshot();
    explicit Snapshot(SchemaRef schema);
    // All features at once; ids must differ.
    Snapshot(SchemaRef schema, const std::vector<FeatureRef>& features);

    const Schema& schema() const { return *schema_; }
    const SchemaRef& schemaRef() const { return schema_; }
    // The same features under a schema that has more layers or fields; the layers that were there keep their places.
    Snapshot under(SchemaRef schema) const;

    FeatureRef find(FeatureId id) const;
    FeatureRef find(LayerId layer, FeatureId id) const;
    // By the name that nameOf gives: the key field's text, or "#id". A pass over the layer.
    FeatureRef find(LayerId layer, std::string_view name) const;
    std::size_t count(LayerId layer) const;
    std::size_t count() const;
    // In the order of ids.
    void each(LayerId layer, const std::function<void(const FeatureRef&)>& visit) const;
    // Those whose boxes touch `box`, in no promised order (but the same for the same snapshot).
    void each(LayerId layer, const geometry::Box& box, const std::function<void(const FeatureRef&)>& visit) const;
    geometry::Box extent(LayerId layer) const;
    geometry::Box extent() const;

    // The id that the next feature made on this snapshot gets, and the snapshot that draws its ids from another space.
    FeatureId nextId() const { return next_; }
    Snapshot drawingFrom(FeatureId first) const;

    // Conflict where a before is not what is here. Nothing is half done.
    base::Result<Snapshot> with(const Changeset& changes) const;
    // What turns `before` into `after`, by layer and id; the schemas' common layers are compared.
    static Changeset diff(const Snapshot& before, const Snapshot& after);
    // The same of one layer, which both have.
    static Changeset diff(const Snapshot& before, const Snapshot& after, LayerId layer);
    // Equal features in equal layers.
    bool operator==(const Snapshot& other) const;

private:
    struct LayerState;
    SchemaRef schema_;
    std::vector<std::shared_ptr<const LayerState>> layers_;
    FeatureId next_{0, 1};
};

// Every feature that has this vertex, of the named layers or (empty) of all: topology is an index over the model, not
// the model.
std::vector<FeatureRef> withVertex(const Snapshot& snapshot, geometry::Point vertex,
                                   const std::vector<LayerId>& layers = {});

}  // namespace plan
