#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace worker {

// What GDAL complains about while this object lives, instead of on the terminal.
class Complaints {
public:
    // `hidden` is a folder whose name is left out of the texts: it is ours, and tells nobody anything.
    explicit Complaints(std::string hidden = {});
    ~Complaints();
    Complaints(const Complaints&) = delete;
    Complaints& operator=(const Complaints&) = delete;

    // Texts since the last call, each once.
    std::vector<std::string> take();
    bool failed() const { return failed_; }
    void forgetFailure() { failed_ = false; }
    // The latest failure in one line; `otherwise` where GDAL gave none.
    std::string latest(const std::string& otherwise) const { return latest_.empty() ? otherwise : latest_; }
    void hear(bool failure, std::string text);

private:
    std::string hidden_, latest_;
    std::vector<std::string> texts_;
    bool failed_ = false;
};

}  // namespace worker
