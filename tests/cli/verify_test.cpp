#include "cli/small.h"

using support::cli;
using support::cliJson;

namespace {

class VerifyTest : public Small {
protected:
    // Changes the store by SQL, round its guards.
    void forge(const std::string& sql) const {
        const std::string guards = ".dbconfig enable_trigger off";
        const auto done = support::shell("sqlite3 " + support::quoted(store_) + " " + support::quoted(guards) + " " +
                                         support::quoted(sql));
        ASSERT_EQ(done.code, 0) << done.err;
    }
};

}  // namespace

TEST_F(VerifyTest, AnswersGoodOnlyWhereNothingWasFound) {
    const auto good = cliJson({"verify", store_});
    ASSERT_EQ(good.code, 0) << good.err;
    const auto answer = good.json();
    EXPECT_EQ(answer["revisions"], 1);
    EXPECT_EQ(answer["problems"].size(), 0u);
    const std::string digest = answer["digest"];
    EXPECT_EQ(digest, cliJson({"log", store_}).json()["revisions"][0]["digest"]);
    EXPECT_EQ(cli({"verify", store_, "--full"}).code, 0);
    EXPECT_EQ(cli({"verify", store_, "--digest", digest}).code, 0);

    // A digest that was written down of another history.
    std::string other = digest;
    other[0] = other[0] == '0' ? '1' : '0';
    const auto wrong = cliJson({"verify", store_, "--digest", other});
    EXPECT_EQ(wrong.code, 1);
    EXPECT_EQ(wrong.json()["problems"][0]["kind"], "revision");
    refused({"verify", store_, "--digest", "12"}, 2);

    if (support::shell("command -v sqlite3").code != 0) GTEST_SKIP() << "sqlite3 is not installed";
    forge("UPDATE A SET name = 'c' WHERE name = 'b'");
    const auto bad = cliJson({"verify", store_});
    EXPECT_EQ(bad.code, 1);
    const auto problems = bad.json()["problems"];
    ASSERT_EQ(problems.size(), 1u) << bad.out;
    EXPECT_EQ(problems[0]["revision"], 1);
    EXPECT_EQ(problems[0]["layer"], "A");
    EXPECT_EQ(problems[0]["kind"], "row");
    EXPECT_TRUE(problems[0]["feature"].is_number_integer());
    const auto text = cli({"verify", store_});
    EXPECT_EQ(text.code, 1);
    EXPECT_EQ(text.out.find("nothing was changed"), std::string::npos);
    EXPECT_NE(text.out.find("1 problems"), std::string::npos) << text.out;
    EXPECT_EQ(support::cli({"verify", store_}, "zh_CN.UTF-8").code, 1);
}

TEST_F(VerifyTest, SaysWhyThereIsNoAnswer) {
    refused({"verify", folder_ / "nowhere.sqlite"}, 3);
    refused({"verify", squares_}, 3);
    support::writeText(folder_ / "cut.sqlite", support::textOf(store_).substr(0, 100'000));
    const auto cut = cli({"verify", folder_ / "cut.sqlite"});
    EXPECT_EQ(cut.code, 1) << cut.out << cut.err;
    EXPECT_EQ(cut.out.find("nothing was changed"), std::string::npos);
}

TEST_F(VerifyTest, AStoreWhoseStructureIsGoneIsNotGood) {
    if (support::shell("command -v sqlite3").code != 0) GTEST_SKIP() << "sqlite3 is not installed";
    forge("UPDATE sanxian_schemas SET body = '{'");
    const auto answer = cliJson({"verify", store_});
    EXPECT_EQ(answer.code, 1) << answer.err;
    EXPECT_EQ(answer.json()["complete"], false);
    EXPECT_EQ(answer.json()["problems"][0]["kind"], "structure") << answer.out;
    const auto english = cli({"verify", store_}), chinese = cli({"verify", store_}, "zh_CN.UTF-8");
    EXPECT_EQ(english.code, 1);
    EXPECT_NE(english.out.find("cannot be read"), std::string::npos) << english.out;
    EXPECT_EQ(chinese.code, 1);
    EXPECT_NE(chinese.out.find("无法读取"), std::string::npos) << chinese.out;
    forge("PRAGMA user_version = 99");
    refused({"verify", store_}, 3);
}

TEST_F(VerifyTest, SalvageSaysWhatIsLost) {
    const std::string out = folder_ / "out.sqlite", damaged = folder_ / "damaged.sqlite",
                      part = folder_ / "part.sqlite";
    const auto whole = cliJson({"salvage", store_, out});
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_TRUE(whole.json()["whole"]);
    EXPECT_EQ(cliJson({"log", out}).json()["revisions"], cliJson({"log", store_}).json()["revisions"]);
    refused({"salvage", store_, out}, 3);
    refused({"salvage", squares_, part}, 3);
    refused({"salvage", store_}, 2);

    if (support::shell("command -v sqlite3").code != 0) GTEST_SKIP() << "sqlite3 is not installed";
    forge("UPDATE A SET name = 'c' WHERE name = 'b'");
    std::filesystem::copy_file(store_, damaged);
    const auto partly = cliJson({"salvage", damaged, part});
    EXPECT_EQ(partly.code, 1) << partly.err;
    const auto layer = partly.json()["layers"][0];
    EXPECT_EQ(layer["features"], 1);
    EXPECT_EQ(layer["expected"], 2);
    EXPECT_EQ(layer["lost"].size(), 1u) << partly.out;
    EXPECT_EQ(cli({"verify", part}).code, 0);
    EXPECT_EQ(cli({"check", part}).code, 0);
    const auto text = cli({"salvage", damaged, folder_ / "again.sqlite"}, "zh_CN.UTF-8");
    EXPECT_EQ(text.code, 1);
    EXPECT_EQ(support::textOf(damaged), support::textOf(store_));
}
