#pragma once

#include "app/tool.h"

namespace app {

// Draws a new feature of the active layer: an area, a line or a point, as the layer has them.
class DrawTool : public Tool {
public:
    using Tool::Tool;
    Reply press(const Pointer& pointer) override;
    Reply move(const Pointer& pointer, bool down) override;
    Reply release(const Pointer& pointer) override { return move(pointer, false); }
    Reply doubleClick(const Pointer& pointer) override;
    Reply finish() override;
    Reply cancel() override;
    Reply dropLast() override;
    bool sketching() const override { return !corners_.empty(); }

private:
    plan::GeometryKind kind() const;
    Reply shown(const std::optional<geometry::Point>& next) const;
    geometry::Line corners_;
};

}  // namespace app
