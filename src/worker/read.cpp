#include "worker/read.h"

#include <ogr_geometry.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "worker/complaints.h"
#include "worker/fields.h"
#include "worker/linear.h"
#include "worker/source.h"
#include "worker/text.h"

namespace worker {

namespace {

constexpr int sampleSize = 10000;

// What the file says about the encoding of its texts; empty where it says nothing.
std::string declaredEncoding(OGRLayer& layer) {
    for (const char* item : {"ENCODING_FROM_CPG", "ENCODING_FROM_LDID"})
        if (const char* encoding = layer.GetMetadataItem(item, "SHAPEFILE"); encoding && *encoding) return encoding;
    return {};
}

// Drivers that hand over the file's bytes as they are.
bool handsOverBytes(const std::string& driver) {
    return driver == "ESRI Shapefile" || driver == "MapInfo File" || driver == "CSV" || driver == "DXF" ||
           driver == "DGN";
}

Decoder decoderFor(const Source::Entry& entry, const std::string& encoding) {
    if (!handsOverBytes(entry.driver)) return Decoder("UTF-8");
    if (!encoding.empty() && entry.driver == "ESRI Shapefile") return Decoder(encoding);
    EncodingGuess guess;
    OGRLayer& layer = *entry.layer;
    const OGRFeatureDefn& definition = *layer.GetLayerDefn();
    std::vector<int> texts;
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        guess.see(definition.GetFieldDefn(i)->GetNameRef());
        if (definition.GetFieldDefn(i)->GetType() == OFTString) texts.push_back(i);
    }
    if (!texts.empty()) {
        layer.ResetReading();
        for (int seen = 0; seen < sampleSize; ++seen) {
            const OGRFeatureUniquePtr feature(layer.GetNextFeature());
            if (!feature) break;
            for (const int text : texts)
                if (feature->IsFieldSetAndNotNull(text)) guess.see(feature->GetFieldAsString(text));
        }
        layer.ResetReading();
    }
    const std::string found = guess.encoding(declaredEncoding(layer));
    if (encoding.empty() || found == "UTF-8") return Decoder(knownEncoding(found) ? found : "UTF-8");
    return Decoder(encoding);
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const auto begin = text.find(from);
    if (begin == std::string::npos) return {};
    const auto end = text.find(to, begin + from.size());
    return end == std::string::npos ? std::string() : text.substr(begin + from.size(), end - begin - from.size());
}

std::string aliasOf(const Source::Entry& entry) {
    if (entry.driver == "OpenFileGDB") {
        const std::string query = std::string("GetLayerDefinition ") + entry.layer->GetName();
        OGRLayer* result = entry.dataset->ExecuteSQL(query.c_str(), nullptr, nullptr);
        if (!result) return {};
        std::string definition;
        if (const OGRFeatureUniquePtr row(result->GetNextFeature()); row) definition = row->GetFieldAsString(0);
        entry.dataset->ReleaseResultSet(result);
        // Fields have aliases, too.
        const auto begin = definition.find("<GPFieldInfoExs"), end = definition.find("</GPFieldInfoExs>");
        if (begin != std::string::npos && end != std::string::npos) definition.erase(begin, end - begin);
        return between(definition, "<AliasName>", "</AliasName>");
    }
    const char* alias = entry.layer->GetMetadataItem("IDENTIFIER");
    return alias ? alias : "";
}

std::string wktOf(const OGRSpatialReference* system) {
    if (!system || system->IsEmpty()) return {};
    const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
    char* wkt = nullptr;
    std::string text = system->exportToWkt(&wkt, options) == OGRERR_NONE ? wkt : "";
    CPLFree(wkt);
    return text;
}

// Coordinates come latitude first where the axes of the data follow a system that begins with the latitude.
bool latitudeFirst(const OGRSpatialReference* system) {
    if (!system) return false;
    const auto& axes = system->GetDataAxisToSRSAxisMapping();
    const bool straight = axes.size() >= 2 && axes[0] == 1 && axes[1] == 2;
    return straight && (system->EPSGTreatsAsLatLong() || system->EPSGTreatsAsNorthingEasting());
}

std::string geometryNameOf(OGRwkbGeometryType type) {
    switch (wkbFlatten(OGR_GT_GetLinear(type))) {
        case wkbNone: return "None";
        case wkbPoint:
        case wkbMultiPoint: return "Point";
        case wkbLineString:
        case wkbMultiLineString: return "LineString";
        case wkbPolygon:
        case wkbMultiPolygon:
        case wkbTriangle:
        case wkbTIN:
        case wkbPolyhedralSurface: return "Polygon";
        default: return "Unknown";
    }
}

exchange::SourceLayer describe(const Source::Entry& entry, const Fields& fields, const Decoder& decoder) {
    exchange::SourceLayer layer;
    layer.name = decoder.text(entry.layer->GetName());
    layer.alias = Decoder().text(aliasOf(entry));
    layer.crs = wktOf(entry.layer->GetSpatialRef());
    layer.geometry = geometryNameOf(entry.layer->GetGeomType());
    layer.features = entry.layer->GetFeatureCount(FALSE);
    layer.fid = decoder.text(entry.layer->GetFIDColumn());
    layer.fields = fields.described();
    layer.leftOut = fields.leftOut();
    return layer;
}

// The geometry in the plane and in straight pieces, as little-endian WKB; says in `notes` what that took.
geometry::Bytes wkbOf(OGRGeometry& geometry, double tolerance, bool swapped, std::vector<std::string>& notes) {
    if (geometry.Is3D()) notes.emplace_back("z");
    if (geometry.IsMeasured()) notes.emplace_back("m");
    geometry.flattenTo2D();
    geometry.setMeasured(FALSE);
    std::unique_ptr<OGRGeometry> straight;
    const auto type = wkbFlatten(geometry.getGeometryType());
    const bool surface = OGR_GT_IsSubClassOf(type, wkbPolyhedralSurface) || type == wkbTriangle;
    if (surface) notes.emplace_back("surface");
    if (geometry.hasCurveGeometry(TRUE)) notes.emplace_back("curve");
    if (surface || type == wkbGeometryCollection || geometry.hasCurveGeometry()) straight = linear(geometry, tolerance);
    OGRGeometry& result = straight ? *straight : geometry;
    if (swapped) result.swapXY();
    geometry::Bytes wkb(result.WkbSize());
    if (result.exportToWkb(wkbNDR, wkb.data(), wkbVariantIso) != OGRERR_NONE) wkb.clear();
    return wkb;
}

// Stands in for what a driver does when it fails, so that the program's answer to it can be tested.
void failOnPurpose(const std::string& fault, Output& output) {
    output.flush();
    if (fault == "crash") std::raise(SIGSEGV);
    if (fault == "garbage") output.raw(std::string(4096, '\xEE'));
    if (fault == "cut") std::_Exit(0);
    while (fault == "hang") ::sleep(1);
}

base::Result<> readLayer(const Source::Entry& entry, const Decoder& decoder, const Fields& fields, const ReadJob& job,
                         Output& output, Complaints& complaints) {
    OGRLayer& layer = *entry.layer;
    const OGRSpatialReference* system = layer.GetSpatialRef();
    const double tolerance = millimetreIn(system) * 0.9;
    const bool swapped = latitudeFirst(system);
    exchange::LayerEnd end;
    layer.ResetReading();
    while (true) {
        complaints.forgetFailure();
        const OGRFeatureUniquePtr feature(layer.GetNextFeature());
        if (!feature) break;
        exchange::SourceFeature out;
        out.fid = feature->GetFID();
        if (OGRGeometry* geometry = feature->GetGeometryRef())
            out.wkb = wkbOf(*geometry, tolerance, swapped, out.notes);
        bool whole = true;
        out.values = fields.values(*feature, whole);
        if (!whole) out.notes.emplace_back("text");
        output.put(out);
        ++end.read;
        if (!job.fault.empty()) failOnPurpose(job.fault, output);
    }
    if (complaints.failed())
        return base::fail(base::Error::Code::Io, "worker.broken_off", decoder.text(layer.GetName()), end.read,
                          complaints.latest(""));
    end.remarks = complaints.take();
    output.put(exchange::Frame(std::move(end)));
    return {};
}

}  // namespace

base::Result<> read(const ReadJob& job, Output& output) {
    if (!job.encoding.empty() && !knownEncoding(job.encoding))
        return base::fail(base::Error::Code::Invalid, "worker.unknown_encoding", job.encoding);
    Complaints complaints(job.scratch.string() + "/");
    auto source = Source::open(job.dataset, job.scratch, complaints);
    if (!source) return base::pass(std::move(source).error());
    for (const Source::Entry& entry : source->layers()) {
        const Decoder decoder = decoderFor(entry, job.encoding);
        const Fields fields(*entry.layer->GetLayerDefn(), decoder);
        exchange::SourceLayer layer = describe(entry, fields, decoder);
        if (!job.layers.empty() && std::find(job.layers.begin(), job.layers.end(), layer.name) == job.layers.end())
            continue;
        output.put(exchange::Frame(exchange::LayerBegin{std::move(layer)}));
        if (!job.features) continue;
        if (auto done = readLayer(entry, decoder, fields, job, output, complaints); !done) return done;
    }
    output.put(exchange::Frame(exchange::End{}));
    return {};
}

}  // namespace worker
