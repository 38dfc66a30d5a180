#pragma once

#include <memory>

class OGRGeometry;
class OGRSpatialReference;

namespace worker {

// One millimetre on the ground in the units of the system; metres where none is named.
double millimetreIn(const OGRSpatialReference* system);

// The same geometry in straight pieces whose chords leave the arcs by less than `tolerance`. An arc gives the same
// points in whichever direction it runs, so that neighbours stay neighbours. Triangulated surfaces become polygons.
std::unique_ptr<OGRGeometry> linear(const OGRGeometry& geometry, double tolerance);

}  // namespace worker
