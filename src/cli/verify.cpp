#include "store/verify.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "cli/answers.h"
#include "cli/program.h"
#include "store/digest.h"

namespace cli {

namespace {

struct Options {
    std::string store, digest;
    bool full = false;
};

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

// Every reader in a thread of its own. The first failure ends it.
base::Result<store::Verified> verified(Program& program, const Options& options) {
    constexpr std::size_t most = 8;
    const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most);
    auto verification = store::Verification::begin(options.store, options.full, threads);
    if (!verification) return base::pass(std::move(verification.error()));
    const std::size_t pieces = verification->pieces();
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t finished = 0;
    base::Result<> outcome;
    const base::Task task{program.task().stop, {}};
    const auto work = [&](std::size_t reader) {
        for (std::size_t piece = next++; piece < pieces; piece = next++) {
            auto done = verification->run(piece, reader, task);
            const std::scoped_lock lock(mutex);
            program.task().report(static_cast<double>(++finished) / static_cast<double>(pieces),
                                  base::message("store.verify.doing"));
            if (done) continue;
            if (outcome) outcome = std::move(done);
            next = pieces;
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t reader = 1; reader < verification->readers(); ++reader) others.emplace_back(work, reader);
        work(0);
    }
    if (!outcome) return base::pass(std::move(outcome.error()));
    return verification->finish();
}

Json problemsJson(const store::Verified& found, const base::Texts& texts) {
    Json problems = Json::array();
    for (const auto& each : found.problems)
        problems.push_back({{"revision", orNull(each.revision)},
                            {"layer", each.layer.empty() ? Json() : Json(each.layer)},
                            {"feature", orNull(each.feature)},
                            {"kind", each.kind},
                            {"detail", texts(each.detail)}});
    return problems;
}

std::string problemTable(const store::Verified& found, const base::Texts& texts) {
    std::vector<std::vector<std::string>> rows{{texts("cli.verify.revision"), texts("cli.verify.layer"),
                                                texts("cli.verify.feature"), texts("cli.verify.kind"),
                                                texts("cli.verify.detail")}};
    for (const auto& each : found.problems)
        rows.push_back({each.revision ? std::to_string(*each.revision) : "", each.layer,
                        each.feature ? "#" + std::to_string(*each.feature) : "", each.kind, texts(each.detail)});
    return table(rows);
}

base::Result<Exit> verify(Program& program, const Options& options) {
    const auto& texts = program.texts();
    std::string known = options.digest;
    std::transform(known.begin(), known.end(), known.begin(), [](unsigned char c) { return std::tolower(c); });
    auto found = verified(program, options);
    if (!found) return base::pass(std::move(found.error()));
    program.clearProgress();
    if (!known.empty() && known != found->digest)
        found->problems.push_back({{}, "", {}, "revision", base::message("cli.verify.other_digest", known)});
    if (program.json()) {
        program.print(Json{{"revisions", found->revisions},
                           {"digest", found->digest},
                           {"complete", found->complete},
                           {"problems", problemsJson(*found, texts)},
                           {"foreign", found->foreign}});
    } else {
        if (!found->problems.empty()) program.print(problemTable(*found, texts));
        for (const auto& name : found->foreign) program.print(texts("cli.verify.foreign", name));
        program.print(!found->complete ? texts("cli.verify.incomplete", found->problems.size())
                      : found->problems.empty()
                          ? texts("cli.verify.good", found->revisions, found->digest)
                          : texts("cli.verify.bad", found->problems.size(), found->revisions, found->digest));
    }
    return found->problems.empty() ? Done : No;
}

// As it is printed: 64 hexadecimal digits.
std::string refusedDigest(const Program& program, std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return store::digestOf(text) ? std::string() : program.texts()("cli.verify.bad_digest");
}

}  // namespace

void addVerify(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("verify");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    verb.add_flag("--full", options->full, program.texts()("cli.option.full"));
    verb.add_option("--digest", options->digest, program.texts()("cli.option.known_digest"))
        ->check([&program](const std::string& text) { return refusedDigest(program, text); });
    program.runs(verb, [&program, options] { return verify(program, *options); });
}

}  // namespace cli
