#pragma once

#include <string>

#include "report/document.h"

namespace report {

// The document as one page that needs nothing beside itself: no script, no other file, nothing from the network. It
// prints on A4 across, with the header of a table on every sheet. It leaves out columns of codes and those that are
// empty in every row.
std::string html(const Document& document);

}  // namespace report
