// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"
#include "core/store/eventplan.h"
#include "core/store/eventsearch.h"
#include "core/store/eventsql.h"
#include "core/store/headercodec.h"
#include "core/store/searchindex.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

constexpr qint64 firstSequence = 1;
constexpr qint64 sequenceMaximum = std::numeric_limits<qint64>::max();
const QString &wholeColumns()
{
    static const QString columns =
        eventsql::summaryColumns()
        + u", kind.normalized_type, kind.entity_type, kind.http_version, log.entity_id, log.verdict_reason, log.cause, "
          "log.public_url, log.peer, log.headers, log.body, log.delivery_id, log.masked_headers"_s;
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
    event.duplicateOf = summary.duplicateOf;
    event.starred = summary.starred;
    event.note = summary.note;
    event.normalizedType = row.text(16);
    event.entityType = row.text(17);
    event.httpVersion = row.blob(18);
    event.entityId = row.text(19);
    event.verdictReason = row.text(20);
    event.cause = row.blob(21);
    event.publicUrl = row.text(22);
    event.peer = row.text(23);
    std::optional<HeaderList> headers = decodeHeaders(row.blob(24));
    if (!headers) {
        return Error{ErrorCode::StoreCorrupt,
                     u"The header of event %1 in %2 is damaged. The other events are not affected."_s.arg(
                         event.id, QDir::toNativeSeparators(path))};
    }
    event.headers = std::move(*headers);
    event.body = row.blob(25);
    event.deliveryId = row.text(26);
    event.maskedHeaders = row.blob(27);
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

// So many kinds are looked at and the rows of each are counted up to 10,000, so that a sender who makes words up costs
// no more. `column` is one of our own.
Result<QStringList> knownWords(Connection &connection, const QString &column)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT word FROM (SELECT %1 AS word, (SELECT count(*) FROM (SELECT 1 FROM universal_webhook_log WHERE "
        "kind_id = kind.id LIMIT 10000)) AS events FROM (SELECT id, %1 FROM universal_webhook_log_kind AS kind WHERE "
        "%1 > '' AND %2 LIMIT ?) AS kind) GROUP BY word HAVING sum(events) > 0 ORDER BY sum(events) DESC, word "
        "LIMIT 200"_s.arg(column, eventsql::notHidden()));
    if (statement)
        statement->bind(qint64(5000));
    return readWords(std::move(statement));
}

Result<Statement> selectWhole(Connection &connection, const QString &condition)
{
    return connection.prepare(u"SELECT "_s + wholeColumns() + eventsql::logWithKinds() + u"WHERE "_s + condition
                              + u" AND "_s + eventsql::notHidden());
}

} // namespace

Result<QList<EventSummary>> page(Connection &connection, const EventFilter &filter, const EventPageRequest &request)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    const qint64 first = request.after ? std::min(*request.after, sequenceMaximum - 1) + 1 : firstSequence;
    const qint64 last = request.before ? std::max(*request.before, firstSequence) - 1 : sequenceMaximum;
    const qint64 limit = std::clamp(request.limit, 1, limits::listLimitMaximum);
    const Result<EventPlan> plan = EventPlan::make(connection, filter, first, last);
    if (!plan)
        return plan.error();
    if (plan->isEmpty())
        return QList<EventSummary>();
    Fragment sequences;
    if (plan->isSearch()) {
        const Result<Fragment> found = eventsearch::list(connection, *plan, !request.fromOldest, limit);
        if (!found)
            return found.error();
        sequences = *found;
    } else {
        sequences = plan->sequences(plan->first(), plan->last(), !request.fromOldest, limit);
    }
    const Fragment query =
        Fragment{u"SELECT "_s + eventsql::summaryColumns() + eventsql::logWithKinds() + u"WHERE log.seq IN ("_s, {}}
        + sequences + Fragment{u") ORDER BY log.seq DESC"_s, {}};
    return readSummaries(connection, query);
}

Result<std::optional<Event>> find(Connection &connection, const QString &id)
{
    Result<Statement> statement =
        selectWhole(connection, u"log.seq = (SELECT seq FROM universal_webhook_log WHERE id = ?)"_s);
    if (!statement)
        return statement.error();
    statement->bind(id);
    return findOne(connection, statement);
}

Result<std::optional<Event>> find(Connection &connection, qint64 sequence)
{
    Result<Statement> statement = selectWhole(connection, u"log.seq = ?"_s);
    if (!statement)
        return statement.error();
    statement->bind(sequence);
    return findOne(connection, statement);
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

Result<QStringList> customSourceNames(Connection &connection, int limit)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT DISTINCT custom_source FROM universal_webhook_log_kind AS kind WHERE custom_source > '' AND EXISTS "
        "(SELECT 1 FROM universal_webhook_log WHERE kind_id = kind.id) ORDER BY custom_source LIMIT ?"_s);
    if (statement)
        statement->bind(qint64(std::max(0, limit)));
    return readWords(std::move(statement));
}

Result<qint64> horizon(Connection &connection, const EventFilter &filter)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    return filter.text.isEmpty() ? connection.integer(u"SELECT max(seq) FROM universal_webhook_log"_s)
                                 : eventsearch::horizon(connection);
}

Result<StoreCounts> counts(Connection &connection)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    StoreCounts counts;
    const std::pair<QString, qint64 *> wanted[] = {
        {u"SELECT (SELECT count(*) FROM universal_webhook_log) - (SELECT count(*) FROM universal_webhook_log_kind AS "
         "kind CROSS JOIN universal_webhook_log AS entry INDEXED BY universal_webhook_log_kind_id ON entry.kind_id = "
         "kind.id WHERE NOT ("_s
             + eventsql::notHidden() + u"))"_s,
         &counts.events},
        {u"SELECT max(seq) FROM universal_webhook_log"_s, &counts.newestSequence},
    };
    for (const auto &[sql, target] : wanted) {
        const Result<qint64> value = connection.integer(sql);
        if (!value)
            return value.error();
        *target = *value;
    }
    const Result<qint64> bytes = databaseBytes(connection);
    if (!bytes)
        return bytes.error();
    counts.databaseBytes = *bytes;
    return counts;
}

Result<qint64> databaseBytes(Connection &connection)
{
    const Result<qint64> pages = connection.integer(u"PRAGMA page_count"_s);
    if (!pages)
        return pages;
    const Result<qint64> pageBytes = connection.integer(u"PRAGMA page_size"_s);
    if (!pageBytes)
        return pageBytes;
    return *pages * *pageBytes + QFileInfo(SearchIndex::pathFor(connection.path())).size();
}

} // namespace uw::eventrepository
