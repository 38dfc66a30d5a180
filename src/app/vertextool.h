#pragma once

#include "app/tool.h"

namespace app {

// Moves, adds and removes corners. A corner that is shared moves in every feature of the topology group that has it;
// before the hand lets go, the map shows all that will change, and the indicators what that does to them. Alt limits
// it to the layer that was hit.
class VertexTool : public Tool {
public:
    using Tool::Tool;
    Reply press(const Pointer& pointer) override;
    Reply move(const Pointer& pointer, bool down) override;
    Reply release(const Pointer& pointer) override;
    Reply doubleClick(const Pointer& pointer) override;
    Reply cancel() override;
    Reply erase() override;
    bool sketching() const override { return held_.has_value(); }

private:
    Reply hover(const Pointer& pointer);
    Reply drag(const Pointer& pointer);
    std::vector<std::string> limit(const edit::Hit& hit, bool alone) const;
    std::vector<plan::FeatureRef> moving(const edit::Hit& hit, bool alone) const;

    std::optional<edit::Hit> hot_;   // under the pointer
    std::optional<edit::Hit> held_;  // in the hand
    bool alone_ = false;
};

}  // namespace app
