#include <algorithm>
#include <map>
#include <set>

#include "store/edits.h"
#include "store/verifying.h"

namespace store {

namespace {

// What one revision did to one feature.
struct Event {
    std::int64_t revision = 0, feature = 0;
    const Digest* before = nullptr;
    const Digest* after = nullptr;
    auto place() const { return std::pair(revision, feature); }
};
using Events = std::span<const Event>;

bool byPlace(const Event& a, const Event& b) { return a.place() < b.place(); }

void order(std::vector<Event>& events) {
    if (!std::is_sorted(events.begin(), events.end(), byPlace)) std::sort(events.begin(), events.end(), byPlace);
}

class Contents {
public:
    Contents(Verifying& verifying, LayerWork& work)
        : verifying_(verifying),
          work_(work),
          code_(verifying.layout.layer(work.index).code),
          digester_(verifying.layout.digests) {}

    void verify() {
        collect();
        std::map<std::int64_t, Content> filed;
        Statement row = verifying_.database.prepare(
            "SELECT revision, added, changed, removed, digest FROM sanxian_contents WHERE layer = ?");
        for (row.with(code_); row.step();)
            filed[row.integer(0)] = {row.integer(1), row.integer(2), row.integer(3),
                                     digestIn(row, 4).value_or(Digest{})};
        if (!verifying_.database.ok()) return;
        for (std::size_t at = 0, end = 0; at < events_.size(); at = end) {
            const std::int64_t revision = events_[at].revision;
            while (end < events_.size() && events_[end].revision == revision) ++end;
            const Events done(events_.data() + at, end - at);
            const auto there = filed.find(revision);
            const Content made = contentOf(done);
            if (there == filed.end())
                explain(revision, done, made, {});
            else if (made != there->second)
                explain(revision, done, made, there->second);
            if (there != filed.end()) filed.erase(there);
        }
        for (const auto& [revision, content] : filed) explain(revision, {}, {}, content);
        if (sound_ && !work_.damaged && !work_.unreadable) compareTotals();
    }

private:
    // From the states to the changes that began and ended them.
    void collect() {
        std::vector<Event> begins, ends;
        for (const auto& rows : work_.rows)
            for (const Life& life : rows.lives) {
                begins.push_back({life.born, life.feature, nullptr, &life.digest});
                if (life.died != 0) ends.push_back({life.died, life.feature, &life.digest, nullptr});
            }
        order(begins), order(ends);
        events_.resize(begins.size() + ends.size());
        std::merge(begins.begin(), begins.end(), ends.begin(), ends.end(), events_.begin(), byPlace);
        std::size_t last = 0;
        for (std::size_t i = 1; i < events_.size(); ++i) {
            const Event& next = events_[i];
            Event& event = events_[last];
            const bool one = event.place() == next.place();
            if (one && ((event.before && next.before) || (event.after && next.after)))
                report(next.revision, next.feature, "store.verify.overlap");
            if (!one) {
                events_[++last] = next;
                continue;
            }
            if (next.before) event.before = next.before;
            if (next.after) event.after = next.after;
        }
        if (!events_.empty()) events_.resize(last + 1);
    }

    // The totals are the sums of the rows, where these are what was filed.
    void compareTotals() {
        std::map<std::int64_t, std::int64_t> growth;
        for (const Event& event : events_) growth.emplace(event.revision, 0);
        for (const auto& rows : work_.rows)
            for (const auto& [revision, units] : rows.growth) growth[revision] += units;
        std::int64_t total = 0;
        auto next = growth.begin();
        Statement row =
            verifying_.database.prepare("SELECT revision, area FROM sanxian_totals WHERE layer = ? ORDER BY revision");
        for (row.with(code_); row.step();) {
            const std::int64_t revision = row.integer(0);
            for (; next != growth.end() && next->first < revision; ++next) {
                reportTotal(next->first);
                total += next->second;
            }
            const bool there = next != growth.end() && next->first == revision;
            if (there) total += next++->second;
            if (!there || !hasKinds(row, "ii") || row.integer(1) != total) reportTotal(revision);
        }
        for (; verifying_.database.ok() && next != growth.end(); ++next) reportTotal(next->first);
    }
    void reportTotal(std::int64_t revision) { verifying_.problem(revision, code_, {}, "total", "store.verify.total"); }

    // What the changes come to, without those of some features.
    Content contentOf(Events events, const std::set<std::int64_t>& without = {}) {
        Content content;
        buffer_.clear();
        const auto put = [&](std::uint64_t number) {
            for (unsigned i = 0; i < 8; ++i) buffer_ += static_cast<char>(number >> 8 * i);
        };
        const auto digest = [&](const Digest* held) {
            put(held ? held->size() : 0);
            if (held) buffer_.append(reinterpret_cast<const char*>(held->data()), held->size());
        };
        for (const Event& event : events) {
            if (!without.empty() && without.contains(event.feature)) continue;
            ++(!event.before ? content.added : event.after ? content.changed : content.removed);
            put(static_cast<std::uint64_t>(event.feature));
            digest(event.before), digest(event.after);
            if (buffer_.size() > bufferBytes) digester_.raw(buffer_), buffer_.clear();
        }
        content.digest = digester_.raw(buffer_).finish();
        return content;
    }

    void report(std::int64_t revision, std::optional<std::int64_t> feature, const char* detail) {
        verifying_.problem(revision, code_, feature, "contents", detail);
    }
    void report(std::int64_t revision, const std::set<std::int64_t>& features, const char* detail) {
        std::size_t named = 0;
        for (const auto feature : features) {
            if (named++ == manyFeatures) return report(revision, std::nullopt, "store.verify.more");
            report(revision, feature, detail);
        }
    }

    // Why a revision is not as it was filed: names the features wherever anything still tells them.
    void explain(std::int64_t revision, Events events, const Content& made, const std::optional<Content>& filed) {
        sound_ = false;
        if (work_.unreadable) return report(revision, std::nullopt, "store.verify.contents_unread");
        if (filed && !events.empty() && contentOf(restored(events)) == *filed) return;  // its rows were named
        if (wouldChain(verifying_, revision, code_, made))
            return report(revision, std::nullopt, "store.verify.contents_record");
        if (const auto names = unlikeCase(revision, events); !names.empty())
            return report(revision, names, "store.verify.contents");
        if (!filed) {
            std::set<std::int64_t> names;
            for (const Event& event : events) names.insert(event.feature);
            return report(revision, names, "store.verify.no_revision");
        }
        if (events.empty()) return report(revision, std::nullopt, "store.verify.no_rows");
        const std::set<std::int64_t> names = intruders(events, *filed);
        if (names.empty()) return report(revision, std::nullopt, "store.verify.contents");
        report(revision, names, "store.verify.contents");
    }

    // With the digests that the states of damaged rows have, in place of those that their rows say.
    std::vector<Event> restored(Events events) {
        if (wrong_.empty())
            for (const auto& rows : work_.rows)
                for (const auto& [at, digest] : rows.wrong) wrong_.emplace(&rows.lives[at].digest, digest);
        std::vector<Event> result(events.begin(), events.end());
        for (Event& event : result)
            for (const Digest** side : {&event.before, &event.after})
                if (const auto there = wrong_.find(*side); there != wrong_.end()) *side = &there->second;
        return result;
    }

    // The features that a revision's case changed otherwise, where it has one.
    std::set<std::int64_t> unlikeCase(std::int64_t revision, Events events) {
        std::set<std::int64_t> names;
        const auto number =
            verifying_.database.integer(R"(SELECT "case" FROM sanxian_revisions WHERE number = ?)", revision);
        if (!number) return names;
        plan::FeatureId next;
        const auto edits = netEdits(verifying_.database, verifying_.layout, *number, next);
        if (!verifying_.database.outcome() || edits.empty()) return names;
        std::map<std::int64_t, std::pair<std::optional<Digest>, std::optional<Digest>>> wanted;
        for (const Edit& edit : edits)
            if (edit.layer.index == work_.index) wanted[edit.id.number()] = {edit.before, edit.after};
        const auto held = [](const Digest* digest) { return digest ? std::optional(*digest) : std::nullopt; };
        for (const Event& event : events) {
            const auto there = wanted.find(event.feature);
            if (there == wanted.end() || there->second != std::pair(held(event.before), held(event.after)))
                names.insert(event.feature);
            if (there != wanted.end()) wanted.erase(there);
        }
        for (const auto& [feature, digests] : wanted) names.insert(feature);
        return names;
    }

    // Features without whose changes the revision would be as filed, or, where none makes the difference, those whose
    // rows do not stand where the revision wrote them.
    std::set<std::int64_t> intruders(Events events, const Content& filed) {
        if (events.size() == 1) return {events.front().feature};
        std::set<std::int64_t> strange = overlapping();
        const auto displaced = outOfOrder();
        strange.insert(displaced.begin(), displaced.end());
        std::set<std::int64_t> here;
        for (const Event& event : events)
            if (strange.contains(event.feature)) here.insert(event.feature);
        if (!here.empty() && contentOf(events, here) == filed) return here;
        if (here.size() <= manyFeatures)
            for (const auto feature : here)
                if (contentOf(events, {feature}) == filed) return {feature};
        constexpr std::size_t small = 2000;  // it takes the square of their number
        for (std::size_t i = 0; events.size() <= small && i < events.size(); ++i)
            if (contentOf(events, {events[i].feature}) == filed) return {events[i].feature};
        return here;
    }

    // Features that have two states at once.
    std::set<std::int64_t> overlapping() {
        std::vector<const Life*> lives;
        for (const auto& rows : work_.rows)
            for (const Life& life : rows.lives) lives.push_back(&life);
        std::sort(lives.begin(), lives.end(), [](const Life* a, const Life* b) {
            return std::pair(a->feature, a->born) < std::pair(b->feature, b->born);
        });
        std::set<std::int64_t> names;
        for (std::size_t i = 1; i < lives.size(); ++i)
            if (const Life& a = *lives[i - 1], &b = *lives[i];
                a.feature == b.feature && (a.died == 0 || a.died > b.born))
                names.insert(a.feature);
        return names;
    }

    // Rows are written revision by revision, in the order of features.
    std::set<std::int64_t> outOfOrder() {
        std::set<std::int64_t> names;
        const Life* last = nullptr;
        for (const auto& rows : work_.rows)
            for (const Life& life : rows.lives) {
                if (last && std::pair(life.born, life.feature) < std::pair(last->born, last->feature))
                    names.insert({life.feature, last->feature});
                last = &life;
            }
        return names;
    }

    static constexpr std::size_t bufferBytes = 16384, manyFeatures = 100;
    Verifying& verifying_;
    LayerWork& work_;
    const std::string& code_;
    Digester digester_;
    std::string buffer_;
    bool sound_ = true;  // every revision did what is recorded of it
    std::vector<Event> events_;
    std::map<const Digest*, Digest> wrong_;
};

}  // namespace

void verifyContents(Verifying& verifying, LayerWork& work) { Contents(verifying, work).verify(); }

}  // namespace store
