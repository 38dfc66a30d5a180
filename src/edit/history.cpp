#include "edit/history.h"

#include "base/check.h"

namespace edit {

void History::push(base::Message name, plan::Snapshot next) {
    states_.resize(place_ + 1, states_.front());
    states_.push_back({std::move(name), std::move(next)});
    ++place_;
}

void History::goTo(std::size_t place) {
    SANXIAN_ASSERT(place < states_.size());
    place_ = place;
}

}  // namespace edit
