#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "plan/settings.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace store {

using RevisionNumber = std::int64_t;  // 1, 2, …; 0 is the empty plan that a store begins with

// One filed state of the plan (版本) and why it is there.
struct Revision {
    RevisionNumber number = 0, parent = 0;
    std::string time;  // ISO 8601 with zone
    std::string author, message;
    std::string caseId;  // empty for a baseline import
    std::string digest;  // lowercase hexadecimal, chained to the parent's
    std::vector<std::string> tags;
    std::int64_t changes = 0;
};

enum class Stage { Open, Committed, Closed };

// A maintenance case (维护案件): work on the plan from one revision on.
struct Case {
    std::string id;  // C1, C2, …
    std::string title, kind, unit, author;
    std::vector<std::string> basis;  // documents
    geometry::Shape extent;
    RevisionNumber base = 0;  // the revision it began from
    std::int64_t saves = 0;
    plan::FeatureId first;  // where its space of ids begins
    Stage stage = Stage::Open;
    std::optional<RevisionNumber> committed;
    std::string opened;  // time
};

struct Note {
    std::string author, message;
    std::string tag;   // empty: none
    std::string time;  // empty: now
};

// The versioned SpatiaLite file: the filed revisions (a line) and the open cases (each a line of saves on the revision
// it began from). One connection, one thread at a time. Every write is one transaction: done, or the file is as it was.
class Store {
public:
    // A new file with the pack's layers, empty, revision 0. Fails where the file exists or cannot be made.
    static base::Result<Store> init(const std::filesystem::path& file, const plan::Spec& spec,
                                    const std::string& packFolder, const std::string& crs, const std::string& region);
    // The same for a schema that is there already; `spec` is what spec() will give back.
    static base::Result<Store> init(const std::filesystem::path& file, const plan::Schema& schema,
                                    const std::string& spec);
    enum class Mode { ReadWrite, ReadOnly };
    // Fails with a reason where it is no store, or one of a newer program.
    static base::Result<Store> open(const std::filesystem::path& file, Mode mode = Mode::ReadWrite);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    const std::filesystem::path& file() const;
    plan::SchemaRef schema() const;
    std::string spec() const;  // the pack's name or folder, as it was given to init
    base::Result<plan::Settings> settings() const;
    base::Result<> set(const std::string& key, double value);

    RevisionNumber head() const;
    // "3", "head", "head~2", or a tag. NotFound names what there is.
    base::Result<RevisionNumber> resolve(const std::string& name) const;
    base::Result<Revision> revision(RevisionNumber number) const;
    base::Result<std::vector<Revision>> log() const;  // newest first
    base::Result<> tag(const std::string& name, RevisionNumber number);

    base::Result<plan::Snapshot> load(RevisionNumber number, const base::Task& task = {}) const;
    base::Result<plan::Changeset> changes(RevisionNumber from, RevisionNumber to) const;  // either may be the older

    // Layers and fields that the schema has more than the store are added to it (an import brings unknown fields, or
    // layers in `plain`).
    base::Result<> extend(const plan::Schema& schema);
    // Commits changes on head as a revision of their own, outside any case: the filed plan or a part of it.
    base::Result<RevisionNumber> baseline(const plan::Changeset& changes, const Note& note,
                                          const base::Task& task = {});

    base::Result<Case> openCase(Case described);  // gives it its id, base, first and time
    base::Result<std::vector<Case>> cases() const;
    base::Result<Case> find(const std::string& caseId) const;
    base::Result<plan::Snapshot> loadCase(const std::string& caseId,
                                          const base::Task& task = {}) const;  // with its saves
    // One more save on top of the case's others. Conflict where the case is not open or `saves` is not how many it has.
    base::Result<> save(const std::string& caseId, std::int64_t saves, const plan::Changeset& changes,
                        const Note& note);
    // The case's changes become a revision. Conflict where the head has moved since it began.
    base::Result<RevisionNumber> commit(const std::string& caseId, const Note& note, const base::Task& task = {});

private:
    struct Connection;
    explicit Store(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

}  // namespace store
