#pragma once

#include <string>

#include "base/result.h"

namespace base {

// A shared library that is loaded while the program runs, because few runs need it. It stays until the program ends.
class Library {
public:
    // By the name that a linked program would ask the system's loader for ("libproj.so.25"). Fails with what the loader
    // says.
    static Result<Library> load(const std::string& name);

    // Sets the pointer to the function of that name, which must be of the pointer's type; fails where there is none.
    template <class Function>
    Result<> find(const char* function, Function*& pointer) const {
        const auto found = find(function);
        if (!found) return pass(found.error());
        pointer = reinterpret_cast<Function*>(*found);
        return {};
    }

private:
    Result<void*> find(const char* function) const;

    std::string name_;
    void* handle_ = nullptr;
};

}  // namespace base
