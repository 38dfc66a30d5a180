#pragma once

#include <QImage>
#include <QObject>
#include <QRegion>
#include <QThreadPool>
#include <atomic>
#include <memory>
#include <stop_token>
#include <vector>

#include "app/display.h"
#include "canvas/picture.h"

namespace app {

// The map as pixels, drawn on threads of its own. What is painted is always there at once: old pixels, moved or
// stretched, stand until the new ones are ready; after an edit only what it touched is drawn again.
class Renderer : public QObject {
    Q_OBJECT
public:
    struct Scene {
        plan::Snapshot snapshot;
        plan::SpecRef spec;
        std::vector<canvas::LayerStyle> styles;
        Display::Difference difference;
    };

    explicit Renderer(QObject* parent = nullptr);
    ~Renderer() override;

    void show(Scene scene);                        // everything is drawn again
    void show(Scene scene, const QRegion& dirty);  // that alone
    void setView(const canvas::View& view, double ratio);
    void clear();
    void paint(QPainter& painter, const QRect& area) const;
    bool busy() const { return running_ > 0 || !stale_.isEmpty(); }

Q_SIGNALS:
    void updated();
    void busyChanged(bool busy);

private:
    struct Job {
        canvas::View view;
        int round = 0;
    };
    void stop();
    void schedule();
    void draw(const Job& job, const QRect& tile);
    void take(const Job& job, const QRect& tile, const QImage& image);
    QImage blank() const;

    std::shared_ptr<const Scene> scene_;
    canvas::View view_;
    double ratio_ = 1;
    QImage frame_;
    QRegion stale_;
    QThreadPool pool_;
    std::stop_source source_;
    int round_ = 0, running_ = 0;
};

}  // namespace app
