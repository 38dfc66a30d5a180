#pragma once

#include <vector>

#include "edit/command.h"

namespace edit {

// The course of an editing session: every state since it began, with a place in it. Undo goes back a place, redo
// forward; a new state drops those that were undone. One history over all layers.
class History {
public:
    explicit History(plan::Snapshot start) : states_{{{}, std::move(start)}} {}

    struct State {
        base::Message name;  // of the step that led here; empty for the first
        plan::Snapshot snapshot;
    };
    const plan::Snapshot& now() const { return states_[place_].snapshot; }
    const plan::Snapshot& start() const { return states_.front().snapshot; }
    const std::vector<State>& states() const { return states_; }
    std::size_t place() const { return place_; }
    bool canUndo() const { return place_ > 0; }
    bool canRedo() const { return place_ + 1 < states_.size(); }

    void push(base::Message name, plan::Snapshot next);
    void goTo(std::size_t place);  // of states()

private:
    std::vector<State> states_;
    std::size_t place_ = 0;
};

}  // namespace edit
