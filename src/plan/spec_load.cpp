#include <algorithm>

#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* areaMethods[] = {"CEA_70M", "CEA_RAW", "GEODESIC"};  // in the order of geometry::AreaMethod
constexpr const char* files[] = {"pack.toml", "indicators.toml", "rules.toml", "symbols.toml", "holidays.toml"};

bool isDigits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

base::Result<> readPack(const std::filesystem::path& pack, Spec& spec) {
    const auto file = pack / "pack.toml";
    const auto toml = readToml(file);
    if (!toml) return base::pass(toml.error());
    Verdict verdict(file);
    Section root(verdict, *toml, "");
    spec.id = root.text("id");
    spec.name = root.name();
    spec.version = root.text("version");
    spec.region = root.text("region", "");
    spec.crs = root.text("crs");
    spec.workingCrs = root.text("working_crs", "");
    const auto method = std::ranges::find(areaMethods, root.choice("area_method", areaMethods));
    if (method != std::end(areaMethods))
        spec.areaMethod = static_cast<geometry::AreaMethod>(method - std::begin(areaMethods));
    spec.openLayers = root.flag("open_layers");
    if (!spec.region.empty() && (spec.region.size() != 6 || !isDigits(spec.region)))
        root.wrong("region", "spec.bad_region", spec.region);
    if (!spec.crs.starts_with("EPSG:") || spec.crs.size() < 9 || !isDigits(std::string_view(spec.crs).substr(5)))
        root.wrong("crs", "spec.bad_crs", spec.crs);
    root.end();
    return verdict.result();
}

// A misnamed file would be a part that is silently missing.
base::Result<> checkFiles(const std::filesystem::path& pack) {
    for (const auto& file : filesIn(pack, ".toml"))
        if (std::ranges::find(files, file.filename().string()) == std::end(files))
            return base::fail(base::Error::Code::Invalid, "spec.unknown_file", file.string(),
                              joined({std::begin(files), std::end(files)}));
    return {};
}

// The name of a pack that comes with the program goes before a folder that happens to be called the same.
std::filesystem::path folderOf(const std::string& nameOrFolder, const std::filesystem::path& packs) {
    const std::filesystem::path path(nameOrFolder);
    const bool name = !path.has_parent_path() && path.has_filename() && nameOrFolder.front() != '.';
    return name && isFile(packs / path / "pack.toml") ? packs / path : path;
}

std::string packNames(const std::filesystem::path& packs) {
    std::vector<std::string> names;
    for (const auto& folder : filesIn(packs, ""))
        if (isFile(folder / "pack.toml")) names.push_back(folder.filename().string());
    return joined(names);
}

}  // namespace

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder, const std::string& extension) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const auto& path = at->path();
        if (path.extension() == extension && path.filename().string().front() != '.') found.push_back(path);
    }
    std::ranges::sort(found);
    return found;
}

bool isFile(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

base::Result<SpecRef> loadSpec(const std::string& nameOrFolder, const std::filesystem::path& packs) {
    const auto pack = folderOf(nameOrFolder, packs);
    if (nameOrFolder.empty() || !isFile(pack / "pack.toml"))
        return base::fail(base::Error::Code::NotFound, "spec.no_pack", nameOrFolder, packNames(packs));
    const auto spec = std::make_shared<Spec>();
    if (auto result = checkFiles(pack); !result) return base::pass(std::move(result.error()));
    for (const auto part : {readPack, readCodes, readSymbols, readLayers, readIndicators, readRules, readHolidays})
        if (auto result = part(pack, *spec); !result) return base::pass(std::move(result.error()));
    if (spec->layers.empty() && !spec->openLayers)
        return base::fail(base::Error::Code::Invalid, "spec.no_layers", (pack / "layers").string());
    return spec;
}

}  // namespace plan
