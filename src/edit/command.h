#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/task.h"
#include "plan/snapshot.h"

// What the hand can do to a plan, as values. Coordinates are on the plan's grid; layers go by code and features by name
// (BSM or #id), so that a command means the same in a journal, a script and a test. `layers` limits what a shared
// boundary moves; empty: the topology group of what is hit.
namespace edit {

using geometry::Line;
using geometry::Point;

struct MoveVertex {
    Point from, to;
    std::vector<std::string> layers;
    bool operator==(const MoveVertex&) const = default;
};
struct InsertVertex {
    std::string layer, feature;
    Point at;
    std::vector<std::string> layers;
    bool operator==(const InsertVertex&) const = default;
};
struct RemoveVertex {
    Point at;
    std::vector<std::string> layers;
    bool operator==(const RemoveVertex&) const = default;
};
// The boundary between the line's first and last crossing follows the line; the neighbour gains what one loses.
struct Reshape {
    std::string layer;
    std::vector<std::string> features;
    Line line;
    bool operator==(const Reshape&) const = default;
};
struct Split {
    std::string layer;
    std::vector<std::string> features;
    Line line;
    bool operator==(const Split&) const = default;
};
struct Merge {
    std::string layer;
    std::vector<std::string> features;
    std::string into;
    bool operator==(const Merge&) const = default;
};
enum class Overlap { Refuse, CutNew, CutExisting };
using Attributes = std::map<std::string, plan::Value>;
struct Draw {
    std::string layer;
    geometry::Shape shape;
    Attributes attributes;
    Overlap overlap = Overlap::Refuse;
    bool operator==(const Draw&) const = default;
};
struct Replace {
    std::string layer, feature;
    geometry::Shape shape;
    bool operator==(const Replace&) const = default;
};
struct Erase {
    std::string layer, feature;
    bool operator==(const Erase&) const = default;
};
struct Set {
    std::string layer, feature;
    Attributes attributes;
    bool operator==(const Set&) const = default;
};

struct Batch;
using Command =
    std::variant<MoveVertex, InsertVertex, RemoveVertex, Reshape, Split, Merge, Draw, Replace, Erase, Set, Batch>;

// Several commands as one: each on what the one before it made, all or none, one step to undo. Batches do not nest.
struct Batch {
    std::vector<Command> steps;
    bool operator==(const Batch&) const;
};
inline bool Batch::operator==(const Batch&) const = default;

// The changes that the command makes; the snapshot stays as it was, and equal snapshots give equal changes (law 2). New
// features draw their ids from snapshot.nextId() on. An edit that cannot be done, would leave an area invalid that was
// valid, or would tear a boundary that is shared (law 5), is refused with the reason. A command that ends where it
// began gives no changes. Stopped by the task it ends within a pass over what it touches (Cancelled).
base::Result<plan::Changeset> apply(const Command& command, const plan::Snapshot& snapshot,
                                    const base::Task& task = {});

// The verb of cli.md ("move_vertex").
std::string nameOf(const Command& command);
// What it does, for the undo list: "edit.move_vertex" with its arguments.
base::Message describe(const Command& command, const plan::Schema& schema);

// One line of JSON as in cli.md, without a newline; coordinates in the plan's system. decode(encode(c)) == c (law 3).
std::string encode(const Command& command, const plan::Schema& schema);
// Reads such a line. Its coordinates are in `crs` where the line or the caller names one. Fails with what is wrong,
// whatever the line is.
base::Result<Command> decode(std::string_view line, const plan::Schema& schema, const std::string& crs = {});

}  // namespace edit
