#include "canvas/render.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>

#include "base/decimal.h"
#include "canvas/style.h"

namespace canvas {

namespace {

const QColor ink(32, 38, 46), faint(120, 128, 138);

// A sheet being painted: its places follow from its size and the height of a line of text.
class SheetPainter {
public:
    static constexpr double legendLines = 0.75;  // its letters, in lines

    SheetPainter(QPainter& painter, QSizeF size, const base::Texts& texts)
        : painter_(painter), size_(size), texts_(texts) {
        line_ = std::max(14.0, std::min(size.width(), size.height()) / 50);
        const double top = 2.6 * line_, margin = line_;
        frame_ = QRectF(margin, top, size.width() - 2 * margin, size.height() - top - 2.2 * line_);
    }

    const QRectF& frame() const { return frame_; }

    void map(const View& view, const plan::Snapshot& snapshot, const plan::Snapshot* before, const plan::Spec& spec,
             const std::vector<LayerStyle>& styles, const base::Task& task) {
        painter_.save();
        painter_.setClipRect(frame_);
        painter_.translate(frame_.topLeft());
        draw(painter_, view, snapshot, spec, styles, task);
        if (before) drawDifference(painter_, view, *before, snapshot, spec, task);
        drawScaleBar(painter_, view, QPointF(line_, frame_.height() - line_), frame_.width() / 5);
        painter_.restore();
        painter_.setPen(QPen(ink, 1.2));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(frame_);
    }

    void words(const Sheet& sheet, const std::string& scale) {
        painter_.setPen(ink);
        painter_.setFont(font(1.25, true));
        painter_.drawText(QRectF(0, 0, size_.width(), frame_.top()), Qt::AlignCenter,
                          QString::fromStdString(sheet.title));
        painter_.setPen(faint);
        painter_.setFont(font(0.7, false));
        painter_.drawText(QRectF(frame_.left(), frame_.bottom(), frame_.width(), size_.height() - frame_.bottom()),
                          Qt::AlignVCenter | Qt::AlignRight, QString::fromStdString(sheet.note));
        painter_.drawText(QRectF(frame_.left(), frame_.bottom(), frame_.width(), size_.height() - frame_.bottom()),
                          Qt::AlignVCenter | Qt::AlignLeft, QString::fromStdString(scale));
    }

    void northArrow() {
        const QPointF tip(frame_.right() - 2 * line_, frame_.top() + line_);
        painter_.setRenderHint(QPainter::Antialiasing);
        painter_.setPen(QPen(Qt::white, 2));
        painter_.setBrush(ink);
        painter_.drawPolygon(QPolygonF({tip, tip + QPointF(0.6 * line_, 2 * line_), tip + QPointF(0, 1.5 * line_),
                                        tip + QPointF(-0.6 * line_, 2 * line_)}));
        painter_.setPen(ink);
        painter_.setFont(font(0.8, true));
        painter_.drawText(QRectF(tip.x() - line_, tip.y() + 2 * line_, 2 * line_, 1.4 * line_), Qt::AlignCenter,
                          QString::fromStdString(texts_("canvas.north")));
    }

    // Makes room for the legend at the right of the map; must come before the map, which it makes narrower.
    void layOut(const plan::Snapshot& snapshot, const std::vector<LayerStyle>& styles, const geometry::Box& box) {
        for (auto at = styles.rbegin(); at != styles.rend(); ++at) {  // topmost first
            bool seen = false;
            snapshot.each(at->layer, box, [&](const plan::FeatureRef&) { seen = true; });
            if (at->visible && seen) shown_.push_back(&snapshot.schema().layer(at->layer));
        }
        if (shown_.empty()) return;
        painter_.setFont(font(legendLines, false));
        const QFontMetricsF metrics(painter_.font(), painter_.device());
        double widest = 0;
        for (const auto* layer : shown_) widest = std::max(widest, metrics.horizontalAdvance(nameOf(*layer)));
        const double width = std::min(widest + 3.5 * line_, frame_.width() / 2.5);
        legend_ = frame_.adjusted(frame_.width() - width, 0, 0, 0);
        frame_.adjust(0, 0, -width - 0.5 * line_, 0);
    }

    void legend(const plan::Spec& spec) {
        painter_.setFont(font(legendLines, false));
        const double row =
            std::min(1.35 * line_, legend_.height() / std::max<double>(1, static_cast<double>(shown_.size())));
        const double swatch = 1.8 * line_, gap = 0.5 * line_;
        double y = legend_.top();
        for (const auto* layer : shown_) {
            const auto symbols = spec.symbols.find(layer->symbol);
            drawSwatch(painter_, QRectF(legend_.left() + gap, y + 0.15 * row, swatch, 0.7 * row),
                       symbols == spec.symbols.end() ? plan::Symbol{} : symbols->second.standard,
                       layer->geometry == plan::GeometryKind::Point);
            painter_.setPen(ink);
            const QRectF place(legend_.left() + 2 * gap + swatch, y, legend_.width() - swatch - 2 * gap, row);
            const QFontMetricsF metrics(painter_.font(), painter_.device());
            painter_.drawText(place, Qt::AlignVCenter,
                              metrics.elidedText(nameOf(*layer), Qt::ElideRight, place.width()));
            y += row;
        }
    }

private:
    QFont font(double lines, bool bold) const {
        QFont font = painter_.font();
        font.setPixelSize(std::max(8, static_cast<int>(lines * line_)));
        font.setBold(bold);
        return font;
    }
    QString nameOf(const plan::Layer& layer) const {
        const std::string& name = layer.name.in(texts_.language());
        return QString::fromStdString(name.empty() ? layer.code : name);
    }

    QPainter& painter_;
    QSizeF size_;
    const base::Texts& texts_;
    double line_ = 16;
    QRectF frame_, legend_;
    std::vector<const plan::Layer*> shown_;
};

}  // namespace

double roundLength(double metres) {
    if (!(metres > 0)) return 0;
    const double power = std::pow(10, std::floor(std::log10(metres)));
    const double first = metres / power;
    return power * (first >= 5 ? 5 : first >= 2 ? 2 : 1);
}

namespace {

// The next coarser round scale.
double roundScale(double scale) {
    const double power = std::pow(10, std::floor(std::log10(scale)));
    const double first = scale / power;
    return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
}

}  // namespace

void drawScaleBar(QPainter& painter, const View& view, QPointF at, double width) {
    const double length = roundLength(width * view.metresPerPixel());
    if (length <= 0) return;
    const double pixels = length / view.metresPerPixel();
    const QString text = QString::fromStdString(length >= 1000 ? base::decimal(length / 1000, 0) + " km"
                                                : length >= 1  ? base::decimal(length, 0) + " m"
                                                               : base::decimal(length * 100, 0) + " cm");
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double height = std::max(5.0, metrics.height() / 3);
    const QRectF bar(at.x(), at.y() - height, pixels, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 255, 255, 215));
    painter.drawRect(bar.adjusted(-6, -metrics.height() - 5, 6 + metrics.averageCharWidth(), 6));
    painter.setPen(QPen(ink, 1));
    painter.setBrush(Qt::white);
    painter.drawRect(bar);
    painter.fillRect(QRectF(bar.left(), bar.top(), pixels / 2, height), ink);
    painter.drawText(QPointF(bar.left(), bar.top() - metrics.descent() - 1), text);
    painter.restore();
}

std::optional<Sheet> isoSheet(const std::string& name, bool upright) {
    if (name.size() != 2 || name[0] != 'A' || name[1] < '0' || name[1] > '4') return {};
    constexpr QSize sheets[] = {{1189, 841}, {841, 594}, {594, 420}, {420, 297}, {297, 210}};  // millimetres
    const QSize across = sheets[name[1] - '0'];
    const int dots = name[1] < '2' ? 5 : 10;  // to the millimetre
    Sheet sheet;
    sheet.size = (upright ? across.transposed() : across) * dots;
    sheet.dotsPerInch = 25.4 * dots;
    sheet.toScale = true;
    return sheet;
}

base::Result<QByteArray> rendered(const std::filesystem::path& file, const plan::Snapshot& snapshot,
                                  const plan::Snapshot* before, const plan::Spec& spec, const geometry::Box& box,
                                  const Sheet& sheet, const base::Texts& texts, const base::Task& task) {
    const auto styles = standardOrder(snapshot.schema());
    const auto paint = [&](QPainter& painter) {
        const QSizeF size = sheet.size;
        painter.fillRect(QRectF({0, 0}, size), Qt::white);
        SheetPainter page(painter, size, texts);
        page.layOut(snapshot, styles, box);
        View view = View(snapshot.schema().system, page.frame().size()).shownFitting(box, 0.02);
        std::string foot;
        if (sheet.toScale) {
            const double scale = roundScale(view.scale(sheet.dotsPerInch));
            view = view.atScale(scale, sheet.dotsPerInch);
            foot = texts("canvas.scale", base::decimal(scale, 0));
        }
        page.map(view, snapshot, before, spec, styles, task);
        page.legend(spec);
        page.northArrow();
        page.words(sheet, foot);
    };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const std::string extension = file.extension().string();
    if (extension == ".png") {
        QImage image(sheet.size, QImage::Format_ARGB32_Premultiplied);
        if (image.isNull())
            return base::fail(base::Error::Code::Invalid, "canvas.too_large", sheet.size.width(), sheet.size.height());
        const int dots = static_cast<int>(std::lround(sheet.dotsPerInch / 0.0254));
        image.setDotsPerMeterX(dots);
        image.setDotsPerMeterY(dots);
        QPainter painter(&image);
        paint(painter);
        painter.end();
        image.save(&buffer, "PNG");
    } else if (extension == ".pdf") {
        QPdfWriter writer(&buffer);
        writer.setResolution(static_cast<int>(std::lround(sheet.dotsPerInch)));
        writer.setPageSize(
            QPageSize(QSizeF(sheet.size) * 72 / sheet.dotsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
        writer.setPageMargins({});
        writer.setTitle(QString::fromStdString(sheet.title));
        QPainter painter(&writer);
        paint(painter);
    } else if (extension == ".svg") {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setResolution(static_cast<int>(std::lround(sheet.dotsPerInch)));
        generator.setSize(sheet.size);
        generator.setViewBox(QRect({0, 0}, sheet.size));
        generator.setTitle(QString::fromStdString(sheet.title));
        QPainter painter(&generator);
        paint(painter);
    } else {
        return base::fail(base::Error::Code::Unsupported, "canvas.unknown_format", file.string());
    }
    if (task.stopped()) return base::cancelled();
    return bytes;
}

base::Result<> renderTo(const std::filesystem::path& file, const plan::Snapshot& snapshot, const plan::Snapshot* before,
                        const plan::Spec& spec, const geometry::Box& box, const Sheet& sheet, const base::Texts& texts,
                        const base::Task& task) {
    const auto drawn = rendered(file, snapshot, before, spec, box, sheet, texts, task);
    if (!drawn) return base::pass(drawn.error());
    QSaveFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(*drawn) != drawn->size() || !out.commit())
        return base::fail(base::Error::Code::Io, "canvas.not_written", file.string(), out.errorString().toStdString());
    return {};
}

}  // namespace canvas
