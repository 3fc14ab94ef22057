// SPDX-License-Identifier: GPL-3.0-or-later
// Reads real API descriptions into our tree and, in the same run, with a bare nlohmann::json::parse();
// prints the ratio for each document. The bound: 1.3 of the bare time. Documents: the arguments, else
// ../shared/specs/*.json beside the source tree; without any, one is made up.
#include "core/json/value.h"

#include <benchmark/benchmark.h>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>
#include <map>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace uw;

namespace {

double heapBytes()
{
#if defined(__GLIBC__)
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
#else
    return 0;
#endif
}

// Measures `build` (text to tree) and notes the heap that one tree holds.
template<class Build>
void measureTree(benchmark::State &state, const QByteArray &text, Build build)
{
    const double before = heapBytes();
    {
        const auto tree = build(text);
        state.counters["tree_bytes"] = heapBytes() - before;
        benchmark::DoNotOptimize(&tree);
    }
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(build(text));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * text.size());
}

nlohmann::json parseBare(const QByteArray &text)
{
    return nlohmann::json::parse(text.begin(), text.end());
}

json::Value parseOurs(const QByteArray &text)
{
    Result<json::Value> result = json::parse(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    return std::move(result).value();
}

void registerDocument(const std::string &name, const QByteArray &text)
{
    using benchmark::RegisterBenchmark;
    using benchmark::State;
    RegisterBenchmark(("parse_bare/" + name).c_str(), [text](State &s) { measureTree(s, text, parseBare); });
    RegisterBenchmark(("parse/" + name).c_str(), [text](State &s) { measureTree(s, text, parseOurs); });
    RegisterBenchmark(("parse_qt/" + name).c_str(), [text](State &s) {
        measureTree(s, text, [](const QByteArray &t) { return QJsonDocument::fromJson(t); });
    });
    RegisterBenchmark(("write_bare/" + name).c_str(), [text](State &s) {
        const nlohmann::json tree = parseBare(text);
        for ([[maybe_unused]] auto _ : s)
            benchmark::DoNotOptimize(tree.dump());
    });
    RegisterBenchmark(("write/" + name).c_str(), [text](State &s) {
        const json::Value tree = parseOurs(text);
        for ([[maybe_unused]] auto _ : s)
            benchmark::DoNotOptimize(json::serialize(tree));
    });
}

// Keeps the times so that main() can print what one costs in terms of another.
class RatioReporter final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run> &runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (const Run &run : runs) {
            times[run.benchmark_name()] = run.GetAdjustedCPUTime();
            if (const auto bytes = run.counters.find("tree_bytes"); bytes != run.counters.end())
                memory[run.benchmark_name()] = bytes->second;
        }
    }
    std::map<std::string, double> times;
    std::map<std::string, double> memory;
};

} // namespace

int main(int argc, char **argv)
{
    benchmark::Initialize(&argc, argv);
    QStringList files;
    for (int i = 1; i < argc; ++i)
        files.append(QString::fromLocal8Bit(argv[i]));
    if (files.isEmpty()) {
        const QDir specs(QStringLiteral(UW_SOURCE_DIR "/../shared/specs"));
        for (const QString &name : specs.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Size))
            files.append(specs.filePath(name));
    }
    std::vector<std::string> names;
    for (const QString &path : files) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(path), qPrintable(file.errorString()));
            return 1;
        }
        names.push_back(QFileInfo(path).fileName().toStdString());
        registerDocument(names.back(), file.readAll());
    }
    if (names.empty()) {
        QByteArray made = "[";
        for (int i = 0; i < 20'000; ++i)
            made += (i > 0 ? ",{\"id\":" : "{\"id\":") + QByteArray::number(i)
                  + R"(,"name":"An entry of the list","tags":["one","two"],"rate":0.25,"open":true})";
        names.push_back("made-up.json");
        registerDocument(names.back(), made + ']');
    }
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    std::printf("\n%-28s %12s %12s %12s\n", "ours / bare nlohmann", "parse", "memory", "write");
    for (const std::string &name : names) {
        std::printf("%-28s %12.2f %12.2f %12.2f\n", name.c_str(),
                    reporter.times["parse/" + name] / reporter.times["parse_bare/" + name],
                    reporter.memory["parse/" + name] / reporter.memory["parse_bare/" + name],
                    reporter.times["write/" + name] / reporter.times["write_bare/" + name]);
    }
    return 0;
}
