#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

namespace store {

// A value as it lies in the file: null, whole number, number, text, bytes.
using RawValue = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;

// One row, or one entry of an index, as it lies in the file.
struct RawRecord {
    bool table = false;    // in a table with row numbers
    std::int64_t row = 0;  // its number there
    std::vector<RawValue> values;
};

// The pages of an SQLite file, read without SQLite: whatever of it is damaged, each record that is whole is found.
// Never leaves the file's bytes.
class PageFile {
public:
    // Fails where the file cannot be read at all.
    static base::Result<PageFile> open(const std::filesystem::path& file);
    PageFile(PageFile&&) noexcept;
    ~PageFile();

    std::uint64_t pages() const;
    using Visit = std::function<void(RawRecord&)>;
    // The records on a page, numbered from 1, where it is one of a table's or an index's.
    void records(std::uint64_t page, const Visit& visit) const;
    // The entries of an index, as far as its pages hang together.
    void index(std::uint64_t root, const Visit& visit) const;

private:
    struct File;
    explicit PageFile(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

}  // namespace store
