#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "exchange/staging.h"

namespace exchange {

struct ReadOptions {
    std::string
        encoding;  // of texts, where the file does not say or lies; empty: as found (GBK and UTF-8 are told apart)
    std::vector<std::string> layers;  // source layers wanted; empty: all
    double secondsWithoutSign = 60;   // a worker that is silent for longer is stopped
};

// The layers of a foreign file, through `sanxian-worker`. A worker that crashes or hangs is an Error (Io) that says so.
base::Result<std::vector<SourceLayer>> layersOf(const std::filesystem::path& dataset, const ReadOptions& options = {},
                                                const base::Task& task = {});

// Reads it feature by feature: visit(layer, feature). Ends with the worker's error or the visitor's.
base::Result<> read(const std::filesystem::path& dataset, const ReadOptions& options,
                    const std::function<base::Result<>(const SourceLayer&, SourceFeature)>& visit,
                    const base::Task& task = {});

// The same with the places between: each layer's features come between its begin and its end, which may be left out.
struct LayerReader {
    std::function<base::Result<>(const SourceLayer&)> begin;
    std::function<base::Result<>(const SourceLayer&, SourceFeature)> feature;
    std::function<base::Result<>(const SourceLayer&, const LayerEnd&)> end;
};
base::Result<> read(const std::filesystem::path& dataset, const ReadOptions& options, const LayerReader& reader,
                    const base::Task& task = {});

}  // namespace exchange
