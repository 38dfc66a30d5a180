#include "edit/attributes.h"
#include "edit/commands.h"
#include "edit/key.h"
#include "edit/law.h"
#include "edit/rings.h"
#include "edit/scope.h"

namespace edit {

using base::Error;
using geometry::MultiPolygon;

namespace {

// Takes from the new area what features have, or from the features what the new area takes.
base::Result<> cut(Weave& weave, Weave::Key drawn, Overlap overlap) {
    std::vector<Weave::Key> others;
    for (const Weave::Key key : weave.near(drawn.layer, geometry::boxOf(weave.shape(drawn))))
        if (key != drawn && weave.isArea(key)) others.push_back(key);
    if (auto noded = weave.nodeFeature(drawn, others); !noded) return noded;
    for (const Weave::Key other : others) {
        const bool cutsNew = overlap == Overlap::CutNew;
        const Weave::Key loser = cutsNew ? drawn : other, winner = cutsNew ? other : drawn;
        auto rest = subtracted(weave.area(loser), weave.area(winner));
        if (!rest) return base::pass(std::move(rest.error()).in(weave.nameOf(other)));
        if (geometry::doubledSteps(*rest) == geometry::doubledSteps(weave.area(loser))) continue;
        if (!rest->empty())
            weave.put(loser, *std::move(rest));
        else if (cutsNew)
            return base::fail(Error::Code::Invalid, "edit.nothing_new", weave.nameOf(other));
        else
            weave.remove(loser);
    }
    return {};
}

}  // namespace

base::Result<plan::Changeset> apply(const Draw& command, const plan::Snapshot& snapshot, const base::Task& task) {
    const plan::Schema& schema = snapshot.schema();
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    if (auto fits = mustFit(schema, *layer, command.shape); !fits) return base::pass(std::move(fits.error()));
    const plan::Layer& kind = schema.layer(*layer);
    if (auto sound = checkArea({}, command.shape, kind.code); !sound) return base::pass(std::move(sound.error()));

    std::vector<plan::Value> values;
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (!kind.fields[i].constant.empty()) values.resize(i + 1), values[i] = kind.fields[i].constant;
    auto given = withAttributes(kind, std::move(values), command.attributes);
    if (!given) return base::pass(std::move(given.error()).in(kind.code));
    Keys(snapshot).assign(*layer, *given);

    Weave weave(snapshot, schema.group(*layer), task);
    const Weave::Key drawn = weave.add(*layer, command.shape, *std::move(given));
    if (command.overlap != Overlap::Refuse && weave.isArea(drawn))
        if (auto done = cut(weave, drawn, command.overlap); !done) return base::pass(std::move(done.error()));
    return weave.finish();
}

}  // namespace edit
