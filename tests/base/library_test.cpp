#include "base/library.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Library, givesTheFunctionsOfWhatItLoads) {
    const auto library = Library::load("libm.so.6");
    ASSERT_TRUE(library);
    double (*root)(double) = nullptr;
    ASSERT_TRUE(library->find("sqrt", root));
    EXPECT_EQ(root(81), 9);
}

TEST(Library, saysWhichOneIsMissing) {
    const auto library = Library::load("libsanxian_no_such.so.1");
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().code, Error::Code::Unsupported);
    EXPECT_EQ(library.error().message.key, "base.no_library");
    EXPECT_EQ(library.error().message.arguments.at(0), "libsanxian_no_such.so.1");
}

TEST(Library, saysWhichFunctionAnotherVersionLacks) {
    const auto library = Library::load("libm.so.6");
    ASSERT_TRUE(library);
    void (*none)() = nullptr;
    const auto found = library->find("sanxian_no_such", none);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message.key, "base.no_library");
    EXPECT_EQ(found.error().message.arguments, (std::vector<std::string>{"libm.so.6", "sanxian_no_such"}));
    EXPECT_EQ(none, nullptr);
}

}  // namespace
}  // namespace base
