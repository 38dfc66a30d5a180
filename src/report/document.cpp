#include "report/document.h"

#include <fmt/format.h>

#include <cmath>

#include "base/decimal.h"

namespace report {

Number count(std::size_t value) { return {static_cast<double>(value), 0}; }

Number squareMetres(geometry::Area area, Number::Form form) { return {area.squareMetres(), 2, form}; }

std::string shown(const Number& number) {
    switch (number.form) {
        case Number::Form::Amount: return base::decimal(number.value, number.decimals);
        case Number::Form::Change: return base::signedDecimal(number.value, number.decimals);
        case Number::Form::Place: break;
    }
    return std::isfinite(number.value) ? fmt::format("{:.{}f}", number.value, number.decimals) : "–";
}

}  // namespace report
