#include "canvas/render.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QGuiApplication>
#include <QTemporaryDir>

#include "canvas/tests_plan.h"

namespace {

constexpr std::int64_t metre = 10'000;

class Render : public testing::Test {
protected:
    static void SetUpTestSuite() {
        if (QGuiApplication::instance()) return;
        qputenv("QT_QPA_PLATFORM", "offscreen");
        static int argc = 1;
        static char name[] = "canvas_test";
        static char* argv[] = {name, nullptr};
        new QGuiApplication(argc, argv);  // lives until the process ends, as Qt wants it
    }
    Render() { spec_.symbols["A"] = filled({255, 0, 0, 255}); }

    base::Result<> written(const std::string& file, const plan::Snapshot* before = nullptr) {
        const plan::Snapshot now(schema_, {areaOf(schema_, 1, 0, square(0, 0, 100 * metre))});
        return canvas::renderTo(folder_.filePath(QString::fromStdString(file)).toStdString(), now, before, spec_,
                                now.extent(), {"Title", "Note", {800, 600}}, {});
    }
    QByteArray head(const QString& file) {
        QFile in(folder_.filePath(file));
        return in.open(QIODevice::ReadOnly) ? in.read(256) : QByteArray();
    }

    QTemporaryDir folder_;
    plan::SchemaRef schema_ = schemaOf({layerOf("A")});
    plan::Spec spec_;
};

TEST_F(Render, WritesPngPdfAndSvg) {
    for (const char* file : {"map.png", "map.pdf", "map.svg"}) EXPECT_TRUE(written(file)) << file;
    EXPECT_TRUE(head("map.pdf").startsWith("%PDF"));
    EXPECT_TRUE(head("map.svg").contains("<svg"));
    const QImage image(folder_.filePath("map.png"));
    EXPECT_EQ(image.size(), QSize(800, 600));
    EXPECT_EQ(image.pixelColor(400, 250), QColor(Qt::red));
    EXPECT_EQ(image.pixelColor(2, 2), QColor(Qt::white));
}

TEST_F(Render, WhatIsGoneIsDrawnOverTheMap) {
    const plan::Snapshot before(schema_, {areaOf(schema_, 2, 0, square(0, 0, 50 * metre))});
    ASSERT_TRUE(written("same.png"));
    ASSERT_TRUE(written("diff.png", &before));
    EXPECT_NE(QImage(folder_.filePath("same.png")), QImage(folder_.filePath("diff.png")));
}

TEST_F(Render, AnotherFormatIsRefusedAndNothingIsWritten) {
    const auto refused = written("map.bmp");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, base::Error::Code::Unsupported);
    EXPECT_FALSE(QFile::exists(folder_.filePath("map.bmp")));
    EXPECT_FALSE(written("no/such/folder/map.png"));
}

TEST_F(Render, ScaleBarsHaveRoundLengths) {
    EXPECT_EQ(canvas::roundLength(999), 500);
    EXPECT_EQ(canvas::roundLength(2100), 2000);
    EXPECT_EQ(canvas::roundLength(1.3), 1);
    EXPECT_EQ(canvas::roundLength(0), 0);
}

}  // namespace
