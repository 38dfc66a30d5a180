#pragma once

#include <vector>

#include "edit/command.h"

namespace edit {

// The course of the work on a case: every state since it began, with a place in it. Undo goes back a place, redo
// forward; a new state drops those that were undone. One history over all layers. One state is the one that was saved
// last; it is remembered when it is dropped, too.
class History {
public:
    explicit History(plan::Snapshot start) : states_{{{}, start}}, saved_{std::move(start), 0, none} {}

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

    struct Saved {
        plan::Snapshot snapshot;
        std::size_t place;
        std::size_t fork;  // the first place after which states were dropped since
    };
    const Saved& saved() const { return saved_; }
    // Steps from the saved state to the one that is now.
    std::size_t unsaved() const;
    // What is now, is saved.
    void markSaved() { saved_ = {now(), place_, none}; }
    // The save came to nothing; `before` is the mark that there was.
    void unmarkSaved(Saved before);

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<State> states_;
    std::size_t place_ = 0;
    Saved saved_;
};

}  // namespace edit
