#pragma once

#include <geodesic.h>
#include <geos_c.h>

#include <cmath>
#include <utility>
#include <vector>

#include "bench/table.h"
#include "geometry/grid.h"
#include "geometry/shape.h"

namespace bench {

// What the libraries that everybody builds on do through their C interfaces: GEOS on coordinates in degrees with its
// R-tree and prepared geometries, and the geodesic area of PROJ.
class GeosPeer {
public:
    GeosPeer() : context_(GEOS_init_r()) {}
    ~GeosPeer() {
        for (GEOSGeometry* each : made_) GEOSGeom_destroy_r(context_, each);
        GEOS_finish_r(context_);
    }
    GeosPeer(const GeosPeer&) = delete;
    GeosPeer& operator=(const GeosPeer&) = delete;

    using Geometries = std::vector<GEOSGeometry*>;

    Geometries load(const std::vector<const geometry::MultiPolygon*>& areas, const geometry::Grid& grid) {
        Geometries all;
        for (const geometry::MultiPolygon* area : areas) {
            std::vector<GEOSGeometry*> parts;
            for (const geometry::Polygon& polygon : area->polygons) {
                std::vector<GEOSGeometry*> holes;
                for (const geometry::Ring& hole : polygon.holes) holes.push_back(ringOf(hole, grid));
                parts.push_back(GEOSGeom_createPolygon_r(context_, ringOf(polygon.outer, grid), holes.data(),
                                                         static_cast<unsigned>(holes.size())));
            }
            all.push_back(GEOSGeom_createCollection_r(context_, GEOS_MULTIPOLYGON, parts.data(),
                                                      static_cast<unsigned>(parts.size())));
        }
        made_.insert(made_.end(), all.begin(), all.end());
        return all;
    }

    // The pairs whose insides meet.
    std::pair<std::size_t, Taken> overlaps(const Geometries& all) {
        std::size_t count = 0;
        const Taken time = taken([&] {
            eachPair(all, all, [&](std::size_t i, std::size_t j, const GEOSPreparedGeometry* prepared) {
                if (j > i && GEOSPreparedIntersects_r(context_, prepared, all[j]) == 1 &&
                    GEOSRelatePattern_r(context_, all[i], all[j], "T********") == 1)
                    ++count;
            });
        });
        return {count, time};
    }
    // The holes in the union of all.
    std::pair<int, Taken> gaps(const Geometries& all) {
        int holes = 0;
        const Taken time = taken([&] {
            Geometries copies;
            for (const GEOSGeometry* each : all) copies.push_back(GEOSGeom_clone_r(context_, each));
            GEOSGeometry* together = GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, copies.data(),
                                                                 static_cast<unsigned>(copies.size()));
            GEOSGeometry* united = GEOSUnaryUnion_r(context_, together);
            for (int i = 0; united && i < GEOSGetNumGeometries_r(context_, united); ++i)
                if (const GEOSGeometry* part = GEOSGetGeometryN_r(context_, united, i);
                    GEOSGeomTypeId_r(context_, part) == GEOS_POLYGON)
                    holes += GEOSGetNumInteriorRings_r(context_, part);
            GEOSGeom_destroy_r(context_, united);
            GEOSGeom_destroy_r(context_, together);
        });
        return {holes, time};
    }
    // How many are not valid.
    std::pair<std::size_t, Taken> invalid(const Geometries& all) {
        std::size_t count = 0;
        const Taken time = taken([&] {
            for (const GEOSGeometry* each : all) count += GEOSisValid_r(context_, each) != 1;
        });
        return {count, time};
    }
    // The area that each of the first has in common with all of the others, in square degrees, together.
    std::pair<double, Taken> shared(const Geometries& all, const Geometries& others) {
        double sum = 0;
        const Taken time = taken([&] {
            eachPair(others, all, [&](std::size_t i, std::size_t j, const GEOSPreparedGeometry* prepared) {
                double area = 0;
                if (GEOSPreparedContainsProperly_r(context_, prepared, all[j]) == 1) {
                    GEOSArea_r(context_, all[j], &area);
                } else if (GEOSPreparedIntersects_r(context_, prepared, all[j]) == 1) {
                    GEOSGeometry* common = GEOSIntersection_r(context_, others[i], all[j]);
                    if (common) GEOSArea_r(context_, common, &area);
                    GEOSGeom_destroy_r(context_, common);
                }
                sum += area;
            });
        });
        return {sum, time};
    }

    // Square metres between geodesics, each area for itself.
    static std::pair<std::vector<double>, Taken> geodesicAreas(const std::vector<const geometry::MultiPolygon*>& areas,
                                                               const geometry::Grid& grid, double semiMajor,
                                                               double flattening) {
        std::vector<double> all;
        const Taken time = taken([&] {
            geod_geodesic globe;
            geod_init(&globe, semiMajor, flattening);
            for (const geometry::MultiPolygon* area : areas) {
                double sum = 0;
                geometry::eachRing(*area, [&](const geometry::Ring& ring) {
                    geod_polygon polygon;
                    geod_polygon_init(&polygon, 0);
                    for (const geometry::Point p : ring) {
                        const geometry::Coordinate place = grid.place(p);
                        geod_polygon_addpoint(&globe, &polygon, place.y, place.x);
                    }
                    double one = 0;
                    geod_polygon_compute(&globe, &polygon, 0, 1, &one, nullptr);
                    sum += one;
                });
                all.push_back(sum);
            }
        });
        return {std::move(all), time};
    }

private:
    GEOSGeometry* ringOf(const geometry::Ring& ring, const geometry::Grid& grid) {
        GEOSCoordSequence* corners = GEOSCoordSeq_create_r(context_, static_cast<unsigned>(ring.size() + 1), 2);
        for (unsigned i = 0; i <= ring.size(); ++i) {
            const geometry::Coordinate place = grid.place(ring[i % ring.size()]);
            GEOSCoordSeq_setXY_r(context_, corners, i, place.x, place.y);
        }
        return GEOSGeom_createLinearRing_r(context_, corners);
    }

    // Calls visit(i, j, prepared all[i]) for every pair whose boxes touch.
    template <class Visit>
    void eachPair(const Geometries& all, const Geometries& others, Visit visit) {
        GEOSSTRtree* tree = GEOSSTRtree_create_r(context_, 10);
        std::vector<std::size_t> places(others.size());
        for (std::size_t j = 0; j < others.size(); ++j) {
            places[j] = j;
            GEOSSTRtree_insert_r(context_, tree, others[j], &places[j]);
        }
        const auto gather = [](void* place, void* found) {
            static_cast<std::vector<std::size_t>*>(found)->push_back(*static_cast<std::size_t*>(place));
        };
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < all.size(); ++i) {
            found.clear();
            GEOSSTRtree_query_r(context_, tree, all[i], gather, &found);
            const GEOSPreparedGeometry* prepared = GEOSPrepare_r(context_, all[i]);
            for (const std::size_t j : found) visit(i, j, prepared);
            GEOSPreparedGeom_destroy_r(context_, prepared);
        }
        GEOSSTRtree_destroy_r(context_, tree);
    }

    GEOSContextHandle_t context_;
    Geometries made_;
};

}  // namespace bench
