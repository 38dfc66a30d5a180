#include "base/text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "base/paths.h"

namespace {

namespace fs = std::filesystem;

base::Texts texts(const std::string& language) {
    return base::Texts::load(base::home() / "resources" / "text", language).value();
}

// Every key that the sources name: the first string of message(…), fail(Code, …) and of the text functions, by their
// module's prefix.
std::set<std::string> keysInSources() {
    std::set<std::string> keys, modules;
    for (const auto& entry : fs::directory_iterator(base::home() / "src"))
        if (entry.is_directory()) modules.insert(entry.path().filename());
    const std::regex literal("\"([a-z]+)\\.([a-z0-9_]+(\\.[a-z0-9_]+)*)\"");
    for (const auto& entry : fs::recursive_directory_iterator(base::home() / "src")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
        std::ifstream in(entry.path());
        const std::string source{std::istreambuf_iterator<char>(in), {}};
        for (std::sregex_iterator at(source.begin(), source.end(), literal), end; at != end; ++at)
            if ((modules.contains((*at)[1]) || (*at)[1] == "spec") && (*at)[2] != "toml")
                keys.insert((*at)[1].str() + "." + (*at)[2].str());
    }
    return keys;
}

TEST(Texts, EveryKeyOfTheSourcesIsThereInBothLanguages) {
    const auto zh = texts("zh"), en = texts("en");
    const auto keys = keysInSources();
    ASSERT_GT(keys.size(), 5u);
    for (const auto& key : keys) {
        if (key.ends_with('_')) continue;  // the beginning of keys that are put together
        EXPECT_TRUE(zh.has(key)) << key << " has no Chinese text";
        EXPECT_TRUE(en.has(key)) << key << " has no English text";
    }
}

TEST(Texts, FillsArgumentsAndShowsAKeyThatIsMissing) {
    const auto en = texts("en");
    EXPECT_NE(en("base.no_texts", "/x").find("/x"), std::string::npos);
    EXPECT_EQ(en("base.nothing_like_it", 3), "base.nothing_like_it 3");
    const auto error =
        base::Error{base::Error::Code::Io, base::message("base.cancelled"), {}}.in("line 3").in("edits.jsonl");
    EXPECT_EQ(en(error).find("edits.jsonl: line 3: "), 0u);
}

TEST(Texts, AnArgumentMayBeATextItself) {
    EXPECT_NE(texts("en")("base.no_texts", "@unit.km2").find("km²"), std::string::npos);
    EXPECT_NE(texts("zh")("base.no_texts", "@unit.km2").find("平方公里"), std::string::npos);
    EXPECT_NE(texts("en")("base.no_texts", "@nothing").find("@nothing"), std::string::npos);
}

TEST(Texts, ALocaleAsksForItsLanguage) {
    EXPECT_EQ(base::languageOf("zh_CN.UTF-8"), "zh");
    EXPECT_EQ(base::languageOf("C.UTF-8"), "en");
    EXPECT_EQ(base::languageOf(""), "en");
}

// The texts of a folder with these files.
base::Result<base::Texts> from(const std::vector<std::pair<std::string, std::string>>& files) {
    const fs::path folder = fs::path(testing::TempDir()) / "sanxian_texts";
    fs::remove_all(folder);
    fs::create_directories(folder / "en");
    for (const auto& [name, content] : files) std::ofstream(folder / "en" / name) << content;
    auto texts = base::Texts::load(folder, "en");
    fs::remove_all(folder);
    return texts;
}

TEST(Texts, ReadsAnyWayOfWritingAnObjectOfTexts) {
    const auto texts = from({{"a.json", "{\"a.one\":\"first, {0}\" ,\r\n\t\"a.two\" : \"\"}\n"},
                             {"b.json", R"({"b.quoted": "say \"{0}\"\n", "b.letter": "\u4e09"})"},
                             {"c.json", "{}"},
                             {"d.json", R"({"a.one": "the last one holds"})"},
                             {"note.txt", "not read"}});
    ASSERT_TRUE(texts);
    EXPECT_EQ((*texts)("a.one"), "the last one holds");
    EXPECT_TRUE(texts->has("a.two"));
    EXPECT_EQ((*texts)("b.quoted", 1), "say \"1\"\n");
    EXPECT_EQ((*texts)("b.letter"), "三");
}

TEST(Texts, AFileThatIsNoObjectOfTextsIsNamed) {
    for (const char* bad : {"", "[]", R"({"a.b": 1})", R"({"a.b": {"c": "d"}})", R"({"a.b": "open)", R"({"a.b" "c"})",
                            R"({"a.b": "c",})", R"({"a.b": "c"} more)", "{\"a.b\": \"two\nlines\"}", "null"}) {
        const auto texts = from({{"bad.json", bad}});
        ASSERT_FALSE(texts) << bad;
        EXPECT_EQ(texts.error().message.key, "base.bad_texts") << bad;
        EXPECT_NE(texts.error().message.arguments.at(0).find("bad.json"), std::string::npos) << bad;
    }
    EXPECT_NE(from({{"bad.json", R"({"a.b": 1})"}}).error().message.arguments.at(0).find("a.b"), std::string::npos);
}

TEST(Texts, AMissingFolderIsAnError) { EXPECT_FALSE(base::Texts::load("/nowhere", "en")); }

}  // namespace
