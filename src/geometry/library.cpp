#include "geometry/library.h"

#include <dlfcn.h>

namespace geometry {

using base::Error;

base::Result<Library> Library::load(const std::string& name) {
    Library library;
    library.name_ = name;
    library.handle_ = dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (!library.handle_) return base::fail(Error::Code::Unsupported, "geometry.no_library", name, dlerror());
    return library;
}

base::Result<void*> Library::find(const char* function) const {
    if (void* found = dlsym(handle_, function)) return found;
    return base::fail(Error::Code::Unsupported, "geometry.no_library", name_, function);
}

}  // namespace geometry
