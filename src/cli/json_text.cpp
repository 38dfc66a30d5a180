#include "cli/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "geometry/geojson.h"

namespace cli {

namespace {

constexpr std::size_t partBytes = 1 << 16;
// Between these a number is shown without an exponent.
constexpr double smallest = 1e-4, largest = 1e15;

std::string printed(const Json& json) { return json.dump(-1, ' ', false, nlohmann::detail::error_handler_t::replace); }

bool isPlain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

}  // namespace

std::string& JsonText::next() {
    if (follows_) text_ += ',';
    follows_ = true;
    return text_;
}

void JsonText::open(char opening, char closing) {
    next() += opening;
    closing_ += closing;
    follows_ = false;
}

void JsonText::end() {
    text_ += closing_.back();
    closing_.pop_back();
    follows_ = true;
    if (text_.size() < partBytes) return;
    sink_(text_);
    text_.clear();
}

void JsonText::finish() {
    text_ += '\n';
    sink_(text_);
    text_.clear();
}

void JsonText::key(std::string_view name) {
    next();
    escaped(name);
    text_ += ':';
    follows_ = false;
}

void JsonText::text(std::string_view text) {
    next();
    escaped(text);
}

void JsonText::escaped(std::string_view text) {
    if (!isPlain(text)) {
        text_ += printed(text);
        return;
    }
    text_ += '"';
    text_ += text;
    text_ += '"';
}

void JsonText::number(std::int64_t number) {
    std::array<char, 20> digits;
    next().append(digits.begin(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

void JsonText::number(double number) {
    if (!std::isfinite(number)) return null();
    std::array<char, 32> digits;
    const double size = std::abs(number);
    const bool plain = size == 0 || (size >= smallest && size < largest);
    const auto end = std::to_chars(digits.begin(), digits.end(), number,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific)
                         .ptr;
    const std::string_view shown(digits.begin(), static_cast<std::size_t>(end - digits.begin()));
    next() += shown;
    if (plain && shown.find('.') == std::string_view::npos) text_ += ".0";  // so that it reads as no whole number
}

void JsonText::value(const plan::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        this->text(*text);
    else if (const auto* whole = std::get_if<std::int64_t>(&value))
        number(*whole);
    else if (const auto* real = std::get_if<double>(&value))
        number(*real);
    else
        null();
}

void JsonText::json(const Json& json) { next() += printed(json); }

void JsonText::shape(const geometry::Shape& shape, const geometry::Grid& grid) {
    geometry::addGeoJson(shape, grid, next());
}
void JsonText::shape(const geometry::MultiPolygon& area, const geometry::Grid& grid) {
    geometry::addGeoJson(area, grid, next());
}

}  // namespace cli
