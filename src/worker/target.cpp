#include "worker/target.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <charconv>

#include "plan/schema.h"

namespace worker {

using exchange::SourceFeature;
using exchange::SourceField;
using exchange::SourceLayer;

namespace {

OGRFieldType typeOf(const SourceField& field) {
    constexpr int digitsOfInt = 9;
    switch (static_cast<plan::FieldType>(field.type)) {
        case plan::FieldType::Integer:
            return field.length > 0 && field.length <= digitsOfInt ? OFTInteger : OFTInteger64;
        case plan::FieldType::Real: return OFTReal;
        case plan::FieldType::Date: return OFTDate;
        case plan::FieldType::Text: break;
    }
    return OFTString;
}

OGRwkbGeometryType geometryOf(const SourceLayer& layer, const std::string& driver) {
    const bool single = driver == "ESRI Shapefile" || driver == "MapInfo File";
    if (layer.geometry == "None") return wkbNone;
    if (layer.geometry == "Point") return wkbMultiPoint;
    if (layer.geometry == "LineString") return single ? wkbLineString : wkbMultiLineString;
    if (layer.geometry == "Polygon") return single ? wkbPolygon : wkbMultiPolygon;
    return wkbUnknown;
}

// A column name that none of the layer's fields has.
std::string freeName(const SourceLayer& layer, std::string name) {
    const auto taken = [&] {
        return std::any_of(layer.fields.begin(), layer.fields.end(),
                           [&](const SourceField& field) { return EQUAL(field.name.c_str(), name.c_str()); });
    };
    while (taken()) name += "_1";
    return name;
}

bool setDate(OGRFeature& feature, int column, const std::string& text) {
    int year = 0, month = 0, day = 0;
    const auto part = [&](std::size_t at, std::size_t size, int& number) {
        return text.size() == 10 && std::from_chars(&text[at], &text[at] + size, number).ptr == &text[at] + size;
    };
    if (!part(0, 4, year) || !part(5, 2, month) || !part(8, 2, day)) return false;
    feature.SetField(column, year, month, day);
    return true;
}

// A drawing has no polygons and no parts (DXF would fill the one as hatches and refuse the other): single lines and
// points.
std::vector<std::unique_ptr<OGRGeometry>> strokesOf(const OGRGeometry& geometry) {
    std::vector<std::unique_ptr<OGRGeometry>> strokes;
    const auto add = [&](const OGRPolygon& polygon) {
        for (const OGRLinearRing* ring : polygon) strokes.push_back(std::make_unique<OGRLineString>(*ring));
    };
    const auto each = [&](const OGRGeometryCollection& parts) {
        for (const OGRGeometry* part : parts) {
            auto inner = strokesOf(*part);
            std::move(inner.begin(), inner.end(), std::back_inserter(strokes));
        }
    };
    if (const auto* parts = dynamic_cast<const OGRGeometryCollection*>(&geometry))
        each(*parts);
    else if (const auto* polygon = dynamic_cast<const OGRPolygon*>(&geometry))
        add(*polygon);
    else
        strokes.emplace_back(geometry.clone());
    return strokes;
}

std::unique_ptr<OGRGeometry> geometryOf(const SourceFeature& source) {
    OGRGeometry* geometry = nullptr;
    OGRGeometryFactory::createFromWkb(source.wkb.data(), nullptr, &geometry, source.wkb.size());
    return std::unique_ptr<OGRGeometry>(geometry);
}

}  // namespace

void Target::Close::operator()(GDALDataset* dataset) const { GDALClose(dataset); }

tl::unexpected<base::Error> Target::refused(const std::string& what) const {
    return base::fail(base::Error::Code::Io, "worker.cannot_write", job_.driver, what, complaints_->latest(""));
}

base::Result<Target> Target::create(const WriteJob& job, Complaints& complaints) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(job.driver.c_str());
    if (!driver || !driver->GetMetadataItem(GDAL_DCAP_CREATE) || !driver->GetMetadataItem(GDAL_DCAP_VECTOR))
        return base::fail(base::Error::Code::Unsupported, "worker.no_driver", job.driver);
    Target target(job, complaints);
    target.dataset_.reset(driver->Create(job.target.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!target.dataset_) return target.refused(job.target.filename().string());
    if (target.dataset_->TestCapability(ODsCTransactions)) target.dataset_->StartTransaction();
    if (job.driver == "DXF") {
        target.layer_ = target.dataset_->CreateLayer("entities", nullptr, wkbUnknown, nullptr);
        if (!target.layer_) return target.refused("entities");
    }
    return target;
}

std::vector<std::string> Target::layerOptions(const SourceLayer& layer, bool geographic) const {
    if (job_.driver == "GPKG")
        return {"SPATIAL_INDEX=YES", "GEOMETRY_NAME=" + freeName(layer, "geom"), "FID=" + freeName(layer, "fid"),
                "IDENTIFIER=" + (layer.alias.empty() ? layer.name : layer.alias)};
    if (job_.driver == "OpenFileGDB") {
        // The format's own grid, twice as fine as the plan's, with an origin on it: no corner moves.
        std::vector<std::string> options{"LAYER_ALIAS=" + layer.alias, "FID=" + freeName(layer, "OBJECTID"),
                                         "GEOMETRY_NAME=" + freeName(layer, "SHAPE")};
        if (geographic)
            options.insert(options.end(),
                           {"XORIGIN=-400", "YORIGIN=-400", "XYSCALE=2000000000", "XYTOLERANCE=0.000000001"});
        else
            options.insert(options.end(),
                           {"XORIGIN=-2147483647", "YORIGIN=-2147483647", "XYSCALE=20000", "XYTOLERANCE=0.0001"});
        return options;
    }
    if (job_.driver == "ESRI Shapefile") return {"ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=" + job_.date};
    if (job_.driver == "GeoJSON")
        return {"RFC7946=NO", geographic ? "COORDINATE_PRECISION=9" : "COORDINATE_PRECISION=4"};
    return {};
}

base::Result<> Target::addFields(const SourceLayer& layer) {
    columns_.clear();
    for (const SourceField& field : layer.fields) {
        OGRFieldDefn definition(field.name.c_str(), typeOf(field));
        definition.SetWidth(field.length);
        definition.SetPrecision(field.decimals);
        if (!field.alias.empty()) definition.SetAlternativeName(field.alias.c_str());
        const int before = layer_->GetLayerDefn()->GetFieldCount();
        if (layer_->CreateField(&definition) != OGRERR_NONE) return refused(layer.name + "." + field.name);
        columns_.push_back(layer_->GetLayerDefn()->GetFieldCount() > before ? before : -1);
    }
    return {};
}

base::Result<> Target::begin(const SourceLayer& layer) {
    name_ = layer.name;
    if (job_.driver == "DXF") return {};
    OGRSpatialReference system;
    const bool named = !layer.crs.empty() && system.SetFromUserInput(layer.crs.c_str()) == OGRERR_NONE;
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    CPLStringList options;
    for (const std::string& option : layerOptions(layer, named && system.IsGeographic()))
        options.AddString(option.c_str());
    layer_ = dataset_->CreateLayer(layer.name.c_str(), named ? &system : nullptr, geometryOf(layer, job_.driver),
                                   options.List());
    if (!layer_) return refused(layer.name);
    return addFields(layer);
}

void Target::fill(OGRFeature& feature, const std::vector<plan::Value>& values) const {
    for (std::size_t i = 0; i < columns_.size() && i < values.size(); ++i) {
        const int column = columns_[i];
        if (column < 0) continue;
        if (const auto* whole = std::get_if<std::int64_t>(&values[i])) {
            feature.SetField(column, static_cast<GIntBig>(*whole));
        } else if (const auto* number = std::get_if<double>(&values[i])) {
            feature.SetField(column, *number);
        } else if (const auto* text = std::get_if<std::string>(&values[i])) {
            const bool date = layer_->GetLayerDefn()->GetFieldDefn(column)->GetType() == OFTDate;
            if (!date || !setDate(feature, column, *text)) feature.SetField(column, text->c_str());
        } else {
            feature.SetFieldNull(column);
        }
    }
}

base::Result<> Target::draw(const SourceFeature& source) {
    const auto geometry = geometryOf(source);
    if (!geometry) return {};
    for (auto& stroke : strokesOf(*geometry)) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
        feature->SetField("Layer", name_.c_str());
        feature->SetGeometryDirectly(stroke.release());
        if (layer_->CreateFeature(feature.get()) != OGRERR_NONE) return refused(name_);
    }
    return {};
}

base::Result<> Target::put(const SourceFeature& source) {
    if (job_.driver == "DXF") return draw(source);
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
    fill(*feature, source.values);
    if (!source.wkb.empty()) {
        auto geometry = geometryOf(source);
        if (!geometry) return refused(name_);
        feature->SetGeometryDirectly(geometry.release());
    }
    if (layer_->CreateFeature(feature.get()) != OGRERR_NONE || complaints_->failed()) return refused(name_);
    return {};
}

base::Result<> Target::end() {
    if (layer_ && layer_->SyncToDisk() != OGRERR_NONE) return refused(name_);
    return {};
}

base::Result<> Target::close() {
    if (dataset_->TestCapability(ODsCTransactions) && dataset_->CommitTransaction() != OGRERR_NONE) return refused("");
    dataset_.reset();
    if (complaints_->failed()) return refused("");
    return {};
}

}  // namespace worker
