#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "edit/command.h"
#include "edit/scope.h"
#include "geometry/geojson.h"
#include "geometry/projection.h"

namespace edit {

using base::Error;
using nlohmann::json;
using plan::Schema;

namespace {

constexpr const char* overlapNames[] = {"refuse", "cut_new", "cut_existing"};
constexpr std::size_t deepest = 32;  // of brackets in a line; what nests deeper is no command

// --- out

json jsonOf(const plan::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return nullptr;
}

struct Encoder {
    const Schema& schema;

    json point(Point p) const {
        const auto at = schema.grid.place(p);
        return json::array({at.x, at.y});
    }
    json line(const Line& points) const {
        json list = json::array();
        for (const Point p : points) list.push_back(point(p));
        return list;
    }
    json shape(const geometry::Shape& shape) const {
        return json::parse(geometry::toGeoJson(shape, schema.grid), nullptr, false);
    }
    static json attributes(const Attributes& attributes) {
        json object = json::object();
        for (const auto& [field, value] : attributes) object[field] = jsonOf(value);
        return object;
    }
    static void list(json& into, const char* key, const std::vector<std::string>& names) {
        if (!names.empty()) into[key] = names;
    }

    json operator()(const MoveVertex& c) const {
        json j{{"from", point(c.from)}, {"to", point(c.to)}};
        list(j, "layers", c.layers);
        return j;
    }
    json operator()(const InsertVertex& c) const {
        json j{{"layer", c.layer}, {"feature", c.feature}, {"at", point(c.at)}};
        list(j, "layers", c.layers);
        return j;
    }
    json operator()(const RemoveVertex& c) const {
        json j{{"at", point(c.at)}};
        list(j, "layers", c.layers);
        return j;
    }
    json operator()(const Reshape& c) const {
        json j{{"layer", c.layer}, {"line", line(c.line)}};
        list(j, "features", c.features);
        return j;
    }
    json operator()(const Split& c) const {
        json j{{"layer", c.layer}, {"line", line(c.line)}};
        list(j, "features", c.features);
        return j;
    }
    json operator()(const Merge& c) const { return {{"layer", c.layer}, {"features", c.features}, {"into", c.into}}; }
    json operator()(const Draw& c) const {
        return {{"layer", c.layer},
                {"geometry", shape(c.shape)},
                {"attributes", attributes(c.attributes)},
                {"overlap", overlapNames[static_cast<std::size_t>(c.overlap)]}};
    }
    json operator()(const Replace& c) const {
        return {{"layer", c.layer}, {"feature", c.feature}, {"geometry", shape(c.shape)}};
    }
    json operator()(const Erase& c) const { return {{"layer", c.layer}, {"feature", c.feature}}; }
    json operator()(const Set& c) const {
        return {{"layer", c.layer}, {"feature", c.feature}, {"attributes", attributes(c.attributes)}};
    }
    json operator()(const Batch& c) const {
        json steps = json::array();
        for (const Command& one : c.steps) {
            json step = std::visit(*this, one);
            step["op"] = nameOf(one);
            steps.push_back(std::move(step));
        }
        return {{"steps", std::move(steps)}};
    }
};

// --- in

// Brackets nest no deeper than is good for the stack.
bool shallow(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted)
            i += c == '\\' ? 1 : 0, quoted = c != '"';
        else if (c == '"')
            quoted = true;
        else if (c == '[' || c == '{')
            if (++depth > deepest)
                return false;
            else
                continue;
        else if ((c == ']' || c == '}') && depth > 0)
            --depth;
    }
    return true;
}

// Reads the keys of one command; the first thing that is wrong is kept, and what is read after it is of no account.
class Reader {
public:
    Reader(const json& object, const Schema& schema) : object_(object), schema_(schema) {}

    void use(geometry::Projection projection) { projection_ = std::move(projection); }
    const std::optional<Error>& error() const { return error_; }

    std::string text(const char* key) {
        const json* value = need(key);
        if (value && value->is_string()) return value->get<std::string>();
        if (value) wrong("edit.not_text", key);
        return {};
    }
    std::string name(const char* key) {
        const json* value = need(key);
        return value ? nameOf(*value, key) : std::string();
    }
    std::vector<std::string> names(const char* key, bool needed = false) {
        const json* value = needed ? need(key) : find(key);
        std::vector<std::string> list;
        if (!value) return list;
        if (!value->is_array()) wrong("edit.not_list", key);
        if (value->is_array())
            for (const json& one : *value) list.push_back(nameOf(one, key));
        return list;
    }
    Point point(const char* key) {
        const json* value = need(key);
        return value ? pointOf(*value, key) : Point();
    }
    Line line(const char* key) {
        const json* value = need(key);
        Line points;
        if (!value) return points;
        if (!value->is_array() || value->size() < 2) wrong("edit.not_line", key);
        if (value->is_array())
            for (const json& one : *value) points.push_back(pointOf(one, key));
        return points;
    }
    geometry::Shape shape(const char* key) {
        const json* value = need(key);
        if (!value) return {};
        if (value->is_null()) return {};  // of a row of a table
        if (!value->is_object()) return wrong("edit.not_geometry", key), geometry::Shape();
        json copy = *value;
        if (projection_ && copy.contains("coordinates")) project(copy["coordinates"], key);
        if (error_) return {};
        auto shape = geometry::fromGeoJson(copy.dump(-1, ' ', false, json::error_handler_t::replace), schema_.grid);
        if (shape) return *std::move(shape);
        if (!error_) error_ = std::move(shape.error()).in(key);
        return {};
    }
    Attributes attributes(const char* key, bool needed) {
        const json* value = needed ? need(key) : find(key);
        Attributes list;
        if (!value) return list;
        if (!value->is_object()) return wrong("edit.not_object", key), list;
        for (const auto& [field, one] : value->items()) list[field] = valueOf(one, field);
        return list;
    }
    Overlap overlap(const char* key) {
        const json* value = find(key);
        if (!value) return Overlap::Refuse;
        for (std::size_t i = 0; i < std::size(overlapNames); ++i)
            if (*value == overlapNames[i]) return static_cast<Overlap>(i);
        wrong("edit.bad_overlap", key);
        return Overlap::Refuse;
    }
    // That there is nothing that was not asked for.
    void done() {
        for (const auto& [key, value] : object_.items())
            if (std::find(known_.begin(), known_.end(), key) == known_.end() && !error_)
                error_ = Error{Error::Code::Invalid, base::message("edit.unknown_key", key, joined(known_)), {}};
    }

private:
    const json& object_;
    const Schema& schema_;
    std::optional<geometry::Projection> projection_;
    std::optional<Error> error_;
    std::vector<std::string> known_{"op", "crs"};

    void wrong(std::string_view message, const std::string& key) {
        if (!error_) error_ = Error{Error::Code::Invalid, base::message(message, key), {}};
    }
    const json* find(const char* key) {
        known_.push_back(key);
        const auto at = object_.find(key);
        return at == object_.end() ? nullptr : &*at;
    }
    const json* need(const char* key) {
        const json* value = find(key);
        if (!value) wrong("edit.missing_key", key);
        return value;
    }
    std::string nameOf(const json& value, const char* key) {
        if (value.is_string()) return value.get<std::string>();
        if (value.is_number_integer()) return value.dump();
        wrong("edit.not_text", key);
        return {};
    }
    plan::Value valueOf(const json& value, const std::string& key) {
        if (value.is_null()) return {};
        if (value.is_string()) return value.get<std::string>();
        if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t(INT64_MAX))
            return value.get<double>();
        if (value.is_number_integer()) return value.get<std::int64_t>();
        if (value.is_number_float() && std::isfinite(value.get<double>())) return value.get<double>();
        wrong("edit.not_value", key);
        return {};
    }
    std::optional<geometry::Coordinate> coordinateOf(const json& value) {
        if (!value.is_array() || value.size() < 2 || !value[0].is_number() || !value[1].is_number()) return {};
        std::array<geometry::Coordinate, 1> place{{{value[0].get<double>(), value[1].get<double>()}}};
        if (projection_) projection_->forward(place);
        if (!schema_.grid.holds(place[0])) return {};  // nor is what is not finite held
        return place[0];
    }
    Point pointOf(const json& value, const char* key) {
        const auto place = value.size() == 2 ? coordinateOf(value) : std::nullopt;
        if (!place) return wrong("edit.not_point", key), Point();
        return schema_.grid.nearest(*place);
    }
    void project(json& coordinates, const char* key) {
        if (!coordinates.is_array() || coordinates.empty()) return;
        if (coordinates[0].is_array()) {
            for (json& inner : coordinates) project(inner, key);
            return;
        }
        if (const auto place = coordinateOf(coordinates))
            coordinates = json::array({place->x, place->y});
        else
            wrong("edit.not_point", key);
    }
};

using Read = Command (*)(Reader&);
struct Verb {
    const char* name;
    Read read;
};
// The members of a braced list are read in their order.
const Verb verbs[] = {
    {"move_vertex",
     [](Reader& r) -> Command {
         return MoveVertex{r.point("from"), r.point("to"), r.names("layers")};
     }},
    {"insert_vertex",
     [](Reader& r) -> Command {
         return InsertVertex{r.text("layer"), r.name("feature"), r.point("at"), r.names("layers")};
     }},
    {"remove_vertex",
     [](Reader& r) -> Command {
         return RemoveVertex{r.point("at"), r.names("layers")};
     }},
    {"reshape",
     [](Reader& r) -> Command {
         return Reshape{r.text("layer"), r.names("features"), r.line("line")};
     }},
    {"split",
     [](Reader& r) -> Command {
         return Split{r.text("layer"), r.names("features"), r.line("line")};
     }},
    {"merge",
     [](Reader& r) -> Command {
         return Merge{r.text("layer"), r.names("features", true), r.name("into")};
     }},
    {"draw",
     [](Reader& r) -> Command {
         return Draw{r.text("layer"), r.shape("geometry"), r.attributes("attributes", false), r.overlap("overlap")};
     }},
    {"replace",
     [](Reader& r) -> Command {
         return Replace{r.text("layer"), r.name("feature"), r.shape("geometry")};
     }},
    {"erase",
     [](Reader& r) -> Command {
         return Erase{r.text("layer"), r.name("feature")};
     }},
    {"set",
     [](Reader& r) -> Command {
         return Set{r.text("layer"), r.name("feature"), r.attributes("attributes", true)};
     }},
};

base::Result<Read> readerOf(const json& object) {
    const auto op = object.find("op");
    if (op == object.end() || !op->is_string()) return base::fail(Error::Code::Invalid, "edit.no_op");
    std::vector<std::string> known;
    for (const Verb& verb : verbs) {
        if (*op == verb.name) return verb.read;
        known.push_back(verb.name);
    }
    return base::fail(Error::Code::Unsupported, "edit.unknown_op", op->get<std::string>(), joined(known));
}

}  // namespace

std::string encode(const Command& command, const Schema& schema) {
    json line = std::visit(Encoder{schema}, command);
    line["op"] = nameOf(command);
    return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

namespace {

base::Result<Command> commandOf(const json& object, const Schema& schema, const std::string& crs);

base::Result<Command> batchOf(const json& object, const Schema& schema, const std::string& crs) {
    Batch batch;
    const auto steps = object.find("steps");
    if (steps == object.end() || !steps->is_array()) return base::fail(Error::Code::Invalid, "edit.not_list", "steps");
    const std::string system = object.value("crs", crs);
    for (const json& one : *steps) {
        if (!one.is_object()) return base::fail(Error::Code::Invalid, "edit.not_object", "steps");
        if (const auto op = one.find("op"); op != one.end() && *op == "batch")
            return base::fail(Error::Code::Invalid, "edit.batch_in_batch");
        auto step = commandOf(one, schema, system);
        if (!step) return base::pass(step.error().in(fmt::format("steps[{}]", batch.steps.size())));
        batch.steps.push_back(*std::move(step));
    }
    for (const auto& [key, value] : object.items())
        if (key != "op" && key != "crs" && key != "steps")
            return base::fail(Error::Code::Invalid, "edit.unknown_key", key, "op, crs, steps");
    return Command(std::move(batch));
}

base::Result<Command> commandOf(const json& object, const Schema& schema, const std::string& crs) {
    const auto read = readerOf(object);
    if (!read) return base::pass(Error(read.error()));

    Reader reader(object, schema);
    std::string system = crs;
    if (const auto own = object.find("crs"); own != object.end()) {
        if (!own->is_string()) return base::fail(Error::Code::Invalid, "edit.not_text", "crs");
        system = own->get<std::string>();
    }
    if (!system.empty()) {
        auto projection = geometry::Projection::between(system, schema.system.definition);
        if (!projection) return base::pass(std::move(projection.error()).in("crs"));
        if (!projection->identity()) reader.use(*std::move(projection));
    }
    Command command = (*read)(reader);
    reader.done();
    if (reader.error()) return base::pass(*reader.error());
    return command;
}

}  // namespace

base::Result<Command> decode(std::string_view line, const Schema& schema, const std::string& crs) {
    if (!shallow(line)) return base::fail(Error::Code::Invalid, "edit.not_json");
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) return base::fail(Error::Code::Invalid, "edit.not_json");
    const auto op = object.find("op");
    if (op == object.end() || *op != "batch") return commandOf(object, schema, crs);
    if (object.contains("crs") && !object["crs"].is_string())
        return base::fail(Error::Code::Invalid, "edit.not_text", "crs");
    return batchOf(object, schema, crs);
}

}  // namespace edit
