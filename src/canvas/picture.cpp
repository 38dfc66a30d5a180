#include "canvas/picture.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "canvas/path.h"
#include "canvas/style.h"

namespace canvas {

namespace {

// Sizes in device pixels under which a feature is a dot, a small box, and a fill without an outline.
constexpr double dotSize = 1.2, boxSize = 2.6, outlineSize = 9;
// Corners that are drawn in one call: few enough that a stop is obeyed at once.
constexpr int cornersAtOnce = 6000;

// The features of one layer on their way to the painter, gathered by symbol, fills before outlines, so that a
// neighbour's fill never covers half an outline.
class LayerPicture {
public:
    LayerPicture(QPainter& painter, const View& view, const plan::Layer& layer, const plan::Spec& spec,
                 const QRectF& window, const base::Task& task)
        : painter_(painter), view_(view), task_(task), window_(window) {
        ratio_ = painter.device() ? painter.device()->devicePixelRatio() : 1;
        millimetre_ = pixelsPerMillimetre(painter);
        const auto found = spec.symbols.find(layer.symbol);
        if (found != spec.symbols.end()) symbols_ = &found->second;
        if (symbols_ && !symbols_->field.empty()) field_ = layer.field(symbols_->field);
        columns_ = static_cast<int>(std::ceil(window.width() * ratio_)) + 1;
        rows_ = static_cast<int>(std::ceil(window.height() * ratio_)) + 1;
    }

    void add(const plan::Feature& feature) {
        const plan::Symbol& symbol = symbolOf(feature);
        if (const auto* points = std::get_if<geometry::MultiPoint>(&feature.shape)) return addPoints(*points, symbol);
        const QRectF box = QRectF(view_.toPixels({feature.box.minX, feature.box.maxY}),
                                  view_.toPixels({feature.box.maxX, feature.box.minY}));
        const double size = std::max(box.width(), box.height()) * ratio_;
        if (size < boxSize) return addDot(box, size, symbol);
        Batch& batch = batches_[&symbol];
        if (const auto* lines = std::get_if<geometry::MultiLine>(&feature.shape)) {
            for (const auto& line : lines->lines) addLine(batch.lines, line, view_, window_, 0.5 / ratio_);
        } else if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape)) {
            const bool outlined = symbol.line && (size >= outlineSize || !symbol.fill);
            geometry::eachRing(*area, [&](const geometry::Ring& ring) {
                const QPolygonF polygon = thinned(ring, view_, window_, 0.5 / ratio_);
                if (polygon.size() < 3) return;
                batch.fills.addPolygon(polygon);
                batch.fills.closeSubpath();
                if (!outlined) return;
                batch.lines.addPolygon(polygon);
                batch.lines.closeSubpath();
            });
        }
        if (batch.fills.elementCount() > cornersAtOnce) fill(symbol, batch);
        if (batch.lines.elementCount() > cornersAtOnce) outline(symbol, batch);
    }

    void finish() {
        for (auto& [symbol, batch] : batches_) fill(*symbol, batch);
        for (auto& [symbol, batch] : batches_) outline(*symbol, batch);
        painter_.setRenderHint(QPainter::Antialiasing, true);
        for (const auto& [symbol, path] : outlines_) {
            if (task_.stopped()) return;
            painter_.setPen(penOf(*symbol->line, millimetre_));
            painter_.setBrush(Qt::NoBrush);
            painter_.drawPath(path);
        }
        for (const auto& [place, symbol] : points_) {
            painter_.setPen(symbol->line ? penOf(*symbol->line, millimetre_) : QPen(Qt::NoPen));
            painter_.setBrush(symbol->fill ? QBrush(colourOf(*symbol->fill)) : QBrush(Qt::NoBrush));
            const double radius = symbol->pointSize * millimetre_ / 2;
            painter_.drawEllipse(place, radius, radius);
        }
    }

private:
    struct Batch {
        QPainterPath fills, lines;
        QList<QRectF> dots;
    };

    const plan::Symbol& symbolOf(const plan::Feature& feature) const {
        static const plan::Symbol plain{plan::Colour{200, 205, 210, 60}, "",
                                        plan::Stroke{{90, 98, 106, 255}, 0.2, "solid"}, 2};
        if (!symbols_) return plain;
        return field_ ? symbols_->of(plan::textOf(feature.value(*field_))) : symbols_->standard;
    }

    void addPoints(const geometry::MultiPoint& points, const plan::Symbol& symbol) {
        for (const auto point : points) {
            const QPointF place = view_.toPixels(point);
            if (window_.contains(place)) points_.emplace_back(place, &symbol);
        }
    }

    // What a pixel or two can show. Of the dots in one pixel, the first is enough.
    void addDot(const QRectF& box, double size, const plan::Symbol& symbol) {
        QRectF place = box;
        if (size < dotSize) {
            const int column = static_cast<int>((box.center().x() - window_.left()) * ratio_);
            const int row = static_cast<int>((box.center().y() - window_.top()) * ratio_);
            if (column < 0 || row < 0 || column >= columns_ || row >= rows_) return;
            if (taken_.empty()) taken_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
            auto taken = taken_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                                static_cast<std::size_t>(column)];
            if (taken) return;
            taken = true;
        }
        const double least = 1 / ratio_;
        place.setSize({std::max(place.width(), least), std::max(place.height(), least)});
        Batch& batch = batches_[&symbol];
        batch.dots.append(place);
        if (batch.dots.size() > cornersAtOnce) fill(symbol, batch);
    }

    void fill(const plan::Symbol& symbol, Batch& batch) {
        if (task_.stopped()) return;
        painter_.setRenderHint(QPainter::Antialiasing, false);
        painter_.setPen(Qt::NoPen);
        if (!batch.dots.isEmpty() && (symbol.fill || symbol.line)) {
            painter_.setBrush(colourOf(symbol.fill ? *symbol.fill : symbol.line->colour));
            painter_.drawRects(batch.dots);
        }
        batch.dots.clear();
        if (batch.fills.isEmpty()) return;
        batch.fills.setFillRule(Qt::WindingFill);  // features of one batch may overlap
        if (symbol.fill) painter_.fillPath(batch.fills, colourOf(*symbol.fill));
        const Hatch hatch = hatchOf(symbol.hatch);
        if (hatch != Hatch::None && symbol.line)
            painter_.fillPath(batch.fills, hatchBrush(hatch, colourOf(symbol.line->colour), 1.6 * millimetre_, ratio_));
        batch.fills = {};
    }

    void outline(const plan::Symbol& symbol, Batch& batch) {
        if (symbol.line && !batch.lines.isEmpty()) outlines_.emplace_back(&symbol, std::move(batch.lines));
        batch.lines = {};
    }

    QPainter& painter_;
    const View& view_;
    const base::Task& task_;
    QRectF window_;
    double ratio_ = 1, millimetre_ = 1;
    const plan::SymbolSet* symbols_ = nullptr;
    std::optional<std::size_t> field_;
    int columns_ = 0, rows_ = 0;
    std::vector<bool> taken_;
    std::map<const plan::Symbol*, Batch> batches_;
    std::vector<std::pair<const plan::Symbol*, QPainterPath>> outlines_;
    std::vector<std::pair<QPointF, const plan::Symbol*>> points_;
};

// The pack names its layers bottom first; lines lie over areas and points over both, whatever the pack says.
int rankOf(const plan::Layer& layer) {
    if (layer.geometry == plan::GeometryKind::Line) return 2;
    if (layer.geometry == plan::GeometryKind::Point) return 3;
    return layer.tiling ? 0 : 1;
}

}  // namespace

std::vector<LayerStyle> standardOrder(const plan::Schema& schema) {
    std::vector<LayerStyle> styles;
    for (std::size_t i = 0; i < schema.layers.size(); ++i)
        if (schema.layers[i].geometry != plan::GeometryKind::None)
            styles.push_back({plan::LayerId{static_cast<std::uint16_t>(i)}});
    std::stable_sort(styles.begin(), styles.end(), [&](const LayerStyle& a, const LayerStyle& b) {
        return rankOf(schema.layer(a.layer)) < rankOf(schema.layer(b.layer));
    });
    return styles;
}

void draw(QPainter& painter, const View& view, const plan::Snapshot& snapshot, const plan::Spec& spec,
          const std::vector<LayerStyle>& styles, const base::Task& task) {
    const QRectF seen = painter.hasClipping() ? painter.clipBoundingRect() : QRectF({0, 0}, view.size());
    const QRectF window = seen.adjusted(-12, -12, 12, 12);  // wider than any outline
    // Hatches stay where they are on the ground while the map moves.
    const QPointF origin = view.toPixels({0, 0});
    painter.setBrushOrigin(QPointF(std::fmod(origin.x(), 9240), std::fmod(origin.y(), 9240)));
    double all = 1, drawn = 0;
    for (const LayerStyle& style : styles) all += static_cast<double>(snapshot.count(style.layer));
    for (const LayerStyle& style : styles) {
        if (task.stopped()) return;
        task.report(drawn / all, base::message("canvas.drawing"));
        drawn += static_cast<double>(snapshot.count(style.layer));
        if (!style.visible || style.opacity <= 0) continue;
        painter.setOpacity(style.opacity);
        LayerPicture picture(painter, view, snapshot.schema().layer(style.layer), spec, window, task);
        snapshot.each(style.layer, view.box(window), [&](const plan::FeatureRef& feature) {
            if (!task.stopped()) picture.add(*feature);
        });
        if (!task.stopped()) picture.finish();
    }
    painter.setOpacity(1);
}

}  // namespace canvas
