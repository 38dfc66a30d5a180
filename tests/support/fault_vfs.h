#pragma once

#include <map>
#include <string>

// An SQLite file system over the usual one, in which things go wrong at the call that the test names. What changes the
// disk is counted: write, truncate, sync, delete, and opening a file to write.
namespace support {

enum class Fault {
    None,
    Error,     // from then on every such call is an input/output error
    Once,      // that one call is an input/output error, those after it are done
    Full,      // from then on nothing more fits: writes fail, the rest goes on
    ReadOnly,  // from then on nothing can be changed or made
};

// A store's file and what lies beside it, by name.
using Disk = std::map<std::string, std::string>;

class FaultVfs {
public:
    // Registers it as the default of this process, once; until `arm` it does what the one below does.
    static void install();
    // Counts from 0; the call `at` (from 1) and those after it go wrong. What this file and those beside it are at that
    // moment is kept.
    static void arm(Fault fault, int at, const std::string& file = {});
    // Nothing goes wrong any more. Says how many calls there were since `arm`.
    static int disarm();
    static bool struck();
    // Keeps what there is at this moment, as if the next call went wrong.
    static void strike();
    // What is there for whoever comes next where the process ended just before the call that went wrong.
    static Disk killed();
    // The same where the power failed: of sectors, sizes and names that were not synced any are lost, as the seed says;
    // all of them for 0.
    static Disk powerless(unsigned seed);
};

// All files whose names begin with this path's; and such files anew, in place of those that are there.
Disk diskOf(const std::string& path);
void putBack(const std::string& path, const Disk& disk);

}  // namespace support
