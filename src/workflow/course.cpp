#include "workflow/course.h"

namespace workflow {

base::Result<std::vector<Moment>> courseOf(const store::Store& store, const plan::Spec& spec,
                                           const plan::Settings& settings, store::RevisionNumber last,
                                           const base::Task& task) {
    std::vector<Moment> course;
    if (last < 1) return course;
    const auto first = store.load(1, task);
    if (!first) return base::pass(first.error());
    const rules::Totals filed = rules::Totals::of(spec, *first);
    rules::Totals totals = filed;
    for (store::RevisionNumber number = 1; number <= last; ++number) {
        if (task.stopped()) return base::cancelled();
        if (number > 1) {
            const auto changes = store.changes(number - 1, number);
            if (!changes) return base::pass(changes.error());
            totals = totals.after(*changes);
        }
        const auto revision = store.revision(number);
        if (!revision) return base::pass(revision.error());
        course.push_back({number, revision->time, rules::indicators(spec, settings, filed, totals)});
    }
    return course;
}

}  // namespace workflow
