#pragma once

#include <QDialog>
#include <QLabel>
#include <QTextBrowser>
#include <QTreeView>

#include "app/findingsmodel.h"
#include "app/hand.h"

// A county that was filed with errors, and what the hand does to the list of findings.
class FindingsTest : public HandTest {
protected:
    static void SetUpTestSuite() {
        errors_ = 3;
        HandTest::SetUpTestSuite();
    }
    static void TearDownTestSuite() {
        HandTest::TearDownTestSuite();
        errors_ = 0;
    }

    app::Checker& checker() { return services_.checker; }
    QTreeView* list() { return window_->findChild<QTreeView*>("findings"); }
    app::FindingsModel* rows() { return qobject_cast<app::FindingsModel*>(list()->model()); }
    template <class Widget>
    Widget* part(const char* name) {
        return window_->findChild<Widget*>(name);
    }
    QString said(const char* label) { return part<QLabel>(label)->text(); }
    QString text(const std::string& key) { return QString::fromStdString(texts_(key)); }

    std::size_t count(const std::string& rule) {
        const auto& all = checker().findings();
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(), [&](const rules::Finding& finding) { return finding.rule == rule; }));
    }
    int rowOf(const std::string& rule, int nth = 0) {
        for (int row = 0; row < rows()->rowCount(); ++row)
            if (rows()->finding(row).rule == rule && nth-- == 0) return row;
        return -1;
    }
    void clickRow(int row, Qt::KeyboardModifiers keys = {}) {
        ASSERT_GE(row, 0);
        list()->scrollTo(rows()->index(row, 1));
        const QRect place = list()->visualRect(rows()->index(row, 1));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, keys, place.center());
    }
    void press(const char* button) {
        auto* found = part<QPushButton>(button);
        ASSERT_TRUE(found && found->isVisible() && found->isEnabled()) << button;
        QTest::mouseClick(found, Qt::LeftButton);
    }
    // The ways of the chosen finding, when they are tried.
    QListWidget* ways() {
        auto* ways = part<QListWidget>("ways");
        EXPECT_TRUE(waitFor([&] { return ways->count() > 0 && ways->isVisible(); }));
        return ways;
    }
    void chooseWay(int row) {
        auto* list = ways();
        ASSERT_LT(row, list->count());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(row)).center());
    }
    bool checked() {
        return waitFor([&] { return checker().current(); });
    }
    void opensCase() {
        services_.session.startCase("处理存量问题");
        ASSERT_TRUE(waitFor([&] { return plan().openCase() != nullptr; }));
        ASSERT_TRUE(checked());
    }
};
