#include "edit/command.h"

#include "edit/commands.h"
#include "edit/domain.h"
#include "edit/scope.h"

namespace edit {

base::Result<plan::Changeset> apply(const Command& command, const plan::Snapshot& snapshot, const base::Task& task) {
    if (auto placed = mustBeOnEarth(command, snapshot.schema()); !placed) return base::pass(std::move(placed.error()));
    return std::visit([&](const auto& one) { return apply(one, snapshot, task); }, command);
}

namespace {
struct Name {
    std::string operator()(const MoveVertex&) const { return "move_vertex"; }
    std::string operator()(const InsertVertex&) const { return "insert_vertex"; }
    std::string operator()(const RemoveVertex&) const { return "remove_vertex"; }
    std::string operator()(const Reshape&) const { return "reshape"; }
    std::string operator()(const Split&) const { return "split"; }
    std::string operator()(const Merge&) const { return "merge"; }
    std::string operator()(const Draw&) const { return "draw"; }
    std::string operator()(const Replace&) const { return "replace"; }
    std::string operator()(const Erase&) const { return "erase"; }
    std::string operator()(const Set&) const { return "set"; }
    std::string operator()(const Batch&) const { return "batch"; }
};

struct Description {
    const plan::Schema& schema;

    base::Message operator()(const MoveVertex& c) const {
        return base::message("edit.move_vertex", shown(schema, c.from), shown(schema, c.to));
    }
    base::Message operator()(const InsertVertex& c) const {
        return base::message("edit.insert_vertex", c.layer, c.feature);
    }
    base::Message operator()(const RemoveVertex& c) const {
        return base::message("edit.remove_vertex", shown(schema, c.at));
    }
    base::Message operator()(const Reshape& c) const {
        return base::message("edit.reshape", c.layer, joined(c.features));
    }
    base::Message operator()(const Split& c) const { return base::message("edit.split", c.layer, joined(c.features)); }
    base::Message operator()(const Merge& c) const {
        return base::message("edit.merge", c.layer, joined(c.features), c.into);
    }
    base::Message operator()(const Draw& c) const { return base::message("edit.draw", c.layer); }
    base::Message operator()(const Replace& c) const { return base::message("edit.replace", c.layer, c.feature); }
    base::Message operator()(const Erase& c) const { return base::message("edit.erase", c.layer, c.feature); }
    base::Message operator()(const Set& c) const {
        std::vector<std::string> fields;
        for (const auto& [field, value] : c.attributes) fields.push_back(field);
        return base::message("edit.set", c.layer, c.feature, joined(fields));
    }
    base::Message operator()(const Batch& c) const {
        return c.steps.size() == 1 ? describe(c.steps.front(), schema) : base::message("edit.batch", c.steps.size());
    }
};
}  // namespace

std::string nameOf(const Command& command) { return std::visit(Name{}, command); }

base::Message describe(const Command& command, const plan::Schema& schema) {
    return std::visit(Description{schema}, command);
}

}  // namespace edit
