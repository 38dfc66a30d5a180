#include "cli/explained.h"

#include "base/decimal.h"
#include "cli/answers.h"
#include "rules/explain.h"
#include "workflow/course.h"

namespace cli {

namespace {

Json portionsJson(const std::vector<rules::Subtotal>& portions) {
    Json list = Json::array();
    for (const auto& one : portions)
        list.push_back({{"code", one.code},
                        {"name", one.name},
                        {"features", one.features},
                        {"filed", one.filed},
                        {"value", one.now},
                        {"delta", one.now - one.filed}});
    return list;
}

Json changesJson(const std::vector<rules::Contribution>& changes, const plan::Schema& schema) {
    Json list = Json::array();
    for (const auto& one : changes)
        list.push_back({{"feature", plan::nameOf(schema, one.after ? *one.after : *one.before)},
                        {"filed", one.filed},
                        {"value", one.now},
                        {"delta", one.now - one.filed}});
    return list;
}

std::string portionsTable(const std::vector<rules::Subtotal>& portions, const std::string& title,
                          const base::Texts& texts) {
    std::vector<std::vector<std::string>> rows{{title, "", texts("cli.explain.features"), texts("cli.explain.filed"),
                                                texts("cli.explain.now"), texts("cli.explain.delta")}};
    for (const auto& one : portions)
        rows.push_back({one.code, one.name, base::decimal(static_cast<long long>(one.features)),
                        base::decimal(one.filed / 10000, 2), base::decimal(one.now / 10000, 2),
                        base::signedDecimal((one.now - one.filed) / 10000, 2)});
    return table(rows);
}

}  // namespace

base::Result<Exit> explain(Program& program, const Opened& opened, const std::string& id, const State& state,
                           const plan::Snapshot& filed, const plan::Settings& settings) {
    const auto explained = rules::explain(*opened.spec, settings, id, filed, state.now);
    if (!explained) return base::pass(explained.error());
    const auto course = workflow::courseOf(opened.store, *opened.spec, settings, state.revision, program.task());
    if (!course) return base::pass(course.error());
    const auto& texts = program.texts();
    const auto place = static_cast<std::size_t>(opened.spec->indicator(id) - opened.spec->indicators.data());
    const auto valueAt = [place](const workflow::Moment& one) { return one.indicators[place].value; };
    if (program.json()) {
        Json moments = Json::array();
        for (const auto& one : *course) {
            const auto value = valueAt(one);
            moments.push_back(
                {{"revision", one.revision}, {"time", one.time}, {"value", value ? Json(*value) : Json()}});
        }
        program.print(Json{{"indicator", indicatorJson(explained->indicator, texts)},
                           {"formula", texts(explained->formula)},
                           {"layers", explained->layers},
                           {"classes", portionsJson(explained->classes)},
                           {"townships", portionsJson(explained->townships)},
                           {"changes", changesJson(explained->changes, state.now.schema())},
                           {"course", std::move(moments)}});
        return Done;
    }
    program.print(indicatorTable({explained->indicator}, texts));
    program.print(texts("cli.explain.formula", texts(explained->formula)));
    if (!explained->classes.empty())
        program.print(portionsTable(explained->classes, texts("cli.explain.class"), texts));
    if (!explained->townships.empty())
        program.print(portionsTable(explained->townships, texts("cli.explain.township"), texts));
    for (const auto& one : explained->changes)
        program.print(texts("cli.explain.change",
                            plan::nameOf(state.now.schema(), one.after ? *one.after : *one.before),
                            base::decimal(one.filed / 10000, 4), base::decimal(one.now / 10000, 4),
                            base::signedDecimal((one.now - one.filed) / 10000, 4)));
    for (const auto& one : *course) {
        const auto value = valueAt(one);
        program.print(texts("cli.explain.moment", one.revision, one.time,
                            value ? base::decimal(*value, explained->indicator.decimals) : "–"));
    }
    return Done;
}

}  // namespace cli
