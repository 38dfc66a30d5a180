#include "exchange/import.h"

#include <algorithm>

#include "exchange/intake.h"
#include "exchange/mapping.h"
#include "exchange/reconcile.h"

namespace exchange {

using base::Error;

namespace {

// The format's own number of a feature becomes the first field where features go by it.
bool giveFid(SourceLayer& source, const std::string& key) {
    const std::string wanted = folded(key);
    if (wanted.empty() || folded(source.fid) != wanted) return false;
    const auto isIt = [&](const SourceField& field) { return folded(field.name) == wanted; };
    if (std::any_of(source.fields.begin(), source.fields.end(), isIt)) return false;
    source.fields.insert(source.fields.begin(), {source.fid, "", static_cast<int>(plan::FieldType::Integer), 0, 0});
    return true;
}

base::Result<Mapping> mapped(std::vector<SourceLayer>& sources, const plan::Snapshot& snapshot, const plan::Spec& spec,
                             const ImportOptions& options) {
    for (SourceLayer& source : sources) giveFid(source, options.key);
    auto mapping = mapOnto(sources, snapshot.schemaRef(), spec.openLayers, options);
    bool given = false;
    if (mapping && options.key.empty())
        for (const Assignment& assignment : mapping->assignments)
            if (!assignment.key && giveFid(sources[assignment.source], mapping->schema->layer(assignment.layer).key))
                given = true;
    return given ? mapOnto(sources, snapshot.schemaRef(), spec.openLayers, options) : mapping;
}

// One run of the import: the source layers come in the order of their assignments.
class Importer {
public:
    Importer(const Mapping& mapping, const std::vector<SourceLayer>& sources, const ImportOptions& options, bool open,
             const base::Task& task)
        : mapping_(mapping),
          sources_(sources),
          options_(options),
          open_(open),
          task_(task),
          incoming_(mapping.schema->layers.size()) {
        for (const Assignment& assignment : mapping.assignments)
            expected_ += std::max<std::int64_t>(0, sources[assignment.source].features);
    }

    base::Result<> begin(const SourceLayer& source) {
        // The worker gives the layers in the order in which it listed them, but only those whose names were asked for.
        while (at_ < sources_.size() && sources_[at_].name != source.name) ++at_;
        for (const Assignment& assignment : mapping_.assignments) {
            if (assignment.source != at_) continue;
            fid_ = sources_[at_].fields.size() == source.fields.size() + 1;
            if (sources_[at_].fields.size() != assignment.columns.size())
                return base::fail(Error::Code::Io, "exchange.garbage");
            auto intake = Intake::begin(source, assignment, mapping_.schema, options_.sourceCrs, open_);
            if (!intake) return base::pass(std::move(intake).error());
            intakes_.push_back({assignment.layer, *std::move(intake)});
        }
        return {};
    }

    base::Result<> take(SourceFeature feature) {
        constexpr std::int64_t often = 4096;
        if (++read_ % often == 0) {
            if (task_.stopped()) return base::cancelled();
            if (expected_ > 0)
                task_.report(0.9 * std::min(1.0, static_cast<double>(read_) / static_cast<double>(expected_)),
                             base::message("exchange.reading", read_));
        }
        if (fid_) feature.values.insert(feature.values.begin(), feature.fid);
        for (std::size_t i = 0; i < intakes_.size(); ++i) {
            auto& [layer, intake] = intakes_[i];
            const bool last = i + 1 == intakes_.size();
            if (auto done = intake.take(last ? std::move(feature) : feature, incoming_[layer.index]); !done)
                return done;
        }
        return {};
    }

    base::Result<> end(const LayerEnd& end) {
        for (auto& [layer, intake] : intakes_) {
            if (auto done = intake.end(end, incoming_[layer.index]); !done) return done;
            reports_.push_back(std::move(intake).report());
        }
        intakes_.clear();
        ++at_;
        return {};
    }

    base::Result<Import> finish(const plan::Snapshot& snapshot) {
        const plan::Snapshot before = snapshot.under(mapping_.schema);
        Import import{mapping_.schema, {}, std::move(reports_)};
        plan::FeatureId next = snapshot.nextId();
        for (std::size_t i = 0; i < incoming_.size(); ++i) {
            if (task_.stopped()) return base::cancelled();
            const plan::LayerId layer{static_cast<std::uint16_t>(i)};
            Reconciliation how{before, *mapping_.schema, layer, options_.mode, {}, {}};
            how.given.assign(mapping_.schema->layers[i].fields.size(), false);
            bool assigned = false;
            for (const Assignment& assignment : mapping_.assignments) {
                if (assignment.layer != layer) continue;
                assigned = true;
                if (!how.key) how.key = assignment.key;
                for (const std::size_t column : assignment.columns) how.given[column] = true;
            }
            if (!assigned) continue;
            auto changes = reconcile(how, std::move(incoming_[i]), next);
            std::move(changes.begin(), changes.end(), std::back_inserter(import.changes.changes));
        }
        return import;
    }

private:
    const Mapping& mapping_;
    const std::vector<SourceLayer>& sources_;
    const ImportOptions& options_;
    const bool open_;
    const base::Task& task_;
    std::size_t at_ = 0;  // the source layer that is being read
    bool fid_ = false;    // its fields are one more than the worker hands over: the number of the feature
    std::vector<std::pair<plan::LayerId, Intake>> intakes_;
    std::vector<std::vector<Incoming>> incoming_;  // by layer
    std::vector<LayerImport> reports_;
    std::int64_t read_ = 0, expected_ = 0;
};

}  // namespace

base::Result<Import> import(const std::filesystem::path& dataset, const plan::Snapshot& snapshot,
                            const plan::Spec& spec, const ImportOptions& options, const base::Task& task) {
    auto sources = layersOf(dataset, options.read, task);
    if (!sources) return base::pass(std::move(sources).error());
    if (sources->empty()) return base::fail(Error::Code::Invalid, "exchange.no_layers", dataset.string());
    auto mapping = mapped(*sources, snapshot, spec, options);
    if (!mapping) return base::pass(std::move(mapping).error().in(dataset.string()));

    ReadOptions wanted = options.read;
    wanted.layers.clear();
    for (const Assignment& assignment : mapping->assignments)
        wanted.layers.push_back((*sources)[assignment.source].name);
    Importer importer(*mapping, *sources, options, spec.openLayers, task);
    LayerReader reader;
    reader.begin = [&](const SourceLayer& source) { return importer.begin(source); };
    reader.feature = [&](const SourceLayer&, SourceFeature feature) { return importer.take(std::move(feature)); };
    reader.end = [&](const SourceLayer&, const LayerEnd& end) { return importer.end(end); };
    if (auto done = read(dataset, wanted, reader, task); !done) return base::pass(std::move(done).error());
    return importer.finish(snapshot);
}

}  // namespace exchange
