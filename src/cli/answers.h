#pragma once

#include <string>
#include <vector>

#include "cli/program.h"
#include "rules/check.h"
#include "rules/indicator.h"

// What several verbs print: the JSON of cli.md and its tables for people.
namespace cli {

Json geometryJson(const geometry::Shape& shape, const geometry::Grid& grid);
Json valueJson(const plan::Value& value);
Json featureJson(const plan::Schema& schema, const plan::FeatureRef& feature);  // GeoJSON; null for no feature
Json indicatorJson(const rules::Indicator& indicator, const base::Texts& texts);
Json findingJson(const rules::Finding& finding, const plan::Snapshot& now, const plan::Snapshot& filed,
                 const base::Texts& texts);
Json countsJson(const rules::Report&
                    report);  // {"block","warn","info"}: what needs a document counts as block's sibling "document"
std::string severityName(rules::Severity severity);

// A table whose columns line up also where Chinese and Latin stand together; columns that hold numbers alone are set to
// the right.
std::string table(const std::vector<std::vector<std::string>>& rows);
std::string indicatorTable(const std::vector<rules::Indicator>& indicators, const base::Texts& texts);
// An area for a person: square metres below a hectare, hectares below a square kilometre, else square kilometres.
std::string areaText(geometry::Area area, bool withSign = false);

}  // namespace cli
