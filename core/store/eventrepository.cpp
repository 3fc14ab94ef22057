// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"
#include "core/store/eventkind.h"
#include "core/store/eventplan.h"
#include "core/store/eventsearch.h"
#include "core/store/eventsql.h"
#include "core/store/headercodec.h"
#include "core/store/rejectedlog.h"

#include <QCryptographicHash>
#include <QDir>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

constexpr qint64 firstSequence = 1;
constexpr qint64 sequenceMaximum = std::numeric_limits<qint64>::max();
// Under which a connection remembers the last number that it gave.
const QByteArray lastSequenceKey = QByteArrayLiteral("last sequence");

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

Result<Statement> selectWhole(Connection &connection, const QString &condition)
{
    return connection.prepare(u"SELECT "_s + wholeColumns() + eventsql::logWithKinds() + u"WHERE "_s + condition
                              + u" AND "_s + eventsql::notHidden());
}

// Columns that most events leave empty: what is not bound costs nothing.
struct RareColumns {
    bool entityId;
    bool cause;
    bool publicUrl;
    bool maskedHeaders;
    // A delivery without a key keeps its id, for people, and finds no other.
    bool delivery;

    [[nodiscard]] std::size_t number() const
    {
        return std::size_t(entityId) | std::size_t(cause) << 1U | std::size_t(publicUrl) << 2U
             | std::size_t(maskedHeaders) << 3U | std::size_t(delivery) << 4U;
    }
};

QString insertText(const RareColumns &rare)
{
    const auto valueOr = [](bool isBound, QLatin1StringView name, QLatin1StringView empty) {
        return QString(isBound ? name : empty);
    };
    QString columns = u"seq, id, received_at, kind_id, target, entity_id, verdict_reason, cause, public_url, peer, "
                      "headers, masked_headers, body"_s;
    QString values = QStringList{u":seq"_s,
                                 u":id"_s,
                                 u":received_at"_s,
                                 u":kind_id"_s,
                                 u":target"_s,
                                 valueOr(rare.entityId, ":entity_id"_L1, "''"_L1),
                                 u":verdict_reason"_s,
                                 valueOr(rare.cause, ":cause"_L1, "x''"_L1),
                                 valueOr(rare.publicUrl, ":public_url"_L1, "''"_L1),
                                 u":peer"_s,
                                 u":headers"_s,
                                 valueOr(rare.maskedHeaders, ":masked_headers"_L1, "x''"_L1),
                                 u":body"_s}
                         .join(u", "_s);
    if (rare.delivery) {
        columns += u", delivery_id, delivery_key, duplicate_of"_s;
        values += u", :delivery_id, :delivery_key, coalesce((SELECT id FROM universal_webhook_log WHERE delivery_key = "
                  ":wanted_key AND delivery_key <> 0 ORDER BY seq LIMIT 1), '')"_s;
    }
    return u"INSERT INTO universal_webhook_log ("_s + columns + u") VALUES ("_s + values + u')';
}

Result<Statement> prepareInsert(Connection &connection, const RareColumns &rare)
{
    static const std::array<QString, 32> texts = [] {
        std::array<QString, 32> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = insertText({(i & 1U) != 0, (i & 2U) != 0, (i & 4U) != 0, (i & 8U) != 0, (i & 16U) != 0});
        return all;
    }();
    return connection.prepare(texts[rare.number()]);
}

// The row that was received last before `ms`; 0: none. What was stored up to it is nearly all older than that.
Result<qint64> newestBefore(Connection &connection, qint64 ms)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT seq FROM universal_webhook_log INDEXED BY universal_webhook_log_received_at WHERE received_at < ? "
        "ORDER BY received_at DESC LIMIT 1"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(ms).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

// The rows of these workspaces, or of all others, through the index of kinds: whose rows are spared are not looked at.
Fragment rowsOf(const WorkspaceSet &set)
{
    return {u"SELECT entry.seq FROM universal_webhook_log_kind AS kind CROSS JOIN universal_webhook_log AS entry "
            "INDEXED BY universal_webhook_log_kind_id ON entry.kind_id = kind.id WHERE kind.workspace_id "_s
                + (set.isAllOthers ? u"NOT IN (?"_s : u"IN (?"_s) + u",?"_s.repeated(set.workspaces.size() - 1) + u')',
            {set.workspaces.begin(), set.workspaces.end()}};
}

} // namespace

Result<qint64> lastSequence(Connection &connection)
{
    if (const std::optional<qint64> known = connection.remembered(lastSequenceKey))
        return *known;
    Result<Statement> statement = connection.prepare(
        u"SELECT coalesce((SELECT max(seq) FROM universal_webhook_log), 0), seq FROM universal_webhook_log_end"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? std::max(statement->integer(0), statement->integer(1)) : 0;
}

EventPreparation prepare(const Event &event)
{
    return {eventkind::keyOf(event), encodeHeaders(event.headers), deliveryKey(event)};
}

Result<qint64> insert(Connection &connection, const Event &event)
{
    return insert(connection, event, prepare(event));
}

Result<qint64> insert(Connection &connection, const Event &event, const EventPreparation &preparation)
{
    const Result<qint64> kind = eventkind::ensure(connection, event, preparation.kindKey);
    if (!kind)
        return kind;
    const Result<qint64> last = lastSequence(connection);
    if (!last)
        return last;
    const qint64 sequence = *last + 1;
    const RareColumns rare{!event.entityId.isEmpty(), !event.cause.isEmpty(), !event.publicUrl.isEmpty(),
                           !event.maskedHeaders.isEmpty(), !event.deliveryId.isEmpty()};
    Result<Statement> statement = prepareInsert(connection, rare);
    if (!statement)
        return statement.error();
    statement->bind(u":seq"_s, sequence)
        .bind(u":id"_s, event.id)
        .bind(u":received_at"_s, event.receivedAtMs)
        .bind(u":kind_id"_s, *kind)
        .bind(u":target"_s, event.target)
        .bind(u":verdict_reason"_s, event.verdictReason)
        .bind(u":peer"_s, event.peer)
        .bind(u":headers"_s, preparation.headers)
        .bind(u":body"_s, event.body);
    if (rare.entityId)
        statement->bind(u":entity_id"_s, event.entityId);
    if (rare.cause)
        statement->bind(u":cause"_s, event.cause);
    if (rare.publicUrl)
        statement->bind(u":public_url"_s, event.publicUrl);
    if (rare.maskedHeaders)
        statement->bind(u":masked_headers"_s, event.maskedHeaders);
    if (rare.delivery) {
        statement->bind(u":delivery_id"_s, event.deliveryId)
            .bind(u":delivery_key"_s, preparation.deliveryKey)
            .bind(u":wanted_key"_s, preparation.deliveryKey);
    }
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    connection.remember(lastSequenceKey, sequence);
    if (event.rejected) {
        if (const Result<void> counted = rejectedlog::add(connection, sequence, event); !counted)
            return counted.error();
    }
    return sequence;
}

Result<QList<EventSummary>> page(Connection &connection, const EventFilter &filter, const EventPageRequest &request)
{
    const ReadTransaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun().error();
    const qint64 first = request.after ? std::min(*request.after, sequenceMaximum - 1) + 1 : firstSequence;
    const qint64 last = request.before ? std::max(*request.before, firstSequence) - 1 : sequenceMaximum;
    const qint64 limit = std::clamp(request.limit, 1, limits::listLimitMaximum);
    const Result<EventPlan> plan = EventPlan::make(connection, filter, first, last, EventPlan::Use::Page);
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
    return pageBytes ? Result<qint64>(*pages * *pageBytes) : pageBytes;
}

Result<void> remove(Connection &connection, const QList<qint64> &sequences)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_log WHERE seq = ?"_s);
    if (!statement)
        return statement.error();
    connection.forget(); // a kind goes with its last row
    for (const qint64 sequence : sequences) {
        if (const Result<void> done = statement->bind(sequence).execute(); !done)
            return done;
    }
    return {};
}

Result<qint64> removeOlderThan(Connection &connection, qint64 ms, int batch, const WorkspaceSet &of)
{
    const qint64 limit = std::clamp(batch, 1, 10'000);
    const QString spared =
        u" AND NOT EXISTS (SELECT 1 FROM universal_webhook_log_mark AS mark WHERE mark.seq = entry.seq "
        "AND mark.starred <> 0)"_s;
    Fragment old{u"SELECT entry.seq FROM universal_webhook_log AS entry WHERE entry.received_at < ?"_s + spared
                     + u" ORDER BY entry.received_at LIMIT ?"_s,
                 {ms, limit}};
    if (!of.workspaces.isEmpty()) {
        const Result<qint64> border = newestBefore(connection, ms);
        if (!border || *border == 0)
            return border;
        old = rowsOf(of);
        old += {u" AND entry.seq <= ? AND entry.received_at < ?"_s + spared + u" LIMIT ?"_s, {*border, ms, limit}};
    } else if (!of.isAllOthers) {
        return 0;
    }
    const Fragment query =
        Fragment{u"DELETE FROM universal_webhook_log WHERE seq IN ("_s, {}} + old + Fragment{u")"_s, {}};
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    connection.forget();
    query.bindTo(*statement);
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
