#include <QDialog>
#include <QLabel>
#include <QTabWidget>

#include "app/courseplot.h"
#include "app/hand.h"
#include "app/style.h"
#include "base/decimal.h"
#include "rules/explain.h"

// An indicator is explained.
namespace {

class ExplanationTest : public HandTest {
protected:
    QTableWidget* indicators() { return window_->findChild<QTableWidget*>("indicators"); }
    void clickIndicator(const std::string& id) {
        for (int row = 1; row < indicators()->rowCount(); row += 2)
            if (indicators()->item(row, 0)->data(Qt::UserRole).toString().toStdString() == id) {
                indicators()->scrollToItem(indicators()->item(row, 2));
                const QRect place = indicators()->visualItemRect(indicators()->item(row, 2));
                return QTest::mouseClick(indicators()->viewport(), Qt::LeftButton, {}, place.center());
            }
        FAIL() << id;
    }
    QDialog* dialog() { return window_->findChild<QDialog*>("explanation"); }
    template <class Widget>
    Widget* part(const char* name) {
        return dialog()->findChild<Widget*>(name);
    }
    bool explained() {
        return waitFor([&] {
            return dialog() && dialog()->isVisible() && dialog()->findChild<QTabWidget*>()->isEnabled() &&
                   !services_.session.store().busy();
        });
    }
    double last(const QTreeWidget* table, int column) {
        QString text = table->topLevelItem(table->topLevelItemCount() - 1)->text(column);
        return text.remove(',').toDouble();
    }
};

TEST_F(ExplanationTest, AClickShowsTheSumsThatMakeTheIndicator) {
    clickIndicator("I03");
    ASSERT_TRUE(explained());
    const auto told =
        rules::explain(plan().spec(), plan().opened().settings, "I03", plan().filed(), plan().now()).value();
    double now = 0;
    for (const auto& portion : told.townships) now += portion.now;
    const auto* townships = part<QTreeWidget>("townships");
    EXPECT_EQ(townships->topLevelItemCount(), static_cast<int>(told.townships.size()) + 1);
    EXPECT_NEAR(last(townships, 4), now / 10000, 0.0001);
    EXPECT_EQ(part<QLabel>("explanationState")->text(), "");
    EXPECT_EQ(part<QTreeWidget>("contributions")->topLevelItem(0)->text(0).toStdString(),
              texts_("app.explain.no_changes"));
    picture("36-explained", *dialog());
}

TEST_F(ExplanationTest, ItFollowsThePlanAndSaysSoUntilItHas) {
    clickIndicator("I03");
    ASSERT_TRUE(explained());
    const auto redLine = layer("STBHHX");
    const auto move = moveOf(plan(), "STBHHX", 4'000'000, [&](const plan::Changeset& changes) {
        return std::any_of(changes.changes.begin(), changes.changes.end(), [&](const plan::Change& change) {
            return change.layer() == redLine && change.after->area != change.before->area;
        });
    });
    ASSERT_TRUE(move);
    plan().run(*move);
    ASSERT_TRUE(stepped(1));
    EXPECT_EQ(part<QLabel>("explanationState")->text().toStdString(), texts_("app.explain.again"));
    EXPECT_FALSE(dialog()->findChild<QTabWidget*>()->isEnabled());
    ASSERT_TRUE(explained());
    EXPECT_EQ(part<QLabel>("explanationState")->text(), "");
    const auto told =
        rules::explain(plan().spec(), plan().opened().settings, "I03", plan().filed(), plan().now()).value();
    ASSERT_FALSE(told.changes.empty());
    auto* changes = part<QTreeWidget>("contributions");
    ASSERT_EQ(changes->topLevelItemCount(), static_cast<int>(told.changes.size()));
    EXPECT_EQ(changes->topLevelItem(0)->text(3).toStdString(),
              base::signedDecimal((told.changes[0].now - told.changes[0].filed) / 10000, 4));
    dialog()->findChild<QTabWidget*>()->setCurrentWidget(changes);
    picture("37-contributions", *dialog());
    QTest::mouseClick(changes->viewport(), Qt::LeftButton, {},
                      changes->visualItemRect(changes->topLevelItem(0)).center());
    const auto& changed = *told.changes[0].after;
    EXPECT_EQ(services_.display.selection(), (app::Selection{app::Chosen{changed.layer, changed.id}}));
    EXPECT_TRUE(map().view().box().contains(changed.box));
}

TEST_F(ExplanationTest, EveryIndicatorOfThePackIsExplained) {
    for (const auto& indicator : plan().spec().indicators) {
        clickIndicator(indicator.id);
        ASSERT_TRUE(explained()) << indicator.id;
        bool named = false;
        for (const auto* label : dialog()->findChildren<QLabel*>())
            named = named || label->text().contains(QString::fromStdString(indicator.name.zh));
        EXPECT_TRUE(named) << indicator.id;
    }
    plan().close();
    EXPECT_FALSE(dialog()->isVisible());
}

// How many pixels of the picture are about of that colour.
int inked(const QImage& picture, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QColor at = picture.pixelColor(x, y);
            count += std::abs(at.red() - colour.red()) + std::abs(at.green() - colour.green()) +
                         std::abs(at.blue() - colour.blue()) <
                     60;
        }
    return count;
}

TEST_F(ExplanationTest, TheCourseIsDrawnWhateverItsNumbers) {
    app::CoursePlot plot;
    plot.resize(420, 260);
    plot.show("nothing yet");
    EXPECT_EQ(inked(plot.grab().toImage(), app::style::accent), 0);
    using Point = app::CoursePlot::Point;
    const std::vector<std::vector<Point>> courses{
        {{"1", "2026-01-01", 12.5, false}},
        {{"1", "2026-01-01", 0.0, false}, {"2", "2026-01-02", 0.0, false}},
        {{"1", "2026-01-01", 1e9, false}, {"2", "", 1e9 + 0.01, false}},
        {{"1", "", -3.0, false}, {"2", "", std::nullopt, false}, {"3", "", 5.0, true}},
        std::vector<Point>(200, {"1", "2026-01-01", 7.0, false})};
    for (std::size_t i = 0; i < courses.size(); ++i) {
        plot.show({courses[i], {}, "ha", {}, 2});
        const QImage without = plot.grab().toImage();
        EXPECT_GT(inked(without, app::style::accent), 10) << i;
        EXPECT_EQ(inked(without, app::style::bad), 0) << i;
        plot.show({courses[i], 6.0, "ha", "target 6", 2});
        EXPECT_GT(inked(plot.grab().toImage(), app::style::bad), 40) << i;
    }
}

}  // namespace
