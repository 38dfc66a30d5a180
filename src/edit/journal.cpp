#include "edit/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace edit {

using base::Error;
using nlohmann::json;

struct Journal::File {
    std::filesystem::path path;
    int descriptor = -1;
    std::size_t lines = 0;
    bool torn = false;  // a line could not be written whole: nothing may follow it

    File(std::filesystem::path p, int d) : path(std::move(p)), descriptor(d) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

namespace {

constexpr std::size_t sumLength = 8;  // hexadecimal digits, and a blank

std::uint32_t crc32(std::string_view text) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> values{};
        for (std::uint32_t i = 0; i < values.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0u);
            values[i] = value;
        }
        return values;
    }();
    std::uint32_t sum = 0xFFFFFFFFu;
    for (const char c : text) sum = (sum >> 8) ^ table[(sum ^ static_cast<std::uint8_t>(c)) & 0xFF];
    return ~sum;
}

// The checksum of a line counts its place too, so that no line passes for another.
std::uint32_t sumOf(std::string_view line, std::size_t place) { return crc32(fmt::format("{} {}", place, line)); }

std::string recordOf(std::string_view line, std::size_t place) {
    return fmt::format("{:08x} {}\n", sumOf(line, place), line);
}

tl::unexpected<Error> ioError(const std::filesystem::path& file) {
    return base::fail(Error::Code::Io, "edit.journal_write", file.string(), std::strerror(errno));
}

bool writeWhole(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fdatasync(descriptor) == 0;
}

void syncFolder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

std::string encoded(const Journal::Header& header) {
    return json{{"store", header.store}, {"case", header.caseId}, {"saves", header.saves}, {"first", header.first}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Journal::Header> headerOf(const std::string& line) {
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) return {};
    const auto text = [&](const char* key) {
        const auto at = object.find(key);
        return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    const auto saves = object.find("saves");
    return Journal::Header{text("store"), text("case"),
                           saves != object.end() && saves->is_number_integer() ? saves->get<std::int64_t>() : 0,
                           text("first")};
}

// The lines of the file that are whole, in a row from its beginning, and how many bytes they are.
struct Whole {
    std::vector<std::string> lines;
    std::size_t bytes = 0;
    bool cut = false;
};
base::Result<Whole> wholeLines(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return base::fail(Error::Code::Io, "edit.journal_read", file.string());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    Whole whole;
    while (whole.bytes < text.size()) {
        const std::size_t end = text.find('\n', whole.bytes);
        if (end == std::string::npos || end - whole.bytes <= sumLength) break;
        const std::string line = text.substr(whole.bytes + sumLength + 1, end - whole.bytes - sumLength - 1);
        if (text.compare(whole.bytes, end - whole.bytes + 1, recordOf(line, whole.lines.size())) != 0) break;
        whole.lines.push_back(line);
        whole.bytes = end + 1;
    }
    whole.cut = whole.bytes < text.size();
    return whole;
}

}  // namespace

Journal::Journal(std::unique_ptr<File> file) : file_(std::move(file)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

base::Result<Journal> Journal::create(const std::filesystem::path& file, const Header& header) {
    // Under another name until its header is on the disk: under its own it is never without one.
    auto fresh = file;
    fresh += ".new";
    auto made = std::make_unique<File>(file, ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (made->descriptor < 0 || !writeWhole(made->descriptor, recordOf(encoded(header), 0))) return ioError(file);
    if (::rename(fresh.c_str(), file.c_str()) != 0) return ioError(file);
    syncFolder(file);
    made->lines = 1;
    return Journal(std::move(made));
}

base::Result<Journal> Journal::reopen(const std::filesystem::path& file) {
    const auto whole = wholeLines(file);
    if (!whole) return base::pass(Error(whole.error()));
    if (whole->lines.empty()) return base::fail(Error::Code::Invalid, "edit.journal_bad", file.string());
    auto made = std::make_unique<File>(file, ::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (made->descriptor < 0) return ioError(file);
    const auto length = static_cast<off_t>(whole->bytes);
    if (::ftruncate(made->descriptor, length) != 0 || ::lseek(made->descriptor, length, SEEK_SET) != length)
        return ioError(file);
    made->lines = whole->lines.size();
    return Journal(std::move(made));
}

base::Result<Journal::Content> Journal::read(const std::filesystem::path& file) {
    auto whole = wholeLines(file);
    if (!whole) return base::pass(std::move(whole.error()));
    const auto header = whole->lines.empty() ? std::nullopt : headerOf(whole->lines.front());
    if (!header) return base::fail(Error::Code::Invalid, "edit.journal_bad", file.string());
    whole->lines.erase(whole->lines.begin());
    return Content{*header, std::move(whole->lines), whole->cut};
}

base::Result<> Journal::append(std::string_view line) {
    if (line.find('\n') != std::string_view::npos) return base::fail(Error::Code::Invalid, "edit.not_json");
    errno = EIO;
    if (file_->torn || !writeWhole(file_->descriptor, recordOf(line, file_->lines))) {
        file_->torn = true;
        return ioError(file_->path);
    }
    ++file_->lines;
    return {};
}

const std::filesystem::path& Journal::file() const { return file_->path; }

void Journal::discard() {
    std::error_code error;
    std::filesystem::remove(file_->path, error);
    syncFolder(file_->path);
}

}  // namespace edit
