#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "plan/feature.h"

namespace rules {

// A condition on a feature's attributes: an SQLite expression over the codes of its layer's fields, and over `area_m2`,
// the measured area, evaluated by SQLite itself. So the bureau writes a rule without C++:
//     DLBM IN ('0101', '0102', '0103') AND GDPDJB < 5
// It reads one feature and nothing else: no other table, no function whose answer is another each time (the date, a
// random number).
class Condition {
public:
    // The expression as it stands for one layer. Invalid tells what SQLite says of it: an unknown field, a slip in the
    // syntax. Prepared once in each thread.
    static base::Result<Condition> of(const std::string& expression, const plan::Layer& layer);

    // No: also where SQLite cannot work it out (a number or a text that is too large). Unknown: NULL, because a field
    // is blank.
    enum class Answer { Yes, No, Unknown };
    Answer ask(const plan::Feature& feature) const;
    bool holds(const plan::Feature& feature) const { return ask(feature) == Answer::Yes; }

    const std::string& expression() const;
    // The fields of the layer that it reads, by their places.
    const std::vector<std::size_t>& fields() const;

private:
    struct Parts;
    explicit Condition(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<const Parts> parts_;
};

}  // namespace rules
