#include "geometry/projection.h"

#include <proj.h>
#include <proj_experimental.h>  // proj_crs_demote_to_2D, proj_crs_alter_cs_angular_unit

#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_map>

#include "base/library.h"
#include "geometry/excerpt.h"

namespace geometry {

using base::Error;
using base::fail;

namespace {

constexpr double degree = std::numbers::pi / 180;

// Every function of PROJ that is called here.
#define SANXIAN_PROJ(EACH)                \
    EACH(as_wkt);                         \
    EACH(context_create);                 \
    EACH(context_destroy);                \
    EACH(context_set_enable_network);     \
    EACH(coordoperation_get_method_info); \
    EACH(coordoperation_get_param);       \
    EACH(coordoperation_get_param_index); \
    EACH(create);                         \
    EACH(create_crs_to_crs_from_pj);      \
    EACH(crs_alter_cs_angular_unit);      \
    EACH(crs_demote_to_2D);               \
    EACH(crs_get_coordinate_system);      \
    EACH(crs_get_coordoperation);         \
    EACH(crs_get_geodetic_crs);           \
    EACH(crs_get_sub_crs);                \
    EACH(cs_get_axis_info);               \
    EACH(destroy);                        \
    EACH(ellipsoid_get_parameters);       \
    EACH(get_ellipsoid);                  \
    EACH(get_id_auth_name);               \
    EACH(get_id_code);                    \
    EACH(get_name);                       \
    EACH(get_source_crs);                 \
    EACH(get_type);                       \
    EACH(identify);                       \
    EACH(int_list_destroy);               \
    EACH(is_equivalent_to_with_ctx);      \
    EACH(list_destroy);                   \
    EACH(list_get);                       \
    EACH(list_get_count);                 \
    EACH(log_level);                      \
    EACH(normalize_for_visualization);    \
    EACH(trans_generic);

// PROJ, loaded when the first system is read: it brings thirty libraries (HTTP, TLS, Kerberos, pictures), and loading
// those takes longer than most verbs of the command line.
struct Proj {
#define SANXIAN_POINTER(name) decltype(&proj_##name) name = nullptr
    SANXIAN_PROJ(SANXIAN_POINTER)
#undef SANXIAN_POINTER
};

base::Result<Proj> load() {
    const auto library = base::Library::load(SANXIAN_PROJ_LIBRARY);
    if (!library) return base::pass(library.error());
    Proj proj;
    base::Result<> all;
#define SANXIAN_FIND(name) \
    if (all) all = library->find("proj_" #name, proj.name)
    SANXIAN_PROJ(SANXIAN_FIND)
#undef SANXIAN_FIND
    if (!all) return base::pass(all.error());
    return proj;
}

const base::Result<Proj>& loaded() {
    static const base::Result<Proj> once = load();
    return once;
}

// Only where it is loaded: who makes an object has asked before.
const Proj& proj() { return *loaded(); }

struct Destroy {
    void operator()(PJ* object) const { proj().destroy(object); }
};
using Object = std::unique_ptr<PJ, Destroy>;

// The PROJ context of this thread, and the transformations it has made ready.
struct Context {
    PJ_CONTEXT* own = proj().context_create();
    std::unordered_map<std::string, Object> ready;

    Context() {
        proj().log_level(own, PJ_LOG_NONE);
        proj().context_set_enable_network(own, 0);
    }
    ~Context() {
        ready.clear();
        proj().context_destroy(own);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Context& ofThread() {
    thread_local Context context;
    return context;
}
PJ_CONTEXT* context() { return ofThread().own; }

bool isGeographic(const Object& crs) { return proj().get_type(crs.get()) == PJ_TYPE_GEOGRAPHIC_2D_CRS; }

// Whether the text is a code of a register (EPSG:4490, urn:ogc:def:crs:EPSG::4490), WKT, PROJJSON or a PROJ string.
// PROJ itself takes any other text for a part of a name and answers with whatever system it finds first.
bool definesOne(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    constexpr std::string_view code = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-";
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == text.npos) return false;
    text.remove_prefix(begin);
    if (text.starts_with("{") || text.find("+proj=") != text.npos || text.find("+init=") != text.npos) return true;
    const auto end = text.find_first_not_of(word);
    if (end == text.npos || end == 0) return false;
    if (text[end] == '[' || text[end] == '(') return true;
    const auto last = text.find_last_not_of(" \t\r\n");
    return text[end] == ':' && text.find_first_not_of(letters) == end &&
           text.substr(0, last + 1).find_first_not_of(code) == text.npos;
}

// The two-dimensional part of what the text defines; nothing where it defines no system on the earth's surface.
Object horizontal(const std::string& definition) {
    if (!definesOne(definition)) return nullptr;
    std::string text = definition;
    const bool projText = text.find("+proj=") != std::string::npos || text.find("+init=") != std::string::npos;
    if (projText && text.find("+type=crs") == std::string::npos) text += " +type=crs";
    Object crs(proj().create(context(), text.c_str()));
    for (int depth = 0; crs && depth < 4; ++depth) {
        switch (proj().get_type(crs.get())) {
            case PJ_TYPE_PROJECTED_CRS:
            case PJ_TYPE_GEOGRAPHIC_2D_CRS: {
                Object flat(proj().crs_demote_to_2D(context(), nullptr, crs.get()));
                return flat ? std::move(flat) : std::move(crs);
            }
            case PJ_TYPE_GEOGRAPHIC_3D_CRS: crs.reset(proj().crs_demote_to_2D(context(), nullptr, crs.get())); break;
            case PJ_TYPE_COMPOUND_CRS: crs.reset(proj().crs_get_sub_crs(context(), crs.get(), 0)); break;
            case PJ_TYPE_BOUND_CRS: crs.reset(proj().get_source_crs(context(), crs.get())); break;
            default: return nullptr;
        }
    }
    return nullptr;
}

// Longitude and latitude in the datum of the system, in degrees.
Object baseOf(const Object& crs) {
    const Object base(proj().crs_get_geodetic_crs(context(), crs.get()));
    if (!base) return nullptr;
    return Object(proj().crs_alter_cs_angular_unit(context(), base.get(), "degree", degree, "EPSG", "9122"));
}

// The entry of the EPSG register that this system without a code is: the only one that PROJ is sure of (90 of 100).
Object registered(const Object& crs) {
    int* confidence = nullptr;
    PJ_OBJ_LIST* list = proj().identify(context(), crs.get(), "EPSG", nullptr, &confidence);
    const int count = list ? proj().list_get_count(list) : 0;
    const bool sure = count > 0 && confidence[0] >= 90 && (count == 1 || confidence[1] < confidence[0]);
    Object found(sure ? proj().list_get(context(), list, 0) : nullptr);
    proj().int_list_destroy(confidence);
    proj().list_destroy(list);
    return found;
}

double unitOf(const Object& crs) {
    const Object axes(proj().crs_get_coordinate_system(context(), crs.get()));
    double unit = 1;
    proj().cs_get_axis_info(context(), axes.get(), 0, nullptr, nullptr, nullptr, &unit, nullptr, nullptr, nullptr);
    return std::abs(unit - degree) < 1e-14 ? degree : unit;
}

std::optional<GaussKruegerPlane> gaussKruegerOf(const Object& crs) {
    const Object conversion(proj().crs_get_coordoperation(context(), crs.get()));
    const char* method = nullptr;
    if (!conversion || !proj().coordoperation_get_method_info(context(), conversion.get(), &method, nullptr, nullptr) ||
        std::string_view(method) != "Transverse Mercator")
        return {};
    // In radians, metres or whole numbers.
    const auto parameter = [&](const char* name) {
        const int index = proj().coordoperation_get_param_index(context(), conversion.get(), name);
        double value = 0, unit = 1;
        if (index >= 0)
            proj().coordoperation_get_param(context(), conversion.get(), index, nullptr, nullptr, nullptr, &value,
                                            nullptr, &unit, nullptr, nullptr, nullptr, nullptr);
        return value * unit;
    };
    if (parameter("Latitude of natural origin") != 0) return {};
    const double degrees = parameter("Longitude of natural origin") / degree;
    return GaussKruegerPlane{std::round(degrees * 1e12) / 1e12, parameter("Scale factor at natural origin"),
                             parameter("False easting"), parameter("False northing")};
}

auto noSystem(const std::string& definition) {
    return fail(Error::Code::Invalid, "geometry.no_system", excerpt(definition));
}

}  // namespace

base::Result<System> systemOf(const std::string& definition) {
    if (!loaded()) return base::pass(loaded().error());
    Object crs = horizontal(definition);
    if (!crs) return noSystem(definition);
    if (!proj().get_id_code(crs.get(), 0))
        if (Object found = registered(crs)) crs = std::move(found);

    System system;
    system.definition = definition;
    if (const char* code = proj().get_id_code(crs.get(), 0)) {
        const std::string authority = proj().get_id_auth_name(crs.get(), 0);
        system.definition = authority + ":" + code;
        if (authority == "EPSG") system.epsg = std::atoi(code);
    }
    system.name = proj().get_name(crs.get());
    if (const char* wkt = proj().as_wkt(context(), crs.get(), PJ_WKT1_GDAL, nullptr)) system.wkt = wkt;
    system.geographic = isGeographic(crs);
    system.unit = unitOf(crs);
    const Object ellipsoid(proj().get_ellipsoid(context(), crs.get()));
    if (!ellipsoid || !proj().ellipsoid_get_parameters(context(), ellipsoid.get(), &system.semiMajor, nullptr, nullptr,
                                                       &system.inverseFlattening))
        return noSystem(definition);
    if (!system.geographic && system.unit == 1) system.gaussKrueger = gaussKruegerOf(crs);
    return system;
}

struct Projection::Definition {
    std::string from, to;  // `to` empty: the geographic base of `from`

    Object make() const {
        const Object source = horizontal(from);
        if (!source) return nullptr;
        const Object target = to.empty() ? baseOf(source) : horizontal(to);
        if (!target) return nullptr;
        const Object raw(proj().create_crs_to_crs_from_pj(context(), source.get(), target.get(), nullptr, nullptr));
        return Object(raw ? proj().normalize_for_visualization(context(), raw.get()) : nullptr);
    }
    PJ* ready() const {
        Object& object = ofThread().ready[from + '\n' + to];
        if (!object) object = make();
        return object.get();
    }
    void transform(PJ_DIRECTION direction, std::span<Coordinate> coordinates) const {
        static_assert(sizeof(Coordinate) == 2 * sizeof(double));
        if (coordinates.empty()) return;
        const std::size_t stride = sizeof(Coordinate), count = coordinates.size();
        proj().trans_generic(ready(), direction, &coordinates[0].x, stride, count, &coordinates[0].y, stride, count,
                             nullptr, 0, 0, nullptr, 0, 0);
        for (auto& [x, y] : coordinates)
            if (!std::isfinite(x) || !std::isfinite(y)) x = y = std::numeric_limits<double>::infinity();
    }
};

base::Result<Projection> Projection::between(const std::string& from, const std::string& to) {
    if (!loaded()) return base::pass(loaded().error());
    const Object source = horizontal(from), target = horizontal(to);
    if (!source) return noSystem(from);
    if (!target) return noSystem(to);
    Projection projection;
    if (proj().is_equivalent_to_with_ctx(context(), source.get(), target.get(),
                                         PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return projection;
    auto definition = std::make_shared<const Definition>(Definition{from, to});
    if (!definition->ready())
        return fail(Error::Code::Unsupported, "geometry.no_transformation", excerpt(from), excerpt(to));
    projection.definition_ = std::move(definition);
    return projection;
}

base::Result<Projection> Projection::toGeographic(const std::string& from) {
    if (!loaded()) return base::pass(loaded().error());
    const Object source = horizontal(from);
    if (!source) return noSystem(from);
    Projection projection;
    if (isGeographic(source)) return projection;
    auto definition = std::make_shared<const Definition>(Definition{from, {}});
    if (!definition->ready())
        return fail(Error::Code::Unsupported, "geometry.no_transformation", excerpt(from), "longitude, latitude");
    projection.definition_ = std::move(definition);
    return projection;
}

void Projection::forward(std::span<Coordinate> coordinates) const {
    if (definition_) definition_->transform(PJ_FWD, coordinates);
}
void Projection::inverse(std::span<Coordinate> coordinates) const {
    if (definition_) definition_->transform(PJ_INV, coordinates);
}

}  // namespace geometry
