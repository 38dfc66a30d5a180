#include "base/library.h"

#include <dlfcn.h>

namespace base {

Result<Library> Library::load(const std::string& name) {
    Library library;
    library.name_ = name;
    library.handle_ = dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (!library.handle_) return fail(Error::Code::Unsupported, "base.no_library", name, dlerror());
    return library;
}

Result<void*> Library::find(const char* function) const {
    if (void* found = dlsym(handle_, function)) return found;
    return fail(Error::Code::Unsupported, "base.no_library", name_, function);
}

}  // namespace base
