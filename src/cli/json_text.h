#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/program.h"
#include "plan/feature.h"

namespace cli {

// JSON that is passed on while it is made, for answers too large to be held as a tree. Reads back to what such a tree,
// printed, reads back to: numbers to the same values, bytes that are no UTF-8 replaced, infinite numbers null.
class JsonText {
public:
    using Sink = std::function<void(std::string_view)>;
    explicit JsonText(Sink sink) : sink_(std::move(sink)) {}

    void object() { open('{', '}'); }
    void list() { open('[', ']'); }
    void end();  // of the innermost object or list that is open
    // The name of the value that comes next.
    void key(std::string_view name);

    void null() { next() += "null"; }
    void text(std::string_view text);
    void number(std::int64_t number);
    void number(double number);
    void value(const plan::Value& value);
    void json(const Json& json);
    // A GeoJSON geometry.
    void shape(const geometry::Shape& shape, const geometry::Grid& grid);
    void shape(const geometry::MultiPolygon& area, const geometry::Grid& grid);

    // Passes on what is left, with a line end.
    void finish();

private:
    void open(char opening, char closing);
    std::string& next();  // where the next value goes
    void escaped(std::string_view text);

    Sink sink_;
    std::string text_;
    std::string closing_;   // of what is open
    bool follows_ = false;  // a value stands before in the same object or list
};

}  // namespace cli
