#include "rules/condition.h"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_map>

namespace rules {

struct Condition::Parts {
    std::string expression;
    std::string sql;                  // one column over one row of parameters
    std::vector<std::size_t> fields;  // bound as ?1 …
    bool area = false;                // bound last
};

namespace {

constexpr std::string_view areaName = "area_m2";

std::string lower(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
    return small;
}

constexpr int longestText = 1'000'000;  // that an expression may make or read

// What follows from its arguments alone, so that a feature gets the same answer at any time.
bool isPure(std::string_view function) {
    static const std::set<std::string_view> pure{
        "abs",   "ceil",  "ceiling", "char",   "coalesce",  "floor", "glob",   "ifnull", "iif",     "instr",   "length",
        "like",  "lower", "ltrim",   "max",    "min",       "mod",   "nullif", "pow",    "power",   "replace", "round",
        "rtrim", "sign",  "sqrt",    "substr", "substring", "trim",  "trunc",  "typeof", "unicode", "upper"};
    return pure.contains(function);
}

// Only what reads the one row.
int allow(void*, int action, const char* first, const char* second, const char*, const char*) {
    switch (action) {
        case SQLITE_SELECT: return SQLITE_OK;
        case SQLITE_READ: return first && std::string_view(first).starts_with("sqlite_") ? SQLITE_DENY : SQLITE_OK;
        case SQLITE_FUNCTION: return second && isPure(lower(second)) ? SQLITE_OK : SQLITE_DENY;
        default: return SQLITE_DENY;
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

// The statements of one thread. An empty database of its own: nothing to read but what is bound.
class Evaluator {
public:
    Evaluator() {
        if (sqlite3_open_v2(":memory:", &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
            return;
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_set_authorizer(database_, allow, nullptr);
        sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, longestText);
    }
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;
    ~Evaluator() {
        statements_.clear();
        sqlite3_close(database_);
    }

    base::Result<sqlite3_stmt*> prepare(const std::string& sql) {
        if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
        sqlite3_stmt* made = nullptr;
        const char* rest = nullptr;
        const int code = sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, &rest);
        Statement statement(made);
        if (code != SQLITE_OK || !made) return wrong(sqlite3_errmsg(database_));
        if (*rest != 0 || sqlite3_column_count(made) != 1) return wrong("more than one expression");
        if (statements_.size() >= remembered) statements_.clear();
        return statements_.emplace(sql, std::move(statement)).first->second.get();
    }

private:
    static constexpr std::size_t remembered = 512;
    static tl::unexpected<base::Error> wrong(const char* reason) {
        return base::fail(base::Error::Code::Invalid, "rules.wrong_expression", reason);
    }

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, Statement> statements_;
};

Evaluator& evaluator() {
    thread_local Evaluator evaluator;
    return evaluator;
}

// The words of an expression in lower case: what may be the name of a field, and more.
std::vector<std::string> wordsOf(std::string_view expression) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : expression) {
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

// Whether it names parameters of its own (?, :x, @x, $x) outside of quoted text.
bool hasParameters(std::string_view expression) {
    char quote = 0;
    for (const char c : expression) {
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (std::string_view("?:@$").find(c) != std::string_view::npos)
            return true;
    }
    return false;
}

int bind(sqlite3_stmt* statement, int place, const plan::Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, place, *whole);
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, place, *real);
    if (const auto* text = std::get_if<std::string>(&value))
        return sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_null(statement, place);
}

}  // namespace

base::Result<Condition> Condition::of(const std::string& expression, const plan::Layer& layer) {
    auto parts = std::make_shared<Parts>();
    parts->expression = expression;
    const auto words = wordsOf(expression);
    const auto named = [&](std::string_view name) {
        return std::find(words.begin(), words.end(), lower(name)) != words.end();
    };
    std::string row;
    const auto column = [&](std::size_t place, std::string_view name) {
        row += fmt::format("{}?{} AS \"{}\"", row.empty() ? "" : ", ", place, name);
    };
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        if (!named(layer.fields[i].code)) continue;
        parts->fields.push_back(i);
        column(parts->fields.size(), layer.fields[i].code);
    }
    parts->area = named(areaName) && !layer.field(areaName);
    if (parts->area) column(parts->fields.size() + 1, areaName);
    if (row.empty()) return base::fail(base::Error::Code::Invalid, "rules.expression_without_field", layer.code);
    parts->sql = fmt::format("SELECT (\n{}\n) FROM (SELECT {})", expression, row);
    if (hasParameters(expression))
        return base::fail(base::Error::Code::Invalid, "rules.wrong_expression", "parameters have no value");
    if (auto prepared = evaluator().prepare(parts->sql); !prepared) return base::pass(prepared.error());
    return Condition(std::move(parts));
}

Condition::Answer Condition::ask(const plan::Feature& feature) const {
    const auto prepared = evaluator().prepare(parts_->sql);
    if (!prepared) return Answer::Unknown;
    sqlite3_stmt* statement = *prepared;
    bool bound = true;
    for (std::size_t i = 0; i < parts_->fields.size(); ++i)
        bound &= bind(statement, static_cast<int>(i + 1), feature.value(parts_->fields[i])) == SQLITE_OK;
    if (parts_->area)
        sqlite3_bind_double(statement, static_cast<int>(parts_->fields.size() + 1), feature.area.squareMetres());
    Answer answer = Answer::No;
    if (bound && sqlite3_step(statement) == SQLITE_ROW) {
        if (sqlite3_column_type(statement, 0) == SQLITE_NULL) answer = Answer::Unknown;
        if (sqlite3_column_double(statement, 0) != 0) answer = Answer::Yes;
    }
    sqlite3_reset(statement);
    return answer;
}

const std::string& Condition::expression() const { return parts_->expression; }

const std::vector<std::size_t>& Condition::fields() const { return parts_->fields; }

}  // namespace rules
