#include "store/verify.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "store/recognise.h"
#include "store/records.h"
#include "store/tables.h"
#include "store/verifying.h"

namespace store {

using Code = base::Error::Code;

namespace {

struct Piece {
    std::string layer;
    std::function<void(Verifying&)> work;
};

// A connection and the state of the file that it sees. The transaction ends first.
struct Reader {
    std::unique_ptr<Database> database;
    std::unique_ptr<Transaction> transaction;
    std::vector<Problem> problems;
};

base::Result<Reader> readerOf(const std::filesystem::path& file) {
    auto opened = Database::open(file, Database::Mode::ReadOnly);
    if (!opened) return base::pass(std::move(opened.error()));
    Reader reader{std::move(*opened), {}, {}};
    reader.transaction = std::make_unique<Transaction>(*reader.database, Transaction::Kind::Read);
    const auto application = reader.database->integer("PRAGMA application_id");
    const auto version = reader.database->integer("PRAGMA user_version");
    if (!reader.database->ok()) return base::pass(std::move(reader.database->outcome().error()));
    if (application != applicationId) return base::fail(Code::Invalid, "store.not_a_store", file.string());
    if (version > formatVersion)
        return base::fail(Code::Unsupported, "store.newer", file.string(), *version, formatVersion);
    if (version != formatVersion) return base::fail(Code::Unsupported, "store.verify.older", file.string());
    return reader;
}

// All of them see the same state: nobody has written while they began.
base::Result<std::vector<Reader>> readersOf(const std::filesystem::path& file, std::size_t count) {
    if (count == 1) {
        auto reader = readerOf(file);
        if (!reader) return base::pass(std::move(reader.error()));
        std::vector<Reader> one;
        one.push_back(std::move(*reader));
        return one;
    }
    auto watch = Database::open(file, Database::Mode::ReadOnly);
    if (!watch) return base::pass(std::move(watch.error()));
    constexpr int attempts = 10;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto before = (*watch)->integer("PRAGMA data_version");
        std::vector<Reader> readers;
        for (std::size_t i = 0; i < count; ++i) {
            auto reader = readerOf(file);
            if (!reader) return base::pass(std::move(reader.error()));
            readers.push_back(std::move(*reader));
        }
        const auto after = (*watch)->integer("PRAGMA data_version");
        if (auto done = (*watch)->outcome(); !done) return base::pass(std::move(done.error()));
        if (before == after) return readers;
    }
    return base::fail(Code::Conflict, "store.verify.written", file.string());
}

// Whether the damage is in the store: a disk that cannot be read or a file that is locked says nothing of it.
bool isDamage(const base::Error& error) { return error.code == Code::Invalid || error.message.key == "store.sqlite"; }

// The method by which the file's records are digested, whatever it says of that.
std::optional<DigestMethod> methodTried(Database& database) {
    for (const DigestMethod method : {DigestMethod::Sm3, DigestMethod::Sha256}) {
        Digester digester(method);
        Statement row = database.prepare("SELECT * FROM sanxian_objects");
        while (row.step())
            if (same(row.bytes(row.columns() - 1), recordDigest(digester, "sanxian_objects", row))) return method;
    }
    return {};
}

}  // namespace

struct Verification::State {
    Layout layout;
    bool full = false;
    bool digested = false, structured = false;  // what is known of the store: its method, its layers
    std::vector<Piece> pieces;
    std::vector<Reader> readers;
    std::vector<Problem> problems;  // that keep parts from being compared
    std::vector<std::string> foreign;
    std::atomic<std::size_t> done{0};

    void problem(const char* kind, base::Message detail) { problems.push_back({{}, {}, {}, kind, std::move(detail)}); }
    base::Result<> read(Database& database);
    void divide(Database& database);
    void divideLayer(Database& database, std::size_t layer);
};

// Fails only where the file cannot be read as a file.
base::Result<> Verification::State::read(Database& database) {
    const auto method = database.text("SELECT value FROM sanxian_meta WHERE key = 'digest'");
    auto known = digestMethod(method.value_or(""));
    if (auto there = database.outcome(); !there) {
        if (!isDamage(there.error())) return there;
        problem("unreadable", there.error().message);
    } else if (!known) {
        problem("structure", base::message("store.verify.no_digest_method", method.value_or("")));
    }
    if (!known) known = methodTried(database);
    (void)database.outcome();  // without its records it has no method
    digested = known.has_value();

    const auto body = database.text("SELECT body FROM sanxian_schemas ORDER BY number DESC LIMIT 1");
    if (auto there = database.outcome(); !there) {
        if (!isDamage(there.error())) return there;
        problem("unreadable", there.error().message);
    } else if (auto read = decodeLayout(body.value_or(""))) {
        layout = std::move(*read);
        structured = true;
    } else {
        problem("structure", read.error().message);
    }
    if (known) layout.digests = *known;
    return {};
}

// The last part of a layer compares the layer as a whole.
void Verification::State::divideLayer(Database& database, std::size_t layer) {
    const std::string code = layout.layer(layer).code;
    auto work = std::make_shared<LayerWork>(layer);
    work->rows = divideRows(database, layout, layer);
    const auto part = [&](auto verifyPart) {
        ++work->left;
        pieces.push_back({code, [work, verifyPart](Verifying& verifying) {
                              verifyPart(verifying, *work);
                              if (!verifying.database.ok() || verifying.task.stopped()) work->unreadable = true;
                              if (--work->left > 0 || verifying.task.stopped()) return;
                              if (!work->unreadable) verifyBoxes(verifying, *work);
                              if (!verifying.database.ok()) return;
                              verifyContents(verifying, *work);
                          }});
    };
    if (layout.hasGeometry(layer)) part(verifyTree);
    for (std::size_t i = 0; i < work->rows.size(); ++i)
        part([i](Verifying& verifying, LayerWork& all) { verifyRows(verifying, all, all.rows[i]); });
}

void Verification::State::divide(Database& database) {
    pieces.push_back({{}, verifyPages});  // the longest of those that cannot be divided
    if (!digested) return;
    pieces.push_back({{}, verifyRecords});
    pieces.push_back({{}, [this](Verifying& verifying) { foreign = verifyObjects(verifying); }});
    if (!structured) return;
    for (const auto part : {verifyChain, verifySaves}) pieces.push_back({{}, part});
    for (std::size_t i = 0; i < layout.tables.size(); ++i) divideLayer(database, i);
}

Verification::Verification(std::unique_ptr<State> state) : state_(std::move(state)) {}
Verification::Verification(Verification&&) noexcept = default;
Verification& Verification::operator=(Verification&&) noexcept = default;
Verification::~Verification() = default;

base::Result<Verification> Verification::begin(const std::filesystem::path& file, bool full, std::size_t readers) {
    if (auto ready = Digester::ready(); !ready) return base::pass(std::move(ready.error()));
    auto state = std::make_unique<State>();
    state->full = full;
    auto opened = readersOf(file, std::max<std::size_t>(readers, 1));
    if (!opened) {
        const base::Error& error = opened.error();
        if (!isDamage(error) || !isStore(file)) return base::pass(std::move(opened.error()));
        // By its header it is one, whatever SQLite makes of it.
        const bool strange = error.message.key == "store.not_a_store";
        state->problem("unreadable", strange ? base::message("store.damaged", file.string()) : error.message);
        return Verification(std::move(state));
    }
    state->readers = std::move(*opened);
    Database& database = *state->readers.front().database;
    if (auto read = state->read(database); !read) return base::pass(std::move(read.error()));
    state->divide(database);
    if (auto done = database.outcome(); !done && !isDamage(done.error())) return base::pass(std::move(done.error()));
    return Verification(std::move(state));
}

std::size_t Verification::pieces() const { return state_->pieces.size(); }
std::size_t Verification::readers() const { return state_->readers.size(); }

base::Result<> Verification::run(std::size_t piece, std::size_t reader, const base::Task& task) {
    if (task.stopped()) return base::cancelled();
    Reader& by = state_->readers[reader];
    Verifying verifying{*by.database, state_->layout, by.problems, task, state_->full};
    const Piece& work = state_->pieces[piece];
    work.work(verifying);
    auto done = by.database->outcome();
    if (task.stopped()) return base::cancelled();
    // What is damaged is a problem, and the other pieces go on.
    if (!done && !isDamage(done.error())) return done;
    if (!done) by.problems.push_back({{}, work.layer, {}, "unreadable", done.error().message});
    ++state_->done;
    return {};
}

base::Result<Verified> Verification::finish() {
    if (state_->done != state_->pieces.size()) return base::cancelled();
    Verified found;
    found.problems = state_->problems;
    found.complete = state_->digested && state_->structured;
    if (!state_->readers.empty()) {
        Database& database = *state_->readers.front().database;
        found.revisions = database.integer("SELECT count(*) FROM sanxian_revisions WHERE number > 0").value_or(0);
        {
            Statement head = database.prepare("SELECT digest FROM sanxian_revisions ORDER BY number DESC LIMIT 1");
            if (head.step()) found.digest = hex(head.bytes(0));
        }
        if (auto read = database.outcome(); !read) {
            if (!isDamage(read.error())) return base::pass(std::move(read.error()));
            found.problems.push_back({{}, {}, {}, "unreadable", read.error().message});
        }
    }
    for (Reader& reader : state_->readers)
        found.problems.insert(found.problems.end(), std::make_move_iterator(reader.problems.begin()),
                              std::make_move_iterator(reader.problems.end()));
    const auto place = [](const Problem& each) {
        return std::tie(each.revision, each.layer, each.feature, each.kind, each.detail.key, each.detail.arguments);
    };
    std::sort(found.problems.begin(), found.problems.end(),
              [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    // What no part can get past is one problem.
    const auto again = [&](const Problem& a, const Problem& b) {
        return a.kind == "unreadable" && place(a) == place(b);
    };
    found.problems.erase(std::unique(found.problems.begin(), found.problems.end(), again), found.problems.end());
    found.foreign = state_->foreign;
    return found;
}

base::Result<Verified> verify(const std::filesystem::path& file, bool full, const base::Task& task) {
    auto verification = Verification::begin(file, full, 1);
    if (!verification) return base::pass(std::move(verification.error()));
    for (std::size_t piece = 0; piece < verification->pieces(); ++piece) {
        task.report(static_cast<double>(piece) / static_cast<double>(verification->pieces()),
                    base::message("store.verify.doing"));
        if (auto done = verification->run(piece, 0, task); !done) return base::pass(std::move(done.error()));
    }
    return verification->finish();
}

}  // namespace store
