#include "cli/documents.h"

#include "report/html.h"
#include "report/xlsx.h"

namespace cli {

bool isDocument(const std::string& format) { return format == "html" || format == "xlsx"; }

void workbookNeedsPlace(CLI::App& verb, const std::string& format, const std::string& place, const base::Texts& texts) {
    verb.parse_complete_callback([&format, &place, &texts] {
        if (format == "xlsx" && place.empty())
            throw CLI::ValidationError("--format", texts("cli.output.workbook_needs_place"));
    });
}

base::Result<> deliver(const Program& program, std::optional<Output>& out, const report::Document& document,
                       const std::string& format) {
    auto bytes = format == "xlsx" ? report::xlsx(document) : report::html(document);
    if (!bytes) return base::pass(bytes.error());
    if (out) return out->write(*bytes);
    bytes->pop_back();  // print ends the line itself
    program.print(*bytes);
    return {};
}

base::Result<report::Stand> standOf(const store::Store& store, store::RevisionNumber revision,
                                    const std::string& caseId) {
    report::Stand stand;
    if (revision != 0) {
        auto held = store.revision(revision);
        if (!held) return base::pass(held.error());
        stand.revision = std::move(*held);
    }
    if (!caseId.empty()) {
        auto file = store.find(caseId);
        if (!file) return base::pass(file.error());
        stand.file = std::move(*file);
    }
    return stand;
}

}  // namespace cli
