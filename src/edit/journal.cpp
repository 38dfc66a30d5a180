#include "edit/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace edit {

using base::Error;
using nlohmann::json;

struct Journal::File {
    std::filesystem::path path;
    Header header;
    int descriptor = -1;    // none: not made yet
    std::size_t lines = 0;  // whole on the disk, the header among them
    std::size_t bytes = 0;  // of these
    std::vector<std::string> waiting;
    std::optional<Error> trouble;

    explicit File(std::filesystem::path p) : path(std::move(p)) {}
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
    return json{{"store", header.store}, {"case", header.caseId}, {"saves", header.saves},
                {"first", header.first}, {"base", header.base},   {"time", header.time}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Journal::Header> headerOf(const std::string& line) {
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) return {};
    const auto text = [&](const char* key) {
        const auto at = object.find(key);
        return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    const auto number = [&](const char* key) {
        const auto at = object.find(key);
        return at != object.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
    };
    return Journal::Header{text("store"), text("case"), number("saves"), text("first"), number("base"), text("time")};
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

// Under another name until its header and lines are on the disk: under its own it is never without them.
base::Result<> Journal::make() {
    File& f = *file_;
    std::string text = recordOf(encoded(f.header), 0);
    for (std::size_t i = 0; i < f.waiting.size(); ++i) text += recordOf(f.waiting[i], i + 1);
    auto fresh = f.path;
    fresh += ".new";
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) return ioError(f.path);
    ::flock(descriptor, LOCK_EX | LOCK_NB);
    if (!writeWhole(descriptor, text) || ::rename(fresh.c_str(), f.path.c_str()) != 0) {
        auto failed = ioError(f.path);
        ::close(descriptor);
        ::unlink(fresh.c_str());
        return failed;
    }
    syncFolder(f.path);
    f.descriptor = descriptor;
    f.lines = 1 + f.waiting.size();
    f.bytes = text.size();
    f.waiting.clear();
    return {};
}

Journal Journal::begin(const std::filesystem::path& file, const Header& header, const std::vector<std::string>& lines) {
    auto made = std::make_unique<File>(file);
    made->header = header;
    made->waiting = lines;
    Journal journal(std::move(made));
    if (auto done = journal.make(); !done) journal.file_->trouble = std::move(done.error());
    return journal;
}

base::Result<Journal> Journal::create(const std::filesystem::path& file, const Header& header,
                                      const std::vector<std::string>& lines) {
    auto journal = begin(file, header, lines);
    if (journal.trouble()) return base::pass(Error(*journal.trouble()));
    return journal;
}

base::Result<Journal> Journal::reopen(const std::filesystem::path& file) {
    const auto whole = wholeLines(file);
    if (!whole) return base::pass(Error(whole.error()));
    const auto header = whole->lines.empty() ? std::nullopt : headerOf(whole->lines.front());
    if (!header) return base::fail(Error::Code::Invalid, "edit.journal_bad", file.string());
    auto made = std::make_unique<File>(file);
    made->header = *header;
    made->descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (made->descriptor < 0) return ioError(file);
    if (::flock(made->descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return base::fail(Error::Code::Conflict, "edit.journal_taken", header->caseId, file.string());
    const auto length = static_cast<off_t>(whole->bytes);
    if (::ftruncate(made->descriptor, length) != 0 || ::lseek(made->descriptor, length, SEEK_SET) != length)
        return ioError(file);
    made->lines = whole->lines.size();
    made->bytes = whole->bytes;
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

base::Result<> Journal::append(const std::vector<std::string>& lines) {
    File& f = *file_;
    for (const auto& line : lines)
        if (line.find('\n') != std::string::npos) return base::fail(Error::Code::Invalid, "edit.not_json");
    f.waiting.insert(f.waiting.end(), lines.begin(), lines.end());
    if (f.descriptor < 0) {
        auto made = make();
        f.trouble = made ? std::nullopt : std::optional(made.error());
        return made;
    }
    // What was written half may be there from the last time: nothing may follow it.
    const auto length = static_cast<off_t>(f.bytes);
    std::string text;
    for (std::size_t i = 0; i < f.waiting.size(); ++i) text += recordOf(f.waiting[i], f.lines + i);
    errno = EIO;
    if ((f.trouble && (::ftruncate(f.descriptor, length) != 0 || ::lseek(f.descriptor, length, SEEK_SET) != length)) ||
        !writeWhole(f.descriptor, text)) {
        f.trouble = ioError(f.path).value();
        return base::pass(Error(*f.trouble));
    }
    f.trouble.reset();
    f.lines += f.waiting.size();
    f.bytes += text.size();
    f.waiting.clear();
    return {};
}

std::string Journal::lineOf(const Mark& mark) { return fmt::format("saved {} {}", mark.save, mark.time); }

std::optional<Journal::Mark> Journal::markOf(std::string_view line) {
    constexpr std::string_view word = "saved ";
    if (!line.starts_with(word)) return {};
    line.remove_prefix(word.size());
    Mark mark;
    const auto [end, code] = std::from_chars(line.data(), line.data() + line.size(), mark.save);
    if (code != std::errc()) return {};
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    if (!line.empty()) mark.time = line.substr(1);
    return mark;
}

const std::optional<base::Error>& Journal::trouble() const { return file_->trouble; }
const std::filesystem::path& Journal::file() const { return file_->path; }

void Journal::discard() {
    std::error_code error;
    std::filesystem::remove(file_->path, error);
    syncFolder(file_->path);
}

}  // namespace edit
