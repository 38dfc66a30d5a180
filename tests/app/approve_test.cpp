#include <QPlainTextEdit>

#include "app/acceptdialog.h"
#include "app/findings.h"

// Findings are approved, with who, why and by which document, and taken back.
namespace {

TEST_F(FindingsTest, AnApprovalNeedsACase) {
    clickRow(rowOf("Q4101"));
    EXPECT_FALSE(part<QPushButton>("approve")->isEnabled());
    EXPECT_EQ(part<QPushButton>("approve")->toolTip(), text("app.approve.no_case"));
}

TEST_F(FindingsTest, AnApprovalIsKeptWithTheCaseAndCanBeWithdrawn) {
    opensCase();
    const auto warnings = checker().count(rules::Severity::Warn);
    clickRow(rowOf("Q4101"));
    const rules::Finding finding = rows()->finding(list()->currentIndex().row());
    press("approve");
    auto* dialog = part<QDialog>("approving");
    ASSERT_TRUE(dialog);
    QPushButton* confirm = nullptr;
    for (auto* button : dialog->findChildren<QPushButton*>())
        if (button->text() == text("app.approve.confirm")) confirm = button;
    ASSERT_TRUE(confirm);
    EXPECT_FALSE(confirm->isEnabled()) << "without a reason";
    QTest::keyClicks(dialog->findChild<QPlainTextEdit*>("reason"), "agreed with the owner");
    QTest::keyClicks(dialog->findChild<QLineEdit*>("document"), "2026-21");
    picture("34-approve", *dialog);
    QTest::mouseClick(confirm, Qt::LeftButton);
    ASSERT_TRUE(waitFor([&] { return checker().approved() == 1 && checker().current(); }));
    EXPECT_EQ(checker().count(rules::Severity::Warn), warnings - 1);
    const auto kept = store::Store::open(store())->waivers(plan().openCase()->id).value();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].finding, finding.key());
    EXPECT_EQ(kept[0].reason, "agreed with the owner");
    EXPECT_EQ(kept[0].document, "2026-21");
    EXPECT_EQ(kept[0].author, app::Session::author());

    // Set apart: the last of the list, marked, and told in full.
    const int row = rows()->rowOf(finding);
    EXPECT_EQ(row, rows()->rowCount() - 1);
    EXPECT_EQ(rows()->data(rows()->index(row, app::FindingsModel::State), Qt::DisplayRole).toString(),
              text("app.finding.state.approved"));
    EXPECT_TRUE(part<QTextBrowser>("findingText")->toPlainText().contains("agreed with the owner"));
    picture("35-approved");

    // It holds when the case is taken up again.
    const std::string caseId = plan().openCase()->id;
    services_.session.open(store(), {});
    ASSERT_TRUE(waitFor([&] { return !plan().openCase(); }));
    services_.session.open(store(), caseId);
    ASSERT_TRUE(waitFor([&] { return plan().openCase() != nullptr; }));
    ASSERT_TRUE(checked());
    EXPECT_EQ(checker().approved(), 1u);

    clickRow(rows()->rowOf(finding));
    EXPECT_EQ(part<QPushButton>("approve")->text(), text("app.approve.withdraw"));
    press("approve");
    ASSERT_TRUE(waitFor([&] { return checker().approved() == 0 && checker().current(); }));
    EXPECT_EQ(checker().count(rules::Severity::Warn), warnings);
    EXPECT_FALSE(store::Store::open(store())->waivers(caseId).value()[0].revoked.empty());
}

TEST_F(FindingsTest, WhatBlocksIsApprovedOnlyWhereItsRuleAllows) {
    opensCase();
    const auto redLine = layer("STBHHX");
    const auto move = moveOf(plan(), "STBHHX", 4'000'000, [&](const plan::Changeset& changes) {
        double delta = 0;
        for (const auto& change : changes.changes)
            if (change.layer() == redLine && change.before && change.after)
                delta += change.after->area.squareMetres() - change.before->area.squareMetres();
        return delta < -10'000;
    });
    ASSERT_TRUE(move);
    plan().run(*move);
    ASSERT_TRUE(checked());
    ASSERT_GT(checker().count(rules::Severity::Block), 0u);
    ASSERT_EQ(rows()->finding(0).severity, rules::Severity::Block) << "what is to be done stands first";
    clickRow(0);
    EXPECT_FALSE(part<QPushButton>("approve")->isEnabled());
    EXPECT_EQ(part<QPushButton>("approve")->toolTip(),
              QString::fromStdString(texts_("workflow.not_waivable", rows()->finding(0).rule)));
}

}  // namespace
