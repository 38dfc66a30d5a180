#pragma once

#include <set>
#include <string>
#include <vector>

#include "store/records.h"

namespace store {

// Triggers on every table of the file, that refuse every write with the reason. Our own connections switch triggers
// off; those of other programs cannot but by an effort, which the objects' record then shows.

// Kind and name of tables, views, indexes and triggers.
using ObjectNames = std::set<std::pair<std::string, std::string>>;

// What other programs made beside, to be asked before a change of the structure. The database fails (Invalid) where one
// of ours was altered or dropped: recording what is there then would make that right.
ObjectNames strangers(Database& database, DigestMethod method);

// Makes the guards that are missing, but for the strangers' tables. To be called after every change of the structure,
// before recordObjects.
void guardTables(Database& database, const ObjectNames& strangers = {});

// Writes down every table, view, index and trigger that there is and no stranger, with the digest of its definition,
// and the digests of the rows of SpatiaLite's register, in sanxian_objects: what another program makes, drops or alters
// is found by comparing.
void recordObjects(Database& database, DigestMethod method, Seal& seal, const ObjectNames& strangers = {});

// An object of the file that is not as sanxian_objects has it.
struct Difference {
    enum class Kind { Missing, Altered, Foreign } difference;
    std::string kind, name;  // table, index, view, trigger; rows: of a table of the register
};
std::vector<Difference> alteredObjects(Database& database, DigestMethod method);

}  // namespace store
