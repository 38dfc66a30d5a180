#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/task.h"

struct sqlite3;
struct sqlite3_stmt;

namespace store {

using Bytes = std::span<const std::uint8_t>;

class Database;

// A prepared statement. One that could not be prepared, or whose step failed, has no more rows; the reason stays with
// its database until the transaction ends.
class Statement {
public:
    Statement(Statement&&) noexcept = default;

    // Binds the arguments in their order: integers, doubles, text, bytes, nullptr or an empty optional (both null).
    // Text and bytes must live until the step is done.
    template <class... Arguments>
    Statement& with(const Arguments&... arguments) {
        reset();
        int at = 0;
        (bind(++at, arguments), ...);
        return *this;
    }
    void bind(int at, std::int64_t value);
    void bind(int at, int value) { bind(at, static_cast<std::int64_t>(value)); }
    void bind(int at, double value);
    void bind(int at, std::string_view text);
    void bind(int at, const std::string& text) { bind(at, std::string_view(text)); }
    void bind(int at, const char* text) { bind(at, std::string_view(text)); }
    void bind(int at, Bytes bytes);
    void bind(int at, std::nullptr_t);
    template <class T>
    void bind(int at, const std::optional<T>& value) {
        value ? bind(at, *value) : bind(at, nullptr);
    }
    void reset();

    // True while there is a row.
    bool step();
    // Runs it to its end and makes it ready for the next arguments.
    void run();

    // Columns of the row, from 0. Text and bytes live until the next step.
    enum class Kind { Null, Integer, Real, Text, Blob };
    int columns() const;
    Kind kind(int column) const;
    bool isNull(int column) const { return kind(column) == Kind::Null; }
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    std::string string(int column) const { return std::string(text(column)); }
    Bytes bytes(int column) const;

private:
    friend class Database;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
    Database* database_;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

// One SQLite connection. Failures do not interrupt: the first one is kept, every later statement is idle, and the
// transaction that ends next reports it; so a sequence of statements reads as what it does.
class Database {
public:
    enum class Mode { Create, ReadWrite, ReadOnly };
    // ReadOnly leaves nothing behind: where the file may be written it is opened so, that the last connection can take
    // away what WAL puts beside it, and then refuses to write; where its folder may not be written and no other program
    // has it open for writing, it is read as what never changes; so it is where there is no room on the disk. ReadWrite
    // is Denied where the file or its folder may not be written.
    static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Statement prepare(std::string_view sql);
    // Statements without arguments, one after the other.
    void script(const std::string& sql);
    template <class... Arguments>
    void run(std::string_view sql, const Arguments&... arguments) {
        prepare(sql).with(arguments...).run();
    }
    // The first column of the first row; nothing where there is no row or it is null.
    template <class... Arguments>
    std::optional<std::int64_t> integer(std::string_view sql, const Arguments&... arguments) {
        Statement statement = prepare(sql);
        if (!statement.with(arguments...).step() || statement.isNull(0)) return {};
        return statement.integer(0);
    }
    template <class... Arguments>
    std::optional<std::string> text(std::string_view sql, const Arguments&... arguments) {
        Statement statement = prepare(sql);
        if (!statement.with(arguments...).step() || statement.isNull(0)) return {};
        return statement.string(0);
    }

    std::int64_t lastRow() const;
    std::int64_t changes() const;  // rows that the last statement changed
    bool ok() const { return !failure_; }
    // Keeps the failure unless there is one already.
    void fail(base::Error error);
    // The failure since the last call, taken out; success where there was none.
    base::Result<> outcome();
    // From now on readers do not wait for writers nor writers for readers (journal mode WAL), as far as the file's
    // place allows it and nobody is in the way at this moment; otherwise a later opening tries again. Outside
    // transactions.
    void letReadersIn();
    // Copies the whole of it into a file that is there, empty, as it is at this moment.
    base::Result<> copyTo(const std::filesystem::path& out, const base::Task& task);
    // Loads the SpatiaLite extension into this connection alone (it costs 17 ms, so only `init` does).
    base::Result<> loadSpatialite();

private:
    friend class Statement;
    friend class Transaction;
    static base::Result<std::unique_ptr<Database>> connect(const std::filesystem::path& file, Mode mode,
                                                           const std::string& name, int flags);
    Database(sqlite3* handle, std::filesystem::path file) : handle_(handle), file_(std::move(file)) {}
    bool checked(int code);
    base::Error errorOf(int code) const;
    sqlite3* handle_;
    std::filesystem::path file_;
    bool readOnly_ = false;
    std::optional<base::Error> failure_;
};

// One transaction: committed, or the file is as it was. A reading one sees one state of the file throughout.
class Transaction {
public:
    enum class Kind { Read, Write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    // Fails with the first failure since the transaction began, and then nothing of it is done.
    base::Result<> commit();
    // Gives it up for this reason.
    tl::unexpected<base::Error> abandon(base::Error error);

private:
    void end();
    Database& database_;
    Kind kind_;
    bool open_ = false;
};

// A name as SQL writes it, whatever it is.
std::string identifier(std::string_view name);

}  // namespace store
