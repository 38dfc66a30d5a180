#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "app/renderer.h"
#include "app/tool.h"
#include "canvas/view.h"

namespace app {

// The map: shows the plan, moves over it, and passes what the hand does to the tool. Its answers it shows, or gives to
// the workspace.
class MapWidget : public QWidget {
    Q_OBJECT
public:
    explicit MapWidget(const Desk& desk, QWidget* parent = nullptr);

    const canvas::View& view() const { return view_; }
    void setView(const canvas::View& view);
    void setScale(double scale);  // 1 : this
    double dotsPerInch() const;
    void zoomToAll();
    void zoomToLayer(plan::LayerId layer);
    void zoomToSelection();
    void zoomBy(double factor);
    const Renderer& renderer() const { return renderer_; }
    QSize sizeHint() const override { return {900, 640}; }

Q_SIGNALS:
    void viewChanged();
    void pointed(geometry::Point at);
    void hinted(const QString& text);
    void drawing(bool busy);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    bool ready() const { return desk_.workspace.isOpen(); }
    void begin();
    void redraw();
    void redrawChanged(const plan::Snapshot& before, const plan::Snapshot& after);
    void takeTool();
    void paintChosen(QPainter& painter);
    void take(Reply reply);
    void tryOut(const std::optional<plan::Changeset>& byHand);
    Renderer::Scene scene() const;
    Pointer pointerAt(QPointF pixel, Qt::KeyboardModifiers keys) const;
    void panTo(QPointF pixel);
    void zoomTo(const geometry::Box& box, bool flash, const geometry::Shape& shape);
    bool toolAnswers(int key);

    Desk desk_;
    Renderer renderer_;
    canvas::View view_;
    std::unique_ptr<Tool> tool_;
    Sketch sketch_;
    QPointF pointer_, panFrom_;
    bool panning_ = false, space_ = false;
    bool fitting_ = false;  // the whole plan is shown until the hand moves the map, whatever size the window takes
    std::filesystem::path file_;  // whose extent was shown
    QPixmap chosen_;              // the selection and what is proposed, as drawn over the map, while it is that of now
    bool chosenStale_ = true;
    bool trying_ = false;  // the hand is about to do something
    geometry::Shape flashed_;
    double flash_ = 0;
    QTimer flashTimer_;
};

}  // namespace app
