#pragma once

#include "cli/output.h"
#include "cli/program.h"
#include "report/facts.h"
#include "store/store.h"

// Answers as documents for people: --format html and xlsx.
namespace cli {

bool isDocument(const std::string& format);
// A workbook is refused at parsing where no file is named: a terminal cannot show it. Both must live as long as the
// verb does.
void workbookNeedsPlace(CLI::App& verb, const std::string& format, const std::string& place, const base::Texts& texts);
// To the file, or to standard output where there is none.
base::Result<> deliver(const Program& program, std::optional<Output>& out, const report::Document& document,
                       const std::string& format);

// What the store records of a state: a revision (0: the empty plan), or the case where one is named.
base::Result<report::Stand> standOf(const store::Store& store, store::RevisionNumber revision,
                                    const std::string& caseId);

}  // namespace cli
