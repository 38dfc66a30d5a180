#include <algorithm>
#include <map>

#include "rules/arguments.h"
#include "rules/inside.h"
#include "rules/kinds.h"

namespace rules {

namespace {

using geometry::Point;

// The townships of a plan by code.
class Townships {
public:
    static constexpr std::size_t digits = 9;  // of a township's code

    Townships(const plan::Snapshot& snapshot, Outlines& outlines, const std::string& layer, const std::string& code)
        : outlines_(outlines) {
        const auto id = snapshot.schema().find(layer);
        const auto field = id ? snapshot.schema().layer(*id).field(code) : std::nullopt;
        if (!field) return;
        snapshot.each(*id, [&](const plan::FeatureRef& feature) {
            townships_[plan::textOf(feature->value(*field))].push_back(feature);
        });
    }

    const Outline& outline(const plan::Feature& feature) { return *outlines_.of(feature); }
    bool empty() const { return townships_.empty(); }
    bool known(const std::string& code) const { return townships_.contains(code); }
    bool holds(const std::string& code, Point p) {
        const auto& features = townships_.at(code);
        return std::any_of(features.begin(), features.end(), [&](const plan::FeatureRef& feature) {
            const Outline* outline = feature->box.contains(p) ? outlines_.of(*feature) : nullptr;
            return outline && outline->covers(p);
        });
    }
    // A part of the feature that counts lies in the township.
    bool reaches(const std::string& code, const plan::Feature& feature, const Tolerance& tolerance,
                 const plan::Schema& schema) {
        std::vector<geometry::SidedEdge> edges;
        const Outline& its = *outlines_.of(feature);
        for (const plan::FeatureRef& township : townships_.at(code)) {
            const Outline* outline = township->box.touches(feature.box) ? outlines_.of(*township) : nullptr;
            if (outline && surelyShare(its, *outline, tolerance, schema)) return true;
            if (outline) outline->clip(feature.box, 1, edges);
        }
        if (edges.empty()) return false;
        geometry::addEdges(edges, *areaOf(feature), 0);
        const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & 1) != 0 && cover[1] >= 1; };
        return !countingPieces(geometry::Regions(std::move(edges)).where(both), tolerance, schema.measure).none();
    }
    // The first of those in which the place lies; empty where it is in none.
    std::string at(Point p) {
        for (const auto& [code, features] : townships_)
            if (holds(code, p)) return code;
        return {};
    }

private:
    std::map<std::string, std::vector<plan::FeatureRef>> townships_;
    Outlines& outlines_;
};

bool isCode(const std::string& text) {
    const bool length = text.size() == 6 || text.size() == 9 || text.size() == 12;
    return length && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Administrative codes have 6, 9 or 12 digits and begin with the plan's region; where a code names a township, or a
// village in one, the feature lies there, or a part of it does that counts (Q3301). Of lines and points, the form alone
// is looked at, and so it is while the township layer is empty. Blank codes are the business of `required`.
class Prefix : public Rule {
public:
    Prefix(const plan::RuleSpec& rule, std::string code, std::string county, Tolerance tolerance)
        : Rule(rule), code_(std::move(code)), county_(std::move(county)), tolerance_(tolerance) {}

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        const plan::Schema& schema = plan.now.schema();
        Work work{plan, {plan.now, plan.outlines(), county_, code_}, {}, {}};
        const Moved moved = movedOf(schema, scope);
        for (const plan::LayerId layer : layers(schema)) {
            const auto field = schema.layer(layer).field(code_);
            if (!field) continue;
            const bool placed = schema.layer(layer).code != county_;
            const auto look = [&](const plan::FeatureRef& feature) {
                if (!task.stopped()) judge(work, feature, *field, placed);
            };
            if (scope.whole() || (placed && moved.anywhere)) {
                plan.now.each(layer, look);
                continue;
            }
            for (const auto& [id, touched] : scope.touched())
                if (touched.after && touched.after->layer == layer) look(touched.after);
            for (const geometry::Box& place : moved.places)
                if (placed) plan.now.each(layer, place, look);
        }
        order(work.found);
        return std::move(work.found);
    }

    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override {
        if (Rule::stale(old, plan, scope)) return true;
        if (plan.now.schema().layer(old.layer).code == county_) return false;
        const Moved moved = movedOf(plan.now.schema(), scope);
        if (moved.anywhere) return true;
        const auto feature = plan.now.find(old.layer, old.subjects.front());
        return !feature || std::any_of(moved.places.begin(), moved.places.end(),
                                       [&](const geometry::Box& place) { return place.touches(feature->box); });
    }

private:
    struct Work {
        const Plan& plan;
        Townships townships;
        std::optional<Townships> filed;  // made where it is needed
        Findings found;
    };
    // Where the townships are not as they were.
    struct Moved {
        bool anywhere = false;
        std::vector<geometry::Box> places;
    };

    Moved movedOf(const plan::Schema& schema, const Scope& scope) const {
        Moved moved;
        const auto county = schema.find(county_);
        for (const auto& [id, touched] : scope.touched()) {
            if ((touched.after ? touched.after : touched.before)->layer != county) continue;
            moved.anywhere = moved.anywhere || touched.redefined;
            if (!touched.place.empty()) moved.places.push_back(touched.place);
        }
        return moved;
    }

    void judge(Work& work, const plan::FeatureRef& feature, std::size_t field, bool placed) const {
        const plan::Schema& schema = work.plan.now.schema();
        base::Message wrong = wrongOf(schema, work.townships, *feature, field, placed);
        if (wrong.key.empty()) return;
        const auto filed = work.plan.filedState(*feature);
        bool inherited = filed && filed->value(field) == feature->value(field);
        if (inherited) {
            if (!work.filed) work.filed.emplace(work.plan.filed, work.plan.outlines(), county_, code_);
            inherited = wrongOf(work.plan.filed.schema(), *work.filed, *filed, field, placed).key == wrong.key;
        }
        Finding finding = this->finding(inherited);
        finding.layer = feature->layer;
        finding.subjects = {feature->id};
        finding.aspect = code_;
        if (!feature->box.empty()) finding.where = geometry::MultiPoint{placeOf(work.plan, *feature)};
        finding.message = std::move(wrong);
        work.found.push_back(std::move(finding));
    }

    // What is wrong with the code; an empty key where nothing is.
    base::Message wrongOf(const plan::Schema& schema, Townships& townships, const plan::Feature& feature,
                          std::size_t field, bool placed) const {
        if (plan::isBlank(feature.value(field))) return {};
        const std::string code = plan::textOf(feature.value(field));
        const std::string& layer = schema.layer(feature.layer).code;
        if (!isCode(code) || !code.starts_with(schema.region))
            return base::message("rules.wrong_region", layer, plan::nameOf(schema, feature), code_, code,
                                 schema.region);
        if (!placed || code.size() < Townships::digits || townships.empty()) return {};
        if (!areaOf(feature) || feature.box.empty()) return {};
        const std::string township = code.substr(0, Townships::digits);
        if (!townships.known(township))
            return base::message("rules.no_township", layer, plan::nameOf(schema, feature), code_, code, county_);
        const Point place = placeIn(townships.outline(feature));
        if (townships.holds(township, place) || townships.reaches(township, feature, tolerance_, schema)) return {};
        const std::string there = townships.at(place);
        return there.empty()
                   ? base::message("rules.outside_townships", layer, plan::nameOf(schema, feature), code_, code,
                                   county_)
                   : base::message("rules.other_township", layer, plan::nameOf(schema, feature), code_, code, there);
    }

    static Point placeOf(const Plan& plan, const plan::Feature& feature) {
        if (const Outline* outline = plan.outlines().of(feature)) return placeIn(*outline);
        const geometry::Box& box = feature.box;
        return {box.minX + (box.maxX - box.minX) / 2, box.minY + (box.maxY - box.minY) / 2};
    }

    std::string code_, county_;
    Tolerance tolerance_;
};

}  // namespace

Made makePrefix(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string code = arguments.needed("code");
    const std::string county = arguments.layer("county");
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    const auto has = [&](const plan::Layer& layer) { return layer.field(code).has_value(); };
    if (!spec.openLayers && std::none_of(spec.layers.begin(), spec.layers.end(), has))
        return base::fail(base::Error::Code::Invalid, "rules.unknown_field_anywhere", code);
    return std::make_shared<Prefix>(rule, code, county, tolerance);
}

}  // namespace rules
