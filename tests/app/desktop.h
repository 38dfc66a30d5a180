#pragma once

#include <gmock/gmock.h>

#include <QDockWidget>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>

#include "app/county.h"
#include "app/mainwindow.h"

using app::MapWidget;

// The window as a technician has it, moved with real mouse and key events.
class Desktop : public County {
protected:
    void SetUp() override {
        County::SetUp();
        texts_ = texts("zh");
        window_ = std::make_unique<app::MainWindow>(services_, texts_);
        window_->resize(1440, 900);
        window_->show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    }
    void TearDown() override {
        window_.reset();
        County::TearDown();
    }

    MapWidget& map() { return window_->map(); }
    app::Workspace& plan() { return services_.workspace; }

    bool waitFor(const std::function<bool()>& what) { return QTest::qWaitFor(what, 60'000); }
    bool settled() {
        return waitFor([&] { return !map().renderer().busy() && services_.checker.current(); });
    }
    void picture(const QString& name) {
        if (plan().isOpen()) settled();
        picture(name, *window_);
    }
    void picture(const QString& name, QWidget& of) {
        QTest::qWait(60);
        const QDir folder(QString(SANXIAN_TEST_BIN) + "/../screenshots");
        folder.mkpath(".");
        const QString scale = of.devicePixelRatioF() > 1.5 ? "@2x" : "";
        EXPECT_TRUE(of.grab().save(folder.filePath(name + scale + ".png")));
    }
    void activate() {
        window_->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    }

    // The colour and weight that the panel gives the indicator's present value.
    QColor colourOf(const QString& id) {
        const auto* table = window_->findChild<QTableWidget*>("indicators");
        for (int row = 0; row < table->rowCount(); ++row)
            if (table->item(row, 0)->data(Qt::UserRole).toString() == id)
                return table->item(row, 2)->foreground().color();
        return {};
    }

    void look(geometry::Point at, geometry::Point to) {
        const auto across = geometry::Box::of(at, to);
        map().setView(map().view().shownFitting(
            across.grown(std::max(across.maxX - across.minX, across.maxY - across.minY) * 2)));
        EXPECT_TRUE(settled());
    }
    QPoint pixel(geometry::Point at) { return map().view().toPixels(at).toPoint(); }

    // Drags with Ctrl, so that nothing nearby draws the corner to itself; calls `halfway` before the hand lets go.
    void drag(const edit::MoveVertex& move, const std::function<void()>& halfway) {
        QTest::mouseMove(&map(), pixel(move.from) + QPoint(40, 40));
        QTest::mouseMove(&map(), pixel(move.from));
        QTest::mousePress(&map(), Qt::LeftButton, {}, pixel(move.from));
        const QPoint way = pixel(move.to) - pixel(move.from);
        for (int step = 1; step <= 4; ++step) {
            QMouseEvent moved(QEvent::MouseMove, pixel(move.from) + way * step / 4.0,
                              map().mapToGlobal(pixel(move.from) + way * step / 4.0), Qt::NoButton, Qt::LeftButton,
                              Qt::ControlModifier);
            QElapsedTimer timer;
            timer.start();
            QApplication::sendEvent(&map(), &moved);
            slowestMove_ = std::max(slowestMove_, timer.elapsed());
        }
        halfway();
        QTest::mouseRelease(&map(), Qt::LeftButton, Qt::ControlModifier, pixel(move.to));
    }

    void opens() {
        window_->openFile(QString::fromStdString(store().string()));
        ASSERT_TRUE(waitFor([&] { return plan().isOpen(); }));
        ASSERT_TRUE(settled());
    }
    plan::LayerId layer(const std::string& code) { return plan().schema().find(code).value(); }
    void key(Qt::Key key, Qt::KeyboardModifiers keys = {}) { QTest::keyClick(&map(), key, keys); }
    void point(geometry::Point at) {
        QTest::mouseMove(&map(), pixel(at) + QPoint(3, 3));
        QTest::mouseMove(&map(), pixel(at));
    }
    void click(geometry::Point at, Qt::KeyboardModifiers keys = {}, Qt::MouseButton button = Qt::LeftButton) {
        point(at);
        QTest::mouseClick(&map(), button, keys, pixel(at));
    }
    // From one place to another with the left button held.
    void sweep(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(&map(), Qt::LeftButton, keys, from);
        for (int step = 1; step <= 4; ++step) {
            const QPoint at = from + (to - from) * step / 4.0;
            QMouseEvent moved(QEvent::MouseMove, at, map().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
            QApplication::sendEvent(&map(), &moved);
        }
        QTest::mouseRelease(&map(), Qt::LeftButton, keys, to);
    }

    qint64 slowestMove_ = 0;  // ms
    app::Services services_;
    base::Texts texts_;
    std::unique_ptr<app::MainWindow> window_;
};
