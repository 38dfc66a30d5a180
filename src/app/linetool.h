#pragma once

#include "app/tool.h"

namespace app {

// A line across boundaries: what it cuts is split, or the boundary between its crossings follows it. Works on the
// selected features of the active layer, or on all of it that the line crosses.
class LineTool : public Tool {
public:
    enum class Work { Split, Reshape };
    LineTool(const Desk& desk, Work work) : Tool(desk), work_(work) {}
    Reply press(const Pointer& pointer) override;
    Reply move(const Pointer& pointer, bool down) override;
    Reply release(const Pointer& pointer) override { return move(pointer, false); }
    Reply doubleClick(const Pointer& pointer) override;
    Reply finish() override;
    Reply cancel() override;
    Reply dropLast() override;
    bool sketching() const override { return !line_.empty(); }

private:
    Reply shown(const std::optional<geometry::Point>& next) const;
    Work work_;
    geometry::Line line_;
};

}  // namespace app
