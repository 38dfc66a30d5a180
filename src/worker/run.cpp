#include "worker/run.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <gdal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "worker/guard.h"
#include "worker/output.h"
#include "worker/read.h"
#include "worker/write.h"

namespace worker {

namespace {

void configureGdal() {
    CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");  // beside the user's archive
    CPLSetConfigOption("OGR_ARC_STEPSIZE", "0.1");  // degrees, of arcs that a driver strokes itself: 1 mm up to 2.6 km
    CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");  // a file that is not whole is never used
    // Built beside in a thread, an index of a large layer fails now and then ("temp_rtree_… is locked"): GDAL 6959,
    // 9685.
    CPLSetConfigOption("OGR_GPKG_ALLOW_THREADED_RTREE", "NO");
    CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");
    GDALAllRegister();
}

std::string textAt(const nlohmann::json& options, const char* key) {
    const auto at = options.find(key);
    return at != options.end() && at->is_string() ? at->get<std::string>() : std::string();
}

base::Result<> work(const std::string& verb, const std::string& dataset, const nlohmann::json& options,
                    Output& output) {
    configureGdal();
    const char* fault = std::getenv("SANXIAN_WORKER_FAULT");
    if (verb == "write") {
        WriteJob job{dataset, textAt(options, "driver"), textAt(options, "date"), fault ? fault : ""};
        auto done = write(job, STDIN_FILENO);
        if (done) output.put(exchange::Frame(exchange::End{}));
        return done;
    }
    ReadJob job;
    job.dataset = dataset;
    job.scratch = textAt(options, "scratch");
    job.encoding = textAt(options, "encoding");
    if (const auto layers = options.find("layers"); layers != options.end() && layers->is_array())
        for (const auto& layer : *layers)
            if (layer.is_string()) job.layers.push_back(layer);
    job.features = verb == "read";
    job.fault = fault ? fault : "";
    return read(job, output);
}

}  // namespace

int run(int count, char** arguments) {
    const std::string verb = count == 4 ? arguments[1] : "";
    const auto options = count == 4 ? nlohmann::json::parse(arguments[3], nullptr, false) : nlohmann::json();
    if ((verb != "layers" && verb != "read" && verb != "write") || !options.is_object()) {
        fmt::print(stderr, "usage: sanxian-worker layers|read|write DATASET OPTIONS-AS-JSON\n");
        return 2;
    }
    const auto parent = options.find("parent");
    const int pipe = standAlone(parent != options.end() && parent->is_number_integer() ? parent->get<int>() : 0);
    Output output(pipe);
    base::Result<> done;
    try {
        done = work(verb, arguments[2], options, output);
    } catch (const std::exception& exception) {
        done = base::fail(base::Error::Code::Io, "worker.gave_up", exception.what());
    }
    if (!done) output.put(exchange::Frame(std::move(done).error()));
    output.flush();
    // What drivers do when they are unloaded cannot change the result any more, and has crashed before.
    std::fflush(nullptr);
    std::_Exit(done ? 0 : 3);
}

}  // namespace worker
