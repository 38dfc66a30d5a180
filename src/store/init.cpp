#include "store/store.h"

namespace store {

base::Result<Store> Store::init(const std::filesystem::path& file, const plan::Spec& spec,
                                const std::string& packFolder, const std::string& crs, const std::string& region) {
    const auto schema = spec.schema(crs, region);
    if (!schema) return base::pass(schema.error());
    return init(file, **schema, packFolder);
}

}  // namespace store
