#include "store/store.h"

#include <cerrno>
#include <cmath>
#include <cstdio>

#include "base/decimal.h"
#include "base/paths.h"
#include "store/connection.h"
#include "store/filing.h"
#include "store/format.h"
#include "store/guards.h"
#include "store/tables.h"

namespace store {

using Code = base::Error::Code;
namespace fs = std::filesystem;

namespace {

base::Result<> create(Database& database, const plan::Schema& schema, const std::string& spec, DigestMethod digests) {
    if (auto loaded = database.loadSpatialite(); !loaded) return loaded;
    const std::string time = timeOf({});
    Transaction transaction(database, Transaction::Kind::Write);
    Layout layout;
    layout.digests = digests;
    layout.srid = createRegister(database, schema.system);
    const Layout full = extended(layout, schema, takenNames(database));
    const auto body = encodeLayout(full);
    if (!body) return transaction.abandon(body.error());
    createLayers(database, layout, full);
    Seal seal(database, digests);
    for (const auto& [key, value] : {std::pair<const char*, std::string>{"spec", spec},
                                     {"program", base::version()},
                                     {"created", time},
                                     {"digest", std::string(nameOf(digests))}}) {
        database.run("INSERT INTO sanxian_meta (key, value) VALUES (?, ?)", key, value);
        seal.after("sanxian_meta", "key = ?1", key);
    }
    fileLayout(database, full, *body, 0, time, seal);
    fileEmptyPlan(database, digests, time, seal);
    guardTables(database);
    recordObjects(database, digests, seal);
    seal.write();
    return transaction.commit();
}

}  // namespace

std::string timeOf(const std::string& time) {
    return time.empty() ? base::isoTime(std::chrono::system_clock::now()) : time;
}

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&& other) noexcept {
    std::swap(connection_, other.connection_);
    return *this;
}
Store::~Store() {
    if (!connection_) return;
    const auto entered = connection_->entered;
    for (const auto& caseId : entered) (void)leave(caseId);  // who cannot say so is found to have ended
}

base::Result<Store> Store::init(const fs::path& file, const plan::Schema& schema, const std::string& spec,
                                DigestMethod digests) {
    if (auto ready = Digester::ready(); !ready) return base::pass(std::move(ready.error()));
    // Made here or not at all: what another program makes at the same moment is never written over.
    std::FILE* fresh = std::fopen(file.c_str(), "wx");
    if (!fresh)
        return errno == EEXIST ? base::fail(Code::Invalid, "store.exists", file.string())
                               : base::fail(Code::Io, "store.cannot_open", file.string());
    std::fclose(fresh);
    {
        auto database = Database::open(file, Database::Mode::Create);
        auto made = database ? create(**database, schema, spec, digests) : base::pass(std::move(database.error()));
        if (!made) {
            if (database) database->reset();
            std::error_code ignored;
            fs::remove(file, ignored);
            return base::pass(std::move(made.error()));
        }
    }
    return open(file);
}

base::Result<Store> Store::init(const fs::path& file, const plan::Spec& spec, const std::string& packFolder,
                                const std::string& crs, const std::string& region, DigestMethod digests) {
    const auto schema = spec.schema(crs, region);
    if (!schema) return base::pass(schema.error());
    return init(file, **schema, packFolder, digests);
}

base::Result<Store> Store::open(const fs::path& file, Mode mode) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) return base::fail(Code::NotFound, "store.no_file", file.string());
    if (fs::is_directory(status)) return base::fail(Code::Invalid, "store.is_folder", file.string());
    if (mode == Mode::ReadWrite)
        if (auto ready = Digester::ready(); !ready) return base::pass(std::move(ready.error()));
    auto connection = std::make_unique<Connection>();
    connection->file = file;
    auto opened = Database::open(file, mode == Mode::ReadOnly ? Database::Mode::ReadOnly : Database::Mode::ReadWrite);
    if (!opened) return base::pass(std::move(opened.error()));
    Database& database = *opened.value();
    connection->database = std::move(*opened);
    if (auto fit = fitFormat(database, file, mode == Mode::ReadWrite); !fit) return base::pass(std::move(fit.error()));
    Transaction transaction(database, Transaction::Kind::Read);
    connection->spec = database.text("SELECT value FROM sanxian_meta WHERE key = 'spec'").value_or("");
    const auto method = database.text("SELECT value FROM sanxian_meta WHERE key = 'digest'").value_or("");
    if (const auto known = digestMethod(method))
        connection->layout.digests = *known;
    else
        database.fail({Code::Unsupported, base::message("store.unknown_digest", file.string(), method), {}});
    connection->refresh();
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    // The first revision, the bulk, is written without: it would be written twice.
    if (connection->head > 0) database.letReadersIn();
    return Store(std::move(connection));
}

void Store::Connection::refresh() {
    head = database->integer("SELECT max(number) FROM sanxian_revisions").value_or(head);
    const auto now = database->integer("SELECT max(number) FROM sanxian_schemas");
    if (!database->ok() || (layout.schema && now == structure)) return;
    const auto body = database->text("SELECT body FROM sanxian_schemas WHERE number = ?", now);
    if (!database->ok()) return;
    auto read = decodeLayout(body.value_or(""));
    if (!read) return database->fail(std::move(read.error()).in(file.string()));
    read->digests = layout.digests;
    layout = std::move(*read);
    structure = now.value_or(0);
}

base::Result<> Store::Connection::require(RevisionNumber number) const {
    if (number >= 0 && number <= head) return {};
    return base::fail(Code::NotFound, "store.no_revision", number, head);
}

const fs::path& Store::file() const { return connection_->file; }
plan::SchemaRef Store::schema() const { return connection_->layout.schema; }
std::string Store::spec() const { return connection_->spec; }
DigestMethod Store::digests() const { return connection_->layout.digests; }

base::Result<plan::Settings> Store::settings() const {
    Database& database = *connection_->database;
    Transaction transaction(database, Transaction::Kind::Read);
    plan::Settings settings;
    for (auto row = database.prepare("SELECT key, value FROM sanxian_settings ORDER BY number"); row.step();) {
        if (row.isNull(1))
            settings.erase(row.string(0));
        else
            settings[row.string(0)] = row.real(1);
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return settings;
}

base::Result<> Store::Connection::enter(const std::vector<Entry>& entries) {
    for (const auto& [key, value] : entries)
        if (value && !std::isfinite(*value)) return base::fail(Code::Invalid, "store.setting_not_a_number", key);
    Transaction transaction(*database, Transaction::Kind::Write);
    refresh();
    Seal seal(*database, layout.digests);
    for (const auto& [key, value] : entries) {
        database->run("INSERT INTO sanxian_settings (key, value, time) VALUES (?, ?, ?)", key, value, timeOf({}));
        seal.after("sanxian_settings", "number = ?1", database->lastRow());
    }
    seal.write();
    return transaction.commit();
}

base::Result<> Store::set(const std::vector<Entry>& entries) { return connection_->enter(entries); }
base::Result<> Store::set(const std::string& key, double value) { return set(std::vector<Entry>{{key, value}}); }
base::Result<> Store::unset(const std::string& key) { return set(std::vector<Entry>{{key, {}}}); }

}  // namespace store
