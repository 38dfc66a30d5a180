#include "exchange/export.h"

#include <algorithm>

#include "exchange/columns.h"
#include "exchange/mapping.h"
#include "exchange/outgoing.h"
#include "exchange/publish.h"
#include "exchange/worker_process.h"

namespace exchange {

namespace fs = std::filesystem;
using base::Error;
using plan::GeometryKind;

namespace {

// A file that says when it was made says this day, so that the same plan gives the same bytes.
constexpr const char* fixedDate = "2021-01-01";

struct Driver {
    Format format;
    std::string name;  // GDAL's
};

Driver driverOf(const std::string& name) {
    const std::string plain = folded(name);
    if (plain == "gpkg" || plain == "geopackage") return {Format::GeoPackage, "GPKG"};
    if (plain == "openfilegdb" || plain == "filegdb" || plain == "gdb") return {Format::FileGeodatabase, "OpenFileGDB"};
    if (plain == "esri shapefile" || plain == "shapefile" || plain == "shp")
        return {Format::Shapefile, "ESRI Shapefile"};
    if (plain == "geojson") return {Format::GeoJson, "GeoJSON"};
    if (plain == "kml") return {Format::Kml, "KML"};
    if (plain == "dxf") return {Format::Dxf, "DXF"};
    return {Format::Other, name};
}

bool holdsOneLayer(Format format) { return format == Format::Shapefile || format == Format::GeoJson; }

base::Result<std::vector<plan::LayerId>> layersToWrite(const plan::Snapshot& snapshot,
                                                       const std::vector<std::string>& codes) {
    const plan::Schema& schema = snapshot.schema();
    std::vector<plan::LayerId> layers;
    if (codes.empty()) {
        for (std::size_t i = 0; i < schema.layers.size(); ++i)
            if (const plan::LayerId layer{static_cast<std::uint16_t>(i)}; snapshot.count(layer) > 0)
                layers.push_back(layer);
        if (layers.empty()) return base::fail(Error::Code::NotFound, "exchange.nothing_to_write");
    }
    for (const std::string& code : codes) {
        const auto layer = schema.find(code);
        if (!layer) {
            std::string names;
            for (const plan::Layer& one : schema.layers) names += (names.empty() ? "" : ", ") + one.code;
            return base::fail(Error::Code::NotFound, "exchange.no_layer", code, names);
        }
        layers.push_back(*layer);
    }
    return layers;
}

// The kind of geometry that a layer's features have, where the layer itself leaves it open.
std::string geometryOf(const plan::Snapshot& snapshot, plan::LayerId layer) {
    std::vector<bool> seen(std::variant_size_v<geometry::Shape>);
    switch (snapshot.schema().layer(layer).geometry) {
        case GeometryKind::None: return "None";
        case GeometryKind::Point: return "Point";
        case GeometryKind::Line: return "LineString";
        case GeometryKind::Polygon: return "Polygon";
        case GeometryKind::Any: break;
    }
    snapshot.each(layer, [&](const plan::FeatureRef& feature) { seen[feature->shape.index()] = true; });
    if (seen[1] + seen[2] + seen[3] != 1) return "Unknown";
    return seen[1] ? "Point" : seen[2] ? "LineString" : "Polygon";
}

// One export: which layers go to which system in which format.
struct Exporter {
    const plan::Snapshot& snapshot;
    Driver driver;
    geometry::System system;
    geometry::Projection projection;
    const ExportOptions& options;
    const base::Task& task;
    std::int64_t written = 0, total = 0;

    // The layer's name, unless another layer has it, too: formats want them to differ.
    std::string aliasOf(const plan::Layer& layer) const {
        const auto& all = snapshot.schema().layers;
        const auto same = [&](const plan::Layer& other) { return other.name.zh == layer.name.zh; };
        return std::count_if(all.begin(), all.end(), same) == 1 ? layer.name.zh : std::string();
    }

    base::Result<> put(WorkerProcess& worker, plan::LayerId id) {
        const plan::Layer& layer = snapshot.schema().layer(id);
        const Columns columns(snapshot, id, driver.format, options.remark);
        SourceLayer target;
        target.name = layer.code;
        target.alias = aliasOf(layer);
        target.crs = system.epsg > 0 ? "EPSG:" + std::to_string(system.epsg) : system.wkt;
        target.geometry = geometryOf(snapshot, id);
        target.fields = columns.fields();
        if (auto done = worker.put(Frame(LayerBegin{target}), task); !done) return done;
        base::Result<> done;
        snapshot.each(id, [&](const plan::FeatureRef& feature) {
            if (done) done = put(worker, *feature, columns);
        });
        if (!done) return done;
        return worker.put(Frame(LayerEnd{static_cast<std::int64_t>(snapshot.count(id)), {}}), task);
    }

    base::Result<> put(WorkerProcess& worker, const plan::Feature& feature, const Columns& columns) {
        constexpr std::int64_t often = 4096;
        if (++written % often == 0)
            task.report(static_cast<double>(written) / static_cast<double>(total),
                        base::message("exchange.writing", written));
        auto wkb = wkbOf(feature.shape, snapshot.schema().grid, projection);
        if (!wkb)
            return base::fail(Error::Code::Invalid, "exchange.outside_export",
                              snapshot.schema().layer(feature.layer).code, nameOf(snapshot.schema(), feature),
                              system.name);
        return worker.put(SourceFeature{feature.id.number(), *std::move(wkb), columns.values(feature), {}}, task);
    }

    // Writes the layers as one dataset at `place`.
    base::Result<> dataset(const std::vector<plan::LayerId>& layers, const fs::path& place) {
        WorkerProcess::Job job;
        job.verb = "write", job.dataset = place, job.driver = driver.name, job.date = fixedDate;
        job.secondsWithoutSign = 600;  // indexes of large layers are built in silence
        auto worker = WorkerProcess::start(job);
        if (!worker) return base::pass(std::move(worker).error());
        for (const plan::LayerId layer : layers)
            if (auto done = put(*worker, layer); !done) return done;
        if (auto done = worker->put(Frame(End{}), task); !done) return done;
        if (auto done = worker->flush(task); !done) return done;
        auto answer = worker->next(task);
        if (!answer) return base::pass(std::move(answer).error());
        if (!std::holds_alternative<End>(*answer)) return base::fail(Error::Code::Io, "exchange.garbage");
        return {};
    }
};

bool isGeodatabase(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name != "gdb" && name != "timestamps" && !name.starts_with("a0") && !name.ends_with(".lock")) return false;
    }
    return !error;
}

// Whether what stands at `to` may make way. A folder of somebody's files never does, but new files may go into it.
base::Result<> mayReplace(const fs::path& to, bool overwrite, bool intoFolder) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(to, error))) return {};
    const bool folder = fs::is_directory(to, error);
    if (folder && intoFolder && fs::is_empty(to, error)) return {};
    if (!overwrite || (folder && !intoFolder && !isGeodatabase(to)) || (!folder && intoFolder))
        return base::fail(Error::Code::Invalid, "exchange.exists", to.string());
    return {};
}

// Where each new file goes, and which files of an older shapefile must go with the one that is replaced.
std::vector<Placement> placementsOf(const fs::path& staged, const fs::path& folder) {
    std::vector<Placement> placements;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(staged, error)) {
        placements.push_back({entry.path(), folder / entry.path().filename()});
        if (entry.path().extension() != ".shp") continue;
        for (const char* index : {".qix", ".sbn", ".sbx", ".qpj", ".idm", ".ind", ".shp.xml"}) {
            fs::path old = folder / entry.path().stem();
            old += index;
            if (fs::exists(old, error)) placements.push_back({{}, old});
        }
    }
    std::sort(placements.begin(), placements.end(), [](const auto& a, const auto& b) { return a.to < b.to; });
    return placements;
}

}  // namespace

base::Result<> write(const plan::Snapshot& snapshot, const ExportOptions& options, const fs::path& to,
                     const base::Task& task) {
    const plan::Schema& schema = snapshot.schema();
    const auto layers = layersToWrite(snapshot, options.layers);
    if (!layers) return base::pass(layers.error());
    const Driver driver = driverOf(options.driver);
    Exporter exporter{snapshot, driver, schema.system, {}, options, task};
    for (const plan::LayerId layer : *layers) exporter.total += static_cast<std::int64_t>(snapshot.count(layer));
    const std::string crs = driver.format == Format::Kml ? "EPSG:4326" : options.crs;
    if (!crs.empty()) {
        auto system = geometry::systemOf(crs);
        if (!system) return base::pass(std::move(system).error());
        auto projection = geometry::Projection::between(schema.system.definition, crs);
        if (!projection) return base::pass(std::move(projection).error());
        exporter.system = *std::move(system), exporter.projection = *std::move(projection);
    }

    std::error_code error;
    fs::path place = fs::absolute(to, error);
    if (!place.has_filename()) place = place.parent_path();
    const bool intoFolder = holdsOneLayer(driver.format) && !place.has_extension();
    if (holdsOneLayer(driver.format) && !intoFolder && layers->size() > 1) {
        std::string names;
        for (const plan::LayerId layer : *layers) names += (names.empty() ? "" : ", ") + schema.layer(layer).code;
        return base::fail(Error::Code::Invalid, "exchange.one_layer", to.string(), layers->size(), names);
    }
    if (!fs::is_directory(place.parent_path(), error))
        return base::fail(Error::Code::NotFound, "exchange.no_folder", place.parent_path().string());
    if (auto free = mayReplace(place, options.overwrite, intoFolder); !free) return free;

    auto scratch = ScratchFolder::make(place.parent_path());
    if (!scratch) return base::pass(std::move(scratch).error());
    const fs::path staged = scratch->path() / "new", attic = scratch->path() / "old";
    fs::create_directory(staged, error);
    fs::create_directory(attic, error);
    if (intoFolder) {
        const char* extension = driver.format == Format::GeoJson ? ".geojson" : ".shp";
        for (const plan::LayerId layer : *layers)
            if (auto done = exporter.dataset({layer}, staged / (schema.layer(layer).code + extension)); !done)
                return done;
    } else if (auto done = exporter.dataset(*layers, staged / place.filename()); !done) {
        return done;
    }
    const auto placements = placementsOf(staged, intoFolder ? place : place.parent_path());
    for (const Placement& one : placements)
        if (options.kept && options.kept(one.to))
            return base::fail(Error::Code::Invalid, "exchange.kept", one.to.string());
    if (intoFolder && !fs::exists(place, error)) return publish({{staged, place}}, attic);
    return publish(placements, attic);
}

}  // namespace exchange
