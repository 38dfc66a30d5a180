#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "plan/settings.h"
#include "plan/snapshot.h"
#include "plan/spec.h"
#include "store/case.h"
#include "store/digest.h"
#include "store/revision.h"

namespace store {

// The versioned SpatiaLite file: the filed revisions (a line) and the open cases (each a line of saves on the revision
// it stands on). One connection, one thread at a time. Every write is one transaction: done, or the file is as it was.
class Store {
public:
    // A new file with the pack's layers, empty, revision 0. Fails where the file exists or cannot be made.
    static base::Result<Store> init(const std::filesystem::path& file, const plan::Spec& spec,
                                    const std::string& packFolder, const std::string& crs, const std::string& region,
                                    DigestMethod digests = DigestMethod::Sm3);
    // The same for a schema that is there already; `spec` is what spec() will give back.
    static base::Result<Store> init(const std::filesystem::path& file, const plan::Schema& schema,
                                    const std::string& spec, DigestMethod digests = DigestMethod::Sm3);
    enum class Mode { ReadWrite, ReadOnly };
    // Fails with a reason where it is no store, or one of a newer program. A store of an older program is brought to
    // this one's format by ReadWrite, and read as it is by ReadOnly.
    static base::Result<Store> open(const std::filesystem::path& file, Mode mode = Mode::ReadWrite);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    const std::filesystem::path& file() const;
    plan::SchemaRef schema() const;                                     // the newest structure
    base::Result<plan::SchemaRef> schema(RevisionNumber number) const;  // the structure that a revision has
    std::string spec() const;  // the pack's name or folder, as it was given to init
    DigestMethod digests() const;
    base::Result<plan::Settings> settings() const;
    // An entry without a value takes the key's earlier ones back.
    using Entry = std::pair<std::string, std::optional<double>>;
    base::Result<> set(const std::vector<Entry>& entries);  // all of them or none
    base::Result<> set(const std::string& key, double value);
    base::Result<> unset(const std::string& key);

    RevisionNumber head() const;
    // "3", "head", "head~2", a tag, a day ("2026-06-30": the last revision that was filed on it or before, by this
    // machine's clock) or a moment in ISO 8601. NotFound names what there is.
    base::Result<RevisionNumber> resolve(const std::string& name) const;
    base::Result<Revision> revision(RevisionNumber number) const;
    base::Result<std::vector<Revision>> revisions(const std::vector<RevisionNumber>& numbers) const;  // in this order
    base::Result<std::vector<Revision>> log() const;                                                  // newest first
    base::Result<> tag(const std::string& name, RevisionNumber number);

    // A revision, in the structure that it has. Where two are compared, the older goes `under` the newer's schema.
    base::Result<plan::Snapshot> load(RevisionNumber number, const base::Task& task = {}) const;
    // In the structure of the newer. Either may be the older.
    base::Result<plan::Changeset> changes(RevisionNumber from, RevisionNumber to) const;

    // What the features of each layer, in the order of the newest structure, cover in a revision.
    base::Result<std::vector<geometry::Area>> areas(RevisionNumber number) const;

    // Every feature that ever bore the key or, by "#id", was the one. Empty where there was none.
    base::Result<std::vector<plan::FeatureId>> named(plan::LayerId layer, const std::string& keyOrId) const;
    // The states of one feature, oldest first, by the newest structure.
    base::Result<std::vector<FeatureState>> history(plan::LayerId layer, plan::FeatureId id) const;
    // The states alive in a revision whose boxes touch `box`, in the order of ids, by the newest structure.
    base::Result<std::vector<FeatureState>> at(plan::LayerId layer, const geometry::Box& box,
                                               RevisionNumber number) const;
    // Of what a revision changed or removed in the layer, the states before whose boxes touch `box`, each with what it
    // became, in the order of ids, by the newest structure. What only other places lost costs nothing.
    base::Result<plan::Changeset> ended(plan::LayerId layer, const geometry::Box& box, RevisionNumber number) const;

    // Layers and fields that the schema has more than the store are added to it; they hold from the next revision on.
    base::Result<> extend(const plan::Schema& schema);
    // A newer edition of the pack, `packFolder` as in init: layers and fields added, lengths widened, labels renamed,
    // all in a revision of its own; none where there is nothing to adopt. Unsupported where the pack narrows or
    // changes.
    base::Result<std::optional<RevisionNumber>> adopt(const plan::Spec& spec, const std::string& packFolder,
                                                      const Note& note);
    // Commits changes on head as a revision of their own, outside any case: the filed plan or a part of it. `wider`: as
    // extend, within the same transaction.
    base::Result<RevisionNumber> baseline(const plan::Changeset& changes, const Note& note, const base::Task& task = {},
                                          const plan::Schema* wider = nullptr);

    base::Result<Case> openCase(Case described);  // gives it id, base, time, and `first` unless that says a free space
    base::Result<std::vector<Case>> cases() const;
    base::Result<Case> find(const std::string& caseId) const;
    // With its saves, in the newest structure.
    base::Result<plan::Snapshot> loadCase(const std::string& caseId, const base::Task& task = {}) const;
    // What a case changes of the revision it stands on, in the order of layers and ids, without loading the plan.
    base::Result<plan::Changeset> caseChanges(const std::string& caseId) const;
    // One more save on top of the case's others. Conflict where the case is not open or `saves` is not how many it has.
    base::Result<> save(const std::string& caseId, std::int64_t saves, const plan::Changeset& changes, const Note& note,
                        const plan::Schema* wider = nullptr);
    // The case stands on revision `onto` from now on, and `changes` is all that it does to it; its saves before are
    // kept as evidence. Conflict where `onto` is not the head, `saves` is not how many it has, or a change does not
    // find there what it expects.
    base::Result<> rebase(const std::string& caseId, std::int64_t saves, RevisionNumber onto,
                          const plan::Changeset& changes, const Note& note);
    // What was chosen where the case collides with a head; of equal heads, layers and features the last holds, until
    // the case saves the feature again.
    base::Result<std::vector<Resolution>> resolutions(const std::string& caseId) const;
    base::Result<> resolve(const std::string& caseId, const std::vector<Resolution>& resolutions);  // all or none
    // The soft lock: other open cases that have changed features which this one changes.
    base::Result<std::vector<CaseTouch>> touching(const std::string& caseId) const;
    // Who works on the case now. `enter` says that this process does, until it leaves, closes the
    // store or ends.
    base::Result<std::vector<Presence>> present(const std::string& caseId) const;
    base::Result<> enter(const std::string& caseId, const std::string& author);
    base::Result<> leave(const std::string& caseId);
    // What the rules said last of the case as it stands, on the head as it is, by these rules and settings; nothing
    // where any of them has changed since.
    base::Result<std::optional<VerdictRecord>> verdict(const std::string& caseId, const Digest& rules) const;
    base::Result<> recordVerdict(const std::string& caseId, const VerdictRecord& verdict);
    // What was approved of the case's findings, oldest first, also what was revoked.
    base::Result<std::vector<Waiver>> waivers(const std::string& caseId) const;
    // One more; takes the place of one that holds for the same finding. Conflict where the case is not open.
    base::Result<> waive(const std::string& caseId, const Waiver& waiver);
    // It no longer holds. NotFound where none does for the finding.
    base::Result<> revoke(const std::string& caseId, const std::string& finding);
    // The case's changes become a revision. Conflict where the head has moved since it began or, where `saves` says how
    // many it had when it was judged, someone has saved since.
    base::Result<RevisionNumber> commit(const std::string& caseId, const Note& note, const base::Task& task = {},
                                        std::optional<std::int64_t> saves = {});

    // A copy of the whole store as it is at one moment, while others read and write. Refuses a file that exists.
    base::Result<> backup(const std::filesystem::path& out, const base::Task& task = {}) const;
    // Brings another copy of this store, on a share, to what this one is, in one transaction: the revisions,
    // structures, settings, tags, cases and saves that it lacks; makes it where it is not there. Conflict where it has
    // any that this one lacks. How many revisions went.
    base::Result<std::int64_t> publish(const std::filesystem::path& share, const base::Task& task = {}) const;

private:
    struct Connection;
    explicit Store(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

}  // namespace store
