#pragma once

#include <string>

namespace sample {

// Made-up names and the codes that go with them (domain §2.8): of the region, its townships, and their villages, which
// are numbered through.
std::string regionName();
std::string townshipCode(const std::string& region, int township);
std::string townshipName(int township);
std::string villageCode(const std::string& region, int village);  // 12 digits of place and 7 of owner
std::string villageName(int village);
std::string reserveName(int reserve);
std::string mineName(int mine);
std::string projectKind(int project);  // XMLX
std::string projectName(int project);
std::string heritageName(int place);
std::string treeName(int tree);

}  // namespace sample
