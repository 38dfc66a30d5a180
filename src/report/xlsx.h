#pragma once

#include <string>

#include "base/result.h"
#include "report/document.h"

namespace report {

// How many rows a table may have beside its header.
constexpr std::size_t mostRows = 1048575;

// The document as a workbook (Office Open XML, .xlsx), a sheet a section, as bytes. A table begins at A1; its header
// stays in sight and has a filter; numbers are numbers, with their form as the cell's format; text is text even where
// it begins like a formula. Texts longer than the format allows (32,767 characters) end in "…". Facts and notes stand
// under the table. Invalid where a table has more than mostRows rows; Io where the workbook cannot be put together (no
// memory, no room for temporary files).
base::Result<std::string> xlsx(const Document& document);

}  // namespace report
