#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <memory>

#include "app/desk.h"
#include "app/stall.h"
#include "app/style.h"
#include "base/paths.h"

// The program as it runs, on a made-up county that is made once for all tests of this file.
class County : public testing::Test {
protected:
    static void SetUpTestSuite() {
        if (!QApplication::instance()) {
            if (qEnvironmentVariableIsEmpty("SANXIAN_TEST_ON_SCREEN")) qputenv("QT_QPA_PLATFORM", "offscreen");
            QStandardPaths::setTestModeEnabled(true);
            static int argc = 1;
            static char name[] = "app_test";
            static char* argv[] = {name, nullptr};
            new TimedApplication(argc, argv);  // lives until the process ends, as Qt wants it
            // A hand that another test kills has the journals of that test.
            QApplication::setApplicationName(qEnvironmentVariable(
                "SANXIAN_TEST_NAME", "sanxian-test-" + QString::number(QApplication::applicationPid())));
            QApplication::setOrganizationName("sanxian");
            app::style::dress(*qApp);
        }
        folder_ = std::make_unique<QTemporaryDir>();
        // SANXIAN_TEST_PARCELS runs the same job on a larger county.
        const int parcels = qEnvironmentVariableIntValue("SANXIAN_TEST_PARCELS");
        const auto made = app::makeSample(original(), {parcels > 0 ? parcels : 1000, 1, errors_}, {});
        ASSERT_TRUE(made) << made.error().message.key;
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        ASSERT_TRUE(std::filesystem::exists(original()));
        std::filesystem::copy_file(original(), store(), std::filesystem::copy_options::overwrite_existing);
    }
    void TearDown() override {
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
    }

    static base::Texts texts(const std::string& language) {
        return base::Texts::load(base::home() / "resources" / "text", language).value();
    }
    static std::filesystem::path original() { return folder_->filePath("original.sqlite").toStdString(); }
    static std::filesystem::path store() { return folder_->filePath("county.sqlite").toStdString(); }
    static bool opens(app::Services& services) {
        std::optional<base::Error> failed;
        const auto told = QObject::connect(&services.session, &app::Session::failed,
                                           [&](const base::Error& error) { failed = error; });
        services.session.open(store());
        const bool ended = QTest::qWaitFor([&] { return services.workspace.isOpen() || failed; }, 60'000);
        QObject::disconnect(told);
        EXPECT_FALSE(failed) << texts("en")(*failed);
        return ended && !failed;
    }

    static inline std::unique_ptr<QTemporaryDir> folder_;
    static inline int errors_ = 0;  // of each kind, in the county of the next suite
};

// A move of one of the layer's corners by so many steps that can be done and after which `fits` holds of the changes.
template <class Fits>
std::optional<edit::MoveVertex> moveOf(const app::Workspace& workspace, const std::string& code, std::int64_t steps,
                                       Fits fits) {
    std::optional<edit::MoveVertex> found;
    int tried = 0;
    const auto layer = workspace.schema().find(code);
    if (!layer) return found;
    workspace.now().each(*layer, [&](const plan::FeatureRef& feature) {
        const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape);
        if (!area || found) return;
        geometry::eachRing(*area, [&](const geometry::Ring& ring) {
            for (std::size_t i = 0; i < ring.size() && !found && tried < 4000; i += 7)
                for (const auto& [dx, dy] : {std::pair(1, 0), {0, 1}, {-1, 0}, {0, -1}}) {
                    if (found) break;
                    ++tried;
                    const edit::MoveVertex move{ring[i], {ring[i].x + dx * steps, ring[i].y + dy * steps}, {}};
                    const auto changes = workspace.trial(move);
                    if (changes && !changes->empty() && fits(*changes)) found = move;
                }
        });
    });
    return found;
}

// A move of a corner of the zones that changes several features.
inline std::optional<edit::MoveVertex> anyMove(const app::Workspace& workspace) {
    return moveOf(workspace, "GHFQ", 200'000,
                  [](const plan::Changeset& changes) { return changes.changes.size() > 1; });
}

// Saves, and waits until that is done.
inline bool saved(app::Services& services) {
    std::optional<base::Error> failed;
    const auto told =
        QObject::connect(&services.session, &app::Session::failed, [&](const base::Error& error) { failed = error; });
    services.session.save();
    const bool ended = QTest::qWaitFor([&] { return !services.workspace.saving(); }, 20'000);
    QObject::disconnect(told);
    return ended && !failed;
}
