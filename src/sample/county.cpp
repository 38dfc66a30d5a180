#include "sample/county.h"

#include "sample/lines.h"
#include "sample/parcels.h"
#include "sample/plant.h"
#include "sample/random.h"
#include "sample/sites.h"
#include "sample/tables.h"
#include "sample/themes.h"
#include "sample/town_plan.h"

namespace sample {

namespace {
constexpr std::int64_t fewest = 1000, most = 1'000'000;

base::Result<> possible(const plan::Schema& schema, const Options& options) {
    if (options.parcels < fewest || options.parcels > most)
        return base::fail(base::Error::Code::Invalid, "sample.parcels", options.parcels, fewest, most);
    if (options.errors < 0) return base::fail(base::Error::Code::Invalid, "sample.errors", options.errors);
    for (const char* layer : {"DLTB", "XZQ", "STBHHX", "YJJBNTBHTB", "CZKFBJ"})
        if (!schema.find(layer))
            return base::fail(base::Error::Code::Unsupported, "sample.no_layer", layer, schema.spec);
    return {};
}
}  // namespace

base::Result<County> make(const plan::Spec& spec, const Options& options, const base::Task& task) {
    auto schema = spec.schema(spec.crs.empty() ? "EPSG:4490" : spec.crs, spec.region.empty() ? "150825" : spec.region);
    if (!schema) return base::pass(std::move(schema.error()));
    if (auto checked = possible(**schema, options); !checked) return base::pass(std::move(checked.error()));
    const auto stage = [&](double done, std::string_view what) {
        task.report(done, base::message(what));
        return !task.stopped();
    };

    if (!stage(0, "sample.dividing")) return base::cancelled();
    const Terrain terrain(hashOf(options.seed, 1));
    const Triangulation mesh(scatter(terrain, options.parcels, hashOf(options.seed, 2)), frameWidth, frameHeight);
    const Partition partition(mesh, hashOf(options.seed, 3));
    const std::vector<double> areas = partition.areas();
    if (!stage(0.1, "sample.zoning")) return base::cancelled();
    const auto zoning = zone(terrain, mesh, areas, options.parcels, hashOf(options.seed, 4), task);
    if (!zoning) return base::pass(zoning.error());

    const Land land{terrain, partition, *zoning, areas, hashOf(options.seed, 5)};
    Drawing drawing(spec, *schema);
    if (!stage(0.25, "sample.parcels_drawn")) return base::cancelled();
    const ParcelPlaces parcels = drawParcels(land, drawing, task);
    if (!stage(0.75, "sample.lines_drawn")) return base::cancelled();
    const std::vector<std::size_t> redLine = drawLines(land, drawing, task);
    if (!task.stopped()) drawTownPlan(land, drawing);
    if (!stage(0.85, "sample.themes_drawn")) return base::cancelled();
    drawThemes(land, drawing, task);
    if (task.stopped()) return base::cancelled();
    drawTownZones(land, drawing);
    drawTables(spec, drawing);
    auto planted = plant(spec, land, parcels, redLine, options.errors, options.kinds, drawing);
    if (!planted) return base::pass(std::move(planted.error()));
    fillIndicators(spec, drawing);
    if (!stage(0.95, "sample.collecting")) return base::cancelled();
    return County{plan::Snapshot(*schema, drawing.features()), std::move(*planted)};
}

}  // namespace sample
