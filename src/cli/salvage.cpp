#include "store/salvage.h"

#include "cli/answers.h"
#include "cli/program.h"

namespace cli {

namespace {

bool isWhole(const store::Salvaged::Layer& layer) { return layer.expected == layer.features && layer.lost.empty(); }

void tell(const Program& program, const store::Salvaged& made, const std::string& out) {
    const auto& texts = program.texts();
    std::vector<std::vector<std::string>> rows{{texts("cli.salvage.layer"), texts("cli.salvage.features"),
                                                texts("cli.salvage.expected"), texts("cli.salvage.lost")}};
    for (const auto& layer : made.layers) {
        constexpr std::size_t most = 20;
        std::string names;
        for (std::size_t i = 0; i < std::min(most, layer.lost.size()); ++i) names += (i ? ", " : "") + layer.lost[i];
        if (layer.lost.size() > most) names += ", …";
        if (layer.features > 0 || !isWhole(layer))
            rows.push_back({layer.code, std::to_string(layer.features),
                            layer.expected ? std::to_string(*layer.expected) : "?", names});
    }
    program.print(table(rows));
    for (const auto& work : made.cases)
        program.print(texts("cli.salvage.case", work.caseId, work.title, work.changes, work.lost));
    program.print(made.whole ? texts("cli.salvage.whole", out, made.head) : texts("cli.salvage.done", out, made.head));
}

Json json(const store::Salvaged& made) {
    Json layers = Json::array(), cases = Json::array();
    for (const auto& layer : made.layers)
        layers.push_back({{"code", layer.code},
                          {"features", layer.features},
                          {"expected", layer.expected ? Json(*layer.expected) : Json()},
                          {"lost", layer.lost}});
    for (const auto& work : made.cases)
        cases.push_back({{"case", work.caseId}, {"title", work.title}, {"changes", work.changes}, {"lost", work.lost}});
    return {{"whole", made.whole}, {"revision", made.head}, {"layers", std::move(layers)}, {"cases", std::move(cases)}};
}

}  // namespace

void addSalvage(Program& program) {
    struct Options {
        std::string store, out;
    };
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("salvage");
    verb.add_option("STORE", options->store, program.texts()("cli.option.damaged_store"))->required();
    verb.add_option("OUT", options->out, program.texts()("cli.option.salvaged_store"))->required();
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        const auto made = store::salvage(options->store, options->out, program.task());
        if (!made) return base::pass(made.error());
        program.clearProgress();
        if (program.json())
            program.print(json(*made));
        else
            tell(program, *made, options->out);
        return made->whole ? Done : No;
    });
}

}  // namespace cli
