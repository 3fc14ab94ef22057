// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"
#include "core/store/eventsql.h"
#include "core/store/headercodec.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

const QString &wholeColumns()
{
    static const QString columns =
        eventsql::summaryColumns()
        + u", normalized_type, entity_id, entity_type, verdict_reason, cause, http_version, public_url, peer, headers, "
          "body"_s;
    return columns;
}

Result<Event> readEvent(const Statement &row, const QString &path)
{
    const EventSummary summary = eventsql::readSummary(row);
    Event event;
    event.sequence = summary.sequence;
    event.id = summary.id;
    event.receivedAtMs = summary.receivedAtMs;
    event.source = summary.source;
    event.customSource = summary.customSource;
    event.provider = summary.provider;
    event.eventType = summary.eventType;
    event.workspaceId = summary.workspaceId;
    event.verdict = summary.verdict;
    event.rejected = summary.rejected;
    event.method = summary.method;
    event.target = summary.target;
    event.normalizedType = row.text(13);
    event.entityId = row.text(14);
    event.entityType = row.text(15);
    event.verdictReason = row.text(16);
    event.cause = row.blob(17);
    event.httpVersion = row.blob(18);
    event.publicUrl = row.text(19);
    event.peer = row.text(20);
    std::optional<HeaderList> headers = decodeHeaders(row.blob(21));
    if (!headers) {
        return Error{ErrorCode::StoreCorrupt,
                     u"The header of event %1 in %2 is damaged. The other events are not affected."_s.arg(
                         event.id, QDir::toNativeSeparators(path))};
    }
    event.headers = std::move(*headers);
    event.body = row.blob(22);
    return event;
}

Result<std::optional<Event>> findOne(Connection &connection, Result<Statement> &statement)
{
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Event>();
    Result<Event> event = readEvent(*statement, connection.path());
    if (!event)
        return event.error();
    return std::optional<Event>(std::move(*event));
}

Result<QList<EventSummary>> readSummaries(Connection &connection, const Fragment &query)
{
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QList<EventSummary> summaries;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return summaries;
        summaries.append(eventsql::readSummary(*statement));
    }
}

// Words by frequency over one of the fixed queries.
Result<QStringList> knownWords(Connection &connection, const QString &sql, std::optional<int> limit = {})
{
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    if (limit)
        statement->bind(qint64(*limit));
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QStringList words;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return words;
        words.append(statement->text(0));
    }
}

// Reads sequences, newest first, into runs.
Result<QList<SequenceRun>> collectRuns(Connection &connection, const Fragment &query)
{
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QList<SequenceRun> runs;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return runs;
        const qint64 sequence = statement->integer(0);
        if (!runs.isEmpty() && runs.constLast().first == sequence + 1)
            runs.last().first = sequence;
        else
            runs.append({sequence, sequence});
    }
}

} // namespace

Result<qint64> insert(Connection &connection, const Event &event)
{
    static const QString sql =
        u"INSERT INTO universal_webhook_log (id, received_at, source, custom_source, provider, event_type, "
        "workspace_id, verdict, rejected, method, body_size, target, normalized_type, entity_id, entity_type, "
        "verdict_reason, cause, http_version, public_url, peer, headers, body) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s;
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    statement->bind(event.id)
        .bind(event.receivedAtMs)
        .bind(event.source)
        .bind(event.customSource)
        .bind(event.provider)
        .bind(event.eventType)
        .bind(event.workspaceId)
        .bind(QString(verdictWord(event.verdict)))
        .bind(qint64(event.rejected ? 1 : 0))
        .bind(event.method)
        .bind(qint64(event.body.size()))
        .bind(event.target)
        .bind(event.normalizedType)
        .bind(event.entityId)
        .bind(event.entityType)
        .bind(event.verdictReason)
        .bind(event.cause)
        .bind(event.httpVersion)
        .bind(event.publicUrl)
        .bind(event.peer)
        .bind(encodeHeaders(event.headers))
        .bind(event.body);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    return statement->lastInsertId();
}

Result<QList<EventSummary>> page(Connection &connection, const EventFilter &filter, const EventPageRequest &request)
{
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    Fragment query{u"SELECT "_s + eventsql::summaryColumns() + u" FROM universal_webhook_log WHERE "_s, {}};
    query += *where;
    if (request.before)
        query += {u" AND seq < ?"_s, {*request.before}};
    if (request.after)
        query += {u" AND seq > ?"_s, {*request.after}};
    query += {request.fromOldest ? u" ORDER BY seq LIMIT ?"_s : u" ORDER BY seq DESC LIMIT ?"_s,
              {qint64(std::clamp(request.limit, 1, limits::listLimitMaximum))}};
    Result<QList<EventSummary>> summaries = readSummaries(connection, query);
    if (summaries && request.fromOldest)
        std::reverse(summaries->begin(), summaries->end());
    return summaries;
}

Result<std::optional<Event>> find(Connection &connection, const QString &id)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT "_s + wholeColumns() + u" FROM universal_webhook_log WHERE id = ?"_s);
    if (!statement)
        return statement.error();
    statement->bind(id);
    return findOne(connection, statement);
}

Result<std::optional<Event>> find(Connection &connection, qint64 sequence)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT "_s + wholeColumns() + u" FROM universal_webhook_log WHERE seq = ?"_s);
    if (!statement)
        return statement.error();
    statement->bind(sequence);
    return findOne(connection, statement);
}

Result<QList<SequenceRun>> runs(Connection &connection, const EventFilter &filter, std::optional<qint64> before,
                                qint64 maximumRows)
{
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    Fragment query{u"SELECT seq FROM universal_webhook_log WHERE "_s, {}};
    query += *where;
    if (before)
        query += {u" AND seq < ?"_s, {*before}};
    query += {u" ORDER BY seq DESC LIMIT ?"_s, {std::max<qint64>(0, maximumRows)}};
    return collectRuns(connection, query);
}

Result<QList<SequenceRun>> runsAfter(Connection &connection, const EventFilter &filter, qint64 after,
                                     qint64 maximumRows)
{
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    Fragment query{u"SELECT seq FROM universal_webhook_log WHERE "_s, {}};
    query += *where;
    query += {u" AND seq > ? ORDER BY seq DESC LIMIT ?"_s, {after, std::max<qint64>(0, maximumRows)}};
    return collectRuns(connection, query);
}

Result<QList<EventSummary>> rows(Connection &connection, const EventFilter &filter, qint64 first, qint64 last)
{
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    Fragment query{u"SELECT "_s + eventsql::summaryColumns()
                       + u" FROM universal_webhook_log WHERE seq BETWEEN ? AND ? AND "_s,
                   {first, std::min(last, first + limits::listLimitMaximum - 1)}};
    query += *where;
    query += {u" ORDER BY seq DESC"_s, {}};
    return readSummaries(connection, query);
}

Result<QStringList> knownSources(Connection &connection)
{
    return knownWords(connection,
                      u"SELECT source FROM universal_webhook_log GROUP BY source ORDER BY count(*) DESC, source LIMIT "
                      "200"_s);
}

Result<QStringList> knownCustomSources(Connection &connection)
{
    return knownWords(
        connection, u"SELECT custom_source FROM universal_webhook_log WHERE custom_source <> '' GROUP BY custom_source "
                    "ORDER BY count(*) DESC, custom_source LIMIT 200"_s);
}

Result<QStringList> knownEventTypes(Connection &connection)
{
    return knownWords(connection,
                      u"SELECT event_type FROM universal_webhook_log WHERE event_type <> '' GROUP BY event_type "
                      "ORDER BY count(*) DESC, event_type LIMIT 200"_s);
}

Result<QStringList> knownCustomSources(Connection &connection, int limit)
{
    // Each step jumps over the index to the next greater name, however many rows bear this one.
    return knownWords(connection,
                      u"WITH RECURSIVE name(value) AS ("
                      "SELECT min(custom_source) FROM universal_webhook_log WHERE custom_source > '' UNION ALL "
                      "SELECT (SELECT min(custom_source) FROM universal_webhook_log WHERE custom_source > name.value) "
                      "FROM name WHERE name.value IS NOT NULL) "
                      "SELECT value FROM name WHERE value IS NOT NULL LIMIT ?"_s,
                      limit);
}

Result<StoreCounts> counts(Connection &connection)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    StoreCounts counts;
    qint64 pages = 0;
    qint64 pageBytes = 0;
    const std::pair<QString, qint64 *> wanted[] = {
        {u"SELECT count(*) FROM universal_webhook_log"_s, &counts.events},
        {u"SELECT max(seq) FROM universal_webhook_log"_s, &counts.newestSequence},
        {u"PRAGMA page_count"_s, &pages},
        {u"PRAGMA page_size"_s, &pageBytes},
    };
    for (const auto &[sql, target] : wanted) {
        const Result<qint64> value = connection.integer(sql);
        if (!value)
            return value.error();
        *target = *value;
    }
    counts.databaseBytes = pages * pageBytes;
    return counts;
}

Result<void> remove(Connection &connection, const QList<qint64> &sequences)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_log WHERE seq = ?"_s);
    if (!statement)
        return statement.error();
    for (const qint64 sequence : sequences) {
        if (const Result<void> done = statement->bind(sequence).execute(); !done)
            return done;
    }
    return {};
}

Result<qint64> removeOlderThan(Connection &connection, qint64 ms, int batch)
{
    Result<Statement> statement = connection.prepare(
        u"DELETE FROM universal_webhook_log WHERE seq IN (SELECT seq FROM universal_webhook_log WHERE received_at < ? "
        "ORDER BY received_at LIMIT ?)"_s);
    if (!statement)
        return statement.error();
    statement->bind(ms).bind(qint64(std::clamp(batch, 1, 10'000)));
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    return statement->changedRows();
}

Result<qint64> giveBackFreePages(Connection &connection, int pages)
{
    Result<qint64> free = connection.integer(u"PRAGMA freelist_count"_s);
    // One page a call: SQLite frees a page per step, and QtSql takes one step of a statement without columns.
    for (int i = 0; i < pages && free && *free > 0; ++i) {
        if (const Result<void> done = connection.execute(u"PRAGMA incremental_vacuum(1)"_s); !done)
            return done.error();
        *free -= 1;
    }
    return free ? connection.integer(u"PRAGMA freelist_count"_s) : free;
}

} // namespace uw::eventrepository
