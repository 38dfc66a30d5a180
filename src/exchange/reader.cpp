#include "exchange/reader.h"

#include "exchange/worker_process.h"

namespace exchange {

namespace {

base::Result<> readFrames(const char* verb, const std::filesystem::path& dataset, const ReadOptions& options,
                          const std::function<base::Result<>(Frame)>& visit, const base::Task& task) {
    auto scratch = ScratchFolder::make();
    if (!scratch) return base::pass(std::move(scratch).error());
    WorkerProcess::Job job;
    job.verb = verb, job.dataset = dataset, job.scratch = scratch->path();
    job.encoding = options.encoding, job.layers = options.layers;
    job.secondsWithoutSign = options.secondsWithoutSign;
    auto worker = WorkerProcess::start(job);
    if (!worker) return base::pass(std::move(worker).error());
    while (true) {
        auto frame = worker->next(task);
        if (!frame) return base::pass(std::move(frame).error());
        if (std::holds_alternative<End>(*frame)) return {};
        if (auto done = visit(std::move(*frame)); !done) return done;
    }
}

tl::unexpected<base::Error> garbage(const std::filesystem::path& dataset) {
    return base::pass(base::fail(base::Error::Code::Io, "exchange.garbage").value().in(dataset.string()));
}

}  // namespace

base::Result<std::vector<SourceLayer>> layersOf(const std::filesystem::path& dataset, const ReadOptions& options,
                                                const base::Task& task) {
    std::vector<SourceLayer> layers;
    const auto take = [&](Frame frame) -> base::Result<> {
        auto* begin = std::get_if<LayerBegin>(&frame);
        if (!begin) return garbage(dataset);
        layers.push_back(std::move(begin->layer));
        return {};
    };
    if (auto done = readFrames("layers", dataset, options, take, task); !done)
        return base::pass(std::move(done).error());
    return layers;
}

base::Result<> read(const std::filesystem::path& dataset, const ReadOptions& options,
                    const std::function<base::Result<>(const SourceLayer&, SourceFeature)>& visit,
                    const base::Task& task) {
    LayerReader reader;
    reader.feature = visit;
    return read(dataset, options, reader, task);
}

base::Result<> read(const std::filesystem::path& dataset, const ReadOptions& options, const LayerReader& reader,
                    const base::Task& task) {
    SourceLayer layer;
    std::int64_t features = 0;
    bool open = false;
    const auto take = [&](Frame frame) -> base::Result<> {
        if (auto* begin = std::get_if<LayerBegin>(&frame); begin && !open) {
            layer = std::move(begin->layer);
            features = 0;
            open = true;
            return reader.begin ? reader.begin(layer) : base::Result<>();
        }
        if (auto* feature = std::get_if<SourceFeature>(&frame); feature && open) {
            ++features;
            return reader.feature(layer, std::move(*feature));
        }
        if (auto* end = std::get_if<LayerEnd>(&frame); end && open && end->read == features) {
            open = false;
            return reader.end ? reader.end(layer, *end) : base::Result<>();
        }
        return garbage(dataset);
    };
    return readFrames("read", dataset, options, take, task);
}

}  // namespace exchange
