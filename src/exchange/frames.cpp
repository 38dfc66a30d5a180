#include "exchange/frames.h"

#include <bit>
#include <cstring>

namespace exchange {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::size_t headSize = 5;
constexpr std::uint32_t largest = 1u << 30;

enum class Kind : std::uint8_t { LayerBegin = 1, Feature, LayerEnd, Error, End };

class Writer {
public:
    explicit Writer(std::string& bytes, Kind kind) : bytes_(bytes), begin_(bytes.size()) {
        bytes_.append(4, '\0');
        bytes_.push_back(static_cast<char>(kind));
    }
    ~Writer() {
        const auto size = static_cast<std::uint32_t>(bytes_.size() - begin_ - headSize);
        std::memcpy(bytes_.data() + begin_, &size, sizeof size);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    template <class Number>
    void number(Number value) {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes_.append(raw, sizeof value);
    }
    void text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        bytes_.append(text);
    }
    void bytes(const geometry::Bytes& bytes) {
        number(static_cast<std::uint32_t>(bytes.size()));
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    template <class Items, class Write>
    void each(const Items& items, Write write) {
        number(static_cast<std::uint32_t>(items.size()));
        for (const auto& item : items) write(item);
    }
    void texts(const std::vector<std::string>& texts) {
        each(texts, [this](const std::string& one) { text(one); });
    }
    void value(const plan::Value& value) {
        number(static_cast<std::uint8_t>(value.index()));
        if (const auto* whole = std::get_if<std::int64_t>(&value)) number(*whole);
        if (const auto* real = std::get_if<double>(&value)) number(*real);
        if (const auto* words = std::get_if<std::string>(&value)) text(*words);
    }

private:
    std::string& bytes_;
    std::size_t begin_;
};

// Reads what Writer wrote; once something is missing, everything after it is zero and `sound` is false.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        Number value{};
        if (const auto raw = take(sizeof value); raw.size() == sizeof value)
            std::memcpy(&value, raw.data(), sizeof value);
        return value;
    }
    std::string text() { return std::string(take(number<std::uint32_t>())); }
    geometry::Bytes bytes() {
        const auto raw = take(number<std::uint32_t>());
        return {raw.begin(), raw.end()};
    }
    template <class Item, class Read>
    std::vector<Item> each(Read read) {
        const auto count = number<std::uint32_t>();
        if (count > bytes_.size()) sound_ = false;  // each item takes a byte at least
        std::vector<Item> items;
        if (sound_) items.reserve(count);
        for (std::uint32_t i = 0; sound_ && i < count; ++i) items.push_back(read());
        return items;
    }
    std::vector<std::string> texts() {
        return each<std::string>([this] { return text(); });
    }
    plan::Value value() {
        switch (number<std::uint8_t>()) {
            case 0: return {};
            case 1: return number<std::int64_t>();
            case 2: return number<double>();
            case 3: return text();
            default: sound_ = false; return {};
        }
    }
    bool sound() const { return sound_; }
    bool done() const { return sound_ && bytes_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) {
            sound_ = false;
            bytes_ = {};
            return {};
        }
        const auto taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }

    std::string_view bytes_;
    bool sound_ = true;
};

void write(std::string& bytes, const LayerBegin& begin) {
    Writer out(bytes, Kind::LayerBegin);
    const SourceLayer& layer = begin.layer;
    for (const auto* text : {&layer.name, &layer.alias, &layer.crs, &layer.geometry, &layer.fid}) out.text(*text);
    out.number(layer.features);
    out.each(layer.fields, [&](const SourceField& field) {
        out.text(field.name), out.text(field.alias);
        out.number(field.type), out.number(field.length), out.number(field.decimals);
    });
    out.texts(layer.leftOut);
}

void write(std::string& bytes, const SourceFeature& feature) {
    Writer out(bytes, Kind::Feature);
    out.number(feature.fid);
    out.bytes(feature.wkb);
    out.each(feature.values, [&](const plan::Value& value) { out.value(value); });
    out.texts(feature.notes);
}

void write(std::string& bytes, const LayerEnd& end) {
    Writer out(bytes, Kind::LayerEnd);
    out.number(end.read);
    out.texts(end.remarks);
}

void write(std::string& bytes, const base::Error& error) {
    Writer out(bytes, Kind::Error);
    out.number(static_cast<std::uint8_t>(error.code));
    out.text(error.message.key);
    out.texts(error.message.arguments);
    out.texts(error.where);
}

void write(std::string& bytes, const End&) { Writer out(bytes, Kind::End); }

SourceLayer readLayer(Reader& in) {
    SourceLayer layer;
    for (auto* text : {&layer.name, &layer.alias, &layer.crs, &layer.geometry, &layer.fid}) *text = in.text();
    layer.features = in.number<std::int64_t>();
    layer.fields = in.each<SourceField>([&] {
        SourceField field;
        field.name = in.text(), field.alias = in.text();
        field.type = in.number<int>(), field.length = in.number<int>(), field.decimals = in.number<int>();
        return field;
    });
    layer.leftOut = in.texts();
    return layer;
}

SourceFeature readFeature(Reader& in) {
    SourceFeature feature;
    feature.fid = in.number<std::int64_t>();
    feature.wkb = in.bytes();
    feature.values = in.each<plan::Value>([&] { return in.value(); });
    feature.notes = in.texts();
    return feature;
}

base::Error readError(Reader& in) {
    base::Error error;
    const auto code = in.number<std::uint8_t>();
    error.code = code <= static_cast<std::uint8_t>(base::Error::Code::Cancelled) ? static_cast<base::Error::Code>(code)
                                                                                 : base::Error::Code::Io;
    error.message.key = in.text();
    error.message.arguments = in.texts();
    error.where = in.texts();
    return error;
}

std::optional<Frame> readFrame(std::uint8_t kind, Reader& in) {
    switch (static_cast<Kind>(kind)) {
        case Kind::LayerBegin: return Frame(LayerBegin{readLayer(in)});
        case Kind::Feature: return Frame(readFeature(in));
        case Kind::LayerEnd: {
            LayerEnd end;
            end.read = in.number<std::int64_t>();
            end.remarks = in.texts();
            return Frame(std::move(end));
        }
        case Kind::Error: return Frame(readError(in));
        case Kind::End: return Frame(End{});
    }
    return std::nullopt;
}

}  // namespace

void append(std::string& bytes, const SourceFeature& feature) { write(bytes, feature); }

void append(std::string& bytes, const Frame& frame) {
    std::visit([&](const auto& content) { write(bytes, content); }, frame);
}

char* FrameReader::room(std::size_t size) {
    if (bytes_.size() - end_ < size && begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_, begin_ = 0;
    }
    if (bytes_.size() - end_ < size) bytes_.resize(std::max(bytes_.size() * 2, end_ + size));
    return bytes_.data() + end_;
}

void FrameReader::add(std::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    arrived(bytes.size());
}

base::Result<std::optional<Frame>> FrameReader::next() {
    if (end_ - begin_ < headSize) return std::optional<Frame>();
    std::uint32_t size = 0;
    std::memcpy(&size, bytes_.data() + begin_, sizeof size);
    if (size > largest) return base::fail(base::Error::Code::Io, "exchange.garbage");
    if (end_ - begin_ < headSize + size) return std::optional<Frame>();
    Reader in(std::string_view(bytes_).substr(begin_ + headSize, size));
    auto frame = readFrame(static_cast<std::uint8_t>(bytes_[begin_ + 4]), in);
    if (!frame || !in.done()) return base::fail(base::Error::Code::Io, "exchange.garbage");
    begin_ += headSize + size;
    if (begin_ == end_) begin_ = end_ = 0;
    return frame;
}

}  // namespace exchange
