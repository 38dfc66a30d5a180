#pragma once

#include <filesystem>

#include "store/sqlite.h"

namespace store {

// Makes an open file fit for this program: refuses what is no store or one of a newer program; brings one of an older
// program to this format in one transaction where it may be written, and otherwise shows its tables as this program
// knows them, without touching it.
base::Result<> fitFormat(Database& database, const std::filesystem::path& file, bool writable);

}  // namespace store
