#include "exchange/reader.h"

#include <sys/wait.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "exchange/places.h"
#include "support/foreign.h"

namespace exchange {
namespace {

using namespace support;
using geometry::Coordinate;

const fs::path shared = fs::path(SANXIAN_TEST_SHARED) / "import";

struct Fault {
    explicit Fault(const char* kind) { ::setenv("SANXIAN_WORKER_FAULT", kind, 1); }
    ~Fault() { ::unsetenv("SANXIAN_WORKER_FAULT"); }
};

struct Read {
    std::vector<SourceLayer> layers;
    std::vector<SourceFeature> features;
};
base::Result<Read> readAll(const fs::path& dataset, const ReadOptions& options = {}, const base::Task& task = {}) {
    Read all;
    auto done = read(
        dataset, options,
        [&](const SourceLayer& layer, SourceFeature feature) -> base::Result<> {
            if (all.layers.empty() || all.layers.back().name != layer.name) all.layers.push_back(layer);
            all.features.push_back(std::move(feature));
            return {};
        },
        task);
    if (!done) return base::pass(done.error());
    return all;
}

class ReaderTest : public testing::Test {
protected:
    Folder folder;
    fs::path somePoints() {
        writeText(folder / "points.geojson",
                  R"({"type":"FeatureCollection","features":[
                     {"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}},
                     {"type":"Feature","properties":{"a":2},"geometry":{"type":"Point","coordinates":[3,4]}}]})");
        return folder / "points.geojson";
    }
};

TEST_F(ReaderTest, AWorkerThatFailsIsAnErrorThatSaysHow) {
    const auto file = somePoints();
    ReadOptions options;
    options.secondsWithoutSign = 1;
    for (const auto& [fault, key] : {std::pair{"crash", "exchange.worker_crashed"},
                                     {"hang", "exchange.worker_silent"},
                                     {"garbage", "exchange.garbage"},
                                     {"cut", "exchange.worker_cut_off"}}) {
        const Fault simulated(fault);
        const auto result = readAll(file, options);
        ASSERT_FALSE(result) << fault;
        EXPECT_EQ(result.error().message.key, key);
        EXPECT_EQ(result.error().code, base::Error::Code::Io);
    }
    EXPECT_TRUE(readAll(file));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a process was left behind";
}

TEST_F(ReaderTest, LeavesNoOpenFilesBehind) {
    const auto file = somePoints();
    const auto count = [] { return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()); };
    ASSERT_TRUE(readAll(file));
    const auto before = count();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(readAll(file));
    {
        const Fault simulated("crash");
        ASSERT_FALSE(readAll(file));
    }
    EXPECT_EQ(count(), before);
}

TEST_F(ReaderTest, StopsWhenAsked) {
    const auto file = somePoints();
    const Fault simulated("hang");
    std::stop_source stop;
    base::Task task;
    task.stop = stop.get_token();
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        stop.request_stop();
    });
    const auto began = std::chrono::steady_clock::now();
    const auto result = readAll(file, {}, task);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Error::Code::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

// GDAL 3.6.2 ends with a segmentation fault on this one; a later one may read it.
TEST_F(ReaderTest, ATrackWithoutTimesDoesNoHarm) {
    writeText(folder / "track.kml",
              R"(<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark>
<gx:Track><gx:coord>107 41 0</gx:coord><gx:coord>107.1 41.1 0</gx:coord></gx:Track></Placemark></Document></kml>)");
    const auto result = readAll(folder / "track.kml");
    EXPECT_TRUE(result || result.error().message.key == "exchange.worker_crashed");
}

TEST_F(ReaderTest, RefusesWhatIsNotThereOrNoDataset) {
    EXPECT_EQ(readAll(folder / "nothing.shp").error().code, base::Error::Code::NotFound);
    writeText(folder / "note.txt", "a note");
    EXPECT_FALSE(readAll(folder / "note.txt"));
    ReadOptions options;
    options.encoding = "no-such-encoding";
    EXPECT_EQ(readAll(somePoints(), options).error().message.key, "worker.unknown_encoding");
}

TEST_F(ReaderTest, TellsEncodingsApart) {
    if (!fs::exists(shared)) GTEST_SKIP() << "no shared test data";
    const auto first = [](const fs::path& file, const ReadOptions& options = {}) {
        const auto result = readAll(file, options);
        return result ? plan::textOf(result->features.at(0).values.at(0)) : said(result.error());
    };
    EXPECT_EQ(first(shared / "encodings/gbk.dbf"), "简体国语");
    EXPECT_EQ(first(shared / "encodings/utf8.dbf"), "国语國語");
    EXPECT_EQ(first(shared / "encodings/ldid/chinese.shp"), "简体");
    EXPECT_EQ(readAll(shared / "shp/chinese.dbf")->layers.at(0).fields.at(0).name, "中国");
    ReadOptions big5;
    big5.encoding = "BIG5";
    fs::copy(shared / "encodings/gbk.dbf", folder / "big5.dbf");
    std::fstream file(folder / "big5.dbf", std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(66);
    file.write("\xC1\x63\xC5\xE9\xA4\xA4\xA4\xE5", 8);
    file.close();
    EXPECT_EQ(first(folder / "big5.dbf", big5), "繁體中文");
}

TEST_F(ReaderTest, AMissingIndexIsMadeElsewhere) {
    if (!fs::exists(shared)) GTEST_SKIP() << "no shared test data";
    for (const char* part : {"poly.shp", "poly.dbf"}) fs::copy(shared / "shp" / part, folder / part);
    const auto before = listing(folder.path());
    const auto result = readAll(folder / "poly.shp");
    ASSERT_TRUE(result) << said(result.error());
    EXPECT_EQ(result->features.size(), 10u);
    EXPECT_EQ(listing(folder.path()), before);
}

TEST_F(ReaderTest, ArchivesAreReadAndLeftAlone) {
    if (!fs::exists(shared)) GTEST_SKIP() << "no shared test data";
    for (const char* name : {"poly.zip", "poly.tar", "poly.tar.gz"}) {
        fs::copy(shared / "shp" / name, folder / name);
        const auto before = listing(folder.path());
        const auto result = readAll(folder / name);
        ASSERT_TRUE(result) << name << ": " << said(result.error());
        EXPECT_EQ(result->features.size(), 10u) << name;
        EXPECT_EQ(listing(folder.path()), before);
    }
}

// A GeoPackage that another program has open keeps its latest rows in a file beside it: they are read, and nothing is
// written there.
TEST_F(ReaderTest, ADatabaseInUseIsReadAsItIsAndLeftAlone) {
    const fs::path file = folder / "used.gpkg";
    const std::string script = "ogr2ogr -q -f GPKG " + file.string() + " " + somePoints().string() + " && sqlite3 " +
                               file.string() + " 'PRAGMA journal_mode=WAL' >/dev/null 2>&1";
    if (std::system(script.c_str()) != 0) GTEST_SKIP() << "no ogr2ogr or sqlite3 here";
    const auto before = listing(folder.path());
    const auto result = readAll(file);
    ASSERT_TRUE(result) << said(result.error());
    EXPECT_EQ(result->features.size(), 2u);
    EXPECT_EQ(listing(folder.path()), before);
}

double distance(Coordinate a, Coordinate b, Coordinate p) {
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    return std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
}

// The first polygon is a circle of 0.758 degrees: every corner lies on it, and no chord leaves it by a millimetre.
TEST_F(ReaderTest, CurvesAreFollowedWithinAMillimetre) {
    const fs::path file = shared / "filegdb/curves.gdb";
    if (!fs::exists(file)) GTEST_SKIP() << "no shared test data";
    ReadOptions options;
    options.layers = {"polygon"};
    const auto result = readAll(file, options);
    ASSERT_TRUE(result) << said(result.error());
    const SourceFeature& circle = result->features.at(0);
    EXPECT_EQ(circle.notes, std::vector<std::string>{"curve"});
    std::vector<Coordinate> run;
    const Outline outline = outlineOf(circle.wkb, run);
    ASSERT_EQ(outline.polygons.size(), 1u);
    ASSERT_GT(run.size(), 10000u);
    const Coordinate a{6.19512195100003, 48.855535741}, b{6.19512195121951, 47.3395862102195};
    const Coordinate centre{(a.x + b.x) / 2, (a.y + b.y) / 2};
    const double radius = std::hypot(a.x - b.x, a.y - b.y) / 2;
    constexpr double millimetre = 0.001 / 111320;  // in degrees, where they are longest
    double worst = 0;
    for (std::size_t i = 1; i < run.size(); ++i) {
        worst = std::max(worst, std::abs(std::hypot(run[i].x - centre.x, run[i].y - centre.y) - radius));
        worst = std::max(worst, radius - distance(run[i - 1], run[i], centre));
    }
    EXPECT_LT(worst, millimetre);
    EXPECT_EQ(layersOf(file)->size(), 2u);
}

}  // namespace
}  // namespace exchange
