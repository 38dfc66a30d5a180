#pragma once

#include <ctime>

namespace support {

// The time that this process has had of the processors: other work on the machine does not count.
class ProcessorTime {
public:
    double seconds() const { return static_cast<double>(std::clock() - begun_) / CLOCKS_PER_SEC; }

private:
    std::clock_t begun_ = std::clock();
};

}  // namespace support
