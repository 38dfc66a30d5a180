#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "store/revision.h"

namespace store {

// Something in a store that is not as Sanxian wrote it.
struct Problem {
    std::optional<RevisionNumber> revision;  // where one is concerned
    std::string layer;                       // code, where one is concerned
    std::optional<std::int64_t> feature;     // id, where one is concerned
    std::string kind;  // row, contents, total, revision, structure, save, edit, record, seal, object, index, area,
                       // unreadable
    base::Message detail;
};

struct Verified {
    std::int64_t revisions = 0;
    std::string digest;  // of the head, as it stands there: written down elsewhere, it proves the whole chain
    std::vector<Problem> problems;  // by revision, layer and feature
    bool complete = true;  // no: what the file's structure is cannot be read, so that rows, revisions and saves were
                           // not compared
    std::vector<std::string> foreign;  // tables, views and indexes of other programs: no part of the record
};

// Recomputes every digest of a store: states, contents, revisions, structures, saves, edits, records, seal and
// definitions; and compares its indexes with what they index. The file is only read, as it is at one moment. In pieces,
// so that a program may have several threads do it.
class Verification {
public:
    // Opens the file once for each reader. `full`: the area of every state is measured anew as well. Fails where the
    // file is no store, cannot be read as a file, or is of an older or newer format; a store whose structure cannot be
    // read is one with problems.
    static base::Result<Verification> begin(const std::filesystem::path& file, bool full, std::size_t readers);
    Verification(Verification&&) noexcept;
    Verification& operator=(Verification&&) noexcept;
    ~Verification();

    std::size_t pieces() const;
    std::size_t readers() const;
    // Does one piece; each is to be done once. Different readers may be used by different threads at the same time.
    base::Result<> run(std::size_t piece, std::size_t reader, const base::Task& task);
    // What was found. Fails unless every piece was done: there is no answer after a failure.
    base::Result<Verified> finish();

private:
    struct State;
    explicit Verification(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// All of it, in this thread.
base::Result<Verified> verify(const std::filesystem::path& file, bool full, const base::Task& task = {});

}  // namespace store
