#include "cli/small.h"

// What a start loads, and that what it does not load is there when it is needed.
namespace {

using support::binary;
using support::quoted;
using support::shell;

TEST(Start, LoadsOnlyWhatEveryVerbNeeds) {
    const auto linked = shell("LD_TRACE_LOADED_OBJECTS=1 " + quoted(binary("sanxian-cli")));
    ASSERT_EQ(linked.code, 0) << linked.err;
    EXPECT_NE(linked.out.find("libsqlite3.so"), std::string::npos) << linked.out;
    for (const char* rare :
         {"libproj.so", "libgeos", "libcrypto.so", "libxlsxwriter", "libcurl", "libgdal.so", "libQt6", "spatialite"})
        EXPECT_EQ(linked.out.find(rare), std::string::npos) << rare << "\n" << linked.out;
}

class StartTest : public Small {};

TEST_F(StartTest, SaysWhichLibraryCannotBeLoaded) {
    for (const auto& [library, arguments] :
         {std::pair<std::string, std::string>{SANXIAN_PROJ_LIBRARY, "init " + quoted(folder_ / "new.sqlite")},
          {SANXIAN_CRYPTO_LIBRARY, "case open " + quoted(store_) + " --title T --kind x"}}) {
        const std::filesystem::path before = folder_.path() / ("before_" + library);  // the system's
        std::filesystem::create_directory(before);
        support::writeText(before / library, "no library");
        const auto answer =
            shell("LD_LIBRARY_PATH=" + quoted(before.string()) + " " + quoted(binary("sanxian-cli")) + " " + arguments);
        EXPECT_EQ(answer.code, 3) << library << answer.err;
        EXPECT_NE(answer.err.find("the library “" + library + "” cannot be loaded"), std::string::npos) << answer.err;
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
    }
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new.sqlite"));
}

}  // namespace
