#include "cli/diff_document.h"

#include "base/decimal.h"
#include "cli/documents.h"

namespace cli {

base::Result<report::Document> differenceDocument(const Opened& opened, const Between& between,
                                                  const review::Difference& difference, const std::string& format,
                                                  bool listed, const base::Texts& texts) {
    constexpr std::size_t mostOfPage = 5'000, mostOfBook = 100'000;
    const auto from = standOf(opened.store, between.from.revision, between.from.caseId);
    if (!from) return base::pass(from.error());
    const auto to = standOf(opened.store, between.to.revision, between.to.caseId);
    if (!to) return base::pass(to.error());
    return report::comparisonRecord({.database = opened.store.file().filename().string(),
                                     .from = *from,
                                     .to = *to,
                                     .schema = *between.schema,
                                     .spec = *opened.spec,
                                     .difference = difference,
                                     .before = between.before,
                                     .time = base::isoTime(std::chrono::system_clock::now()),
                                     .changes = listed},
                                    texts, format == "xlsx" ? mostOfBook : mostOfPage);
}

}  // namespace cli
