#pragma once

#include <QObject>
#include <QString>

#include "app/background.h"
#include "app/display.h"
#include "app/workspace.h"
#include "base/text.h"
#include "canvas/render.h"

namespace app {

// Map sheets as files, written beside the hand, one at a time: of the plan as it was when it was asked for. A sheet
// that is stopped leaves no file.
class SheetWriter : public QObject {
    Q_OBJECT
public:
    SheetWriter(Workspace& workspace, Display& display, QObject* parent = nullptr);

    // A sheet of `box` as PDF, PNG or SVG by the file's extension; one that is under way is stopped.
    void write(const QString& file, const geometry::Box& box, const canvas::Sheet& sheet, const base::Texts& texts);
    void stop();
    Background& work() { return work_; }

Q_SIGNALS:
    void written(const QString& file);
    void failed(const base::Error& error);

private:
    Workspace& workspace_;
    Display& display_;
    Background work_;
};

}  // namespace app
