#include "store/verify.h"

#include "cli/answers.h"
#include "cli/program.h"

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

base::Result<Exit> verify(Program& program, const Options& options) {
    const auto& texts = program.texts();
    auto found = store::verify(options.store, options.full, program.task());
    if (!found) return base::pass(std::move(found.error()));
    program.clearProgress();
    if (!options.digest.empty() && options.digest != found->digest)
        found->problems.push_back({{}, "", {}, "revision", base::message("cli.verify.other_digest", options.digest)});
    if (program.json()) {
        Json problems = Json::array();
        for (const auto& each : found->problems)
            problems.push_back({{"revision", orNull(each.revision)},
                                {"layer", each.layer.empty() ? Json() : Json(each.layer)},
                                {"feature", orNull(each.feature)},
                                {"kind", each.kind},
                                {"detail", texts(each.detail)}});
        program.print(Json{{"revisions", found->revisions},
                           {"digest", found->digest},
                           {"problems", std::move(problems)},
                           {"foreign", found->foreign}});
    } else {
        std::vector<std::vector<std::string>> rows{{texts("cli.verify.revision"), texts("cli.verify.layer"),
                                                    texts("cli.verify.feature"), texts("cli.verify.kind"),
                                                    texts("cli.verify.detail")}};
        for (const auto& each : found->problems)
            rows.push_back({each.revision ? std::to_string(*each.revision) : "", each.layer,
                            each.feature ? "#" + std::to_string(*each.feature) : "", each.kind, texts(each.detail)});
        if (!found->problems.empty()) program.print(table(rows));
        for (const auto& name : found->foreign) program.print(texts("cli.verify.foreign", name));
        program.print(found->problems.empty()
                          ? texts("cli.verify.good", found->revisions, found->digest)
                          : texts("cli.verify.bad", found->problems.size(), found->revisions, found->digest));
    }
    return found->problems.empty() ? Done : No;
}

}  // namespace

void addVerify(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("verify");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    verb.add_flag("--full", options->full, program.texts()("cli.option.full"));
    verb.add_option("--digest", options->digest, program.texts()("cli.option.known_digest"));
    program.runs(verb, [&program, options] { return verify(program, *options); });
}

}  // namespace cli
