#include <algorithm>

#include "store/guards.h"
#include "store/records.h"
#include "store/verifying.h"

namespace store {

namespace {

std::string wordOf(const Statement& row, int column) {
    return row.kind(column) == Statement::Kind::Blob ? hex(row.bytes(column)) : row.string(column);
}

}  // namespace

void verifyRecords(Verifying& verifying) {
    Database& database = verifying.database;
    Digester digester(verifying.layout.digests);
    Digest sum{};
    std::string sealed;
    for (const RecordTable& table : recordTables()) {
        if (!table.sealed) continue;
        const std::string name = table.name;
        Statement row = database.prepare("SELECT * FROM " + name);
        while (row.step()) {
            const int last = row.columns() - 1;
            const bool sound = row.kind(last) == Statement::Kind::Blob &&
                               (!table.digested || same(row.bytes(last), recordDigest(digester, name, row)));
            if (!sound) {
                std::optional<RevisionNumber> revision;
                if (name == "sanxian_tags") revision = row.integer(1);
                verifying.problem(revision, "", {}, "record", "store.verify.record", name, wordOf(row, 0));
            }
            if (name == "sanxian_meta" && row.text(0) == "seal") {
                sealed = row.string(1);
                continue;
            }
            const Bytes digest = row.bytes(last);
            for (std::size_t i = 0; i < std::min(sum.size(), digest.size()); ++i) sum[i] ^= digest[i];
        }
    }
    if (database.ok() && sealed != hex(sum)) verifying.problem({}, "", {}, "seal", "store.verify.seal");
}

std::vector<std::string> verifyObjects(Verifying& verifying) {
    std::vector<std::string> foreign;
    for (const Difference& each : alteredObjects(verifying.database, verifying.layout.digests)) {
        if (each.difference == Difference::Kind::Foreign && each.kind != "trigger") {
            foreign.push_back(each.name);
            continue;
        }
        verifying.problem({}, "", {}, "object",
                          each.kind == "rows"                            ? "store.verify.register"
                          : each.difference == Difference::Kind::Missing ? "store.verify.missing"
                          : each.difference == Difference::Kind::Altered ? "store.verify.altered"
                                                                         : "store.verify.foreign_trigger",
                          each.kind, each.name);
    }
    return foreign;
}

void verifyPages(Verifying& verifying) {
    Statement row = verifying.database.prepare("PRAGMA integrity_check");
    while (row.step())
        if (row.text(0) != "ok") verifying.problem({}, "", {}, "index", "store.verify.pages", row.string(0));
}

}  // namespace store
