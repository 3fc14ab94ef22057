// SPDX-License-Identifier: GPL-3.0-or-later
// From the bytes of API descriptions to what the window shows of them: the browsable tree against a bare
// nlohmann::json::parse() of the same bytes in the same run, the memory it holds against the file, a keystroke in the
// search, an operation opened. The bounds: 1.5 times, 6 times the file, 10 ms. Documents: the arguments, else
// ../shared/specs/*.json beside the source tree; benchmarks/openapi/union.py makes a large one.
#include "core/openapi/document.h"
#include "core/openapi/documentdiff.h"
#include "core/openapi/operationwords.h"
#include "ui/explorer/operationcatalog.h"

#include <benchmark/benchmark.h>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <cstdio>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace uw;

namespace {

struct Loaded {
    std::shared_ptr<const openapi::Document> document;
    std::shared_ptr<const ui::OperationCatalog> catalog;
};

double heapBytes()
{
#if defined(__GLIBC__)
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
#else
    return 0;
#endif
}

Loaded load(const QByteArray &text)
{
    const auto document = openapi::Document::load(text, QStringLiteral("bench.json"));
    if (!document)
        qFatal("%s", qPrintable(document.error().text));
    return {*document, ui::OperationCatalog::make(**document)};
}

// The median of some runs, in milliseconds.
template<class Work>
double median(int runs, Work work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer clock;
        clock.start();
        work();
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

// Every text that a person types on the way to some words: the slowest keystroke, in milliseconds.
double slowestKeystroke(const ui::OperationCatalog &catalog, QString &slowest)
{
    const QStringList texts{QStringLiteral("create project member"), QStringLiteral("repository id"),
                            QStringLiteral("payment intent status"), QStringLiteral("e a i o"),
                            QStringLiteral("/repos/42/issues"),      QStringLiteral("zzz")};
    double worst = 0;
    for (const QString &text : texts) {
        for (qsizetype size = 1; size <= text.size(); ++size) {
            const QString typed = text.left(size);
            const double time = median(5, [&] { benchmark::DoNotOptimize(catalog.search(typed)); });
            if (time > worst) {
                worst = time;
                slowest = typed;
            }
        }
    }
    return worst;
}

// The slowest operation to open, in milliseconds.
double slowestOpening(const openapi::Document &document)
{
    double worst = 0;
    for (const openapi::OperationSummary &operation : document.operations()) {
        QElapsedTimer clock;
        clock.start();
        const auto details = document.details(operation);
        benchmark::DoNotOptimize(details);
        worst = std::max(worst, double(clock.nsecsElapsed()) / 1e6);
    }
    return worst;
}

void measure(const QString &name, const QByteArray &text)
{
    const int runs = text.size() > 8'000'000 ? 5 : 11;
    const double bare = median(runs, [&] {
        const auto tree = nlohmann::json::parse(text.begin(), text.end());
        benchmark::DoNotOptimize(&tree);
    });
    const double ours = median(runs, [&] { benchmark::DoNotOptimize(load(text)); });
    const double before = heapBytes();
    const Loaded loaded = load(text);
    const double tree = heapBytes() - before;
    const std::atomic<bool> stop = false;
    std::shared_ptr<const openapi::OperationWords> words;
    const double indexing = median(3, [&] { words = openapi::OperationWords::make(*loaded.document, stop); });
    const auto catalog = loaded.catalog->withWords(words);
    const double all = heapBytes() - before;
    QString slowest;
    const double keystroke = slowestKeystroke(*catalog, slowest);
    const double opening = slowestOpening(*loaded.document);
    const double diff =
        median(1, [&] { benchmark::DoNotOptimize(openapi::compareDocuments(*loaded.document, *loaded.document)); });
    std::printf("%-26s %6.1f %5d | %7.1f %7.1f %6.2f | %6.2f %6.2f | %7.0f %6.2f (%s) | %6.2f %7.0f\n",
                qPrintable(name), double(text.size()) / 1e6, int(loaded.document->operations().size()), bare, ours,
                ours / bare, tree / double(text.size()), all / double(text.size()), indexing, keystroke,
                qPrintable(slowest), opening, diff);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QStringList files;
    for (int i = 1; i < argc; ++i)
        files.append(QString::fromLocal8Bit(argv[i]));
    if (files.isEmpty()) {
        const QDir specs(QStringLiteral(UW_SOURCE_DIR "/../shared/specs"));
        for (const QString &name : specs.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Size))
            files.append(specs.filePath(name));
    }
    std::printf("%-26s %6s %5s | %7s %7s %6s | %6s %6s | %7s %6s | %6s %7s\n", "", "MB", "ops", "bare", "tree", "ratio",
                "mem", "+words", "words", "key", "open", "diff");
    for (const QString &path : std::as_const(files)) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(path), qPrintable(file.errorString()));
            return 1;
        }
        measure(QFileInfo(path).fileName(), file.readAll());
    }
    return 0;
}
