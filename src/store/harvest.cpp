#include "store/harvest.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "store/blob.h"
#include "store/connection.h"
#include "store/state.h"

namespace store {

using Code = base::Error::Code;

namespace {

using Values = std::vector<RawValue>;
using Blob = std::vector<std::uint8_t>;

// Whether values are of these kinds: i integer, r number, t text, b bytes, d a digest, n null; a capital: or null.
bool fits(const Values& values, std::string_view kinds) {
    if (values.size() != kinds.size()) return false;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const RawValue& value = values[i];
        const char kind = kinds[i] >= 'A' && kinds[i] <= 'Z' ? static_cast<char>(kinds[i] - 'A' + 'a') : kinds[i];
        if (std::holds_alternative<std::monostate>(value)) {
            if (kind == kinds[i] && kind != 'n') return false;
            continue;
        }
        const auto* bytes = std::get_if<Blob>(&value);
        const bool whole = std::holds_alternative<std::int64_t>(value);
        const bool good = kind == 'i'   ? whole
                          : kind == 'r' ? whole || std::holds_alternative<double>(value)
                          : kind == 't' ? std::holds_alternative<std::string>(value)
                          : kind == 'b' ? bytes != nullptr
                                        : kind == 'd' && bytes && bytes->size() == Digest{}.size();
        if (!good) return false;
    }
    return true;
}

std::int64_t integer(const RawValue& value) {
    const auto* held = std::get_if<std::int64_t>(&value);
    return held ? *held : 0;
}
const std::string& text(const RawValue& value) {
    static const std::string none;
    const auto* held = std::get_if<std::string>(&value);
    return held ? *held : none;
}
std::optional<double> number(const RawValue& value) {
    if (const auto* held = std::get_if<double>(&value)) return *held;
    if (const auto* held = std::get_if<std::int64_t>(&value)) return static_cast<double>(*held);
    return {};
}
std::optional<Digest> digest(const RawValue& value) {
    const auto* held = std::get_if<Blob>(&value);
    if (!held || held->size() != Digest{}.size()) return {};
    Digest made{};
    std::copy(held->begin(), held->end(), made.begin());
    return made;
}

// The digest of a row of a digested table, as recordDigest makes it.
Digest rowDigest(Digester& digester, std::string_view table, const Values& values) {
    digester.add(table);
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        digester.add(static_cast<std::int64_t>(values[i].index()));
        if (const auto* whole = std::get_if<std::int64_t>(&values[i])) digester.add(*whole);
        if (const auto* real = std::get_if<double>(&values[i])) digester.add(std::bit_cast<std::int64_t>(*real));
        if (const auto* words = std::get_if<std::string>(&values[i])) digester.add(std::string_view(*words));
        if (const auto* bytes = std::get_if<Blob>(&values[i])) digester.add(Bytes(*bytes));
    }
    return digester.finish();
}

// What the store's own tables say, found by the forms of their rows on whatever page they are.
struct Records {
    std::map<std::int64_t, Values> schemas, revisions, settings, cases, edits;  // by number
    std::vector<Values> metas, contents, saves;
    std::map<std::string, std::uint64_t> indexes;  // roots, by name
};

Records recordsOf(const PageFile& file, const base::Task& task) {
    Records found;
    for (std::uint64_t page = 1; page <= file.pages() && !task.stopped(); ++page)
        file.records(page, [&](RawRecord& record) {
            Values& values = record.values;
            const auto keep = [&](std::map<std::int64_t, Values>& into) {
                values[0] = record.row;
                into[record.row] = std::move(values);
            };
            if (!record.table) {
                if (fits(values, "ttd")) return found.metas.push_back(std::move(values));
                if (fits(values, "itiiid")) return found.contents.push_back(std::move(values));
                if (fits(values, "iiittttiid")) return found.saves.push_back(std::move(values));
                return;
            }
            if (fits(values, "nittd")) return keep(found.schemas);
            if (fits(values, "nItttIitd")) return keep(found.revisions);
            if (fits(values, "ntRtd")) return keep(found.settings);
            if (fits(values, "ntttttBiitItd")) return keep(found.cases);
            if (fits(values, "nitiDDB")) return keep(found.edits);
            if (fits(values, "tttiT") && text(values[0]) == "index")
                found.indexes[text(values[1])] = static_cast<std::uint64_t>(integer(values[3]));
        });
    return found;
}

// The newest structure that is as it was filed; its digest tells the method.
std::optional<Layout> layoutIn(const Records& records) {
    for (auto row = records.schemas.rbegin(); row != records.schemas.rend(); ++row)
        for (const auto method : {DigestMethod::Sm3, DigestMethod::Sha256}) {
            const Values& values = row->second;
            Digester digester(method);
            const Digest made = digester.add(integer(values[1])).add(text(values[2])).add(text(values[3])).finish();
            if (made != digest(values[4])) continue;
            auto layout = decodeLayout(text(values[3]));
            if (!layout) continue;
            layout->digests = method;
            return std::move(*layout);
        }
    return {};
}

class Harvester {
public:
    Harvester(const PageFile& file, Records records, Harvest& into)
        : file_(file),
          records_(std::move(records)),
          into_(into),
          states_(into.layout.digests),
          digester_(into.layout.digests) {
        into_.layers.resize(into_.layout.tables.size());
    }

    void run(const base::Task& task) {
        head();
        for (std::uint64_t page = 1; page <= file_.pages() && !task.stopped(); ++page) {
            if (page % 4096 == 0)
                task.report(static_cast<double>(page) / static_cast<double>(file_.pages()),
                            base::message("store.salvage.reading"));
            file_.records(page, [&](RawRecord& record) {
                if (record.table) state(record);
            });
        }
        for (std::size_t i = 0; i < into_.layers.size(); ++i) nameMissing(i);
        settings();
        cases();
    }

private:
    // A state of a feature, where the digest says that it is one, of the layer that the digest says.
    void state(const RawRecord& record) {
        const Values& values = record.values;
        if (values.size() < 7 || !fits({values.begin(), values.begin() + 7}, "niiIrdB")) return;
        const Digest wanted = *digest(values[5]);
        const std::size_t layers = into_.layers.size();
        for (std::size_t i = 0; i < layers; ++i) {
            const std::size_t layer = (last_ + i) % layers;  // neighbours are of one layer
            const auto feature = featureOf(values, layer);
            if (!feature || states_.of(into_.layout, *feature) != wanted) continue;
            last_ = layer;
            Harvest::State& held = into_.layers[layer].rows[record.row];
            const std::int64_t died = integer(values[3]);
            if (!held.feature || died != 0) held = {integer(values[2]), died, wanted, feature};
            return;
        }
        into_.layers[last_].damaged.insert(record.row);
    }

    plan::FeatureRef featureOf(const Values& row, std::size_t layer) const {
        const auto& fields = into_.layout.layer(layer).fields;
        std::size_t at = 7;
        geometry::Shape shape;
        if (into_.layout.hasGeometry(layer)) {
            if (row.size() <= at) return nullptr;
            if (const auto* blob = std::get_if<Blob>(&row[at])) {
                auto decoded = decodeBlob(*blob, into_.layout.schema->grid);
                if (!decoded) return nullptr;
                shape = std::move(*decoded);
            } else if (!std::holds_alternative<std::monostate>(row[at])) {
                return nullptr;
            }
            ++at;
        }
        if (row.size() > at + fields.size()) return nullptr;
        std::vector<plan::Value> values(fields.size());
        for (std::size_t i = 0; at + i < row.size(); ++i) {
            const RawValue& value = row[at + i];
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                // SQLite keeps a number without fraction as a whole one.
                if (fields[i].type == plan::FieldType::Real)
                    values[i] = static_cast<double>(*whole);
                else
                    values[i] = *whole;
            }
            if (const auto* real = std::get_if<double>(&value)) values[i] = *real;
            if (const auto* words = std::get_if<std::string>(&value)) values[i] = *words;
        }
        if (const auto* odd = std::get_if<Blob>(&row[6])) {
            auto placed = decodeValues(*odd);
            if (!placed) return nullptr;
            for (auto& [field, value] : *placed) {
                if (field >= values.size()) return nullptr;
                values[field] = std::move(value);
            }
        }
        return plan::makeFeature(plan::FeatureId::of(integer(row[1])), plan::LayerId{static_cast<std::uint16_t>(layer)},
                                 std::move(shape), geometry::Area::squareMetres(*number(row[4])), std::move(values));
    }

    // The newest revision, and how many features it has where every revision up to it tells what it did.
    void head() {
        if (!records_.revisions.empty()) into_.head = records_.revisions.rbegin()->first;
        std::map<std::int64_t, std::int64_t> changes;
        std::vector<std::int64_t> expected(into_.layers.size());
        for (const Values& row : records_.contents) {
            changes[integer(row[0])] += integer(row[2]) + integer(row[3]) + integer(row[4]);
            if (const auto layer = into_.layout.schema->find(text(row[1])))
                expected[layer->index] += integer(row[2]) - integer(row[4]);
        }
        for (std::int64_t number = 0; number <= into_.head; ++number) {
            const auto row = records_.revisions.find(number);
            if (row == records_.revisions.end() || integer(row->second[6]) != changes[number]) return;
        }
        for (std::size_t i = 0; i < expected.size(); ++i) into_.layers[i].expected = expected[i];
    }

    // Names for rows that are not there or damaged, from the indexes.
    void nameMissing(std::size_t layer) {
        const LayerTable& table = into_.layout.tables[layer];
        Harvest::LayerStates& states = into_.layers[layer];
        std::set<std::int64_t> dead;
        const auto entries = [&](const std::string& index, const auto& visit) {
            const auto root = records_.indexes.find(index);
            if (root == records_.indexes.end()) return;
            file_.index(root->second, [&](RawRecord& record) {
                if (record.table || record.values.size() != 2) return;
                const std::int64_t row = integer(record.values[1]);
                if (row > 0 && !states.rows.contains(row) && !dead.contains(row)) visit(row, record.values[0]);
            });
        };
        entries(table.name + "_died", [&](std::int64_t row, const RawValue&) { dead.insert(row); });
        entries(table.name + "_feature", [&](std::int64_t row, const RawValue& feature) {
            states.names[row] = "#" + std::to_string(integer(feature));
        });
        entries(table.keyIndex(), [&](std::int64_t row, const RawValue& key) {
            if (!text(key).empty()) states.names[row] = text(key);
        });
        for (const auto row : states.damaged)
            if (!states.rows.contains(row) && !dead.contains(row)) states.names.emplace(row, "");
    }

    void settings() {
        for (auto& [row, values] : records_.settings) {
            if (const auto value = number(values[2])) values[2] = *value;
            if (rowDigest(digester_, "sanxian_settings", values) == digest(values[4]))
                into_.settings.emplace_back(text(values[1]), number(values[2]));
        }
        for (const Values& values : records_.metas)
            if (text(values[0]) == "spec" && rowDigest(digester_, "sanxian_meta", values) == digest(values[2]))
                into_.spec = text(values[1]);
    }

    void cases() {
        for (const auto& [row, values] : records_.cases) {
            if (text(values[9]) != "open" || rowDigest(digester_, "sanxian_cases", values) != digest(values[12]))
                continue;
            Harvest::OpenCase made{text(values[1]),
                                   text(values[2]),
                                   text(values[3]),
                                   text(values[4]),
                                   decodeDocuments(text(values[5])),
                                   {},
                                   {},
                                   0};
            if (const auto* blob = std::get_if<Blob>(&values[6]))
                if (auto extent = decodeBlob(*blob, into_.layout.schema->grid)) made.extent = std::move(*extent);
            saves(row, made);
            into_.cases.push_back(std::move(made));
        }
    }

    // The saves from the last rebase on, as one.
    void saves(std::int64_t caseNumber, Harvest::OpenCase& into) {
        std::map<std::int64_t, Values> own;
        for (const Values& save : records_.saves)
            if (integer(save[0]) == caseNumber) own[integer(save[1])] = save;
        std::map<std::pair<plan::LayerId, plan::FeatureId>, Harvest::OpenCase::Change> net;
        std::int64_t expected = 1;
        for (const auto& [number, save] : own) {
            into.lost += number != expected;
            expected = number + 1;
            if (text(save[3]) == "rebase") net.clear(), into.lost = 0;
            constexpr std::int64_t most = 100'000'000;
            if (integer(save[8]) < 0 || integer(save[8]) > most || integer(save[7]) < 0) {
                ++into.lost;
                continue;
            }
            for (std::int64_t at = integer(save[7]), end = at + integer(save[8]); at < end; ++at) {
                const auto edit = records_.edits.find(at);
                if (edit == records_.edits.end()) {
                    ++into.lost;
                    continue;
                }
                const Values& values = edit->second;
                const auto layer = into_.layout.schema->find(text(values[2]));
                const auto id = plan::FeatureId::of(integer(values[3]));
                const auto after = digest(values[5]);
                plan::FeatureRef state;
                if (const auto* bytes = std::get_if<Blob>(&values[6]); layer && bytes)
                    state = decodeState(*bytes, id, *layer);
                const bool proved = state ? states_.of(into_.layout, *state) == after : !after;
                if (!layer || !proved) {
                    ++into.lost;
                    continue;
                }
                const auto [there, fresh] =
                    net.emplace(std::pair(*layer, id), Harvest::OpenCase::Change{*layer, id, digest(values[4]), state});
                if (!fresh) there->second.after = state;
            }
        }
        for (auto& [place, change] : net) into.changes.push_back(std::move(change));
    }

    const PageFile& file_;
    Records records_;
    Harvest& into_;
    StateDigester states_;
    Digester digester_;
    std::size_t last_ = 0;
};

}  // namespace

base::Result<Harvest> harvest(const std::filesystem::path& file, const base::Task& task) {
    auto pages = PageFile::open(file);
    if (!pages) return base::pass(std::move(pages.error()));
    Records records = recordsOf(*pages, task);
    auto layout = layoutIn(records);
    if (task.stopped()) return base::cancelled();
    if (!layout) return base::fail(Code::Invalid, "store.salvage.no_structure", file.string());
    Harvest made;
    made.layout = std::move(*layout);
    Harvester(*pages, std::move(records), made).run(task);
    if (task.stopped()) return base::cancelled();
    return made;
}

}  // namespace store
