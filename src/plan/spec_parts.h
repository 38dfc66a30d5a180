#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plan/spec.h"

// The parts of a pack, in the order in which they must be read: each may refer to those before it, which the spec holds
// already. A part whose file is absent is empty.
namespace plan {

class Section;

base::Result<> readCodes(const std::filesystem::path& pack, Spec& spec);       // codes/*.csv
base::Result<> readSymbols(const std::filesystem::path& pack, Spec& spec);     // symbols.toml
base::Result<> readLayers(const std::filesystem::path& pack, Spec& spec);      // layers/*.toml, by file name
base::Result<> readIndicators(const std::filesystem::path& pack, Spec& spec);  // indicators.toml
base::Result<> readRules(const std::filesystem::path& pack, Spec& spec);       // rules.toml
base::Result<> readHolidays(const std::filesystem::path& pack, Spec& spec);    // holidays.toml

// The section's `parameters`, checked: a parameter `layer`, `county` or `…_layer` names a layer, `field` or `…_field` a
// field of it, `…_values` (and `counted`) codes of that field's code list, `indicator` an indicator.
Parameters readParameters(Section& section, const Spec& spec);
const Layer* layerOf(const Spec& spec, std::string_view code);
std::vector<std::string> layerCodes(const Spec& spec);

// What is in the folder with this extension, hidden files left out, sorted by name; nothing where it is no folder.
std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder, const std::string& extension);
bool isFile(const std::filesystem::path& path);

}  // namespace plan
