#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>

#include "base/check.h"
#include "store/place.h"
#include "store/writer.h"

namespace store {

using Code = base::Error::Code;

namespace {

// How long a statement waits for another program's transaction before it says so.
constexpr int patienceMilliseconds = 3000;

// Whether something of WAL lies beside that is not in the file.
bool isBeside(const std::filesystem::path& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file.string() + "-wal", none);
    return !none && size > 0;
}

// As what never changes: needs no lock, no memory to share and no room.
std::string unchanging(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : file.string()) {
        constexpr std::string_view plain = "/._-";
        if (std::isalnum(static_cast<unsigned char>(c)) || plain.find(c) != std::string_view::npos)
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri + "?immutable=1";
}

}  // namespace

std::string identifier(std::string_view name) {
    std::string result(1, '"');
    for (const char c : name) {
        result += c;
        if (c == '"') result += c;
    }
    return result += '"';
}

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::reset() {
    if (statement_) sqlite3_reset(statement_.get());
}

void Statement::bind(int at, std::int64_t value) {
    if (statement_) database_->checked(sqlite3_bind_int64(statement_.get(), at, value));
}
void Statement::bind(int at, double value) {
    if (statement_) database_->checked(sqlite3_bind_double(statement_.get(), at, value));
}
void Statement::bind(int at, std::string_view text) {
    if (statement_)
        database_->checked(sqlite3_bind_text64(statement_.get(), at, text.data() ? text.data() : "", text.size(),
                                               SQLITE_STATIC, SQLITE_UTF8));
}
void Statement::bind(int at, Bytes bytes) {
    static constexpr std::uint8_t none = 0;
    if (statement_)
        database_->checked(sqlite3_bind_blob64(statement_.get(), at, bytes.data() ? bytes.data() : &none, bytes.size(),
                                               SQLITE_STATIC));
}
void Statement::bind(int at, std::nullptr_t) {
    if (statement_) database_->checked(sqlite3_bind_null(statement_.get(), at));
}

bool Statement::step() {
    if (!statement_ || database_->failure_) return false;
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) database_->checked(code);
    return false;
}

void Statement::run() {
    while (step()) continue;
    reset();
}

int Statement::columns() const { return sqlite3_column_count(statement_.get()); }

Statement::Kind Statement::kind(int column) const {
    switch (sqlite3_column_type(statement_.get(), column)) {
        case SQLITE_INTEGER: return Kind::Integer;
        case SQLITE_FLOAT: return Kind::Real;
        case SQLITE_TEXT: return Kind::Text;
        case SQLITE_BLOB: return Kind::Blob;
        default: return Kind::Null;
    }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (!text) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Bytes Statement::bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    if (!data) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Mode mode) {
    if (mode == Mode::Create) return connect(file, mode, file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const bool mayWrite = access(file.c_str(), W_OK) == 0, mayAdd = access(folder.c_str(), W_OK) == 0;
    if (mode == Mode::ReadWrite) {
        if (!mayWrite || !mayAdd) return base::fail(Code::Denied, "store.read_only", file.string());
        return connect(file, mode, file.string(), SQLITE_OPEN_READWRITE);
    }
    const int forReading = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    if (!mayAdd && !isBeside(file)) return connect(file, mode, unchanging(file), forReading);
    auto opened = connect(file, mode, file.string(), mayWrite && mayAdd ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    // On a disk without room even a reader of WAL fails, which makes a file beside. Where nobody has left one, none is
    // needed.
    if (!opened && opened.error().code == Code::Io && !isBeside(file))
        return connect(file, mode, unchanging(file), forReading);
    return opened;
}

base::Result<std::unique_ptr<Database>> Database::connect(const std::filesystem::path& file, Mode mode,
                                                          const std::string& name, int flags) {
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<Database> database(new Database(handle, file));
    if (!handle || code != SQLITE_OK) return base::pass(database->errorOf(code));
    database->readOnly_ = mode == Mode::ReadOnly;
    sqlite3_busy_timeout(handle, patienceMilliseconds);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    // What a foreign hand put into the file's views and triggers gets no function that does more than compute.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // No shared memory on a share: then the lock of one process is for all it does.
    const bool share = placeOf(file) == Place::Network;
    if (share && mode != Mode::ReadOnly)
        database->script("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL");
    // EXTRA: a commit that was reported is there after a power loss too; memory for the temporary, so that a full /tmp
    // is no failure. On a share 64 MiB of pages, so that a commit of some 10,000 changes locks readers out for its last
    // moment only; elsewhere it never does.
    database->script(std::string("PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA cache_size = ") +
                     (share ? "-65536" : "-24576"));
    // Those on the tables are there to refuse what other programs write.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    if (mode == Mode::ReadOnly) database->script("PRAGMA query_only = ON");
    if (auto done = database->outcome(); !done) return base::pass(std::move(done.error()));
    if (mode != Mode::ReadOnly && sqlite3_db_readonly(handle, "main") == 1)
        return base::pass(database->errorOf(SQLITE_READONLY));
    return database;
}

Database::~Database() {
    // Statements belong to operations and end with them, so nothing can be left open here.
    if (handle_) SANXIAN_ASSERT(sqlite3_close(handle_) == SQLITE_OK);
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (!failure_) checked(sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
    return Statement(*this, statement);
}

void Database::script(const std::string& sql) {
    if (!failure_) checked(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Database::lastRow() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

void Database::fail(base::Error error) {
    if (!failure_) failure_ = std::move(error);
}

base::Result<> Database::outcome() {
    if (!failure_) return {};
    base::Error error = std::move(*failure_);
    failure_.reset();
    return base::pass(std::move(error));
}

base::Result<> Database::loadSpatialite() {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    char* reason = nullptr;
    const int code = sqlite3_load_extension(handle_, "mod_spatialite", nullptr, &reason);
    const std::string said = reason ? reason : "";
    sqlite3_free(reason);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    if (code != SQLITE_OK) return base::fail(Code::Unsupported, "store.no_spatialite", said);
    return {};
}

bool Database::checked(int code) {
    if (code == SQLITE_OK) return true;
    fail(errorOf(code));
    return false;
}

base::Error Database::errorOf(int code) const {
    const std::string file = file_.string();
    const auto error = [&](Code kind, const char* key) { return base::Error{kind, base::message(key, file), {}}; };
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            if (const auto writer = writerOf(file_); writer && !(writer->pid == getpid() && writer->host == hostName()))
                return {
                    Code::Conflict,
                    base::message("store.busy_writer", file, writer->user, writer->host, writer->pid, writer->since),
                    {}};
            return error(Code::Conflict, "store.busy");
        case SQLITE_FULL: return error(Code::Io, "store.disk_full");
        case SQLITE_READONLY:
            return error(Code::Denied, code == SQLITE_READONLY_ROLLBACK ? "store.interrupted" : "store.read_only");
        case SQLITE_PERM:
        case SQLITE_AUTH: return error(Code::Denied, "store.read_only");
        case SQLITE_CANTOPEN: return error(Code::Io, "store.cannot_open");
        case SQLITE_NOTADB: return error(Code::Invalid, "store.not_a_store");
        case SQLITE_CORRUPT: {
            // What SQLite says names the object whose definition it cannot read.
            constexpr std::string_view before = "malformed database schema (";
            const std::string_view said = handle_ ? sqlite3_errmsg(handle_) : "";
            if (!said.starts_with(before)) return error(Code::Invalid, "store.damaged");
            const std::string_view name = said.substr(before.size(), said.find(')') - before.size());
            return {Code::Invalid, base::message("store.damaged_definition", file, name), {}};
        }
        case SQLITE_IOERR:
            if (code == SQLITE_IOERR_SHMSIZE) return error(Code::Io, "store.disk_full");
            switch (handle_ ? sqlite3_system_errno(handle_) : 0) {
                case ENOSPC:
                case EDQUOT:
                case EFBIG: return error(Code::Io, "store.disk_full");
                case EROFS: return error(Code::Denied, "store.read_only");
                default: break;
            }
            return {Code::Io, base::message("store.io", file, handle_ ? sqlite3_errmsg(handle_) : "?"), {}};
        default: return {Code::Io, base::message("store.sqlite", file, handle_ ? sqlite3_errmsg(handle_) : "?"), {}};
    }
}

void Database::letReadersIn() {
    if (readOnly_ || placeOf(file_) == Place::Network) return;
    if (text("PRAGMA journal_mode") == "wal") return;
    sqlite3_busy_timeout(handle_, 0);
    sqlite3_exec(handle_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    sqlite3_busy_timeout(handle_, patienceMilliseconds);
}

Transaction::Transaction(Database& database, Kind kind) : database_(database), kind_(kind) {
    database_.failure_.reset();
    // SQLite itself would say so only at the first row that is written.
    if (kind == Kind::Write && (database_.readOnly_ || sqlite3_db_readonly(database_.handle_, "main") == 1))
        database_.fail(database_.errorOf(SQLITE_READONLY));
    database_.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
    open_ = database_.ok();
    if (kind_ == Kind::Write && open_) announceWriter(database_.file_);
}

Transaction::~Transaction() {
    if (open_) (void)abandon({});
}

base::Result<> Transaction::commit() {
    if (open_ && database_.ok()) database_.run("COMMIT");
    auto done = database_.outcome();
    if (done)
        end();
    else if (open_)
        (void)abandon({});
    return done;
}

void Transaction::end() {
    if (open_ && kind_ == Kind::Write) withdrawWriter(database_.file_);
    open_ = false;
}

tl::unexpected<base::Error> Transaction::abandon(base::Error error) {
    // A failed statement may have ended the transaction already; then there is nothing left to roll back.
    if (open_ && sqlite3_get_autocommit(database_.handle_) == 0)
        sqlite3_exec(database_.handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    end();
    database_.failure_.reset();
    return base::pass(std::move(error));
}

}  // namespace store
