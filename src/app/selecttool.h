#pragma once

#include "app/tool.h"

namespace app {

// Click selects what is on top, a rectangle all it touches; Shift adds, Ctrl takes in or out.
class SelectTool : public Tool {
public:
    using Tool::Tool;
    Reply press(const Pointer& pointer) override;
    Reply move(const Pointer& pointer, bool down) override;
    Reply release(const Pointer& pointer) override;
    Reply cancel() override;

private:
    bool dragged(const Pointer& pointer) const;
    Selection combined(Selection hit, const Pointer& pointer) const;
    std::optional<geometry::Point> pressed_;
};

}  // namespace app
