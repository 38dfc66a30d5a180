#pragma once

#include <gtest/gtest.h>

#include "rules/check.h"
#include "sample/drawing.h"

// Rules of the county's pack, one at a time, held against plans drawn by hand.
namespace pack_sketch {

using rules::Finding;
using rules::Findings;

inline const plan::Spec& pack() {
    static const plan::SpecRef loaded = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
    return *loaded;
}

// A plan in metres east and north of a corner of EPSG:4524.
class Sketch {
public:
    Sketch() : schema_(pack().schema("EPSG:4524", pack().region).value()), drawing_(pack(), schema_) {}

    using Values = std::map<std::string, plan::Value>;
    std::size_t box(const char* layer, double x0, double y0, double x1, double y1, const Values& values = {}) {
        const auto at = [&](double x, double y) { return schema_->grid.nearest({36400000 + x, 4560000 + y}); };
        return add(layer, geometry::MultiPolygon{{{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}, {}}}}, values);
    }
    std::size_t row(const char* layer, const Values& values) { return add(layer, {}, values); }
    std::size_t project(const std::string& name, double x, plan::Value squareMetres) {
        return box("ZDJSXM", x, 0, x + 100, 100, {{"XMMC", name}, {"MJ", std::move(squareMetres)}});
    }
    std::size_t listed(const std::string& name, plan::Value hectares) {
        return row("ZDJSXMAPB", {{"XMMC", name}, {"YDGM", std::move(hectares)}});
    }
    std::size_t indicator(const char* id, const char* unit, plan::Value value, const std::string& code = "150825") {
        return row("GHZBB", {{"XZQDM", code},
                             {"XZQMC", std::string("示例旗")},
                             {"ZBMC", pack().indicator(id)->name.zh},
                             {"DW", std::string(unit)},
                             {"GHMBN", std::move(value)}});
    }
    void change(std::size_t feature, const Values& values) { drawing_.change(feature, values); }
    plan::FeatureId id(std::size_t feature) const { return drawing_.features()[feature]->id; }
    double squareMetres(std::size_t feature) const { return drawing_.features()[feature]->area.squareMetres(); }
    plan::Snapshot plan() const { return plan::Snapshot(schema_, drawing_.features()); }

private:
    std::size_t add(const char* layer, geometry::Shape shape, const Values& values) {
        sample::Row row = drawing_.row(layer, std::move(shape));
        for (const auto& [field, value] : values) row.set(field, value);
        return drawing_.add(std::move(row));
    }

    plan::SchemaRef schema_;
    sample::Drawing drawing_;
};

inline Findings found(const std::string& rule, const Sketch& now, const Sketch& filed,
                      const rules::CaseFacts* file = nullptr) {
    const auto set = rules::RuleSet::of(pack()).value().only({rule}).value();
    const plan::Snapshot is = now.plan(), was = filed.plan();
    const plan::Settings settings;
    rules::Plan plan{is, was, settings};
    plan.file = file;
    return rules::check(set, plan).value().findings;
}
inline Findings found(const std::string& rule, const Sketch& now) { return found(rule, now, Sketch()); }

inline std::vector<plan::FeatureId> subjects(const Findings& findings) {
    std::vector<plan::FeatureId> ids;
    for (const Finding& finding : findings) ids.insert(ids.end(), finding.subjects.begin(), finding.subjects.end());
    return ids;
}

// Law 4 from each sketch to the next, with the first one filed.
inline void expectIncrementalIsFull(const std::string& rule, const std::vector<Sketch>& sketches) {
    const auto set = rules::RuleSet::of(pack()).value().only({rule}).value();
    const plan::Settings settings;
    const plan::Snapshot filed = sketches.front().plan();
    plan::Snapshot before = filed;
    Findings findings = rules::check(set, {filed, filed, settings}).value().findings;
    std::size_t most = findings.size();
    for (std::size_t i = 1; i < sketches.size(); ++i) {
        const plan::Snapshot now = sketches[i].plan();
        const auto changes = plan::Snapshot::diff(before, now);
        findings = rules::recheck(set, {now, filed, settings}, changes, findings).value();
        EXPECT_EQ(findings, rules::check(set, {now, filed, settings}).value().findings) << rule << " after " << i;
        before = now;
        most = std::max(most, findings.size());
    }
    EXPECT_GT(most, 0u) << rule;
}

}  // namespace pack_sketch
