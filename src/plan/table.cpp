#include "plan/table.h"

#include <algorithm>

namespace plan {

const Table::Space* Table::spaceOf(std::uint32_t space) const {
    const auto at = std::lower_bound(spaces_.begin(), spaces_.end(), space,
                                     [](const auto& s, std::uint32_t n) { return s->space < n; });
    return at != spaces_.end() && (*at)->space == space ? at->get() : nullptr;
}

FeatureRef Table::find(FeatureId id) const {
    const Space* space = spaceOf(id.space);
    const std::size_t branch = id.serial / (fan * fan);
    if (!space || branch >= space->branches.size() || !space->branches[branch]) return nullptr;
    const auto& page = space->branches[branch]->pages[id.serial / fan % fan];
    return page ? page->slots[id.serial % fan] : nullptr;
}

Table Table::with(std::vector<Entry> entries) const {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
    Table result = *this;
    for (std::size_t at = 0; at < entries.size();) {
        const std::uint32_t number = entries[at].id.space;
        auto place = std::lower_bound(result.spaces_.begin(), result.spaces_.end(), number,
                                      [](const auto& s, std::uint32_t n) { return s->space < n; });
        const bool known = place != result.spaces_.end() && (*place)->space == number;
        auto space = known ? std::make_shared<Space>(**place) : std::make_shared<Space>();
        space->space = number;
        while (at < entries.size() && entries[at].id.space == number) {
            const std::size_t branchAt = entries[at].id.serial / (fan * fan);
            if (branchAt >= space->branches.size()) space->branches.resize(branchAt + 1);
            auto branch = space->branches[branchAt] ? std::make_shared<Branch>(*space->branches[branchAt])
                                                    : std::make_shared<Branch>();
            while (at < entries.size() && entries[at].id.space == number &&
                   entries[at].id.serial / (fan * fan) == branchAt) {
                const std::size_t pageAt = entries[at].id.serial / fan;
                auto& shared = branch->pages[pageAt % fan];
                auto page = shared ? std::make_shared<Page>(*shared) : std::make_shared<Page>();
                for (; at < entries.size() && entries[at].id.space == number && entries[at].id.serial / fan == pageAt;
                     ++at) {
                    FeatureRef& slot = page->slots[entries[at].id.serial % fan];
                    if (slot) --result.size_;
                    slot = std::move(entries[at].feature);
                    if (slot) ++result.size_;
                }
                shared = std::move(page);
            }
            space->branches[branchAt] = std::move(branch);
        }
        if (known)
            *place = std::move(space);
        else
            result.spaces_.insert(place, std::move(space));
    }
    return result;
}

void Table::each(const std::function<void(const FeatureRef&)>& visit) const {
    for (const auto& space : spaces_)
        for (const auto& branch : space->branches) {
            if (!branch) continue;
            for (const auto& page : branch->pages) {
                if (!page) continue;
                for (const auto& feature : page->slots)
                    if (feature) visit(feature);
            }
        }
}

void Table::diff(const Table& before, const Table& after,
                 const std::function<void(const FeatureRef&, const FeatureRef&)>& visit) {
    static const Space noSpace;
    static const Branch noBranch;
    static const Page noPage;
    const auto pages = [&](const Page& a, const Page& b) {
        for (std::uint32_t i = 0; i < fan; ++i) {
            if (a.slots[i] == b.slots[i]) continue;
            if (a.slots[i] && b.slots[i] && *a.slots[i] == *b.slots[i]) continue;
            visit(a.slots[i], b.slots[i]);
        }
    };
    const auto branches = [&](const Branch& a, const Branch& b) {
        for (std::uint32_t i = 0; i < fan; ++i)
            if (a.pages[i] != b.pages[i]) pages(a.pages[i] ? *a.pages[i] : noPage, b.pages[i] ? *b.pages[i] : noPage);
    };
    const auto compareSpaces = [&](const Space& a, const Space& b) {
        const std::size_t count = std::max(a.branches.size(), b.branches.size());
        for (std::size_t i = 0; i < count; ++i) {
            const auto* left = i < a.branches.size() ? a.branches[i].get() : nullptr;
            const auto* right = i < b.branches.size() ? b.branches[i].get() : nullptr;
            if (left != right) branches(left ? *left : noBranch, right ? *right : noBranch);
        }
    };
    auto a = before.spaces_.begin(), b = after.spaces_.begin();
    while (a != before.spaces_.end() || b != after.spaces_.end()) {
        const bool left = a != before.spaces_.end() && (b == after.spaces_.end() || (*a)->space <= (*b)->space);
        const bool right = b != after.spaces_.end() && (a == before.spaces_.end() || (*b)->space <= (*a)->space);
        if (!(left && right && *a == *b)) compareSpaces(left ? **a : noSpace, right ? **b : noSpace);
        if (left) ++a;
        if (right) ++b;
    }
}

}  // namespace plan
