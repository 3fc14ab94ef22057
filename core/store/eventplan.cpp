// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventplan.h"

#include "core/store/connection.h"
#include "core/store/eventsearch.h"
#include "core/store/logtime.h"
#include "core/store/searchtext.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using eventsql::Fragment;
using eventsql::timeRange;

// Kinds with more rows than this are common.
constexpr qint64 rareRows = 1024;
// Up to here each kind's rows are merged in order; those of more kinds are sorted while they are rare, else
// the whole log is walked.
constexpr qsizetype mergedKinds = 64;

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

} // namespace

Result<EventPlan> EventPlan::make(Connection &connection, const EventFilter &filter, qint64 first, qint64 last)
{
    EventPlan plan;
    plan.m_first = first;
    plan.m_last = last;
    plan.m_starredOnly = filter.starredOnly;
    const Result<Fragment> conditions = eventsql::kindConditions(connection, filter);
    if (!conditions)
        return conditions.error();
    if (const Result<void> done = plan.narrowToLog(connection); !done)
        return done.error();
    if (!plan.isEmpty() && !conditions->sql.isEmpty()) {
        if (const Result<void> done = plan.chooseKinds(connection, *conditions); !done)
            return done.error();
    }
    if (!filter.text.isEmpty()) {
        if (const Result<void> done = plan.prepareSearch(connection, filter.text); !done)
            return done.error();
    }
    if (plan.isEmpty())
        return plan;
    if (filter.fromMs || filter.toMs) {
        if (const Result<void> done = plan.narrowToTime(connection, filter); !done)
            return done.error();
    }
    if (!plan.isEmpty() && plan.m_kinds.size() > mergedKinds && !plan.m_isSearch) {
        const Result<bool> isRare = plan.hasFewer(connection, rareRows);
        if (!isRare)
            return isRare.error();
        plan.m_isCommon = !*isRare;
    }
    return plan;
}

Result<void> EventPlan::narrowToLog(Connection &connection)
{
    const auto ends = firstRow<2>(connection, {u"SELECT (SELECT min(seq) FROM universal_webhook_log), "
                                               "(SELECT max(seq) FROM universal_webhook_log)"_s,
                                               {}});
    if (!ends)
        return ends.error();
    const auto [oldest, newest] = ends->value_or(std::array<qint64, 2>{});
    m_first = std::max(m_first, oldest);
    m_last = std::min(m_last, newest);
    return {};
}

Result<void> EventPlan::prepareSearch(Connection &connection, const QString &text)
{
    Result<QString> expression = searchExpression(text);
    if (!expression)
        return expression.error();
    if (const Result<qint64> horizon = eventsearch::horizon(connection); !horizon)
        return horizon.error();
    m_isSearch = true;
    m_expression = std::move(*expression);
    if (m_expression.isEmpty())
        setEmpty();
    if (!m_choosesKinds || m_kinds.size() > mergedKinds)
        return {};
    // The index knows the kinds as well, and meets rare ones faster than their rows could be sorted out afterwards.
    QStringList kinds;
    for (const qint64 kind : std::as_const(m_kinds))
        kinds << u'"' + kindWord(kind) + u'"';
    m_expression = u'(' + kinds.join(u" OR ") + u") AND " + m_expression;
    return {};
}

// In the order of the index; what was deleted since, and what else the filter wants, is looked up.
Fragment EventPlan::matches(qint64 table, qint64 first, qint64 last, bool newestFirst) const
{
    const QString name = u"text_%1"_s.arg(table);
    Fragment query{
        u"SELECT found.rowid AS seq FROM search.%1 AS found CROSS JOIN universal_webhook_log AS entry INDEXED "
        "BY universal_webhook_log_seq ON entry.seq = found.rowid WHERE found.%1 MATCH ? AND found.rowid "
        "BETWEEN ? AND ?"_s.arg(name),
        {m_expression, first, last}};
    query += entryConditions();
    if (m_starredOnly) {
        query += Fragment{u" AND EXISTS (SELECT 1 FROM universal_webhook_log_mark AS mark WHERE mark.seq = found.rowid "
                          "AND mark.starred <> 0)"_s,
                          {}};
    }
    return query + Fragment{newestFirst ? u" ORDER BY found.rowid DESC"_s : u" ORDER BY found.rowid"_s, {}};
}

Result<void> EventPlan::chooseKinds(Connection &connection, const Fragment &conditions)
{
    m_choosesKinds = true;
    m_kindQuery = Fragment{u"SELECT kind.id FROM universal_webhook_log_kind AS kind WHERE "_s, {}} + conditions;
    const Fragment query = m_kindQuery + Fragment{u" LIMIT ?"_s, {qint64(mergedKinds + 1)}};
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        m_kinds.append(statement->integer(0));
    }
    if (m_kinds.isEmpty()) {
        setEmpty();
        return {};
    }
    if (m_kinds.size() > mergedKinds)
        return {};
    m_kindQuery = {u"?"_s + u",?"_s.repeated(m_kinds.size() - 1), {m_kinds.begin(), m_kinds.end()}};
    const auto others =
        firstRow<1>(connection, {u"SELECT count(*) FROM (SELECT 1 FROM universal_webhook_log_kind LIMIT ?)"_s,
                                 {m_kinds.size() + 1}});
    if (!others)
        return others.error();
    // What every kind passes is no filter.
    m_choosesKinds = (**others)[0] != m_kinds.size();
    if (!m_choosesKinds)
        m_kinds.clear();
    return {};
}

// Whether fewer rows than `limit` between the bounds are of the kinds.
Result<bool> EventPlan::hasFewer(Connection &connection, qint64 limit) const
{
    const Fragment query = Fragment{u"SELECT count(*) FROM (SELECT 1 FROM universal_webhook_log INDEXED BY "
                                    "universal_webhook_log_kind_id WHERE kind_id IN ("_s,
                                    {}}
                         + m_kindQuery + Fragment{u") AND seq BETWEEN ? AND ? LIMIT ?)"_s, {m_first, m_last, limit}};
    const auto row = firstRow<1>(connection, query);
    if (!row)
        return row.error();
    return !*row || (**row)[0] < limit;
}

// The first and the last row whose time passes; and whether those between them do, for then none is looked at.
Result<void> EventPlan::narrowToTime(Connection &connection, const EventFilter &filter)
{
    logtime::Span span{.first = m_first, .last = m_last};
    span.fromMs = filter.fromMs.value_or(span.fromMs);
    span.toMs = filter.toMs.value_or(span.toMs);
    const Result<qint64> newest = logtime::newestOf(connection, span);
    if (!newest || *newest == 0) {
        setEmpty();
        return newest ? Result<void>() : newest.error();
    }
    const Result<qint64> oldest = logtime::oldestOf(connection, span);
    if (!oldest)
        return oldest.error();
    span.first = m_first = *oldest;
    span.last = m_last = *newest;
    const Result<bool> holdsAll = logtime::holdsAll(connection, span);
    if (!holdsAll)
        return holdsAll.error();
    if (!*holdsAll)
        m_time = filter;
    return {};
}

bool EventPlan::isCountable() const
{
    return !m_starredOnly && !m_isSearch && (!m_choosesKinds || (m_kinds.size() == 1 && !m_time));
}

// What the index log_seq tells of the row `entry`.
Fragment EventPlan::entryConditions() const
{
    Fragment conditions;
    if (m_time)
        conditions += Fragment{u" AND "_s, {}} + timeRange(u"entry.received_at"_s, *m_time);
    if (m_choosesKinds)
        conditions += Fragment{u" AND entry.kind_id IN ("_s, {}} + m_kindQuery + Fragment{u")"_s, {}};
    return conditions;
}

// In the order of the log: the index holds number, time and kind.
Fragment EventPlan::logWalk(qint64 first, qint64 last) const
{
    const Fragment query{
        u"SELECT entry.seq AS seq FROM universal_webhook_log AS entry INDEXED BY universal_webhook_log_seq "
        "WHERE entry.seq BETWEEN ? AND ?"_s,
        {first, last}};
    return query + entryConditions();
}

// Through the index of kinds; the time of a row is looked up by its number.
Fragment EventPlan::kindWalk(qint64 first, qint64 last, const Fragment &kinds) const
{
    Fragment query = Fragment{u"SELECT entry.seq AS seq FROM universal_webhook_log AS entry INDEXED BY "
                              "universal_webhook_log_kind_id WHERE entry.kind_id IN ("_s,
                              {}}
                   + kinds + Fragment{u") AND entry.seq BETWEEN ? AND ?"_s, {first, last}};
    if (m_time) {
        query += Fragment{u" AND EXISTS (SELECT 1 FROM universal_webhook_log AS other INDEXED BY "
                          "universal_webhook_log_seq WHERE other.seq = entry.seq AND "_s,
                          {}}
               + timeRange(u"other.received_at"_s, *m_time) + Fragment{u")"_s, {}};
    }
    return query;
}

// Stars are few: what they stand on is looked up.
Fragment EventPlan::starWalk(qint64 first, qint64 last) const
{
    return Fragment{u"SELECT mark.seq AS seq FROM universal_webhook_log_mark AS mark CROSS JOIN universal_webhook_log "
                    "AS entry INDEXED BY universal_webhook_log_seq ON entry.seq = mark.seq "
                    "WHERE mark.starred <> 0 AND mark.seq BETWEEN ? AND ?"_s,
                    {first, last}}
         + entryConditions();
}

std::vector<Fragment> EventPlan::walks(qint64 first, qint64 last) const
{
    std::vector<Fragment> walks;
    if (m_starredOnly) {
        walks.push_back(starWalk(first, last));
    } else if (!m_choosesKinds || m_isCommon) {
        walks.push_back(logWalk(first, last));
    } else if (m_kinds.size() > mergedKinds) {
        walks.push_back(kindWalk(first, last, m_kindQuery));
    } else {
        for (const qint64 kind : m_kinds)
            walks.push_back(kindWalk(first, last, {u"?"_s, {kind}}));
    }
    return walks;
}

std::vector<Fragment> EventPlan::streams(qint64 first, qint64 last) const
{
    std::vector<Fragment> streams = walks(first, last);
    for (Fragment &stream : streams)
        stream.sql += u" ORDER BY seq DESC"_s;
    return streams;
}

Fragment EventPlan::sequences(qint64 first, qint64 last, bool newestFirst, qint64 limit) const
{
    Fragment query;
    for (const Fragment &walk : walks(first, last)) {
        if (!query.sql.isEmpty())
            query.sql += u" UNION ALL "_s;
        query += walk;
    }
    query += {newestFirst ? u" ORDER BY seq DESC LIMIT ?"_s : u" ORDER BY seq LIMIT ?"_s, {limit}};
    return query;
}

} // namespace uw
