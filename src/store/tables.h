#pragma once

#include "store/layout.h"
#include "store/sqlite.h"

namespace store {

// Says that a file is a store of ours ("SXYT"), and of which format: newer programs raise the second.
constexpr int applicationId = 0x53585954;
constexpr int formatVersion = 4;

// Makes SpatiaLite's register with the plan's one system in it, and the store's own tables, in an empty file whose
// connection has SpatiaLite. Returns the system's srid.
int createRegister(Database& database, const geometry::System& system);
// Makes and registers the tables and columns that `after` has more than `before`, and their views anew.
void createLayers(Database& database, const Layout& before, const Layout& after);
// What the layers of a file of format 1 lack: indexes and views.
void widenLayers(Database& database, const Layout& layout);
// The names of all tables, views and indexes, lowered.
std::set<std::string> takenNames(Database& database);

}  // namespace store
