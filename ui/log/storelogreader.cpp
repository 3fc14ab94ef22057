// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/storelogreader.h"

#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "ui/log/sequenceindex.h"

#include <limits>

namespace uw::ui {

namespace {

constexpr int usualArrivals = 200;

// As they may be shown.
QList<EventSummary> shown(const QList<EventSummary> &rows, const PersonalDataRule &masks)
{
    if (!masks)
        return rows;
    QList<EventSummary> result;
    result.reserve(rows.size());
    for (const EventSummary &row : rows)
        result.append(asShown(row, masks));
    return result;
}

Result<std::optional<Event>> shown(const Result<std::optional<Event>> &found, const PersonalDataRule &masks)
{
    return found && *found ? Result<std::optional<Event>>(asShown(**found, masks)) : found;
}

Result<FirstPage> readFirstPage(Connection &connection, const EventFilter &filter, int limit)
{
    // Both answers are of one moment: what is newer than the newest of the log is in neither.
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    FirstPage first;
    const Result<qint64> newest = eventrepository::horizon(connection, filter);
    if (!newest)
        return newest.error();
    if (*newest == 0)
        return first;
    first.newestSequence = *newest;
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
        context,
        [filter, limit, masks = m_masks](Connection &connection) {
            Result<FirstPage> first = readFirstPage(connection, filter, limit);
            if (first)
                first->rows = shown(first->rows, masks);
            return first;
        },
        std::move(done));
}

void StoreLogReader::page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
                          Done<QList<EventSummary>> done)
{
    m_readers.run<QList<EventSummary>>(
        context,
        [filter, request, masks = m_masks](Connection &connection) -> Result<QList<EventSummary>> {
            const Result<QList<EventSummary>> rows = eventrepository::page(connection, filter, request);
            if (!rows)
                return rows;
            return shown(*rows, masks);
        },
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
        [filter, after, maximumRows, masks = m_masks](Connection &connection) {
            Result<Arrivals> arrivals = readArrivals(connection, filter, after, maximumRows);
            if (arrivals)
                arrivals->rows = shown(arrivals->rows, masks);
            return arrivals;
        },
        std::move(done));
}

void StoreLogReader::event(QObject *context, qint64 sequence, Done<std::optional<Event>> done)
{
    m_readers.run<std::optional<Event>>(
        context,
        [sequence, masks = m_masks](Connection &connection) {
            return shown(eventrepository::find(connection, sequence), masks);
        },
        std::move(done));
}

void StoreLogReader::eventById(QObject *context, const QString &id, Done<std::optional<Event>> done)
{
    m_readers.run<std::optional<Event>>(
        context,
        [id, masks = m_masks](Connection &connection) { return shown(eventrepository::find(connection, id), masks); },
        std::move(done));
}

void StoreLogReader::filterValues(QObject *context, Done<FilterValues> done)
{
    m_readers.run<FilterValues>(context, &readFilterValues, std::move(done));
}

} // namespace uw::ui
