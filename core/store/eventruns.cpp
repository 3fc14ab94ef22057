// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/eventplan.h"
#include "core/store/eventrepository.h"
#include "core/store/eventsearch.h"

#include <queue>
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

// A block without gaps is known by counting it, five times faster than by listing it. Blocks grow while they
// are full; after some that are not the rest is listed.
constexpr qint64 blockRows = 8192;
constexpr int blocksWithGaps = 8;
// Below this many wanted rows the whole log is not counted to see whether it has gaps.
constexpr qint64 wholeLogRows = 250'000;
constexpr qint64 newestPossible = std::numeric_limits<qint64>::max();

Result<qint64> number(Connection &connection, const Fragment &query)
{
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

// Gathers runs from the newest row down, until it has enough rows.
class Collector final {
public:
    Collector(Connection &connection, const EventPlan &plan, qint64 maximumRows)
        : m_connection(connection)
        , m_plan(plan)
        , m_wanted(maximumRows)
    {}

    Result<QList<SequenceRun>> collect()
    {
        const Result<void> done = m_plan.isSearch()    ? search()
                                : m_plan.isCountable() ? byBlocks()
                                                       : list(m_plan.first(), m_plan.last());
        return done ? Result<QList<SequenceRun>>(m_runs) : done.error();
    }

private:
    struct Row {
        qint64 sequence = 0;
        std::size_t stream = 0;

        auto operator<=>(const Row &) const = default;
    };

    // first..last all pass; `first` may be cut off by the number of rows wanted.
    void add(qint64 first, qint64 last)
    {
        const qint64 start = last - first >= m_wanted ? last - m_wanted + 1 : first;
        m_wanted -= last - start + 1;
        if (!m_runs.isEmpty() && m_runs.constLast().first == last + 1)
            m_runs.last().first = start;
        else
            m_runs.append({start, last});
    }

    Result<void> search()
    {
        return eventsearch::walk(m_connection, m_plan, true, [this](qint64 sequence) {
            add(sequence, sequence);
            return m_wanted > 0;
        });
    }

    Result<void> list(qint64 first, qint64 last)
    {
        std::vector<Statement> streams;
        // A heap: the newest row comes first.
        std::priority_queue<Row> rows;
        for (const Fragment &query : m_plan.streams(first, last)) {
            Result<Statement> statement = m_connection.prepare(query.sql);
            if (!statement)
                return statement.error();
            query.bindTo(*statement);
            if (const Result<void> done = statement->execute(); !done)
                return done;
            streams.push_back(std::move(*statement));
            if (const Result<void> read = readNext(streams, streams.size() - 1, rows); !read)
                return read;
        }
        while (!rows.empty() && m_wanted > 0) {
            const Row newest = rows.top();
            rows.pop();
            add(newest.sequence, newest.sequence);
            if (const Result<void> read = readNext(streams, newest.stream, rows); !read)
                return read;
        }
        return {};
    }

    static Result<void> readNext(std::vector<Statement> &streams, std::size_t stream, std::priority_queue<Row> &rows)
    {
        const Result<bool> row = streams[stream].next();
        if (!row)
            return row.error();
        if (*row)
            rows.push({streams[stream].integer(0), stream});
        return {};
    }

    Result<qint64> count(qint64 first, qint64 last)
    {
        return number(m_connection, Fragment{u"SELECT count(*) FROM ("_s, {}}
                                        + m_plan.sequences(first, last, true, last - first + 1) + Fragment{u")"_s, {}});
    }

    // The newest row that passes at or below `last`, or 0.
    Result<qint64> newestUpTo(qint64 last)
    {
        return number(m_connection, m_plan.sequences(m_plan.first(), last, true, 1));
    }

    Result<void> byBlocks()
    {
        qint64 last = m_plan.last();
        qint64 size = blockRows;
        for (int withGaps = 0; m_wanted > 0 && last >= m_plan.first();) {
            // Also steps over a stretch without any row that passes, however long.
            const Result<qint64> newest = newestUpTo(last);
            if (!newest)
                return newest.error();
            if (*newest == 0)
                return {};
            last = *newest;
            if (withGaps == blocksWithGaps)
                return list(m_plan.first(), last);
            const qint64 first = std::max(m_plan.first(), last - std::min(size, m_wanted) + 1);
            const Result<qint64> rows = count(first, last);
            if (!rows)
                return rows.error();
            if (*rows == last - first + 1) {
                add(first, last);
                size *= 2;
            } else {
                if (const Result<void> listed = list(first, last); !listed)
                    return listed;
                size = blockRows;
                ++withGaps;
            }
            last = first - 1;
        }
        return {};
    }

    Connection &m_connection;
    const EventPlan &m_plan;
    qint64 m_wanted;
    QList<SequenceRun> m_runs;
};

// The usual case, told by three cheap numbers: nothing was ever deleted but from the oldest end.
Result<std::optional<SequenceRun>> wholeLog(Connection &connection)
{
    qint64 count = 0;
    SequenceRun all;
    const std::pair<QString, qint64 *> wanted[] = {
        {u"SELECT min(seq) FROM universal_webhook_log"_s, &all.first},
        {u"SELECT max(seq) FROM universal_webhook_log"_s, &all.last},
        {u"SELECT count(*) FROM universal_webhook_log"_s, &count},
    };
    for (const auto &[sql, target] : wanted) {
        const Result<qint64> value = number(connection, {sql, {}});
        if (!value)
            return value.error();
        *target = *value;
    }
    return count > 0 && count == all.count() ? std::optional(all) : std::nullopt;
}

Result<QList<SequenceRun>> runsBetween(Connection &connection, const EventFilter &filter, qint64 first, qint64 last,
                                       qint64 maximumRows)
{
    if (maximumRows < 1 || last < first)
        return QList<SequenceRun>();
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    if (filter.isEmpty() && maximumRows >= wholeLogRows) {
        const Result<std::optional<SequenceRun>> whole = wholeLog(connection);
        if (!whole)
            return whole.error();
        if (*whole) {
            SequenceRun run{std::max(first, (*whole)->first), std::min(last, (*whole)->last)};
            if (run.count() > maximumRows)
                run.first = run.last - maximumRows + 1;
            return run.last < run.first ? QList<SequenceRun>() : QList<SequenceRun>{run};
        }
    }
    const Result<EventPlan> plan = EventPlan::make(connection, filter, first, last);
    if (!plan)
        return plan.error();
    if (plan->isEmpty())
        return QList<SequenceRun>();
    return Collector(connection, *plan, maximumRows).collect();
}

} // namespace

Result<QList<SequenceRun>> runs(Connection &connection, const EventFilter &filter, std::optional<qint64> before,
                                qint64 maximumRows)
{
    return runsBetween(connection, filter, 1, before ? std::max<qint64>(*before, 1) - 1 : newestPossible, maximumRows);
}

Result<QList<SequenceRun>> runsAfter(Connection &connection, const EventFilter &filter, qint64 after,
                                     qint64 maximumRows)
{
    return runsBetween(connection, filter, std::clamp<qint64>(after, 0, newestPossible - 1) + 1, newestPossible,
                       maximumRows);
}

} // namespace uw::eventrepository
