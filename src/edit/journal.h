#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "edit/command.h"
#include "edit/history.h"

namespace edit {

// The lines that the hand has left: each is a command, "undo" or "redo", with a checksum. Appended and flushed to the
// disk at once; a line that a crash cut off is dropped when it is read again, so that what is replayed is always a
// state that there was (law 3).
class Journal {
public:
    struct Header {  // what the journal continues
        std::string store, caseId;
        std::int64_t saves = 0;  // of the case, when the session began
        std::string first;       // text of snapshot.nextId(), so that new ids are the same again
        bool operator==(const Header&) const = default;
    };

    // Starts a new journal; an old file of that name is replaced.
    static base::Result<Journal> create(const std::filesystem::path& file, const Header& header);
    // Continues one that is there, after what is whole in it.
    static base::Result<Journal> reopen(const std::filesystem::path& file);
    struct Content {
        Header header;
        std::vector<std::string> lines;  // encoded commands, "undo", "redo"
        bool cut = false;                // something after them was not whole
    };
    static base::Result<Content> read(const std::filesystem::path& file);

    base::Result<> append(std::string_view line);
    const std::filesystem::path& file() const;
    // Takes the file away: what it held has been saved.
    void discard();

    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal();

private:
    struct File;
    explicit Journal(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

// The history that the lines lead to from `start`; stops with the error (and its line number) at the first that cannot
// be done.
base::Result<History> replay(const plan::Snapshot& start, const std::vector<std::string>& lines);

}  // namespace edit
