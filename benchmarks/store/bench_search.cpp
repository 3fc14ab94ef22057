// SPDX-License-Identifier: GPL-3.0-or-later
// bench_search DB: makes the search index of a database that uw-make-events made, if there is none, and says how large it
// is against the bodies and how fast pages of searches come.
// bench_search: how far the index is behind the log while 2,000 events a second arrive.
#include "benchmarks/store/eventfactory.h"
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/searchindex.h"
#include "core/store/searchindexer.h"
#include "core/store/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <deque>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr double pageBoundMs = 150;
constexpr double sizeBound = 1.5;
constexpr double lagBoundMs = 2000;
constexpr int rounds = 7;
constexpr int pageRows = 200;

int fail(const Error &error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.text));
    return 1;
}

// Runs until the index has all events of the log.
int follow(QCoreApplication &application, Store &store)
{
    QElapsedTimer timer;
    timer.start();
    SearchIndexer indexer({}, store);
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &application, [&] {
        const SearchProgress progress = indexer.progress();
        if (!progress.problem.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(progress.problem));
            QCoreApplication::exit(1);
        } else if (progress.newest > 0 && progress.behind() == 0) {
            const double seconds = double(timer.nsecsElapsed()) / 1e9;
            std::printf("indexed up to %lld in %.1f s\n", progress.indexed, seconds);
            // The parts that are complete are made smaller after that.
            QTimer::singleShot(3000, &application, [] { QCoreApplication::exit(0); });
            poll.stop();
        }
    });
    poll.start(20);
    return QCoreApplication::exec();
}

Result<void> measure(Connection &connection, const char *name, const EventFilter &filter)
{
    std::optional<qint64> before;
    for (int page = 1; page <= 3; ++page) {
        QList<double> times;
        double first = 0;
        QList<EventSummary> found;
        for (int round = 0; round < rounds; ++round) {
            QElapsedTimer timer;
            timer.start();
            const auto rows = eventrepository::page(connection, filter, {.before = before, .limit = pageRows});
            const double took = double(timer.nsecsElapsed()) / 1e6;
            if (!rows)
                return rows.error();
            found = *rows;
            if (round == 0)
                first = took;
            times.append(took);
        }
        std::sort(times.begin(), times.end());
        std::printf("  %-36s page %d: %7.2f ms, ratio %.3f  (first time %7.2f ms, worst %7.2f ms; %lld rows)\n", name,
                    page, times[rounds / 2], times[rounds / 2] / pageBoundMs, first, times.constLast(),
                    qlonglong(found.size()));
        if (found.size() < pageRows)
            break;
        before = found.constLast().sequence;
    }
    return {};
}

int benchPages(QCoreApplication &application, const QString &path)
{
    {
        auto store = Store::open({.databasePath = path});
        if (!store)
            return fail(store.error());
        if (const int code = follow(application, **store); code != 0)
            return code;
    }
    auto connection = Connection::open(path, Connection::Mode::ReadOnly);
    if (!connection)
        return fail(connection.error());
    const Result<qint64> bodies = (*connection)->integer(u"SELECT sum(length(body)) FROM universal_webhook_log"_s);
    const Result<StoreCounts> counts = eventrepository::counts(**connection);
    if (!bodies || !counts)
        return fail(bodies ? counts.error() : bodies.error());
    const qint64 size = QFileInfo(SearchIndex::pathFor(path)).size();
    std::printf("%lld events, bodies %.0f MB, index %.0f MB: %.2f of the bodies, %.2f of the bound\n",
                qlonglong(counts->events), double(*bodies) / 1e6, double(size) / 1e6, double(size) / double(*bodies),
                double(size) / double(*bodies) / sizeBound);
    const auto middle = eventrepository::find(**connection, counts->newestSequence / 2);
    if (!middle)
        return fail(middle.error());
    const QString id = *middle ? (*middle)->id : u"1"_s;
    const qint64 hourAgo = *middle ? (*middle)->receivedAtMs : 0;
    const std::pair<const char *, EventFilter> searches[] = {
        {"a word in none", {.text = u"absentword"_s}},
        {"a word in one", {.text = id}},
        {"a word in few", {.text = u"\"invoice_updated\""_s}},
        {"a word in all, whole", {.text = u"\"description\""_s}},
        {"a word in all, as a beginning", {.text = u"descr"_s}},
        {"one letter", {.text = u"d"_s}},
        {"a phrase", {.text = u"\"review of change 777\""_s}},
        {"three words", {.text = u"review team eur"_s}},
        {"a word in all, of a rare type", {.eventTypes = {u"INVOICE_UPDATED"_s}, .text = u"description"_s}},
        {"a word in all, before a time", {.toMs = hourAgo, .text = u"description"_s}},
        {"a word in all, invalid only", {.verdicts = {Verdict::Invalid}, .text = u"description"_s}},
        {"a rare word before a time", {.toMs = hourAgo, .text = u"777"_s}},
    };
    for (const auto &[name, filter] : searches) {
        if (const Result<void> done = measure(**connection, name, filter); !done)
            return fail(done.error());
    }
    QElapsedTimer timer;
    timer.start();
    const auto runs = eventrepository::runs(**connection, {.text = u"description"_s}, std::nullopt, 50'000);
    if (!runs)
        return fail(runs.error());
    std::printf("  the next 50,000 places of a word in all: %.1f ms\n", double(timer.nsecsElapsed()) / 1e6);
    return 0;
}

// 2,000 events a second for some seconds; how long after its commit each is found.
int benchLag(QCoreApplication &application)
{
    constexpr int rate = 2000;
    constexpr int tickMs = 20;
    constexpr int seconds = 15;
    const QTemporaryDir folder;
    auto store = Store::open({.databasePath = folder.filePath(u"log.db"_s)});
    if (!store)
        return fail(store.error());
    SearchIndexer indexer({}, **store);
    bench::EventFactory factory(1, 1'767'323'045'000, 10);
    QElapsedTimer timer;
    timer.start();
    std::deque<std::pair<qint64, qint64>> stored;
    double worst = 0;
    qint64 submitted = 0;
    QObject::connect(
        store->get(), &Store::eventsStored, &application,
        [&](qint64 newest) { stored.emplace_back(newest, timer.elapsed()); }, Qt::QueuedConnection);
    QObject::connect(
        &indexer, &SearchIndexer::progressed, &application,
        [&] {
            const qint64 indexed = indexer.progress().indexed;
            while (!stored.empty() && stored.front().first <= indexed) {
                worst = std::max(worst, double(timer.elapsed() - stored.front().second));
                stored.pop_front();
            }
            if (submitted >= rate * seconds && stored.empty())
                QCoreApplication::exit(0);
        },
        Qt::QueuedConnection);
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&tick, &QTimer::timeout, &application, [&] {
        const qint64 due = std::min<qint64>(rate * seconds, timer.elapsed() * rate / 1000);
        for (; submitted < due; ++submitted)
            (*store)->submitEvent(factory.next(), nullptr, {});
    });
    tick.start(tickMs);
    const int code = QCoreApplication::exec();
    std::printf("at %d events a second the slowest was found %.0f ms after its commit, ratio %.2f\n", rate, worst,
                worst / lagBoundMs);
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QString database = QCoreApplication::arguments().value(1);
    return database.isEmpty() ? benchLag(application) : benchPages(application, QFileInfo(database).absoluteFilePath());
}
