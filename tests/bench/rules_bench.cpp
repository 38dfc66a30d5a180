#include "bench/county.h"
#include "bench/table.h"
int main(int argc, char** argv) {
    using namespace bench;
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 100'000;
    std::optional<County> made;
    const Taken t = taken([&] { made.emplace(count); });
    const County& county = *made;
    fmt::print("made in {} {}\n", t.worked, t.passed);
    for (std::size_t i = 0; i < county.plan().schema().layers.size(); ++i) {
        std::size_t v = 0, most = 0, n = 0, big = 0;
        county.plan().each({(std::uint16_t)i}, [&](const plan::FeatureRef& f) {
            const auto c = geometry::vertexCount(f->shape);
            v += c;
            most = std::max(most, c);
            ++n;
            big += c > 160;
        });
        fmt::print("{} {} features {} vertices {} most {} over 160\n", county.plan().schema().layers[i].code, n, v,
                   most, big);
    }
    const plan::Settings settings;
    Table table;
    const rules::RuleSet all = county.rules();
    rules::Report report;
    const Taken whole = argc > 4 ? Taken{} : taken([&] {
        report = rules::check(all, {county.plan(), county.plan(), settings}).value();
    });
    table.row("submission", whole, seconds(3), county.exactly(report.findings, all));
    std::map<std::string, int> by;
    for (const auto& f : report.findings) ++by[f.rule];
    if (argc > 3) {
        std::vector<std::string> codes;
        if (argc > 4)
            codes.push_back(argv[4]);
        else
            for (const auto& l : county.plan().schema().layers) codes.push_back(l.code);
        for (const auto& code : codes) {
            const auto set = county.rule(argv[3], {code});
            const Taken t1 = median(std::atoi(argv[2]), [&] {
                (void)rules::check(set, {county.plan(), county.plan(), settings});
            });
            fmt::print("  {} {:.4f} s cpu\n", code, t1.worked);
        }
        return 0;
    }
    for (const auto& r : all.rules()) {
        const auto set = all.only({r->spec().id}).value();
        const Taken t1 = median(argc > 2 ? std::atoi(argv[2]) : 3, [&] {
            (void)rules::check(set, {county.plan(), county.plan(), settings});
        });
        fmt::print("  {} {} {:.3f} s cpu {:.3f} passed {} findings\n", r->spec().id, r->spec().kind, t1.worked,
                   t1.passed, by[r->spec().id]);
    }
}
