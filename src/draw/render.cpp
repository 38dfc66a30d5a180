#include "draw/render.h"

#include <QGuiApplication>
#include <algorithm>
#include <charconv>
#include <optional>

#include "base/decimal.h"
#include "canvas/render.h"
#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/output.h"
#include "cli/usage.h"
#include "review/rows.h"

namespace draw {

using cli::Exit;
using cli::Json;
using cli::layersNamed;
using cli::Program;
using cli::State;

namespace {

struct Options {
    std::string store, at = "head", before, extent, layer, feature, crs, size, sheet, out;
    bool overwrite = false;
};

std::optional<std::vector<double>> numbers(const std::string& text, char between, std::size_t count) {
    std::vector<double> result;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (result.size() < count) {
        double value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc()) return {};
        result.push_back(value);
        at = next;
        if (result.size() < count && (at == end || *at++ != between)) return {};
    }
    return at == end ? std::optional(result) : std::nullopt;
}

std::optional<QSize> sizeOf(const std::string& text) {
    const auto sides = numbers(text, 'x', 2);
    if (!sides) return {};
    for (const double side : *sides)
        if (!(side >= 100 && side <= 20000)) return {};
    return QSize(static_cast<int>((*sides)[0]), static_cast<int>((*sides)[1]));
}

// "A3" lies on its long side, "A3-portrait" stands.
std::optional<canvas::Sheet> sheetOf(const std::string& text) {
    constexpr std::string_view standing = "-portrait";
    const bool upright = text.ends_with(standing);
    return canvas::isoSheet(upright ? text.substr(0, text.size() - standing.size()) : text, upright);
}

// x0,y0,x1,y1 with the smaller first; not a number is smaller than nothing.
std::optional<std::vector<double>> cornersOf(const std::string& text) {
    auto corners = numbers(text, ',', 4);
    if (!corners || !((*corners)[0] < (*corners)[2]) || !((*corners)[1] < (*corners)[3])) return {};
    return corners;
}

// Where the two states differ, with room around it; everything where they do not.
base::Result<geometry::Box> differing(const plan::Snapshot& before, const plan::Snapshot& now, const base::Task& task) {
    const auto difference = review::difference(now.schema(), plan::Snapshot::diff(before, now), task);
    if (!difference) return base::pass(difference.error());
    geometry::Box box;
    for (const auto& row : difference->rows) {
        const bool moved = !row.gained.empty() || !row.lost.empty();
        box.add(moved ? geometry::boxOf(row.gained) : (row.after ? row.after : row.before)->box);
        box.add(geometry::boxOf(row.lost));
    }
    return box.empty() ? now.extent() : box.grown(std::max(box.maxX - box.minX, box.maxY - box.minY) / 4);
}

base::Result<geometry::Box> extentOf(const Options& options, const plan::Snapshot& snapshot,
                                     const std::optional<State>& before, const base::Task& task) {
    const plan::Schema& schema = snapshot.schema();
    if (!options.extent.empty()) {
        const auto corners = cornersOf(options.extent);
        std::vector<geometry::Coordinate> places{{(*corners)[0], (*corners)[1]}, {(*corners)[2], (*corners)[3]}};
        const auto projection = geometry::Projection::between(
            options.crs.empty() ? schema.system.definition : options.crs, schema.system.definition);
        if (!projection) return base::pass(projection.error());
        projection->forward(places);
        if (!schema.grid.holds(places[0]) || !schema.grid.holds(places[1]))
            return base::fail(base::Error::Code::Invalid, "cli.render.extent_outside", options.extent,
                              schema.system.name);
        return geometry::Box::of(schema.grid.nearest(places[0]), schema.grid.nearest(places[1]));
    }
    if (options.layer.empty()) return before ? differing(before->now, snapshot, task) : snapshot.extent();
    const auto layers = layersNamed(schema, {options.layer});
    if (!layers) return base::pass(layers.error());
    if (options.feature.empty()) return snapshot.extent(layers->front());
    const auto feature = snapshot.find(layers->front(), options.feature);
    if (!feature) return base::fail(base::Error::Code::NotFound, "cli.no_feature", options.layer, options.feature);
    return feature->box;
}

base::Result<Exit> render(Program& program, const Options& options) {
    auto out = cli::Output::at(options.out, cli::Kept({options.store}), options.overwrite);
    if (!out) return base::pass(out.error());
    const auto opened = cli::open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto state = cli::stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    std::optional<State> before;
    if (!options.before.empty()) {
        auto other = cli::stateOf(opened->store, options.before, program.task(), &*state);
        if (!other) return base::pass(other.error());
        before = std::move(*other);
    }
    const auto box = extentOf(options, state->now, before, program.task());
    if (!box) return base::pass(box.error());

    canvas::Sheet sheet;
    if (!options.sheet.empty()) sheet = *sheetOf(options.sheet);
    if (!options.size.empty()) sheet.size = *sizeOf(options.size);
    sheet.title = opened->spec->name.in(program.texts().language());
    const auto revision = opened->store.revision(state->revision);
    const std::string time = revision ? revision->time : std::string();
    sheet.note = state->caseId.empty() ? program.texts()("cli.render.revision", state->revision, time)
                                       : program.texts()("cli.render.case", state->caseId, state->revision);
    sheet.note += program.texts()("cli.render.drawn", base::isoTime(std::chrono::system_clock::now()).substr(0, 10));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int argc = 1;
    char name[] = "sanxian-cli";
    char* argv[] = {name, nullptr};
    // Qt complains on standard error about a runtime folder that drawing to a file never uses.
    const auto loud = qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    const QGuiApplication application(argc, argv);
    qInstallMessageHandler(loud);
    const auto drawn = canvas::rendered(options.out, state->now, before ? &before->now : nullptr, *opened->spec, *box,
                                        sheet, program.texts(), program.task());
    if (!drawn) return base::pass(drawn.error());
    if (auto done = out->write({drawn->data(), static_cast<std::size_t>(drawn->size())}); !done)
        return base::pass(done.error());
    if (program.json())
        program.print(Json{{"output", options.out}, {"width", sheet.size.width()}, {"height", sheet.size.height()}});
    else
        program.print(program.texts()("cli.render.done", options.out, sheet.size.width(), sheet.size.height()));
    return cli::Done;
}

}  // namespace

void addRender(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("render");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    verb.add_option("--diff", options->before, texts("cli.option.diff_rev"));
    auto* extent = verb.add_option("--extent", options->extent, texts("cli.option.extent_box"))
                       ->check(cli::written([](const std::string& text) { return cornersOf(text).has_value(); },
                                            "cli.render.bad_extent", texts));
    auto* layer = verb.add_option("--layer", options->layer, texts("cli.option.layer"))->excludes(extent);
    verb.add_option("--feature", options->feature, texts("cli.option.feature"))->needs(layer);
    verb.add_option("--crs", options->crs, texts("cli.option.extent_crs"))->needs(extent);
    auto* size = verb.add_option("--size", options->size, texts("cli.option.size"))
                     ->check(cli::written([](const std::string& text) { return sizeOf(text).has_value(); },
                                          "cli.render.bad_size", texts));
    verb.add_option("--sheet", options->sheet, texts("cli.option.sheet"))
        ->excludes(size)
        ->check(cli::written([](const std::string& text) { return sheetOf(text).has_value(); }, "cli.render.bad_sheet",
                             texts));
    verb.add_option("-o,--output", options->out, texts("cli.option.out"))->required();
    verb.add_flag("--overwrite", options->overwrite, texts("cli.option.overwrite"));
    program.runs(verb, [&program, options] { return render(program, *options); });
}

}  // namespace draw
