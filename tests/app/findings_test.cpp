#include "app/findings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>

// What the rules have found: read, sorted, and never shown as if it were of another state.
namespace {

TEST_F(FindingsTest, AClickGoesThereAndTellsAllOfIt) {
    clickRow(rowOf("Q4201"));
    const rules::Finding finding = rows()->finding(list()->currentIndex().row());
    EXPECT_TRUE(map().view().box().contains(geometry::boxOf(finding.where)));
    EXPECT_EQ(services_.display.selection().size(), finding.subjects.size());
    const QString told = part<QTextBrowser>("findingText")->toPlainText();
    const auto& rules = plan().spec().rules;
    const auto rule = std::find_if(rules.begin(), rules.end(), [](const auto& each) { return each.id == "Q4201"; });
    for (const std::string& part :
         {rule->name.zh, rule->explanation.zh, finding.basis, texts_(finding.message), texts_("app.finding.inherited")})
        EXPECT_TRUE(told.contains(QString::fromStdString(part))) << part;
    for (const auto id : finding.subjects)
        EXPECT_TRUE(told.contains(QString::fromStdString(plan::nameOf(plan().schema(), *plan().now().find(id)))));
    ways();
    picture("30-finding");
}

TEST_F(FindingsTest, TheListIsNarrowedByRuleSeverityWordsAndNovelty) {
    const int all = rows()->rowCount();
    EXPECT_EQ(static_cast<std::size_t>(all), checker().findings().size());
    auto* rule = part<QComboBox>("rule");
    rule->setCurrentIndex(rule->findData("Q4201"));
    EXPECT_EQ(static_cast<std::size_t>(rows()->rowCount()), count("Q4201"));
    rule->setCurrentIndex(0);
    auto* words = part<QLineEdit>("words");
    QTest::keyClicks(words, "q42");
    EXPECT_EQ(static_cast<std::size_t>(rows()->rowCount()), count("Q4201") + count("Q4202"));
    words->clear();
    auto* severity = part<QComboBox>("severity");
    severity->setCurrentIndex(severity->findData(static_cast<int>(rules::Severity::Warn)));
    EXPECT_EQ(static_cast<std::size_t>(rows()->rowCount()), checker().count(rules::Severity::Warn));
    severity->setCurrentIndex(0);
    part<QCheckBox>("fresh")->setChecked(true);
    EXPECT_EQ(rows()->rowCount(), 0) << "all of it was filed";
    part<QCheckBox>("fresh")->setChecked(false);
    EXPECT_EQ(rows()->rowCount(), all);
}

TEST_F(FindingsTest, AHeadingSortsAndTheChosenStaysChosen) {
    clickRow(rowOf("Q4202"));
    const std::string chosen = rows()->finding(list()->currentIndex().row()).key();
    const auto* head = list()->header();
    for (int click = 0; click < 2; ++click) {
        QTest::mouseClick(head->viewport(), Qt::LeftButton, {},
                          {head->sectionViewportPosition(app::FindingsModel::Rule) + 20, head->height() / 2});
        for (int row = 1; row < rows()->rowCount(); ++row) {
            const auto &a = rows()->finding(row - 1).rule, &b = rows()->finding(row).rule;
            EXPECT_TRUE(head->sortIndicatorOrder() == Qt::AscendingOrder ? a <= b : a >= b);
        }
        EXPECT_EQ(rows()->finding(list()->currentIndex().row()).key(), chosen);
    }
}

TEST_F(FindingsTest, WhatIsOfAnEarlierStateSaysSo) {
    EXPECT_TRUE(said("findingsState").contains(QString::number(checker().findings().size())));
    clickRow(rowOf("Q4201"));
    ways();
    const auto move = anyMove(plan());
    ASSERT_TRUE(move);
    opensCase();
    ASSERT_TRUE(waitFor([&] { return part<QListWidget>("ways")->count() > 0; }));
    plan().run(*move);
    EXPECT_FALSE(checker().current());
    EXPECT_EQ(said("findingsState"), text("app.check.again"));
    EXPECT_EQ(part<QListWidget>("ways")->count(), 0) << "ways were tried on another state";
    EXPECT_FALSE(part<QPushButton>("applyWay")->isEnabled());
    checker().stop();
    EXPECT_EQ(said("findingsState"), text("app.check.old"));
    QTest::keyClick(window_.get(), Qt::Key_F7);
    ASSERT_TRUE(checked());
    EXPECT_TRUE(said("findingsState").contains(QString::number(checker().findings().size())));
}

TEST_F(FindingsTest, WhileACornerIsDraggedThePanelShowsWhatItWouldBreak) {
    opensCase();
    // A corner of the red line, into farmland or town beside it: what letting go makes is known before.
    const auto ground = checker().ground();
    ASSERT_TRUE(ground);
    int judged = 0;
    std::vector<std::string> keys;
    const auto breaks = [&](const plan::Changeset& changes) {
        if (++judged > 80) return false;
        const auto after = ground->now.with(changes);
        const rules::Plan then{*after, ground->filed, ground->settings, nullptr, &ground->filedTotals, &*ground->facts};
        const auto findings = rules::recheck(ground->rules.scheme("live"), then, changes, *ground->findings).value();
        keys.clear();
        for (const auto& finding : findings) keys.push_back(finding.key());
        return std::any_of(findings.begin(), findings.end(), [&](const rules::Finding& finding) {
            return std::none_of(ground->findings->begin(), ground->findings->end(),
                                [&](const auto& old) { return old.key() == finding.key(); }) &&
                   !std::holds_alternative<std::monostate>(finding.where);
        });
    };
    const auto move = moveOf(plan(), "STBHHX", 3'000'000, breaks);
    ASSERT_TRUE(move) << judged;
    look(move->from, move->to);
    key(Qt::Key_V);
    drag(*move, [&] {
        ASSERT_TRUE(waitFor([&] { return checker().trial() && !checker().trying(); }));
        EXPECT_FALSE(checker().trial()->worse.empty());
        std::vector<std::string> tried;
        for (const auto& finding : *checker().trial()->findings) tried.push_back(finding.key());
        EXPECT_EQ(tried, keys);
        EXPECT_EQ(said("findingsState"),
                  QString::fromStdString(
                      texts_("app.finding.trial", checker().trial()->worse.size(), checker().trial()->gone)));
        EXPECT_EQ(rows()->rowCount(), static_cast<int>(keys.size()));
        EXPECT_EQ(place(), 0u) << "nothing has changed yet";
        EXPECT_TRUE(checker().current()) << "what is found of the plan still holds";
        QTest::qWait(50);
        window_->grab().save(QString(SANXIAN_TEST_BIN) + "/../screenshots/31-trial.png");
    });
    ASSERT_TRUE(stepped(1));
    EXPECT_FALSE(checker().trial());
    ASSERT_TRUE(checked());
    EXPECT_EQ(rows()->rowCount(), static_cast<int>(checker().findings().size()));
}

TEST_F(FindingsTest, ACaseThatIsOpenedHereIsToldToTheRules) {
    EXPECT_FALSE(checker().ground()->facts);
    opensCase();
    ASSERT_TRUE(checker().ground()->facts);
    EXPECT_EQ(checker().ground()->facts->kind, plan().openCase()->kind);
}

}  // namespace
