#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "edit/command.h"
#include "edit/history.h"

namespace edit {

// The lines that the hand has left on a case: each is a command, "undo", "redo" or the mark of a save, with a checksum.
// Appended and flushed to the disk at once; a line that a crash cut off is dropped when it is read again, so that what
// is replayed is always a state that there was (law 3). Lines that the disk did not take are kept, and written before
// the next one as soon as it takes them.
class Journal {
public:
    struct Header {  // what the journal continues
        std::string store, caseId;
        std::int64_t saves = 0;  // of the case, when the journal began
        std::string first;       // text of snapshot.nextId(), so that new ids are the same again
        std::int64_t base = 0;   // the revision that the case stands on
        std::string time;        // when it began
        bool operator==(const Header&) const = default;
    };

    // Starts a new journal, with lines of an older one; an old file of that name is replaced.
    static base::Result<Journal> create(const std::filesystem::path& file, const Header& header,
                                        const std::vector<std::string>& lines = {});
    // The same; where it cannot be made it is made as soon as it can, and trouble() says why.
    static Journal begin(const std::filesystem::path& file, const Header& header,
                         const std::vector<std::string>& lines = {});
    // Continues one that is there, after what is whole in it. Conflict where another process writes it.
    static base::Result<Journal> reopen(const std::filesystem::path& file);
    struct Content {
        Header header;
        std::vector<std::string> lines;  // encoded commands, "undo", "redo", marks
        bool cut = false;                // something after them was not whole
    };
    static base::Result<Content> read(const std::filesystem::path& file);

    // The line of a save, written when it begins, and back.
    struct Mark {
        std::int64_t save = 0;  // its number in the case
        std::string time;
    };
    static std::string lineOf(const Mark& mark);
    static std::optional<Mark> markOf(std::string_view line);

    // On failure the lines are on no disk, but kept.
    base::Result<> append(std::string_view line) { return append(std::vector<std::string>{std::string(line)}); }
    base::Result<> append(const std::vector<std::string>& lines);
    // Why lines are not on the disk; nothing while all of them are.
    const std::optional<base::Error>& trouble() const;
    const std::filesystem::path& file() const;
    // Takes the file away: what it held has been filed.
    void discard();

    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal();

private:
    struct File;
    explicit Journal(std::unique_ptr<File> file);
    base::Result<> make();
    std::unique_ptr<File> file_;
};

// Does the lines on the history; stops with the error (and its line number) at the first that cannot be done, and
// `done` says how many were.
base::Result<> replay(History& history, std::span<const std::string> lines, std::size_t& done);
// The history that the lines lead to from `start`.
base::Result<History> replay(const plan::Snapshot& start, const std::vector<std::string>& lines);

}  // namespace edit
