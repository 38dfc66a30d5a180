#include "exchange/publish.h"

namespace exchange {

namespace fs = std::filesystem;

base::Result<> publish(const std::vector<Placement>& placements, const fs::path& attic) {
    std::vector<Placement> done;
    std::error_code error;
    const auto move = [&](const fs::path& from, const fs::path& to) {
        fs::rename(from, to, error);
        if (!error) done.push_back({from, to});
    };
    for (std::size_t i = 0; i < placements.size() && !error; ++i) {
        const auto& [from, to] = placements[i];
        std::error_code absent;
        if (fs::exists(fs::symlink_status(to, absent))) move(to, attic / std::to_string(i));
        if (!error && !from.empty()) move(from, to);
        if (!error) continue;
        const std::string reason = error.message();
        for (auto step = done.rbegin(); step != done.rend(); ++step) fs::rename(step->to, step->from, error);
        return base::fail(base::Error::Code::Io, "exchange.cannot_place", to.string(), reason);
    }
    return {};
}

}  // namespace exchange
