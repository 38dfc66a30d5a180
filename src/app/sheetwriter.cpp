#include "app/sheetwriter.h"

namespace app {

SheetWriter::SheetWriter(Workspace& workspace, Display& display, QObject* parent)
    : QObject(parent), workspace_(workspace), display_(display), work_(QThreadPool::globalInstance()) {}

void SheetWriter::write(const QString& file, const geometry::Box& box, const canvas::Sheet& sheet,
                        const base::Texts& texts) {
    work_.start(
        [file, box, sheet, texts, shown = display_.shown(), spec = workspace_.opened().spec](const base::Task& task) {
            return canvas::renderTo(file.toStdString(), shown, nullptr, *spec, box, sheet, texts, task);
        },
        [this, file](base::Result<> outcome) {
            if (!outcome) return Q_EMIT failed(outcome.error());
            Q_EMIT written(file);
        });
}

void SheetWriter::stop() {
    if (!work_.running()) return;
    work_.stop();
    Q_EMIT failed(base::cancelled().value());
}

}  // namespace app
