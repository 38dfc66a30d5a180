#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

#include "store/connection.h"

namespace store {

using Code = base::Error::Code;
namespace fs = std::filesystem;

namespace {

constexpr int pagesAtOnce = 4096;

// So that the name is there after a power loss, too.
void syncFolderOf(const fs::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

}  // namespace

base::Result<> Database::copyTo(const fs::path& out, const base::Task& task) {
    sqlite3* copy = nullptr;
    int code = sqlite3_open_v2(out.c_str(), &copy, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_backup* backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", handle_, "main") : nullptr;
    bool stopped = false;
    if (backup) {
        do {
            code = sqlite3_backup_step(backup, pagesAtOnce);
            stopped = task.stopped();
            const int pages = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);
            if (pages > 0) task.report(1 - static_cast<double>(left) / pages, base::message("store.copying"));
        } while (code == SQLITE_OK && !stopped);
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(copy);
    }
    // A copy may be carried anywhere, to where no memory can be shared and to where nothing can be written, too.
    if (code == SQLITE_OK && !stopped)
        code = sqlite3_exec(copy, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE", nullptr, nullptr,
                            nullptr);
    const std::string reason = copy ? sqlite3_errmsg(copy) : "";
    sqlite3_close(copy);
    if (stopped) return base::cancelled();
    if (code == SQLITE_OK) return {};
    if ((code & 0xff) == SQLITE_FULL) return base::fail(Code::Io, "store.disk_full", out.string());
    return base::fail(Code::Io, "store.io", out.string(), reason);
}

base::Result<> Store::backup(const fs::path& out, const base::Task& task) const {
    // Made beside, then given its name unless another file has it by then.
    std::string beside = out.string() + ".XXXXXX";
    const int fresh = mkstemp(beside.data());
    if (fresh < 0) return base::fail(Code::Io, "store.cannot_open", out.string());
    close(fresh);
    const auto done = [&]() -> base::Result<> {
        std::error_code none;
        if (fs::exists(out, none)) return base::fail(Code::Invalid, "store.exists", out.string());
        // Within a reading transaction the copy is of one moment, whatever others write.
        Database& database = *connection_->database;
        Transaction transaction(database, Transaction::Kind::Read);
        database.integer("SELECT max(number) FROM sanxian_revisions");
        if (auto copied = database.ok() ? database.copyTo(beside, task) : base::Result<>(); !copied)
            return transaction.abandon(std::move(copied.error()));
        if (auto read = transaction.commit(); !read) return read;
        if (link(beside.c_str(), out.c_str()) == 0) return {};
        if (errno == EEXIST) return base::fail(Code::Invalid, "store.exists", out.string());
        if (rename(beside.c_str(), out.c_str()) == 0) return {};
        return base::fail(Code::Io, "store.cannot_open", out.string());
    }();
    std::error_code ignored;
    fs::remove(beside, ignored);
    if (done) syncFolderOf(out);
    return done;
}

}  // namespace store
