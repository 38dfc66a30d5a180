#include "store/pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <set>
#include <span>

namespace store {

using Bytes = std::span<const std::uint8_t>;

namespace {

enum : std::uint8_t { interiorIndex = 2, interiorTable = 5, leafIndex = 10, leafTable = 13 };

// Reads big endian numbers without ever leaving the bytes: past the end all is zero and `ok` false.
class Reader {
public:
    explicit Reader(Bytes bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}
    bool ok() const { return ok_; }
    std::size_t at() const { return at_; }
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte();
        return value;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i) {
            const std::uint8_t next = byte();
            value = value << 7 | (next & 0x7f);
            if (next < 0x80) return value;
        }
        return value << 8 | byte();
    }
    Bytes take(std::size_t size) {
        ok_ = ok_ && size <= bytes_.size() - std::min(at_, bytes_.size());
        if (!ok_) return {};
        const Bytes taken = bytes_.subspan(at_, size);
        at_ += size;
        return taken;
    }

private:
    std::uint8_t byte() {
        ok_ = ok_ && at_ < bytes_.size();
        return ok_ ? bytes_[at_++] : std::uint8_t{0};
    }
    Bytes bytes_;
    std::size_t at_;
    bool ok_ = true;
};

std::optional<RawValue> valueOf(std::uint64_t type, Bytes bytes) {
    if (type == 0) return RawValue();
    if (type == 8 || type == 9) return RawValue(static_cast<std::int64_t>(type - 8));
    if (type == 10 || type == 11) return {};
    if (type >= 12 && type % 2 == 0) return RawValue(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
    if (type >= 12) return RawValue(std::string(bytes.begin(), bytes.end()));
    std::uint64_t bits = 0 - static_cast<std::uint64_t>(!bytes.empty() && bytes[0] >= 0x80);
    for (const auto byte : bytes) bits = bits << 8 | byte;
    if (type == 7) return RawValue(std::bit_cast<double>(bits));
    return RawValue(static_cast<std::int64_t>(bits));
}

bool readValues(Bytes payload, std::vector<RawValue>& values) {
    Reader head(payload);
    const std::uint64_t headSize = head.varint();
    Reader body(payload, headSize);
    while (head.ok() && head.at() < headSize) {
        constexpr std::size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
        const std::uint64_t type = head.varint();
        const Bytes bytes = body.take(type < 12 ? sizes[type] : (type - 12) / 2);
        auto value = body.ok() ? valueOf(type, bytes) : std::nullopt;
        if (!value) return false;
        values.push_back(std::move(*value));
    }
    return head.ok() && head.at() == headSize;
}

}  // namespace

struct PageFile::File {
    int handle = -1;
    std::size_t pageSize = 4096, usable = 4096;
    std::uint64_t pages = 0;
    ~File() {
        if (handle >= 0) close(handle);
    }

    // A page, with nothing before what a b-tree has on it; empty where it is none.
    std::vector<std::uint8_t> read(std::uint64_t page) const {
        std::vector<std::uint8_t> bytes(pageSize);
        if (page == 0 || page > pages) return {};
        const auto size = pread(handle, bytes.data(), pageSize, static_cast<off_t>((page - 1) * pageSize));
        if (size != static_cast<ssize_t>(pageSize)) return {};
        return bytes;
    }

    // The payload of a cell, of which the first part is in the cell and the rest in a chain of pages.
    bool payload(Reader& cell, std::uint64_t size, bool table, std::vector<std::uint8_t>& into) const {
        if (size > pages * pageSize) return false;
        const std::uint64_t most = table ? usable - 35 : (usable - 12) * 64 / 255 - 23,
                            least = (usable - 12) * 32 / 255 - 23;
        std::uint64_t local = size;
        if (size > most) {
            local = least + (size - least) % (usable - 4);
            if (local > most) local = least;
        }
        const Bytes here = cell.take(local);
        into.assign(here.begin(), here.end());
        std::uint64_t next = size > local ? cell.number(4) : 0;
        while (cell.ok() && into.size() < size) {
            const auto page = read(next);
            if (page.empty()) return false;
            next = Reader(page).number(4);
            const std::size_t part = std::min<std::size_t>(size - into.size(), usable - 4);
            into.insert(into.end(), page.begin() + 4, page.begin() + 4 + static_cast<std::ptrdiff_t>(part));
        }
        return cell.ok();
    }

    // Visits the cells of a b-tree's page: (reader at the cell, its type). The last child of an interior page comes
    // as a cell without record.
    template <class Visit>
    void cells(std::uint64_t number, const std::vector<std::uint8_t>& page, Visit visit) const {
        const std::size_t begin = number == 1 ? 100 : 0;
        Reader header(page, begin);
        const auto type = static_cast<std::uint8_t>(header.number(1));
        const bool interior = type == interiorIndex || type == interiorTable;
        if (!interior && type != leafIndex && type != leafTable) return;
        header.take(2);
        const std::uint64_t count = header.number(2);
        Reader pointers(page, begin + (interior ? 12u : 8u));
        for (std::uint64_t i = 0; i < count && pointers.ok(); ++i) {
            const std::size_t at = pointers.number(2);
            Reader cell(page, at);
            if (pointers.ok() && at > begin) visit(cell, type);
        }
    }

    bool record(Reader& cell, std::uint8_t type, RawRecord& into) const {
        if (type == interiorTable) return false;
        if (type == interiorIndex) cell.take(4);
        const std::uint64_t size = cell.varint();
        into.table = type == leafTable;
        into.row = into.table ? static_cast<std::int64_t>(cell.varint()) : 0;
        into.values.clear();
        std::vector<std::uint8_t> bytes;
        return cell.ok() && payload(cell, size, into.table, bytes) && readValues(bytes, into.values);
    }
};

PageFile::PageFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
PageFile::PageFile(PageFile&&) noexcept = default;
PageFile::~PageFile() = default;

base::Result<PageFile> PageFile::open(const std::filesystem::path& path) {
    auto file = std::make_unique<File>();
    file->handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file->handle < 0 || fstat(file->handle, &status) != 0)
        return base::fail(base::Error::Code::Io, "store.cannot_open", path.string());
    std::vector<std::uint8_t> header(100);
    if (pread(file->handle, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size())) {
        // Stores have pages of 4096 bytes unless another program has rewritten them; a damaged header says nothing.
        std::size_t size = Reader(header, 16).number(2);
        if (size == 1) size = 65536;
        if (size >= 512 && std::has_single_bit(size) && header[20] <= 32 && header[0] == 'S')
            file->pageSize = size, file->usable = size - header[20];
    }
    file->pages = static_cast<std::uint64_t>(status.st_size) / file->pageSize;
    return PageFile(std::move(file));
}

std::uint64_t PageFile::pages() const { return file_->pages; }

void PageFile::records(std::uint64_t number, const Visit& visit) const {
    const auto page = file_->read(number);
    RawRecord record;
    file_->cells(number, page, [&](Reader& cell, std::uint8_t type) {
        if (file_->record(cell, type, record)) visit(record);
    });
}

void PageFile::index(std::uint64_t root, const Visit& visit) const {
    std::set<std::uint64_t> seen;
    std::vector<std::uint64_t> waiting = {root};
    while (!waiting.empty()) {
        const std::uint64_t number = waiting.back();
        waiting.pop_back();
        if (!seen.insert(number).second) continue;
        const auto page = file_->read(number);
        const std::size_t begin = number == 1 ? 100 : 0;
        if (Reader type(page, begin); type.number(1) == interiorIndex)
            waiting.push_back(Reader(page, begin + 8).number(4));
        file_->cells(number, page, [&](Reader& cell, std::uint8_t type) {
            if (type == interiorIndex) waiting.push_back(Reader(cell).number(4));
        });
        records(number, visit);
    }
}

}  // namespace store
