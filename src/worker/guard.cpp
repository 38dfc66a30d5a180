#include "worker/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace worker {

namespace {

void limitMemory() {
#if !defined(__SANITIZE_ADDRESS__)  // which reserves terabytes of addresses for itself
    const auto pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGE_SIZE);
    if (pages <= 0 || size <= 0) return;
    constexpr rlim_t least = rlim_t{4} << 30;
    const rlim_t most = std::max(least, static_cast<rlim_t>(pages) * static_cast<rlim_t>(size));
    const rlimit limit{most, most};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

int standAlone(int parent) {
    if (parent != 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) std::_Exit(1);  // it died before we could ask to be told
    }
    const int pipe = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    if (pipe > 3) {
        ::dup2(pipe, 3);
        ::close(pipe);
    }
    ::fcntl(3, F_SETFD, FD_CLOEXEC);
    ::close_range(4, ~0u, 0);
    limitMemory();
    return 3;
}

}  // namespace worker
