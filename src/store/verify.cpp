#include "store/verify.h"

#include "store/records.h"
#include "store/tables.h"
#include "store/verifying.h"

namespace store {

using Code = base::Error::Code;

namespace {

base::Result<Layout> newestLayout(Database& database) {
    const auto body = database.text("SELECT body FROM sanxian_schemas ORDER BY number DESC LIMIT 1");
    const auto method = database.text("SELECT value FROM sanxian_meta WHERE key = 'digest'");
    if (auto read = database.outcome(); !read) return base::pass(std::move(read.error()));
    auto layout = decodeLayout(body.value_or(""));
    const auto known = digestMethod(method.value_or(""));
    if (!known) return base::fail(Code::Unsupported, "store.unknown_digest", "sanxian_meta", method.value_or(""));
    if (layout) layout->digests = *known;
    return layout;
}

// Runs one part. What is damaged is a problem and the other parts go on; what cannot be read for another reason is a
// failure of the whole.
template <class Part>
base::Result<> attempt(Verifying& verifying, const std::string& layer, Part part) {
    part();
    auto done = verifying.database.outcome();
    if (!done && done.error().code == Code::Invalid) {
        verifying.found.problems.push_back({{}, layer, {}, "unreadable", done.error().message});
        return {};
    }
    if (done && verifying.task.stopped()) return base::cancelled();
    return done;
}

void verifyPages(Verifying& verifying) {
    Statement row = verifying.database.prepare("PRAGMA integrity_check");
    while (row.step())
        if (row.text(0) != "ok") verifying.problem({}, "", {}, "index", "store.verify.pages", row.string(0));
}

base::Result<> verifyParts(Verifying& verifying) {
    const std::size_t layers = verifying.layout.tables.size();
    const auto report = [&](std::size_t done) {
        verifying.task.report(static_cast<double>(done) / static_cast<double>(layers + 1),
                              base::message("store.verify.doing"));
    };
    for (const auto part : {verifyRecords, verifyChain, verifySaves})
        if (auto done = attempt(verifying, "", [&] { part(verifying); }); !done) return done;
    for (std::size_t i = 0; i < layers; ++i) {
        report(i);
        if (auto done = attempt(verifying, verifying.layout.layer(i).code, [&] { verifyLayer(verifying, i); }); !done)
            return done;
    }
    if (!verifying.full) return {};
    report(layers);
    return attempt(verifying, "", [&] { verifyPages(verifying); });
}

}  // namespace

base::Result<Verified> verify(const std::filesystem::path& file, bool full, const base::Task& task) {
    auto opened = Database::open(file, Database::Mode::ReadOnly);
    if (!opened) return base::pass(std::move(opened.error()));
    Database& database = **opened;
    Transaction transaction(database, Transaction::Kind::Read);
    const auto application = database.integer("PRAGMA application_id");
    const auto version = database.integer("PRAGMA user_version");
    if (auto read = database.outcome(); !read) return base::pass(std::move(read.error()));
    if (application != applicationId) return base::fail(Code::Invalid, "store.not_a_store", file.string());
    if (version > formatVersion)
        return base::fail(Code::Unsupported, "store.newer", file.string(), *version, formatVersion);
    if (version != formatVersion) return base::fail(Code::Unsupported, "store.verify.older", file.string());
    const auto layout = newestLayout(database);
    if (!layout) return base::pass(layout.error().in(file.string()));

    Verified found;
    found.revisions = database.integer("SELECT count(*) FROM sanxian_revisions WHERE number > 0").value_or(0);
    {
        Statement head = database.prepare("SELECT digest FROM sanxian_revisions ORDER BY number DESC LIMIT 1");
        if (head.step()) found.digest = hex(head.bytes(0));
    }
    Verifying verifying{database, *layout, found, full, task};
    if (auto done = verifyParts(verifying); !done) return base::pass(std::move(done.error()));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return found;
}

}  // namespace store
