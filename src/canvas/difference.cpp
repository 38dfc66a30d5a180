#include <unordered_set>

#include "canvas/path.h"
#include "canvas/picture.h"
#include "canvas/style.h"
#include "geometry/overlay.h"

namespace canvas {

namespace {

// In, out, attribute, geometry: the pack's symbols, or these where it has none. Each has its own hatch, so that colour
// is never alone.
plan::Symbol symbolOf(const plan::Spec& spec, const std::string& kind) {
    const auto set = spec.symbols.find("difference");
    if (set != spec.symbols.end())
        if (const auto found = set->second.byValue.find(kind); found != set->second.byValue.end()) return found->second;
    const plan::Colour colour = kind == "in"    ? plan::Colour{0, 158, 115}
                                : kind == "out" ? plan::Colour{213, 94, 0}
                                                : plan::Colour{0, 114, 178};
    plan::Symbol symbol;
    symbol.line = plan::Stroke{colour, 0.6, kind == "geometry" ? "dash" : "solid"};
    if (kind == "in" || kind == "out") {
        symbol.hatch = kind == "in" ? "diagonal" : "cross";
        symbol.fill = plan::Colour{colour.red, colour.green, colour.blue, 90};
    }
    return symbol;
}

class Differences {
public:
    Differences(QPainter& painter, const View& view, const plan::Spec& spec)
        : painter_(painter), view_(view), window_(QRectF({0, 0}, view.size()).adjusted(-12, -12, 12, 12)) {
        millimetre_ = pixelsPerMillimetre(painter);
        ratio_ = painter.device() ? painter.device()->devicePixelRatio() : 1;
        in_ = symbolOf(spec, "in"), out_ = symbolOf(spec, "out");
        geometry_ = symbolOf(spec, "geometry"), attribute_ = symbolOf(spec, "attribute");
    }

    void draw(const plan::Change& change) {
        if (!change.before) return show(change.after->shape, in_);
        if (!change.after) return show(change.before->shape, out_);
        if (change.before->shape == change.after->shape) return show(change.after->shape, attribute_);
        show(change.after->shape, geometry_);
        const auto* before = std::get_if<geometry::MultiPolygon>(&change.before->shape);
        const auto* after = std::get_if<geometry::MultiPolygon>(&change.after->shape);
        if (before && after) {
            if (const auto lost = geometry::subtract(*before, *after)) show(geometry::Shape(*lost), out_);
            if (const auto gained = geometry::subtract(*after, *before)) show(geometry::Shape(*gained), in_);
        }
    }

private:
    void show(const geometry::Shape& shape, const plan::Symbol& symbol) {
        QPainterPath path = pathOf(shape, view_, window_);
        path.setFillRule(Qt::WindingFill);
        const bool area = std::holds_alternative<geometry::MultiPolygon>(shape);
        const QColor colour = symbol.line ? colourOf(symbol.line->colour) : QColor(Qt::black);
        if (area && symbol.fill) painter_.fillPath(path, colourOf(*symbol.fill));
        if (area && hatchOf(symbol.hatch) != Hatch::None)
            painter_.fillPath(path, hatchBrush(hatchOf(symbol.hatch), colour, 1.8 * millimetre_, ratio_));
        if (symbol.line) painter_.strokePath(path, penOf(*symbol.line, millimetre_));
        const auto* points = std::get_if<geometry::MultiPoint>(&shape);
        if (!points) return;
        painter_.setPen(QPen(Qt::white, 1));
        painter_.setBrush(colour);
        for (const auto place : *points) painter_.drawEllipse(view_.toPixels(place), 5, 5);
    }

    QPainter& painter_;
    const View& view_;
    QRectF window_;
    plan::Symbol in_, out_, geometry_, attribute_;
    double millimetre_ = 1, ratio_ = 1;
};

// The corners of one area that the other does not have, with those beside them.
void addStrange(geometry::Box& box, const geometry::MultiPolygon& area, const geometry::MultiPolygon& other) {
    std::unordered_set<geometry::Point> known;
    geometry::eachRing(other, [&](const geometry::Ring& ring) { known.insert(ring.begin(), ring.end()); });
    geometry::eachRing(area, [&](const geometry::Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (known.contains(ring[i])) continue;
            box.add(ring[i]);
            box.add(ring[(i + 1) % ring.size()]);
            box.add(ring[(i + ring.size() - 1) % ring.size()]);
        }
    });
}

std::string symbolValue(const plan::Feature& feature, const plan::Schema& schema, const plan::Spec& spec) {
    const auto& layer = schema.layer(feature.layer);
    const auto set = spec.symbols.find(layer.symbol);
    if (set == spec.symbols.end()) return {};
    const auto field = layer.field(set->second.field);
    return field ? plan::textOf(feature.value(*field)) : std::string();
}

}  // namespace

geometry::Box changedBox(const plan::Change& change, const plan::Schema& schema, const plan::Spec& spec) {
    geometry::Box all, part;
    for (const auto& feature : {change.before, change.after})
        if (feature && !feature->box.empty()) all.add(feature->box);
    if (!change.before || !change.after) return all;
    if (symbolValue(*change.before, schema, spec) != symbolValue(*change.after, schema, spec)) return all;
    if (change.before->shape == change.after->shape) return {};
    const auto* before = std::get_if<geometry::MultiPolygon>(&change.before->shape);
    const auto* after = std::get_if<geometry::MultiPolygon>(&change.after->shape);
    if (!before || !after) return all;
    addStrange(part, *before, *after);
    addStrange(part, *after, *before);
    return part.empty() ? all : part;
}

void drawDifference(QPainter& painter, const View& view, const plan::Snapshot& before, const plan::Snapshot& after,
                    const plan::Spec& spec, const base::Task& task) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const geometry::Box seen = view.box();
    Differences differences(painter, view, spec);
    for (const auto& change : plan::Snapshot::diff(before, after).changes) {
        if (task.stopped()) break;
        if ((change.before && change.before->box.touches(seen)) || (change.after && change.after->box.touches(seen)))
            differences.draw(change);
    }
    painter.restore();
}

}  // namespace canvas
