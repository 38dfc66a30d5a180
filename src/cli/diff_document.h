#pragma once

#include "cli/between.h"
#include "cli/opened.h"
#include "report/comparison.h"

namespace cli {

// The difference as a document: a workbook lists the first 100,000 changed features, a page the first 5,000. `listed`
// false: counts and areas only.
base::Result<report::Document> differenceDocument(const Opened& opened, const Between& between,
                                                  const review::Difference& difference, const std::string& format,
                                                  bool listed, const base::Texts& texts);

}  // namespace cli
