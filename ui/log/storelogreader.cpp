// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/storelogreader.h"

#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "ui/log/sequenceindex.h"

#include <limits>

namespace uw::ui {

namespace {

constexpr int usualArrivals = 200;

Result<FirstPage> readFirstPage(Connection &connection, const EventFilter &filter, int limit)
{
    // Both answers are of one moment: what is newer than the newest of the log is in neither.
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    FirstPage first;
    const Result<QList<EventSummary>> newest = eventrepository::page(connection, {}, {.limit = 1});
    if (!newest)
        return newest.error();
    if (newest->isEmpty())
        return first;
    first.newestSequence = newest->constFirst().sequence;
    Result<QList<EventSummary>> rows = eventrepository::page(connection, filter, {.limit = limit});
    if (!rows)
        return rows.error();
    first.rows = std::move(*rows);
    return first;
}

Result<Arrivals> readArrivals(Connection &connection, const EventFilter &filter, qint64 after, int maximumRows)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    // What came since a moment ago is one page as a rule, whose rows say the sequences as well.
    Arrivals arrivals;
    Result<QList<EventSummary>> rows =
        eventrepository::page(connection, filter, {.after = after, .limit = usualArrivals});
    if (!rows)
        return rows.error();
    if (rows->size() < usualArrivals) {
        arrivals.runs = runsOf(*rows);
    } else {
        Result<QList<SequenceRun>> runs =
            eventrepository::runsAfter(connection, filter, after, std::numeric_limits<qint64>::max());
        if (!runs)
            return runs.error();
        arrivals.runs = std::move(*runs);
    }
    arrivals.rows = rows->mid(0, maximumRows);
    return arrivals;
}

Result<FilterValues> readFilterValues(Connection &connection)
{
    const Result<QStringList> sources = eventrepository::knownSources(connection);
    if (!sources)
        return sources.error();
    const Result<QStringList> customSources = eventrepository::knownCustomSources(connection);
    if (!customSources)
        return customSources.error();
    const Result<QStringList> types = eventrepository::knownEventTypes(connection);
    if (!types)
        return types.error();
    return FilterValues{.sources = *sources, .customSources = *customSources, .eventTypes = *types};
}

} // namespace

void StoreLogReader::firstPage(QObject *context, const EventFilter &filter, int limit, Done<FirstPage> done)
{
    m_readers.run<FirstPage>(
        context, [filter, limit](Connection &connection) { return readFirstPage(connection, filter, limit); },
        std::move(done));
}

void StoreLogReader::page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
                          Done<QList<EventSummary>> done)
{
    m_readers.run<QList<EventSummary>>(
        context,
        [filter, request](Connection &connection) { return eventrepository::page(connection, filter, request); },
        std::move(done));
}

void StoreLogReader::runs(QObject *context, const EventFilter &filter, qint64 before, qint64 maximumRows,
                          Done<QList<SequenceRun>> done)
{
    m_readers.run<QList<SequenceRun>>(
        context,
        [filter, before, maximumRows](Connection &connection) {
            return eventrepository::runs(connection, filter, before, maximumRows);
        },
        std::move(done));
}

void StoreLogReader::arrivals(QObject *context, const EventFilter &filter, qint64 after, int maximumRows,
                              Done<Arrivals> done)
{
    m_readers.run<Arrivals>(
        context,
        [filter, after, maximumRows](Connection &connection) {
            return readArrivals(connection, filter, after, maximumRows);
        },
        std::move(done));
}

void StoreLogReader::event(QObject *context, qint64 sequence, Done<std::optional<Event>> done)
{
    m_readers.run<std::optional<Event>>(
        context, [sequence](Connection &connection) { return eventrepository::find(connection, sequence); },
        std::move(done));
}

void StoreLogReader::eventById(QObject *context, const QString &id, Done<std::optional<Event>> done)
{
    m_readers.run<std::optional<Event>>(
        context, [id](Connection &connection) { return eventrepository::find(connection, id); }, std::move(done));
}

void StoreLogReader::filterValues(QObject *context, Done<FilterValues> done)
{
    m_readers.run<FilterValues>(context, &readFilterValues, std::move(done));
}

} // namespace uw::ui
