#pragma once

#include <filesystem>
#include <string>

namespace base {

// The folder that holds resources/ and data/: $SANXIAN_HOME, else share/sanxian beside the program's bin, else the
// source tree.
std::filesystem::path home();
// The folder of the running program, where its sister programs stand.
std::filesystem::path programFolder();
std::string version();

}  // namespace base
