#include "exchange/intake.h"

#include <algorithm>
#include <cmath>

#include "exchange/convert.h"

namespace exchange {

using base::Error;
using geometry::Coordinate;
using plan::GeometryKind;

namespace {

constexpr std::size_t mostProblems = 300;
constexpr std::size_t batchFeatures = 8192, batchCoordinates = 1 << 18;

bool isFinite(Coordinate place) { return std::isfinite(place.x) && std::isfinite(place.y); }

std::optional<Coordinate> whereOf(const Outline& outline, std::span<const Coordinate> placed) {
    if (outline.begin == outline.end || !isFinite(placed[outline.begin])) return std::nullopt;
    return placed[outline.begin];
}

bool isOnEarth(Coordinate degrees) { return std::abs(degrees.x) <= 180 && std::abs(degrees.y) <= 90; }

}  // namespace

base::Result<Intake> Intake::begin(const SourceLayer& source, const Assignment& assignment,
                                   const plan::SchemaRef& schema, const std::string& sourceCrs, bool open) {
    Intake intake(assignment, schema, open);
    intake.report_.code = intake.layer().code;
    intake.report_.source = source.name;
    for (const std::string& field : source.leftOut)
        intake.note({"", "field", base::message("exchange.field_left_out", field), false, {}});
    if (source.geometry == "None") return intake;
    const std::string& crs = sourceCrs.empty() ? source.crs : sourceCrs;
    if (crs.empty()) {
        if (!schema->system.geographic) return base::fail(Error::Code::Invalid, "exchange.no_crs", source.name);
        intake.unnamedSystem_ = true;
        return intake;
    }
    auto projection = geometry::Projection::between(crs, schema->system.definition);
    if (!projection) {
        const auto code = projection.error().code;
        if (!sourceCrs.empty()) return base::pass(std::move(projection).error());
        return base::fail(code, "exchange.bad_crs", source.name);
    }
    intake.projection_ = *std::move(projection);
    if (!intake.projection_.identity())
        intake.note({"", "transformed", base::message("exchange.transformed", schema->system.name), false, {}});
    return intake;
}

void Intake::note(Problem problem) {
    if (report_.problems.size() < mostProblems) report_.problems.push_back(std::move(problem));
}

std::string Intake::nameOf(const Waiting& one) const {
    if (assignment_.key && !plan::isBlank(one.values[*assignment_.key]))
        return plan::textOf(one.values[*assignment_.key]);
    return "fid " + std::to_string(one.fid);
}

base::Result<> Intake::take(SourceFeature feature, std::vector<Incoming>& into) {
    if (feature.values.size() != assignment_.columns.size()) return base::fail(Error::Code::Io, "exchange.garbage");
    ++report_.read;
    Waiting one{feature.fid, outlineOf(feature.wkb, run_), {}};
    one.values.resize(layer().fields.size());
    std::vector<base::Message> remarks;
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        const std::size_t column = assignment_.columns[i];
        Converted converted = convert(std::move(feature.values[i]), layer().fields[column]);
        one.values[column] = std::move(converted.value);
        if (converted.remark) remarks.push_back(*std::move(converted.remark));
    }
    for (base::Message& remark : remarks) note({nameOf(one), "value", std::move(remark), false, {}});
    for (const std::string& mark : feature.notes) ++marks_[mark];
    waiting_.push_back(std::move(one));
    if (waiting_.size() < batchFeatures && run_.size() < batchCoordinates) return {};
    return flush(into);
}

base::Result<> Intake::flush(std::vector<Incoming>& into) {
    if (unnamedSystem_)
        for (const Coordinate place : run_)
            if (isFinite(place) && !isOnEarth(place))
                return base::fail(Error::Code::Invalid, "exchange.no_crs", report_.source);
    std::vector<Coordinate> placed;
    if (!projection_.identity()) {
        placed = run_;
        projection_.forward(placed);
    }
    const std::span<const Coordinate> places = projection_.identity() ? run_ : placed;
    for (Waiting& one : waiting_) settle(std::move(one), places, into);
    waiting_.clear();
    run_.clear();
    return {};
}

// Why the feature cannot be taken in; null where it can.
const char* Intake::obstacle(const Outline& outline, std::span<const Coordinate> placed) const {
    const GeometryKind wanted = layer().geometry;
    if (wanted == GeometryKind::None) return nullptr;
    if (outline.kind == GeometryKind::None) return wanted == GeometryKind::Any || open_ ? nullptr : "no_geometry";
    if (outline.kind == GeometryKind::Any || (wanted != GeometryKind::Any && wanted != outline.kind))
        return "wrong_type";
    for (std::size_t i = outline.begin; i < outline.end; ++i)
        if (!isFinite(run_[i])) return "not_finite";
    for (std::size_t i = outline.begin; i < outline.end; ++i) {
        const bool inside = isFinite(placed[i]) && schema_->grid.holds(placed[i]);
        if (!inside || (schema_->system.geographic && !isOnEarth(placed[i]))) return "outside_system";
    }
    return nullptr;
}

void Intake::settle(Waiting one, std::span<const Coordinate> placed, std::vector<Incoming>& into) {
    const GeometryKind wanted = layer().geometry;
    const char* reason = obstacle(one.outline, placed);
    Incoming incoming;
    if (!reason && wanted != GeometryKind::None) {
        Fitted fitted = fit(one.outline, placed, schema_->grid);
        const bool empty = std::holds_alternative<std::monostate>(fitted.shape);
        if (empty && one.outline.kind != GeometryKind::None) reason = "degenerate";
        if (!reason && fitted.repaired) ++report_.repaired;
        incoming.shape = std::move(fitted.shape);
    }
    if (reason) {
        ++report_.skipped;
        note({nameOf(one), reason, base::message(std::string("exchange.") + reason), true,
              whereOf(one.outline, placed)});
        return;
    }
    if (one.outline.kind == GeometryKind::None && wanted != GeometryKind::None && wanted != GeometryKind::Any)
        note({nameOf(one), "no_geometry", base::message("exchange.no_geometry"), false, {}});
    ++report_.imported;
    incoming.values = std::move(one.values);
    into.push_back(std::move(incoming));
}

base::Result<> Intake::end(const LayerEnd& end, std::vector<Incoming>& into) {
    if (auto done = flush(into); !done) return done;
    for (const auto& [mark, count] : marks_) note({"", mark, base::message("exchange.note_" + mark, count), false, {}});
    if (unnamedSystem_ && report_.imported > 0)
        note({"", "crs", base::message("exchange.assumed_crs", schema_->system.name), false, {}});
    for (const std::string& remark : end.remarks)
        note({"", "reader", base::message("exchange.remark", remark), false, {}});
    return {};
}

}  // namespace exchange
