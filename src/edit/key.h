#pragma once

#include <optional>
#include <string>

#include "plan/snapshot.h"

namespace edit {

// The identification codes (标识码) that new features of a plan get: region (6 digits) + "0000" + serial (8 digits),
// going on from the highest serial of any layer, so that they are unique in the whole plan. Equal plans give equal
// codes. A pass over all features, on first use.
class Keys {
public:
    explicit Keys(const plan::Snapshot& snapshot) : snapshot_(snapshot) {}
    // Gives a blank key field its value; layers whose key cannot hold such a code are left alone.
    void assign(plan::LayerId layer, std::vector<plan::Value>& values);

private:
    const plan::Snapshot& snapshot_;
    std::optional<std::int64_t> last_;
};

}  // namespace edit
