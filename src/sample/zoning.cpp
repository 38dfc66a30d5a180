#include "sample/zoning.h"

#include <algorithm>
#include <cmath>

#include "sample/land_class.h"
#include "sample/random.h"
#include "sample/red_line.h"
#include "sample/region.h"

namespace sample {

namespace {

constexpr double stripShare = 0.016, controlShare = 0.05, forestShare = 0.02;  // of the county
constexpr double specialShare = 0.1;  // of the seat's development boundary: 430
constexpr double expansion = 1.26;    // planned urban construction land over that of 2020
constexpr double squareKilometre = 1e12, largestVillage = 4 * squareKilometre;

class Surveyor {
public:
    Surveyor(const Terrain& terrain, const Triangulation& mesh, const std::vector<double>& areas, std::uint64_t seed)
        : terrain_(terrain),
          mesh_(mesh),
          areas_(areas),
          seed_(seed),
          count_(static_cast<std::uint32_t>(mesh.sites().size()) - 4) {
        z_.township.assign(mesh.sites().size(), -1);
        z_.village = z_.zone = z_.town = z_.red = z_.reserve = z_.mine = z_.township;
        z_.landClass.resize(mesh.sites().size());
        z_.strip.resize(mesh.sites().size());
        z_.built = z_.farmland = z_.strip;
        effort_.resize(mesh.sites().size());
        for (std::uint32_t s = 0; s < count_; ++s) effort_[s] = terrain.effort(x(s), y(s));
    }

    void county(std::int64_t parcels);
    void townships();
    void villages();
    void towns();
    void strip();
    void mines();
    void redLine();
    void rest();
    void classes();
    Zoning result() { return std::move(z_); }

private:
    const Terrain& terrain_;
    const Triangulation& mesh_;
    const std::vector<double>& areas_;
    std::uint64_t seed_;
    std::uint32_t count_;  // sites without the frame's corners
    double area_ = 0;
    std::vector<double> effort_;
    std::vector<std::uint32_t> seats_;
    Zoning z_;

    double x(std::uint32_t s) const { return Terrain::x(mesh_.sites()[s]); }
    double y(std::uint32_t s) const { return Terrain::y(mesh_.sites()[s]); }
    bool inside(std::uint32_t s) const { return z_.township[s] >= 0; }
    double distance(std::uint32_t a, std::uint32_t b) const {
        return std::sqrt((x(a) - x(b)) * (x(a) - x(b)) + (y(a) - y(b)) * (y(a) - y(b)));
    }

    // The inside site where `fitness` is highest.
    template <class Fitness>
    std::uint32_t best(Fitness fitness) const {
        std::uint32_t found = 0;
        double highest = -1e300;
        for (std::uint32_t s = 0; s < count_; ++s)
            if (inside(s))
                if (const double value = fitness(s); value > highest) highest = value, found = s;
        return found;
    }
    // Takes those sites for which `allowed` holds, the fittest first, until they have this area.
    template <class Allowed, class Fitness, class Take>
    void rank(double area, Allowed allowed, Fitness fitness, Take take) const {
        std::vector<std::pair<double, std::uint32_t>> order;
        for (std::uint32_t s = 0; s < count_; ++s)
            if (inside(s) && allowed(s)) order.emplace_back(-fitness(s), s);
        std::sort(order.begin(), order.end());
        for (const auto& [below, site] : order) {
            if (area < areas_[site] / 2) return;
            area -= areas_[site];
            take(site);
        }
    }
    // Grows a disk of about this area and tells of each of its sites.
    template <class Priority, class Allowed, class Take>
    void grow(std::uint32_t seed, double area, Priority priority, Allowed allowed, Take take) const {
        double left = area;
        growDisk(
            mesh_, seed, priority, [&](std::uint32_t s) { return inside(s) && allowed(s); }, [&] { return left > 0; },
            [&](std::uint32_t s) {
                left -= areas_[s];
                take(s);
            });
    }
    template <class Label>
    std::vector<int> labelledBy(Label label) const {
        std::vector<int> labels(mesh_.sites().size(), -1);
        for (std::uint32_t s = 0; s < count_; ++s) labels[s] = label(s);
        return labels;
    }
    std::vector<double> ecology() const;
    std::vector<char> free() const;
    void reserve(int i);
};

// The county's outline follows the parcels'.
void Surveyor::county(std::int64_t parcels) {
    std::vector<double> depth(mesh_.sites().size(), -1e9);
    for (std::uint32_t s = 0; s < count_; ++s) depth[s] = terrain_.depth(x(s), y(s));
    const auto deepest = static_cast<std::uint32_t>(std::max_element(depth.begin(), depth.end()) - depth.begin());
    growDisk(
        mesh_, deepest, [&](std::uint32_t s) { return depth[s]; }, [&](std::uint32_t s) { return s < count_; },
        [&] { return parcels > 0; },
        [&](std::uint32_t s) {
            --parcels;
            z_.township[s] = 0;
            area_ += areas_[s];
        });
}

void Surveyor::townships() {
    for (const Town& town : terrain_.towns())
        seats_.push_back(best([&](std::uint32_t s) {
            if (std::find(seats_.begin(), seats_.end(), s) != seats_.end()) return -1e9;
            return -(x(s) - town.x) * (x(s) - town.x) - (y(s) - town.y) * (y(s) - town.y);
        }));
    z_.townships = static_cast<int>(seats_.size());
    z_.township = shareOut(mesh_, seats_, [&](std::uint32_t from, std::uint32_t to) {
        return inside(to) ? distance(from, to) * (0.5 + effort_[to]) : -1.0;
    });
}

void Surveyor::villages() {
    const int each = Zoning::villagesEach;
    std::vector<std::vector<std::uint32_t>> sites(static_cast<std::size_t>(z_.townships));
    for (std::uint32_t s = 0; s < count_; ++s)
        if (inside(s)) sites[static_cast<std::size_t>(z_.township[s])].push_back(s);
    std::vector<std::uint32_t> seeds;
    Random random(hashOf(seed_, 1));
    for (const auto& of : sites)
        for (int i = 0; i < each; ++i) seeds.push_back(of[random.below(of.size())]);
    for (std::uint32_t s = 0; s < count_; ++s) {
        if (!inside(s)) continue;
        const int first = z_.township[s] * each;
        z_.village[s] = first;
        for (int i = first; i < first + each; ++i)
            if (distance(s, seeds[static_cast<std::size_t>(i)]) <
                distance(s, seeds[static_cast<std::size_t>(z_.village[s])]))
                z_.village[s] = i;
    }
    for (std::uint32_t s = 0; s < count_; ++s) {
        if (!inside(s) || areas_[s] > largestVillage) continue;
        const std::uint32_t seed = seeds[static_cast<std::size_t>(z_.village[s])];
        if (s == seed || distance(s, seed) < 0.25) z_.zone[s] = 510;
    }
}

void Surveyor::towns() {
    double counted = 0;
    for (std::size_t i = 0; i < seats_.size(); ++i) {
        const Town& town = terrain_.towns()[i];
        const auto urban = [&](std::uint32_t s) { return terrain_.urban(town, x(s), y(s)); };
        grow(
            seats_[i], town.area * squareKilometre, urban, [&](std::uint32_t s) { return z_.town[s] < 0; },
            [&](std::uint32_t s) {
                z_.town[s] = static_cast<int>(i);
                z_.zone[s] = 410;
                counted += areas_[s];
            });
    }
    const std::uint32_t edge =
        best([&](std::uint32_t s) { return z_.town[s] == 0 && s != seats_[0] ? distance(s, seats_[0]) + y(s) : -1.0; });
    grow(
        edge, specialShare * terrain_.towns()[0].area * squareKilometre,
        [&](std::uint32_t s) { return -distance(s, edge); },
        [&](std::uint32_t s) { return z_.town[s] == 0 && s != seats_[0]; },
        [&](std::uint32_t s) {
            z_.zone[s] = 430;
            counted -= areas_[s];
        });
    rank(
        counted / expansion, [&](std::uint32_t s) { return z_.zone[s] == 410; },
        [&](std::uint32_t s) {
            return terrain_.urban(terrain_.towns()[static_cast<std::size_t>(z_.town[s])], x(s), y(s));
        },
        [&](std::uint32_t s) { z_.built[s] = 1; });
}

// The alluvial strip with its villages: farmland to be kept for ever on the better soil (300), other farming (520).
void Surveyor::strip() {
    double area = 0;
    rank(
        stripShare * area_, [&](std::uint32_t s) { return z_.town[s] < 0; },
        [&](std::uint32_t s) { return terrain_.alluvium(x(s), y(s)); },
        [&](std::uint32_t s) {
            z_.strip[s] = 1;
            area += areas_[s];
            if (z_.zone[s] < 0) z_.zone[s] = 520;
        });
    rank(
        0.74 * area, [&](std::uint32_t s) { return z_.zone[s] == 520; },
        [&](std::uint32_t s) { return terrain_.soil(x(s), y(s)); }, [&](std::uint32_t s) { z_.zone[s] = 300; });
}

void Surveyor::mines() {
    Random random(hashOf(seed_, 2));
    for (int i = 0; i < 5; ++i) {
        std::uint32_t seed = 0;
        do seed = static_cast<std::uint32_t>(random.below(count_));
        while (!inside(seed) || z_.zone[seed] >= 0);
        grow(
            seed, random.between(25, 70) * squareKilometre,
            [&](std::uint32_t s) { return -distance(s, seed) + 3 * terrain_.detail(x(s) / 2, y(s) / 2); },
            [&](std::uint32_t s) { return z_.zone[s] < 0; },
            [&](std::uint32_t s) {
                z_.mine[s] = i;
                z_.zone[s] = 700;
            });
    }
}

std::vector<double> Surveyor::ecology() const {
    std::vector<double> result(mesh_.sites().size());
    for (std::uint32_t s = 0; s < count_; ++s) result[s] = terrain_.ecology(x(s), y(s));
    return result;
}

// 0 outside the county, 1 inside, 2 where the red line may be.
std::vector<char> Surveyor::free() const {
    std::vector<char> result(mesh_.sites().size());
    for (std::uint32_t s = 0; s < count_; ++s)
        result[s] = static_cast<char>(inside(s) ? (z_.zone[s] < 0 && z_.strip[s] == 0 ? 2 : 1) : 0);
    return result;
}

// The red line, the nature reserves in it, and its pieces, none of which lies both inside and outside a zone of a
// reserve.
void Surveyor::redLine() {
    const std::vector<char> red = drawRedLine(mesh_, areas_, ecology(), free());
    for (std::uint32_t s = 0; s < count_; ++s)
        if (red[s] != 0) z_.zone[s] = 100;
    for (int i = 0; i < 3; ++i) reserve(i);
    z_.red = divide(mesh_, labelledBy([&](std::uint32_t s) { return z_.zone[s] == 100 ? z_.reserve[s] + 1 : -1; }),
                    effort_, hashOf(seed_, 3));
}

void Surveyor::reserve(int i) {
    Random random(hashOf(seed_, 4, i));
    std::uint32_t seed = 0;
    do seed = static_cast<std::uint32_t>(random.below(count_));
    while (z_.zone[seed] != 100 || z_.reserve[seed] >= 0);
    const double area = random.between(300, 900) * squareKilometre;
    double taken = 0;
    grow(
        seed, area, [&](std::uint32_t s) { return -distance(s, seed) + 5 * terrain_.detail(x(s) / 3, y(s) / 3); },
        [&](std::uint32_t s) { return z_.zone[s] == 100 && z_.reserve[s] < 0; },
        [&](std::uint32_t s) {
            z_.reserve[s] = 2 * i + (taken > 0.4 * area ? 1 : 0);
            taken += areas_[s];
        });
}

// What no line holds: ecological control beside the red line, forestry in the southern mountains, pasture elsewhere.
void Surveyor::rest() {
    const auto left = [&](std::uint32_t s) { return z_.zone[s] < 0; };
    rank(
        controlShare * area_, left, [&](std::uint32_t s) { return terrain_.ecology(x(s), y(s)); },
        [&](std::uint32_t s) { z_.zone[s] = 200; });
    rank(
        forestShare * area_, left, [&](std::uint32_t s) { return terrain_.relief(x(s), y(s)); },
        [&](std::uint32_t s) { z_.zone[s] = 530; });
    for (std::uint32_t s = 0; s < count_; ++s)
        if (inside(s) && z_.zone[s] < 0) z_.zone[s] = 540;
}

void Surveyor::classes() {
    for (std::uint32_t s = 0; s < count_; ++s) {
        if (!inside(s)) continue;
        const Ground ground{z_.zone[s],
                            z_.strip[s] != 0,
                            z_.built[s] != 0,
                            terrain_.relief(x(s), y(s)),
                            terrain_.sand(x(s), y(s)),
                            terrain_.detail(x(s), y(s)),
                            unitOf(hashOf(seed_, 5, s))};
        z_.landClass[s] = landClassOf(ground);
        z_.farmland[s] = z_.zone[s] == 300 && isCultivated(z_.landClass[s]);
    }
}

}  // namespace

base::Result<Zoning> zone(const Terrain& terrain, const Triangulation& mesh, const std::vector<double>& areas,
                          std::int64_t parcels, std::uint64_t seed, const base::Task& task) {
    Surveyor surveyor(terrain, mesh, areas, seed);
    surveyor.county(parcels);
    surveyor.townships();
    surveyor.villages();
    surveyor.towns();
    surveyor.strip();
    if (task.stopped()) return base::cancelled();
    surveyor.mines();
    surveyor.redLine();
    if (task.stopped()) return base::cancelled();
    surveyor.rest();
    surveyor.classes();
    return surveyor.result();
}

}  // namespace sample
