// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventplan.h"

#include "core/store/connection.h"

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using eventsql::Fragment;
using eventsql::WordList;

// Lists are compared by how many rows they let through: counted up to here, then up to four times as
// many while more than one list has more. So the comparison costs a fraction of the walk that follows.
constexpr qint64 countedRows = 4096;
// A list that lets fewer rows through is walked at once and each row's time is looked up: cheaper than finding out
// where in the log a span of time begins.
constexpr qint64 rareRows = 1024;
// So many rows of a span of time are looked at one by one before the ends of the log are tried instead.
constexpr qint64 gatheredRows = 50'000;
// Up to here each word's rows are merged in order; more words are gathered and sorted.
constexpr qsizetype mergedWords = 64;
// Up to here a word is looked up in its own index; for more words reading the row is cheaper.
constexpr qsizetype lookedUpWords = 8;

QString indexOf(QLatin1StringView column)
{
    return u"universal_webhook_log_"_s + column;
}

// One row through the index of another column, found by value and number without reading the row.
Fragment check(const WordList &list)
{
    if (list.words.size() > lookedUpWords)
        return Fragment{u" AND "_s, {}} + eventsql::anyOf(u"entry."_s + list.column, list.words);
    return Fragment{u" AND EXISTS (SELECT 1 FROM universal_webhook_log AS other INDEXED BY "_s + indexOf(list.column)
                        + u" WHERE "_s,
                    {}}
         + eventsql::anyOf(u"other."_s + list.column, list.words) + Fragment{u" AND other.seq = entry.seq)"_s, {}};
}

Fragment timeRange(const QString &column, const EventFilter &filter)
{
    return {column + u" BETWEEN ? AND ?"_s,
            {filter.fromMs.value_or(std::numeric_limits<qint64>::min()),
             filter.toMs.value_or(std::numeric_limits<qint64>::max())}};
}

// The first `Columns` of the first row, 0 for NULL; nothing when there is no row.
template<std::size_t Columns>
Result<std::optional<std::array<qint64, Columns>>> firstRow(Connection &connection, const Fragment &query)
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
    if (!*row)
        return std::optional<std::array<qint64, Columns>>();
    std::array<qint64, Columns> values{};
    for (std::size_t i = 0; i < Columns; ++i)
        values[i] = statement->integer(int(i));
    return std::optional(values);
}

// How many rows between the bounds a list lets through, counted up to `limit`.
Result<qint64> countUpTo(Connection &connection, const WordList &list, qint64 first, qint64 last, qint64 limit)
{
    const Fragment query = Fragment{u"SELECT count(*) FROM (SELECT 1 FROM universal_webhook_log INDEXED BY "_s
                                        + indexOf(list.column) + u" WHERE "_s,
                                    {}}
                         + eventsql::anyOf(list.column, list.words)
                         + Fragment{u" AND seq BETWEEN ? AND ? LIMIT ?)"_s, {first, last, limit}};
    const auto row = firstRow<1>(connection, query);
    if (!row)
        return row.error();
    return *row ? (**row)[0] : 0;
}

// The list that lets the fewest rows through, if those are fewer than `limit`.
Result<std::optional<qsizetype>> rarest(Connection &connection, const QList<WordList> &lists, qint64 first, qint64 last,
                                        qint64 limit)
{
    std::optional<qsizetype> chosen;
    qint64 fewest = limit;
    for (qsizetype i = 0; i < lists.size(); ++i) {
        const Result<qint64> count = countUpTo(connection, lists[i], first, last, fewest);
        if (!count)
            return count.error();
        if (*count < fewest) {
            fewest = *count;
            chosen = i;
        }
    }
    return chosen;
}

} // namespace

Result<EventPlan> EventPlan::make(Connection &connection, const EventFilter &filter, qint64 first, qint64 last)
{
    EventPlan plan;
    plan.m_first = first;
    plan.m_last = last;
    Result<QList<WordList>> lists = eventsql::wordLists(filter);
    if (!lists)
        return lists.error();
    if (filter.fromMs || filter.toMs) {
        const Result<std::optional<qsizetype>> rare = rarest(connection, *lists, first, last, rareRows);
        if (!rare)
            return rare.error();
        if (*rare) {
            plan.walk(std::move(*lists), **rare);
            plan.checkTime(filter);
            return plan;
        }
        if (const Result<void> done = plan.narrowToTime(connection, filter); !done)
            return done.error();
    }
    if (plan.isEmpty())
        return plan;
    if (const Result<void> done = plan.chooseList(connection, std::move(*lists)); !done)
        return done.error();
    if ((filter.fromMs || filter.toMs) && !plan.m_timeIsImplied)
        plan.checkTime(filter);
    return plan;
}

// Finds the first and the last row whose time passes. A short span is gathered through the index of
// times; else the log is walked from both ends, where what is skipped does not pass. Each reads a part of an index.
Result<void> EventPlan::narrowToTime(Connection &connection, const EventFilter &filter)
{
    const Fragment gather =
        Fragment{u"SELECT count(*), min(seq), max(seq) FROM (SELECT seq FROM universal_webhook_log INDEXED BY "
                 "universal_webhook_log_received_at WHERE "_s,
                 {}}
        + timeRange(u"received_at"_s, filter) + Fragment{u" LIMIT ?)"_s, {gatheredRows}};
    const auto gathered = firstRow<3>(connection, gather);
    if (!gathered)
        return gathered.error();
    const auto [count, oldest, newest] = gathered->value_or(std::array<qint64, 3>{});
    if (count < gatheredRows) {
        // Without a gap, every row between the bounds passes; else the machine's clock was set back in between.
        m_timeIsImplied = count == newest - oldest + 1;
        m_first = std::max(m_first, oldest);
        m_last = std::min(m_last, count == 0 ? m_first - 1 : newest);
        return {};
    }
    const Fragment walk = Fragment{u"SELECT seq FROM universal_webhook_log INDEXED BY universal_webhook_log_seq "
                                   "WHERE seq BETWEEN ? AND ? AND "_s,
                                   {m_first, m_last}}
                        + timeRange(u"received_at"_s, filter);
    const auto last = firstRow<1>(connection, walk + Fragment{u" ORDER BY seq DESC LIMIT 1"_s, {}});
    if (!last)
        return last.error();
    if (!*last) {
        m_last = m_first - 1;
        return {};
    }
    const auto first = firstRow<1>(connection, walk + Fragment{u" ORDER BY seq LIMIT 1"_s, {}});
    if (!first)
        return first.error();
    m_last = (**last)[0];
    m_first = *first ? (**first)[0] : m_first;
    return {};
}

void EventPlan::checkTime(const EventFilter &filter)
{
    if (m_column.isEmpty()) {
        // The index that is walked holds the time.
        m_checks += Fragment{u" AND "_s, {}} + timeRange(u"entry.received_at"_s, filter);
        return;
    }
    m_countable = false;
    m_checks += Fragment{u" AND EXISTS (SELECT 1 FROM universal_webhook_log AS other INDEXED BY "
                         "universal_webhook_log_seq WHERE other.seq = entry.seq AND "_s,
                         {}}
              + timeRange(u"other.received_at"_s, filter) + Fragment{u")"_s, {}};
}

// The list that lets the fewest rows through is walked, the others are looked up row by row.
Result<void> EventPlan::chooseList(Connection &connection, QList<WordList> lists)
{
    if (lists.isEmpty())
        return {};
    std::optional<qsizetype> chosen = lists.size() == 1 ? std::optional<qsizetype>(0) : std::nullopt;
    for (qint64 limit = countedRows; !chosen; limit *= 4) {
        const Result<std::optional<qsizetype>> fewest = rarest(connection, lists, m_first, m_last, limit);
        if (!fewest)
            return fewest.error();
        chosen = *fewest;
    }
    walk(std::move(lists), *chosen);
    return {};
}

void EventPlan::walk(QList<WordList> lists, qsizetype chosen)
{
    const WordList walked = lists.takeAt(chosen);
    m_column = walked.column;
    m_words = walked.words;
    for (const WordList &list : std::as_const(lists))
        m_checks += check(list);
    m_countable = lists.isEmpty() && m_words.size() == 1;
}

Fragment EventPlan::stream(qint64 first, qint64 last, const QStringList &words) const
{
    const QString column = m_column.isEmpty() ? u"seq"_s : QString(m_column);
    Fragment query{u"SELECT entry.seq AS seq FROM universal_webhook_log AS entry INDEXED BY universal_webhook_log_"_s
                       + column + u" WHERE entry.seq BETWEEN ? AND ?"_s,
                   {first, last}};
    if (!words.isEmpty())
        query += Fragment{u" AND "_s, {}} + eventsql::anyOf(u"entry."_s + m_column, words);
    return query + m_checks;
}

Fragment EventPlan::sequences(qint64 first, qint64 last, bool newestFirst, qint64 limit) const
{
    Fragment query;
    if (m_words.size() > 1 && m_words.size() <= mergedWords) {
        for (const QString &word : m_words) {
            if (!query.sql.isEmpty())
                query.sql += u" UNION ALL "_s;
            query += stream(first, last, {word});
        }
    } else {
        query = stream(first, last, m_words);
    }
    query += {newestFirst ? u" ORDER BY seq DESC LIMIT ?"_s : u" ORDER BY seq LIMIT ?"_s, {limit}};
    return query;
}

} // namespace uw
