// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/store/benchqueries.h"

#include "core/store/connection.h"
#include "core/store/eventrepository.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace Qt::StringLiterals;

namespace uw::bench {

namespace {

constexpr double boundMs = 50;
constexpr int rounds = 10;

using Query = std::function<Result<qint64>(Connection &)>;

// What the query itself took, whatever else the machine is doing.
double threadCpuMs()
{
    timespec now{};
    return ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0 ? double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6
                                                               : 0;
}

Result<void> measure(Connection &connection, const char *name, const Query &query)
{
    QList<double> times;
    QList<double> work;
    qint64 rows = 0;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double cpu = threadCpuMs();
        const Result<qint64> result = query(connection);
        work.append(threadCpuMs() - cpu);
        times.append(double(timer.nsecsElapsed()) / 1e6);
        if (!result)
            return result.error();
        rows = *result;
    }
    std::sort(times.begin(), times.end());
    std::sort(work.begin(), work.end());
    std::printf("  %-52s %8.2f ms, ratio %5.2f  (worst %8.2f ms, CPU %7.2f ms; %lld)\n", name, times[rounds / 2],
                times[rounds / 2] / boundMs, times.constLast(), work[rounds / 2], rows);
    std::fflush(stdout);
    return {};
}

Query page(const EventFilter &filter, const EventPageRequest &request)
{
    return [filter, request](Connection &connection) -> Result<qint64> {
        const auto result = eventrepository::page(connection, filter, request);
        return result ? Result<qint64>(result->size()) : result.error();
    };
}

Query runs(const EventFilter &filter, qint64 maximumRows)
{
    return [filter, maximumRows](Connection &connection) -> Result<qint64> {
        const auto result = eventrepository::runs(connection, filter, std::nullopt, maximumRows);
        return result ? Result<qint64>(result->size()) : result.error();
    };
}

Query words(Result<QStringList> (*function)(Connection &))
{
    return [function](Connection &connection) -> Result<qint64> {
        const auto result = function(connection);
        return result ? Result<qint64>(result->size()) : result.error();
    };
}

} // namespace

Result<void> benchQueries(const QString &databasePath)
{
    Result<std::unique_ptr<Connection>> opened = Connection::open(databasePath, Connection::Mode::ReadOnly);
    if (!opened)
        return opened.error();
    Connection &connection = **opened;
    const Result<StoreCounts> counts = eventrepository::counts(connection);
    const auto ends = eventrepository::page(connection, {}, {.limit = 1});
    if (!counts || !ends || ends->isEmpty())
        return counts ? Error{ErrorCode::InvalidInput, u"The database holds no events."_s} : counts.error();
    const qint64 newestMs = ends->first().receivedAtMs;
    constexpr qint64 dayMs = 24LL * 3600 * 1000;
    constexpr qint64 everything = 10'000'000;
    std::printf("Queries on %lld events, bound %.0f ms:\n", counts->events, boundMs);

    EventFilter common;
    common.eventTypes = {u"NEW_TIME_ENTRY"_s};
    EventFilter rare;
    rare.eventTypes = {u"INVOICE_UPDATED"_s};
    EventFilter several;
    several.eventTypes = {u"TIMER_STOPPED"_s, u"NEW_TASK"_s, u"order.paid"_s};
    EventFilter source;
    source.sources = {u"CLOCKIFY"_s};
    EventFilter invalid;
    invalid.verdicts = {Verdict::Invalid};
    EventFilter none;
    none.sources = {u"CUSTOM"_s};
    none.eventTypes = {u"NEW_TIME_ENTRY"_s};
    EventFilter disjoint;
    disjoint.verdicts = {Verdict::Unsigned};
    disjoint.sources = {u"CLOCKIFY"_s};
    EventFilter lastDay;
    lastDay.fromMs = newestMs - dayMs;
    EventFilter oldHalf;
    oldHalf.toMs = newestMs - 45 * dayMs;
    EventFilter oldCommon = oldHalf;
    oldCommon.eventTypes = common.eventTypes;
    EventFilter rareWeek = source;
    rareWeek.eventTypes = {u"USER_JOINED_WORKSPACE"_s};
    rareWeek.fromMs = newestMs - 7 * dayMs;
    EventFilter middleDay;
    middleDay.fromMs = newestMs - 46 * dayMs;
    middleDay.toMs = newestMs - 45 * dayMs;
    EventFilter workspace;
    workspace.workspaceId = u"64c777ddd300000000000007"_s;
    EventFilter word;
    word.eventTypes = {u"no such type"_s};

    const std::pair<const char *, EventFilter> filters[] = {
        {"no filter", {}},
        {"common type (33 %)", common},
        {"rare type (0.1 %)", rare},
        {"three types", several},
        {"source (92 %)", source},
        {"workspace (83 %)", workspace},
        {"invalid (0.05 %)", invalid},
        {"source and type that never meet", none},
        {"verdict and source that never meet", disjoint},
        {"last day", lastDay},
        {"one day, 45 days ago", middleDay},
        {"older than 45 days", oldHalf},
        {"type, older than 45 days", oldCommon},
        {"source and rare type, last 7 days", rareWeek},
        {"unknown type", word},
    };
    for (const auto &[name, filter] : filters) {
        const std::pair<const char *, Query> queries[] = {
            {"newest page", page(filter, {.limit = 200})},
            {"oldest page", page(filter, {.limit = 200, .fromOldest = true})},
            {"page before the middle", page(filter, {.before = counts->newestSequence / 2, .limit = 200})},
            {"runs, 100,000 rows", runs(filter, 100'000)},
            {"runs, all", runs(filter, everything)},
        };
        for (const auto &[what, query] : queries) {
            const QByteArray title = QByteArray(name) + ": " + what;
            if (const Result<void> done = measure(connection, title.constData(), query); !done)
                return done;
        }
    }
    const std::pair<const char *, Query> lists[] = {
        {"known sources", words(&eventrepository::knownSources)},
        {"known event types", words(&eventrepository::knownEventTypes)},
        {"counts",
         [](Connection &used) -> Result<qint64> {
             const auto result = eventrepository::counts(used);
             return result ? Result<qint64>(result->events) : result.error();
         }},
    };
    for (const auto &[what, query] : lists) {
        if (const Result<void> done = measure(connection, what, query); !done)
            return done;
    }
    return {};
}

} // namespace uw::bench
