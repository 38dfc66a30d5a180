#include "cli/check_document.h"

#include "base/decimal.h"
#include "cli/documents.h"

namespace cli {

base::Result<report::Document> inspectionDocument(const store::Store& store, const Judged& judged,
                                                  const base::Texts& texts) {
    const auto stand = standOf(store, judged.state.revision, judged.state.caseId);
    if (!stand) return base::pass(stand.error());
    return report::inspectionRecord({.database = store.file().filename().string(),
                                     .stand = *stand,
                                     .now = judged.state.now,
                                     .filed = judged.filed,
                                     .spec = judged.spec,
                                     .rules = judged.rules,
                                     .rulebook = judged.rulebook,
                                     .layers = judged.layers,
                                     .findings = judged.findings,
                                     .blocked = judged.answer["verdict"] == "block",
                                     .time = base::isoTime(std::chrono::system_clock::now())},
                                    texts);
}

}  // namespace cli
