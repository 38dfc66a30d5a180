// Every foreign file of the shared test data: read or refused with a reason, every feature accounted for.
#include <chrono>

#include "support/foreign.h"

namespace exchange {
namespace {

using namespace support;

const fs::path shared = fs::path(SANXIAN_TEST_SHARED) / "import";

std::vector<fs::path> datasets() {
    std::vector<fs::path> all;
    for (auto entry = fs::recursive_directory_iterator(shared); entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->is_directory() && entry->path().extension() != ".gdb") continue;
        if (entry->is_directory()) entry.disable_recursion_pending();
        all.push_back(entry->path());
    }
    std::sort(all.begin(), all.end());
    return all;
}

TEST(ForeignFiles, AreReadOrRefusedWithAReason) {
    if (!fs::exists(shared)) GTEST_SKIP() << "no shared test data";
    const auto before = listing(shared);
    const plan::Spec open = openPack();
    const auto texts = base::Texts::load(fs::path(SANXIAN_TEST_SPEC) / "../../resources/text", "en").value();
    std::size_t read = 0, refused = 0;
    for (const fs::path& file : datasets()) {
        SCOPED_TRACE(file.string());
        const auto began = std::chrono::steady_clock::now();
        ImportOptions options;
        options.read.secondsWithoutSign = 20;
        const auto import = exchange::import(file, emptyPlan(open, "EPSG:4490"), open, options);
        EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
        if (!import) {
            ++refused;
            EXPECT_TRUE(texts.has(import.error().message.key)) << import.error().message.key;
            std::printf("refused %s: %s\n", file.lexically_relative(shared).c_str(), texts(import.error()).c_str());
            continue;
        }
        ++read;
        std::int64_t imported = 0;
        for (const LayerImport& layer : import->layers) {
            EXPECT_EQ(layer.read, layer.imported + layer.skipped) << layer.code;
            imported += layer.imported;
            std::printf("read %s [%s]: %ld = %ld + %ld, repaired %ld\n", file.lexically_relative(shared).c_str(),
                        layer.code.c_str(), layer.read, layer.imported, layer.skipped, layer.repaired);
            for (std::size_t i = 0; i < std::min<std::size_t>(3, layer.problems.size()); ++i) {
                EXPECT_TRUE(texts.has(layer.problems[i].detail.key)) << layer.problems[i].detail.key;
                std::printf("    %s %s: %s\n", layer.problems[i].feature.c_str(), layer.problems[i].kind.c_str(),
                            texts(layer.problems[i].detail).c_str());
            }
        }
        EXPECT_EQ(static_cast<std::int64_t>(import->changes.changes.size()), imported);
        EXPECT_EQ(static_cast<std::int64_t>(taken(emptyPlan(open, "EPSG:4490"), *import).count()), imported);
    }
    std::printf("%zu read, %zu refused\n", read, refused);
    EXPECT_GT(read, 60u);
    EXPECT_EQ(listing(shared), before);
}

}  // namespace
}  // namespace exchange
