#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/spec.h"
#include "rules/selection.h"

namespace rules {

// The parameters of one rule or indicator, each asked for by name once. What is wrong with them is kept and told at
// the end: the first of a wrong type, a missing one, an unknown layer or field, or a parameter that nobody asked for.
class Arguments {
public:
    Arguments(const plan::Spec& spec, const plan::Parameters& parameters) : spec_(spec), parameters_(parameters) {}

    double number(const std::string& name, double otherwise);  // finite, at least zero
    std::optional<double> number(const std::string& name);
    std::string text(const std::string& name);    // empty where absent
    std::string needed(const std::string& name);  // text that must be there
    std::vector<std::string> list(const std::string& name);
    std::string layer(const std::string& name);                      // must be there: a layer of areas of the pack
    void field(const std::string& layer, const std::string& field);  // must be one of the layer's, unless empty
    void knownLayer(const std::string& code);
    void areas(const std::string& layer);  // must be in the pack and may have polygons
    // Must be an expression over the layer's fields (condition.h).
    void condition(const std::string& layer, const std::string& expression);
    // A text or a list of texts, each a selection (selection.h).
    std::vector<Selection> selections(const std::string& name);
    // The same of layers that may have polygons.
    std::vector<Selection> areaSelections(const std::string& name);

    base::Result<> done() const;

private:
    template <class Type>
    const Type* take(const std::string& name);
    template <class... Parts>
    void refuse(std::string_view key, const Parts&... parts) {
        if (!error_) error_ = base::Error{base::Error::Code::Invalid, base::message(key, parts...), {}};
    }

    const plan::Spec& spec_;
    const plan::Parameters& parameters_;
    std::set<std::string> taken_;
    std::optional<base::Error> error_;
};

}  // namespace rules
