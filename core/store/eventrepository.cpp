// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"
#include "core/store/eventplan.h"
#include "core/store/eventsql.h"
#include "core/store/headercodec.h"

#include <QCryptographicHash>
#include <QDir>
#include <QtEndian>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

constexpr qint64 firstSequence = 1;
constexpr qint64 lastSequence = std::numeric_limits<qint64>::max();

const QString &wholeColumns()
{
    static const QString columns =
        eventsql::summaryColumns()
        + u", normalized_type, entity_id, entity_type, verdict_reason, cause, http_version, public_url, peer, headers, "
          "body, delivery_id, duplicate_of, masked_headers"_s;
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
    event.deliveryId = row.text(23);
    event.duplicateOf = row.text(24);
    event.maskedHeaders = row.blob(25);
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

Result<QStringList> readWords(Result<Statement> statement)
{
    if (!statement)
        return statement.error();
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

// So many rows at the near end of a range are read one by one before a plan is made: a few milliseconds.
constexpr qint64 glancedRows = 2000;

// A page from the near end of first..last. A common filter fills its page there, and what came since a moment ago is
// all there; a plan would weigh indexes of a whole log for it. Nothing when that did not answer.
Result<std::optional<QList<EventSummary>>> glance(Connection &connection, const EventFilter &filter, qint64 first,
                                                  qint64 last, const EventPageRequest &request, qint64 limit)
{
    const Result<qint64> end = connection.integer(request.fromOldest ? u"SELECT min(seq) FROM universal_webhook_log"_s
                                                                     : u"SELECT max(seq) FROM universal_webhook_log"_s);
    if (!end)
        return end.error();
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    const qint64 low =
        request.fromOldest ? std::max(first, *end) : std::max(first, std::min(last, *end) - glancedRows + 1);
    const qint64 high = request.fromOldest ? std::min(last, low + glancedRows - 1) : std::min(last, *end);
    Fragment query{u"SELECT "_s + eventsql::summaryColumns()
                       + u" FROM universal_webhook_log NOT INDEXED WHERE seq BETWEEN ? AND ? AND "_s,
                   {low, high}};
    query += *where;
    query += {request.fromOldest ? u" ORDER BY seq LIMIT ?"_s : u" ORDER BY seq DESC LIMIT ?"_s, {limit}};
    Result<QList<EventSummary>> rows = readSummaries(connection, query);
    if (!rows)
        return rows.error();
    const bool whole = request.fromOldest ? high == last : low == first;
    if (rows->size() < limit && !whole)
        return std::optional<QList<EventSummary>>();
    if (request.fromOldest)
        std::reverse(rows->begin(), rows->end());
    return std::optional(std::move(*rows));
}

// Steps from word to word through the column's index instead of reading it whole. `column` is one of our own.
QString stepThrough(const QString &column)
{
    return u"WITH RECURSIVE known(word) AS (SELECT min(%1) FROM universal_webhook_log WHERE %1 > '' UNION ALL "
           "SELECT (SELECT min(%1) FROM universal_webhook_log WHERE %1 > word) FROM known WHERE word IS NOT NULL "
           "LIMIT ?) "_s.arg(column);
}

// 500 words are looked at and each is counted up to 50,000, so that a sender who makes words up costs no more.
Result<QStringList> knownWords(Connection &connection, const QString &column)
{
    Result<Statement> statement = connection.prepare(
        stepThrough(column)
        + u"SELECT word, (SELECT count(*) FROM (SELECT 1 FROM universal_webhook_log WHERE %1 = word LIMIT 50000)) AS "
          "events FROM known WHERE word IS NOT NULL ORDER BY events DESC, word LIMIT 200"_s.arg(column));
    if (statement)
        statement->bind(qint64(500));
    return readWords(std::move(statement));
}

// One number for everything that makes two deliveries the same, so that the index on it stays small; 0: none. A verdict
// belongs to it, and what was rejected has no key: nobody who cannot sign makes a signed event look like a copy.
qint64 deliveryKey(const Event &event)
{
    if (event.deliveryId.isEmpty() || event.rejected)
        return 0;
    const QString sameness = event.provider + u'\n' + event.customSource + u'\n' + event.workspaceId + u'\n'
                           + verdictWord(event.verdict) + u'\n' + event.deliveryId;
    const QByteArray digest = QCryptographicHash::hash(sameness.toUtf8(), QCryptographicHash::Sha256);
    const auto key = qFromBigEndian<qint64>(digest.constData());
    return key == 0 ? 1 : key;
}

} // namespace

Result<qint64> insert(Connection &connection, const Event &event)
{
    static const QString sql =
        u"INSERT INTO universal_webhook_log (id, received_at, source, custom_source, provider, event_type, "
        "workspace_id, verdict, rejected, method, body_size, target, normalized_type, entity_id, entity_type, "
        "verdict_reason, cause, http_version, public_url, peer, headers, body, delivery_id, masked_headers, "
        "delivery_key, duplicate_of) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,coalesce((SELECT id FROM universal_webhook_log "
        "WHERE delivery_key = ? AND delivery_key <> 0 ORDER BY seq LIMIT 1), ''))"_s;
    Result<Statement> statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    const qint64 key = deliveryKey(event);
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
        .bind(event.body)
        .bind(event.deliveryId)
        .bind(event.maskedHeaders)
        .bind(key)
        .bind(key);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    return statement->lastInsertId();
}

Result<QList<EventSummary>> page(Connection &connection, const EventFilter &filter, const EventPageRequest &request)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    const qint64 first = request.after ? std::min(*request.after, lastSequence - 1) + 1 : firstSequence;
    const qint64 last = request.before ? std::max(*request.before, firstSequence) - 1 : lastSequence;
    const qint64 limit = std::clamp(request.limit, 1, limits::listLimitMaximum);
    if (!filter.isEmpty()) {
        Result<std::optional<QList<EventSummary>>> near = glance(connection, filter, first, last, request, limit);
        if (!near)
            return near.error();
        if (*near)
            return std::move(**near);
    }
    const Result<EventPlan> plan = EventPlan::make(connection, filter, first, last);
    if (!plan)
        return plan.error();
    if (plan->isEmpty())
        return QList<EventSummary>();
    const Fragment query =
        Fragment{
            u"SELECT "_s + eventsql::summaryColumns() + u" FROM universal_webhook_log NOT INDEXED WHERE seq IN ("_s, {}}
        + plan->sequences(plan->first(), plan->last(), !request.fromOldest, limit)
        + Fragment{u") ORDER BY seq DESC"_s, {}};
    return readSummaries(connection, query);
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

Result<QList<EventSummary>> rows(Connection &connection, const EventFilter &filter, qint64 first, qint64 last)
{
    const Result<Fragment> where = eventsql::conditions(filter);
    if (!where)
        return where.error();
    first = std::clamp(first, firstSequence, lastSequence - limits::listLimitMaximum);
    Fragment query{u"SELECT "_s + eventsql::summaryColumns()
                       + u" FROM universal_webhook_log NOT INDEXED WHERE seq BETWEEN ? AND ? AND "_s,
                   {first, std::min(last, first + limits::listLimitMaximum - 1)}};
    query += *where;
    query += {u" ORDER BY seq DESC"_s, {}};
    return readSummaries(connection, query);
}

Result<QStringList> knownSources(Connection &connection)
{
    return knownWords(connection, u"source"_s);
}

Result<QStringList> knownCustomSources(Connection &connection)
{
    return knownWords(connection, u"custom_source"_s);
}

Result<QStringList> knownEventTypes(Connection &connection)
{
    return knownWords(connection, u"event_type"_s);
}

Result<QStringList> knownCustomSources(Connection &connection, int limit)
{
    Result<Statement> statement =
        connection.prepare(stepThrough(u"custom_source"_s) + u"SELECT word FROM known WHERE word IS NOT NULL"_s);
    if (statement)
        statement->bind(qint64(std::max(0, limit)));
    return readWords(std::move(statement));
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
