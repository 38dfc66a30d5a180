#include "edit/history.h"

#include <algorithm>

#include "base/check.h"

namespace edit {

void History::push(base::Message name, plan::Snapshot next) {
    if (place_ + 1 < states_.size()) saved_.fork = std::min(saved_.fork, place_);
    states_.resize(place_ + 1, states_.front());
    states_.push_back({std::move(name), std::move(next)});
    ++place_;
}

void History::goTo(std::size_t place) {
    SANXIAN_ASSERT(place < states_.size());
    place_ = place;
}

std::size_t History::unsaved() const {
    const std::size_t common = std::min({saved_.fork, saved_.place, place_});
    return saved_.place - common + place_ - common;
}

void History::unmarkSaved(Saved before) {
    before.fork = std::min(before.fork, saved_.fork);
    saved_ = std::move(before);
}

}  // namespace edit
