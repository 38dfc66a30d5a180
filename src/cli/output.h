#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cli {

// What no output of a command may take the place of, whatever --overwrite says.
class Kept {
public:
    // The inputs of the command, and its other outputs.
    explicit Kept(std::vector<std::filesystem::path> files) : files_(std::move(files)) {}
    // One of these, a folder around one of these, or any store.
    bool holds(const std::filesystem::path& place) const;
    // Refuses a place that is kept, that holds something which is no ordinary file or folder, or that holds anything
    // where nothing may be replaced; and one in a folder that is not there.
    base::Result<> refuse(const std::filesystem::path& place, bool overwrite) const;

private:
    std::vector<std::filesystem::path> files_;
};

// A file that a command writes: made beside its place under another name and moved there when whole, so that what
// stood there before is whole until then and nothing half written is ever left.
class Output {
public:
    // Refuses as Kept does, and a folder.
    static base::Result<Output> at(const std::filesystem::path& place, const Kept& kept, bool overwrite);
    Output(Output&& other) noexcept;
    Output& operator=(Output&&) = delete;
    ~Output();

    using Sink = std::function<void(std::string_view)>;
    // What `make` gives to its sink, part by part.
    base::Result<> stage(const std::function<void(const Sink&)>& make);
    base::Result<> stage(std::string_view bytes);
    // Puts what was staged in its place; where nothing may be replaced, what came to be there meanwhile stays.
    base::Result<> publish();
    base::Result<> write(const std::function<void(const Sink&)>& make);
    base::Result<> write(std::string_view bytes);

private:
    Output(std::filesystem::path place, bool overwrite) : place_(std::move(place)), overwrite_(overwrite) {}
    base::Result<> refused(int reason) const;

    std::filesystem::path place_, staged_;
    bool overwrite_ = false;
};

// The output where a place is named; none where the answer goes to standard output.
base::Result<std::optional<Output>> outputOf(const std::string& place, const Kept& kept, bool overwrite);

}  // namespace cli
