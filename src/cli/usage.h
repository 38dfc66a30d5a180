#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/text.h"

// How arguments are read: what may stand in them, and what is said of those that do not fit, in the user's language.
namespace cli {

// What the parser of this program found wrong with the arguments. Validators made here and exceptions of ours carry
// their own text.
std::string usageText(const CLI::Error& error, const CLI::App& app, const base::Texts& texts);

// The parser's own words in --help.
void translate(CLI::App& app, const base::Texts& texts);

// The validators refer to the texts, which must live as long as the verbs do: a copy for each would be half the start.
//
// One of these words.
CLI::Validator choice(std::vector<std::string> words, const base::Texts& texts);
// A whole number in this range.
CLI::Validator range(long long least, long long most, const base::Texts& texts);
// Words for people to read: UTF-8, and not blank.
CLI::Validator words(const base::Texts& texts);
// A name of a file: not empty.
CLI::Validator place(const base::Texts& texts);
// Whatever `fits`, or the text of this key with the argument.
CLI::Validator written(std::function<bool(const std::string&)> fits, std::string key, const base::Texts& texts);

// The text on one line that any terminal can show: control characters become spaces, bytes that are no UTF-8 "?".
std::string oneLine(std::string_view text);

}  // namespace cli
