#include "worker/source.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>

#include <algorithm>
#include <fstream>

#include "worker/text.h"

namespace worker {

namespace fs = std::filesystem;

namespace {

// Formats whose drivers read the files they are given and nothing else: no network, no references to other places.
const char* const drivers[] = {
    "ESRI Shapefile", "OpenFileGDB", "GPKG", "SQLite",     "GeoJSON",      "GeoJSONSeq", "ESRIJSON",
    "TopoJSON",       "LIBKML",      "KML",  "DXF",        "MapInfo File", "GML",        "CSV",
    "XLSX",           "ODS",         "DGN",  "FlatGeobuf", "GPX",          "MVT",        nullptr};
const char* const fileKinds[] = {".shp", ".gdb", ".gpkg", ".sqlite", ".geojson", ".json", ".kml", ".kmz",
                                 ".dxf", ".tab", ".mif",  ".gml",    ".csv",     ".fgb",  ".dgn"};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

// An archive as GDAL's virtual folder; empty where it is none.
std::string archiveFolder(const fs::path& dataset) {
    const std::string name = lower(dataset.filename().string());
    if (name.ends_with(".zip") || name.ends_with(".shz")) return "/vsizip/{" + dataset.string() + "}";
    if (name.ends_with(".tar") || name.ends_with(".tgz") || name.ends_with(".tar.gz"))
        return "/vsitar/{" + dataset.string() + "}";
    return {};
}

// SQLite writes beside the file itself, through any link, where it keeps a write-ahead log.
bool mustBeCopied(const fs::path& file) {
    const std::string kind = lower(file.extension().string());
    if (kind == ".shx") return true;  // small, and the only one that a driver repairs in place
    std::ifstream in(file, std::ios::binary);
    char head[20] = {};
    in.read(head, sizeof head);
    if (std::string_view(head, 15) != "SQLite format 3") return false;
    std::error_code error;
    return head[18] == 2 || fs::exists(file.string() + "-wal", error) || fs::exists(file.string() + "-journal", error);
}

void mirror(const fs::path& file, const fs::path& folder, bool copy) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return;
    if (copy)
        fs::copy_file(file, folder / file.filename(), error);
    else
        fs::create_symlink(file, folder / file.filename(), error);
}

// A place in `scratch` where the dataset stands as it does in its own folder, with the files that go with it.
fs::path standIn(const fs::path& dataset, const fs::path& scratch) {
    std::error_code error;
    if (fs::is_directory(dataset, error)) {
        const fs::path folder = scratch / dataset.filename();
        fs::create_directory(folder, error);
        for (const auto& entry : fs::directory_iterator(dataset, error))
            mirror(entry.path(), folder, mustBeCopied(entry.path()));
        return folder;
    }
    const bool copied = mustBeCopied(dataset);
    const std::string stem = lower(dataset.stem().string()) + ".";
    for (const auto& entry : fs::directory_iterator(dataset.parent_path(), error)) {
        const std::string name = lower(entry.path().filename().string());
        const bool goesWithIt = name.starts_with(stem) && !name.ends_with("-shm");
        if (!goesWithIt && entry.path().filename() != dataset.filename()) continue;
        mirror(entry.path(), scratch, copied || mustBeCopied(entry.path()));
    }
    return scratch / dataset.filename();
}

// A missing index of a shapefile is made in the scratch folder. Never elsewhere: GDAL would write it into an archive.
void allowMissingIndex(const fs::path& scratch) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(scratch, error)) {
        if (lower(entry.path().extension().string()) != ".shp") continue;
        fs::path lowerIndex = entry.path(), upperIndex = entry.path();
        if (!fs::exists(lowerIndex.replace_extension(".shx")) && !fs::exists(upperIndex.replace_extension(".SHX")))
            CPLSetConfigOption("SHAPE_RESTORE_SHX", "YES");
    }
}

}  // namespace

void Source::Close::operator()(GDALDataset* dataset) const { GDALClose(dataset); }

bool Source::add(const std::string& path) {
    GDALDriverH driver = GDALIdentifyDriverEx(path.c_str(), GDAL_OF_VECTOR, drivers, nullptr);
    const std::string name = driver ? GDALGetDriverShortName(driver) : "";
    CPLStringList options;
    if (name == "ESRI Shapefile") options.AddString("ENCODING=");  // the bytes as they are: we know better
    if (name == "GML") options.AddString("WRITE_GFS=NO"), options.AddString("DOWNLOAD_SCHEMA=NO");
    auto* dataset = static_cast<GDALDataset*>(GDALOpenEx(
        path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options.List(), nullptr));
    if (!dataset) return false;
    datasets_.emplace_back(dataset);
    return true;
}

void Source::addInside(const std::string& archive) {
    const CPLStringList names(VSIReadDirRecursive(archive.c_str()));
    std::string inside;
    for (int i = 0; i < names.size(); ++i) {
        std::string name = names[i];
        while (name.ends_with('/')) name.pop_back();
        if (!inside.empty() && name.starts_with(inside)) continue;
        const std::string kind = lower(fs::path(name).extension().string());
        if (std::find(std::begin(fileKinds), std::end(fileKinds), kind) == std::end(fileKinds)) continue;
        if (kind == ".gdb") inside = name + "/";
        add(archive + "/" + name);
    }
}

base::Result<Source> Source::open(const fs::path& dataset, const fs::path& scratch, Complaints& complaints) {
    std::error_code error;
    const fs::path place = fs::absolute(dataset, error);
    if (!fs::exists(place, error)) return base::fail(base::Error::Code::NotFound, "worker.no_file", dataset.string());
    Source source;
    if (const std::string archive = archiveFolder(place); !archive.empty()) {
        if (!source.add(archive)) source.addInside(archive);
    } else {
        const fs::path there = standIn(place.has_filename() ? place : place.parent_path(), scratch);
        allowMissingIndex(scratch);
        source.add(there.string());
    }
    if (source.datasets_.empty()) {
        const bool recognized =
            complaints.failed() && complaints.latest("").find("not recognized as") == std::string::npos;
        if (!recognized) return base::fail(base::Error::Code::Unsupported, "worker.unknown_format", dataset.string());
        return base::fail(base::Error::Code::Io, "worker.cannot_open", dataset.string(), complaints.latest(""));
    }
    complaints.take();  // trials of drivers, of no use to anybody
    return source;
}

std::vector<Source::Entry> Source::layers() const {
    std::vector<Entry> layers;
    for (const auto& dataset : datasets_)
        for (int i = 0; i < dataset->GetLayerCount(); ++i)
            if (OGRLayer* layer = dataset->GetLayer(i))
                layers.push_back({dataset.get(), layer, dataset->GetDriver()->GetDescription()});
    return layers;
}

}  // namespace worker
