#include "geometry/measure.h"

#include <geodesic.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

#include "random_shape.h"

namespace geometry {
namespace {

using Json = nlohmann::json;
using Places = std::vector<Coordinate>;

const std::filesystem::path shared = SANXIAN_TEST_SHARED;

Measure measure(const char* system, AreaMethod method) { return Measure::on(*systemOf(system), method).value(); }
Measure working(const char* system, const char* plane) {
    return Measure::on(*systemOf(system), AreaMethod::EqualArea70m, *systemOf(plane)).value();
}
double area(const Measure& measure, const Places& ring) { return measure.area(ring).squareMetres(); }

Places box(double west, double south, double width, double height) {
    return {{west, south}, {west + width, south}, {west + width, south + height}, {west, south + height}};
}

double dms(double degrees, double minutes, double seconds) { return degrees + minutes / 60 + seconds / 3600; }

// Domain §3.4, in m²; zero where the table has no value.
struct Golden {
    const char* id;
    Places ring;
    double raw, zone35, zone36, geodesic;
};

std::vector<Golden> golden() {
    const double west = dms(105, 8, 20), south = dms(40, 41, 30);
    return {
        {"T1", box(107, 41, 1 / 60., 1 / 60.), 2595104.92, 2595104.90, 2595104.90, 2595104.91},
        {"T2", box(107.05, 41.1, 0.0012, 0.0009), 10075.86, 10075.87, 10075.87, 10075.86},
        {"T5", box(106.45, 41.5, 0.1, 0.1), 92663271.67, 92663240.76, 92663240.76, 92663264.20},
        {"T3", box(106, 41, 0.5, 1 / 3.), 1553370377.85, 1553363075.79, 1553363073.85, 1553367442.91},
        {"T6", {{106.6, 41}, {107.4, 41.3}, {106.9, 41.9}}, 2921405341.01, 0, 2931378009.82, 2931513072.22},
        {"T4", box(west, south, dms(107, 38, 20) - west, dms(42, 21, 40) - south), 38686564083.84, 38681893213.81,
         38681892561.79, 38684621748.79},
    };
}

TEST(Measure, goldenVectors) {
    const Measure raw = measure("EPSG:4490", AreaMethod::EqualArea);
    const Measure zone35 = working("EPSG:4490", "EPSG:4523"), zone36 = working("EPSG:4490", "EPSG:4524");
    const Measure geodesic = measure("EPSG:4490", AreaMethod::Geodesic);
    for (const auto& vector : golden()) {
        SCOPED_TRACE(vector.id);
        EXPECT_NEAR(area(raw, vector.ring), vector.raw, 0.02);
        EXPECT_NEAR(area(geodesic, vector.ring), vector.geodesic, 0.02);
        EXPECT_NEAR(area(zone36, vector.ring), vector.zone36, 0.02);
        if (vector.zone35 != 0) {
            EXPECT_NEAR(area(zone35, vector.ring), vector.zone35, 0.02);
        }
    }
}

TEST(Measure, takesTheZoneOfTheShapeUnlessTold) {
    const Measure free = measure("EPSG:4490", AreaMethod::EqualArea70m);
    const auto vectors = golden();
    EXPECT_NEAR(area(free, vectors[3].ring), vectors[3].zone35, 0.02);
    EXPECT_NEAR(area(free, vectors[4].ring), vectors[4].zone36, 0.02);
    EXPECT_NEAR(area(free, vectors[5].ring), vectors[5].zone35, 0.02);
    EXPECT_FALSE(Measure::on(*systemOf("EPSG:4490"), AreaMethod::EqualArea70m, *systemOf("EPSG:2056")));
    EXPECT_FALSE(Measure::on(*systemOf("EPSG:4490"), AreaMethod::EqualArea70m, *systemOf("EPSG:4490")));
}

// The same vectors as a store in the working zone holds them: on its grid of 0.1 mm.
TEST(Measure, goldenVectorsInTheirOwnPlane) {
    const Measure zone = measure("EPSG:4524", AreaMethod::EqualArea70m);
    const auto projection = Projection::between("EPSG:4490", "EPSG:4524").value();
    for (const auto& vector : golden()) {
        Places ring = vector.ring;
        projection.forward(ring);
        double boundary = 0;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            boundary += std::hypot(ring[i].x - ring[j].x, ring[i].y - ring[j].y);
        EXPECT_NEAR(area(zone, ring), vector.zone36, 0.02) << vector.id;
        Ring onGrid;
        for (const auto place : ring) onGrid.push_back(Grid::metric().nearest(place));
        EXPECT_NEAR(zone.area(onGrid).squareMetres(), vector.zone36, 0.02 + 5e-5 * boundary) << vector.id;
    }
}

struct Fence {
    std::string code;
    Places ring;
    Json expected;
};

// The outlines of admin/, and what other software says of them.
std::vector<Fence> fences() {
    std::vector<Fence> result;
    std::ifstream in(shared / "admin/expected_areas_vonng.json");
    const Json expected = Json::parse(in, nullptr, false);
    if (!expected.is_object()) return result;
    for (const auto& [key, values] : expected.items()) {
        const std::string code = key.substr(key.find('/') + 1);
        std::ifstream file(shared / "admin/vonng_adcode" / (code + ".fence.json"));
        Fence fence{code, {}, values};
        const Json outline = Json::parse(file);
        for (const auto& place : outline["coordinates"][0]) fence.ring.push_back({place[0], place[1]});
        if (fence.ring.front() == fence.ring.back()) fence.ring.pop_back();
        result.push_back(std::move(fence));
    }
    return result;
}

void expectRelative(double actual, double expected) {
    EXPECT_NEAR(std::abs(actual) / expected, 1, 1e-9) << actual << " for " << expected;
}

MultiPolygon onGrid(const Places& ring) {
    MultiPolygon area{{{{}, {}}}};
    for (const auto place : ring) area.polygons[0].outer.push_back(Grid::geographic().nearest(place));
    orient(area);
    return area;
}

TEST(Measure, outlinesOfSevenBanners) {
    const auto all = fences();
    if (all.empty()) GTEST_SKIP() << "no " << shared / "admin";
    const Measure geodesic = measure("EPSG:4490", AreaMethod::Geodesic);
    for (const auto& fence : all) {
        SCOPED_TRACE(fence.code);
        const MultiPolygon shape = onGrid(fence.ring);
        EXPECT_EQ(shape.polygons[0].outer.size() + 1, fence.expected["vertices_closed"].get<std::size_t>());
        expectRelative(geodesic.area(shape).squareMetres(), fence.expected["geodesic_area_m2_GeographicLib"]);
        expectRelative(geodesic.area(shape).squareMetres(), fence.expected["geodesic_area_m2_pyproj"]);
        expectRelative(geodesic.perimeter(shape).metres(), fence.expected["perimeter_m"]);
    }
}

// Edges straight in longitude and latitude: the raw formula on edges so short that it does not matter how they run.
TEST(Measure, outlinesWithEdgesStraightInDegrees) {
    const Measure raw = measure("EPSG:4490", AreaMethod::EqualArea);
    for (const auto& fence : fences()) {
        SCOPED_TRACE(fence.code);
        Places dense;
        constexpr int parts = 100;
        for (std::size_t i = 0, j = fence.ring.size() - 1; i < fence.ring.size(); j = i++)
            for (int k = 0; k < parts; ++k) {
                const Coordinate a = fence.ring[j], b = fence.ring[i];
                dense.push_back({a.x + (b.x - a.x) * k / parts, a.y + (b.y - a.y) * k / parts});
            }
        expectRelative(area(raw, dense), fence.expected["lonlat_straight_edges_area_m2"]);
    }
}

double planar(const Places& ring) {
    double doubled = 0;
    for (std::size_t i = 2; i < ring.size(); ++i)
        doubled += (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y) -
                   (ring[i - 1].y - ring[0].y) * (ring[i].x - ring[0].x);
    return doubled / 2;
}

TEST(Measure, outlinesByTheNationalFormulaInFiveSystems) {
    for (const auto& fence : fences())
        for (const auto& [name, values] : fence.expected.items()) {
            if (!values.is_object()) continue;
            const std::string system = "EPSG:" + name.substr(4, 4);
            SCOPED_TRACE(fence.code + " " + system);
            Places ring = fence.ring;
            Projection::between("EPSG:4490", system)->forward(ring);
            expectRelative(area(measure(system.c_str(), AreaMethod::EqualArea70m), ring),
                           values["std_trapezoid_70m_m2"]);
            expectRelative(planar(ring), values["planar_m2"]);
            double west = ring[0].x, north = ring[0].y;
            for (const auto place : ring) west = std::min(west, place.x), north = std::max(north, place.y);
            EXPECT_NEAR(west, values["E_min"], 1e-6);
            EXPECT_NEAR(north, values["N_max"], 1e-6);
        }
}

// A parcel in the national exchange text: northing first, the zone in its header.
TEST(Measure, parcelOfTheNationalText) {
    std::ifstream in(shared / "area" / "hangzhou_pengbu_部标坐标.txt");
    if (!in) GTEST_SKIP() << "no " << shared / "area";
    Ring ring;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("J")) continue;
        std::istringstream fields(line);
        std::string corner, number, northing, easting;
        std::getline(fields, corner, ','), std::getline(fields, number, ',');
        std::getline(fields, northing, ','), std::getline(fields, easting, ',');
        ring.push_back(Grid::metric().nearest({std::stod(easting), std::stod(northing)}));
    }
    ASSERT_EQ(ring.front(), ring.back());
    ring.pop_back();
    EXPECT_EQ(ring.size(), 65u);
    EXPECT_NEAR(std::abs(measure("EPSG:4528", AreaMethod::EqualArea70m).area(ring).squareMetres()), 57088.889, 0.005);
}

TEST(Measure, planimeterCases) {
    std::ifstream in(shared / "area/planimeter_cases.tsv");
    if (!in) GTEST_SKIP() << "no " << shared / "area";
    const Measure geodesic = measure("EPSG:4326", AreaMethod::Geodesic);
    int checked = 0;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("Planimeter")) continue;
        std::istringstream fields(line);
        std::string id, vertices, perimeter, expected, tolerance;
        std::getline(fields, id, '\t'), std::getline(fields, vertices, '\t'), std::getline(fields, perimeter, '\t');
        std::getline(fields, expected, '\t'), std::getline(fields, tolerance, '\t');
        Places ring;
        MultiPolygon shape{{{{}, {}}}};
        std::istringstream places(vertices);
        for (std::string place; std::getline(places, place, ';');) {
            Coordinate c;
            std::istringstream(place) >> c.y >> c.x;
            ring.push_back(c);
            shape.polygons[0].outer.push_back(Grid::geographic().nearest(c));
        }
        EXPECT_NEAR(std::abs(area(geodesic, ring)), std::stod(expected), std::stod(tolerance)) << id;
        if (!perimeter.empty()) {
            EXPECT_NEAR(geodesic.perimeter(shape).metres(), std::stod(perimeter), 1 + 1e-9 * std::stod(perimeter))
                << id;
        }
        ++checked;
    }
    EXPECT_EQ(checked, 8);
}

// S12 of the set is the area between a geodesic and the equator.
TEST(Measure, areasUnderTheGeodesicsOfGeodTest) {
    std::ifstream in(shared / "area/GeodTest-100.dat");
    if (!in) GTEST_SKIP() << "no " << shared / "area";
    const Measure geodesic = measure("EPSG:4326", AreaMethod::Geodesic);
    int checked = 0;
    double lat1, lon1, azimuth1, lat2, lon2, azimuth2, distance, arc, reduced, expected;
    while (in >> lat1 >> lon1 >> azimuth1 >> lat2 >> lon2 >> azimuth2 >> distance >> arc >> reduced >> expected) {
        const Places ring{{lon1, lat1}, {lon1, 0},   {lon1 + (lon2 - lon1) / 3, 0}, {lon1 + (lon2 - lon1) * 2 / 3, 0},
                          {lon2, 0},    {lon2, lat2}};
        // The last digit of a place in degrees is 3 nm; the reduced length says how far it turns the geodesic.
        const double tolerance = 0.1 + 3e-9 * 6371e3 * 6371e3 / std::abs(reduced);
        EXPECT_NEAR(area(geodesic, ring), expected, tolerance) << lat1 << " " << lat2 << " " << lon2;
        const Line line{Grid::geographic().nearest({lon1, lat1}), Grid::geographic().nearest({lon2, lat2})};
        EXPECT_NEAR(geodesic.length(line).metres(), distance, 3e-4);
        ++checked;
    }
    EXPECT_EQ(checked, 100);
}

TEST(Measure, holesCountAgainst) {
    const Measure raw = measure("EPSG:4490", AreaMethod::EqualArea);
    MultiPolygon whole = onGrid(box(107, 41, 0.02, 0.02)), hole = onGrid(box(107.005, 41.005, 0.01, 0.01));
    const double expected = raw.area(whole).squareMetres() - raw.area(hole).squareMetres();
    Ring inner = hole.polygons[0].outer;
    std::reverse(inner.begin(), inner.end());
    EXPECT_NEAR(raw.area(inner).squareMetres(), -raw.area(hole).squareMetres(), 1e-6);
    whole.polygons[0].holes.push_back(inner);
    EXPECT_NEAR(raw.area(whole).squareMetres(), expected, 1e-6);
    EXPECT_GT(raw.perimeter(whole).metres(), raw.perimeter(hole).metres());
}

TEST(Measure, measuresNothingOfNothing) {
    EXPECT_EQ(Measure().area(onGrid(box(107, 41, 1, 1))), Area());
    const Measure raw = measure("EPSG:4490", AreaMethod::EqualArea70m);
    EXPECT_EQ(raw.area(Shape()), Area());
    EXPECT_EQ(raw.area(Shape(MultiLine{{{{0, 0}, {9, 9}}}})), Area());
    EXPECT_EQ(raw.area(MultiPolygon{}), Area());
    EXPECT_EQ(raw.area(Ring{{0, 0}, {5, 5}}), Area());
    EXPECT_EQ(raw.length({}), Length());
    EXPECT_EQ(measure("EPSG:4326", AreaMethod::Geodesic).area(Ring{}), Area());
}

TEST(Measure, neverGivesWhatIsNoNumber) {
    for (const char* system : {"EPSG:4490", "EPSG:4524", "EPSG:2056", "EPSG:3857", "EPSG:4807", "EPSG:2263"})
        for (const auto method : {AreaMethod::EqualArea70m, AreaMethod::EqualArea, AreaMethod::Geodesic}) {
            const Measure any = measure(system, method);
            for (const double size : {1.0, 90.0, 400.0, 1e5, 3e11}) {
                const double area =
                    any.area(Places{{-size, -size}, {size, -size / 2}, {size / 3, size}}).squareMetres();
                EXPECT_TRUE(std::isfinite(area)) << system << " " << size;
            }
        }
}

// Any system: the same field measures the same, whatever its coordinates are.
TEST(Measure, theSameFieldInAnySystem) {
    const struct {
        const char *geographic, *projected;
        Coordinate place;
    } cases[] = {{"EPSG:4150", "EPSG:2056", {8.5, 47}},     {"EPSG:4258", "EPSG:25832", {7.6, 48.5}},
                 {"EPSG:4807", "EPSG:27572", {2.1, 52.5}},  {"EPSG:4326", "EPSG:3857", {107, 41}},
                 {"EPSG:4269", "EPSG:2263", {-73.9, 40.8}}, {"EPSG:4490", "EPSG:4524", {107, 41}},
                 {"EPSG:4167", "EPSG:2193", {174, -38}}};
    for (const auto& [geographic, projected, place] : cases)
        for (const auto method : {AreaMethod::EqualArea70m, AreaMethod::EqualArea, AreaMethod::Geodesic}) {
            const Places field = box(place.x, place.y, 0.0011, 0.0009);
            Places inMap = field;
            Projection::between(geographic, projected)->forward(inMap);
            const double expected = area(measure(geographic, method), field);
            EXPECT_GT(expected, 5000) << geographic;
            EXPECT_NEAR(area(measure(projected, method), inMap), expected, 2e-8 * expected) << projected;
        }
}

// What a short edge adds in closed form is what the survey software's division adds, but for its rounding to 0.1 mm.
RC_GTEST_PROP(Measure, shortEdgesAreDividedAsLongOnes, ()) {
    const Measure free = working("EPSG:4490", "EPSG:4524");
    const auto roll = [](double low, double high) {
        return low + (high - low) * static_cast<double>(random_shape::roll(0, 1000000)) / 1e6;
    };
    const Coordinate at{roll(106.6, 109.4), roll(20, 50)};
    const double metre = 1 / 111320.0;
    const Places ring =
        box(at.x, at.y, roll(60, 950) * metre / std::cos(at.y * std::numbers::pi / 180), roll(60, 950) * metre);
    // The same by hand: national chain without rounding.
    const auto there = Projection::between("EPSG:4490", "EPSG:4524").value();
    Places plane = ring, dense;
    there.forward(plane);
    for (std::size_t i = 0, j = plane.size() - 1; i < plane.size(); j = i++) {
        const Coordinate a = plane[j], b = plane[i];
        const double parts = std::ceil(std::hypot(b.x - a.x, b.y - a.y) / 70);
        for (double k = 0; k < parts; ++k)
            dense.push_back({a.x + (b.x - a.x) * k / parts, a.y + (b.y - a.y) * k / parts});
    }
    there.inverse(dense);
    RC_ASSERT(std::abs(area(free, ring) - area(measure("EPSG:4490", AreaMethod::EqualArea), dense)) < 2e-3);
}

// A star whose edges are 20 m to 60 km long, off the poles.
Ring anyStar() {
    const Point centre{random_shape::roll(-170, 170) * 1000000000, random_shape::roll(-80, 80) * 1000000000};
    return random_shape::star(centre, std::int64_t{1} << random_shape::roll(18, 30), 12);
}

// Geodesic edges measured in closed form or by S12 are the raw formula on a hundred places along each.
RC_GTEST_PROP(Measure, geodesicEdgesAreGeodesics, ()) {
    static const Measure own = measure("EPSG:4326", AreaMethod::Geodesic);
    static const Measure raw = measure("EPSG:4326", AreaMethod::EqualArea);
    const Ring ring = anyStar();
    geod_geodesic globe;
    geod_init(&globe, 6378137, 1 / 298.257223563);
    Places dense;
    double longest = 0, leftOut = 0;
    constexpr int parts = 100;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Coordinate a = Grid::geographic().place(ring[j]), b = Grid::geographic().place(ring[i]);
        geod_geodesicline line;
        geod_inverseline(&line, &globe, a.y, a.x, b.y, b.x, 0);
        longest = std::max(longest, line.s13);
        // A straight line of the equal-area map turns by at most √2 tan(latitude) over the radius against a geodesic,
        // and a chord of curvature k and length l leaves out k l³ / 12.
        const double steep =
            std::tan(std::min(1.5, (std::max(std::abs(a.y), std::abs(b.y)) + 1) * 3.141592653589793 / 180));
        leftOut += 1.5 * steep / 6.35e6 * std::pow(line.s13, 3) / 12 / (parts * parts);
        dense.push_back(a);
        for (int k = 1; k < parts; ++k) {
            Coordinate place;
            geod_position(&line, line.s13 * k / parts, &place.y, &place.x, nullptr);
            dense.push_back(place);
        }
    }
    // The last digit of S12, which longer edges need, is an azimuth's over the square of the radius.
    const double tolerance = 2e-3 + leftOut + (longest < 900 ? 0 : 0.5);
    RC_ASSERT(std::abs(own.area(ring).squareMetres() - area(raw, dense)) < tolerance);
}

// Neighbours that share their edges sum to the whole, in every method: an edge is measured the same from both sides.
RC_GTEST_PROP(Measure, partsSumToTheWhole, ()) {
    const auto method = *rc::gen::element(AreaMethod::EqualArea70m, AreaMethod::EqualArea, AreaMethod::Geodesic);
    const auto any = Measure::on(*systemOf("EPSG:4490"), method, *systemOf("EPSG:4524")).value();
    const std::int64_t west = random_shape::roll(105000000000, 108000000000), south = 41000000000;
    const std::int64_t size = std::int64_t{1} << random_shape::roll(10, 30);
    const Point a{west, south}, b{west + size, south + 5}, c{west + size - 3, south + size}, d{west, south + size};
    const double whole = any.area(Ring{a, b, c, d}).squareMetres();
    const double parts = any.area(Ring{a, b, c}).squareMetres() + any.area(Ring{a, c, d}).squareMetres();
    RC_ASSERT(std::abs(whole - parts) < 1e-4 + 1e-12 * whole);
}

TEST(Area, unitsAndConversions) {
    EXPECT_DOUBLE_EQ(Area::hectares(1).mu(), 15);
    EXPECT_DOUBLE_EQ(in(AreaUnit::TenThousandMu, Area::mu(25000)), 2.5);
    EXPECT_DOUBLE_EQ(areaOf(3, AreaUnit::SquareKilometre).hectares(), 300);
    for (const auto unit :
         {AreaUnit::SquareMetre, AreaUnit::Hectare, AreaUnit::Mu, AreaUnit::TenThousandMu, AreaUnit::SquareKilometre})
        EXPECT_DOUBLE_EQ(in(unit, areaOf(12.5, unit)), 12.5);
}

}  // namespace
}  // namespace geometry
