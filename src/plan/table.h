#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "plan/feature.h"

namespace plan {

// A persistent table of features by id: pages of 256 shared by all versions that do not differ in them. A new version
// costs the pages it touches; comparing two versions costs the pages that differ.
class Table {
public:
    struct Entry {
        FeatureId id;
        FeatureRef feature;  // null: not there
    };

    FeatureRef find(FeatureId id) const;
    std::size_t size() const { return size_; }
    // The table with each entry put in its place (null takes it out). Entries need no order; of equal ids the last
    // holds.
    Table with(std::vector<Entry> entries) const;
    // In the order of ids.
    void each(const std::function<void(const FeatureRef&)>& visit) const;
    // Calls visit(before, after) for each id whose feature differs by value, in the order of ids.
    static void diff(const Table& before, const Table& after,
                     const std::function<void(const FeatureRef&, const FeatureRef&)>& visit);

private:
    static constexpr std::uint32_t fan = 256;
    struct Page {
        std::array<FeatureRef, fan> slots;
    };
    struct Branch {
        std::array<std::shared_ptr<const Page>, fan> pages;
    };
    struct Space {
        std::uint32_t space = 0;
        std::vector<std::shared_ptr<const Branch>> branches;
    };
    std::vector<std::shared_ptr<const Space>> spaces_;  // in the order of their numbers
    std::size_t size_ = 0;

    const Space* spaceOf(std::uint32_t space) const;
};

}  // namespace plan
