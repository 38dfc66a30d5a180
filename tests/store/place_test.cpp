#include "store/place.h"

#include <gtest/gtest.h>

using store::Place;
using store::placeOf;

TEST(Place, SharesAreKnownByTheirFileSystem) {
    for (const std::int64_t share :
         {0x6969L, 0xFF534D42L, static_cast<long>(static_cast<int>(0xFF534D42)), 0x65735546L})
        EXPECT_EQ(placeOf(share), Place::Network) << share;
    for (const std::int64_t local :
         {0xEF53L, 0x01021994L, 0x9123683EL, 0x58465342L, 0x794C7630L})  // ext4, tmpfs, btrfs, xfs, overlay
        EXPECT_EQ(placeOf(local), Place::Local) << local;
}

TEST(Place, FoldersCanBeNamedAsShares) {
    setenv("SANXIAN_SHARES", "/mnt/share:/srv", 1);
    EXPECT_EQ(placeOf(std::filesystem::path("/mnt/share/plan.sqlite")), Place::Network);
    EXPECT_EQ(placeOf(std::filesystem::path("/srv/a/b.sqlite")), Place::Network);
    EXPECT_EQ(placeOf(std::filesystem::path("/mnt/shares/plan.sqlite")), Place::Local);
    unsetenv("SANXIAN_SHARES");
}
