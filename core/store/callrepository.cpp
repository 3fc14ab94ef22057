// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/callrepository.h"

#include "core/base/limits.h"
#include "core/store/connection.h"
#include "core/store/eventsql.h"
#include "core/store/headercodec.h"
#include "core/store/searchtext.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace uw::callrepository {

namespace {

using eventsql::Fragment;

// The columns of a summary in the order that readSummary() expects.
const QString &summaryColumns()
{
    static const QString columns =
        u"seq, id, started_at, origin, document, operation, method, url, status, reason, error, workspace_id, "
        "environment, connected_us, encrypted_us, sent_us, first_byte_us, total_us, request_size, response_size, "
        "request_cut, response_cut"_s;
    return columns;
}

constexpr int summaryColumnCount = 22;

// A phase that did not happen is -1, in either unit.
qint64 toMicroseconds(double ms)
{
    return ms < 0 || !std::isfinite(ms) ? -1 : qint64(std::llround(ms * 1000));
}

double toMilliseconds(qint64 us)
{
    return us < 0 ? -1 : double(us) / 1000;
}

CallSummary readSummary(const Statement &row)
{
    return {.sequence = row.integer(0),
            .id = row.text(1),
            .startedAtMs = row.integer(2),
            .origin = row.text(3),
            .document = row.text(4),
            .operation = row.text(5),
            .method = row.blob(6),
            .url = row.blob(7),
            .status = int(row.integer(8)),
            .reason = row.blob(9),
            .error = row.text(10),
            .workspaceId = row.text(11),
            .environment = row.text(12),
            .timing = {.connectedMs = toMilliseconds(row.integer(13)),
                       .encryptedMs = toMilliseconds(row.integer(14)),
                       .sentMs = toMilliseconds(row.integer(15)),
                       .firstByteMs = toMilliseconds(row.integer(16)),
                       .totalMs = toMilliseconds(row.integer(17))},
            .requestSize = row.integer(18),
            .responseSize = row.integer(19),
            .isRequestCut = row.integer(20) != 0,
            .isResponseCut = row.integer(21) != 0};
}

// The words of a call are gathered as those of an event are: names, address, headers and body, once for each direction.
QString textOf(const CallRecord &call)
{
    Event request;
    request.id = call.id;
    request.source = call.document;
    request.eventType = call.operation;
    request.workspaceId = call.workspaceId;
    request.entityId = call.environment;
    request.note = QString::fromLatin1(call.method) + u' ' + QString::number(call.status) + u' '
                 + QString::fromUtf8(call.reason) + u' ' + call.error;
    request.target = call.url;
    request.headers = call.requestHeaders;
    request.body = call.requestBody;
    Event response;
    response.headers = call.responseHeaders;
    response.body = call.responseBody;
    return QString::fromUtf8(searchText(request) + ' ' + searchText(response));
}

Result<void> insertText(Connection &connection, qint64 sequence, const CallRecord &call)
{
    Result<Statement> statement =
        connection.prepare(u"INSERT INTO universal_webhook_request_history_text (rowid, text) VALUES (?,?)"_s);
    if (!statement)
        return statement.error();
    return statement->bind(sequence).bind(textOf(call)).execute();
}

Result<Fragment> conditions(const CallFilter &filter)
{
    Fragment where{u"1 = 1"_s, {}};
    const auto equals = [&where](const QString &column, const QString &value) {
        if (!value.isEmpty())
            where += {u" AND "_s + column + u" = ?"_s, {value}};
    };
    equals(u"document"_s, filter.document);
    equals(u"operation"_s, filter.operation);
    equals(u"workspace_id"_s, filter.workspaceId);
    // Bound as text, the column holds bytes.
    equals(u"CAST(method AS TEXT)"_s, QString::fromLatin1(filter.method));
    if (filter.fromMs)
        where += {u" AND started_at >= ?"_s, {*filter.fromMs}};
    if (filter.toMs)
        where += {u" AND started_at <= ?"_s, {*filter.toMs}};
    if (!filter.statusClasses.isEmpty()) {
        Fragment classes;
        for (const int statusClass : filter.statusClasses)
            classes += {classes.sql.isEmpty() ? u"?"_s : u",?"_s, {qint64(statusClass)}};
        where += Fragment{u" AND status / 100 IN ("_s, {}} + classes + Fragment{u")"_s, {}};
    }
    if (filter.text.trimmed().isEmpty())
        return where;
    const Result<QString> expression = searchExpression(filter.text);
    if (!expression)
        return expression.error();
    // No word: nothing is found.
    if (expression->isEmpty())
        return Fragment{u"1 = 0"_s, {}};
    where += {u" AND seq IN (SELECT rowid FROM universal_webhook_request_history_text WHERE "
              "universal_webhook_request_history_text MATCH ?)"_s,
              {*expression}};
    return where;
}

template<typename T, typename Read>
Result<QList<T>> readAll(Statement &statement, Read read)
{
    if (const Result<void> done = statement.execute(); !done)
        return done.error();
    QList<T> rows;
    for (;;) {
        const Result<bool> row = statement.next();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.append(read(statement));
    }
}

Result<std::optional<CallRecord>> readOne(Statement &statement)
{
    const auto read = [](const Statement &row) {
        CallRecord call;
        static_cast<CallSummary &>(call) = readSummary(row);
        // A damaged block shows as none; everything else of the row still counts.
        call.requestHeaders = decodeHeaders(row.blob(summaryColumnCount)).value_or(HeaderList());
        call.responseHeaders = decodeHeaders(row.blob(summaryColumnCount + 1)).value_or(HeaderList());
        call.arguments = row.blob(summaryColumnCount + 2);
        call.requestBody = row.blob(summaryColumnCount + 3);
        call.responseBody = row.blob(summaryColumnCount + 4);
        return call;
    };
    Result<QList<CallRecord>> rows = readAll<CallRecord>(statement, read);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::optional<CallRecord>() : std::optional(std::move(rows->first()));
}

Result<Statement> prepareWhole(Connection &connection, const QString &condition)
{
    return connection.prepare(u"SELECT "_s + summaryColumns()
                              + u", request_headers, response_headers, arguments, request_body, response_body FROM "
                                "universal_webhook_request_history WHERE "_s
                              + condition);
}

Result<qint64> changed(Statement &statement)
{
    const Result<void> done = statement.execute();
    return done ? Result<qint64>(statement.changedRows()) : done.error();
}

} // namespace

Result<qint64> insert(Connection &connection, const CallRecord &call)
{
    const bool comesBack = call.sequence > 0;
    Result<Statement> statement = connection.prepare(
        comesBack ? u"INSERT INTO universal_webhook_request_history ("_s + summaryColumns()
                        + u", request_headers, response_headers, arguments, request_body, response_body) VALUES "
                          "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s
                  : u"INSERT INTO universal_webhook_request_history ("_s + summaryColumns().mid(5)
                        + u", request_headers, response_headers, arguments, request_body, response_body) VALUES "
                          "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s);
    if (!statement)
        return statement.error();
    if (comesBack)
        statement->bind(call.sequence);
    statement->bind(call.id).bind(call.startedAtMs).bind(call.origin).bind(call.document).bind(call.operation);
    statement->bind(call.method).bind(call.url).bind(qint64(call.status)).bind(call.reason).bind(call.error);
    statement->bind(call.workspaceId).bind(call.environment);
    for (const double ms : {call.timing.connectedMs, call.timing.encryptedMs, call.timing.sentMs,
                            call.timing.firstByteMs, call.timing.totalMs})
        statement->bind(toMicroseconds(ms));
    statement->bind(call.requestSize).bind(call.responseSize);
    statement->bind(qint64(call.isRequestCut ? 1 : 0)).bind(qint64(call.isResponseCut ? 1 : 0));
    statement->bind(encodeHeaders(call.requestHeaders)).bind(encodeHeaders(call.responseHeaders));
    statement->bind(call.arguments).bind(call.requestBody).bind(call.responseBody);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const qint64 sequence = comesBack ? call.sequence : statement->lastInsertId();
    const Result<void> indexed = insertText(connection, sequence, call);
    return indexed ? Result<qint64>(sequence) : indexed.error();
}

Result<QList<CallSummary>> page(Connection &connection, const CallFilter &filter, const CallPageRequest &request)
{
    if (request.limit < 1 || request.limit > limits::listLimitMaximum) {
        return Error{ErrorCode::InvalidArgument,
                     u"A page of the history has 1 to %1 calls."_s.arg(limits::listLimitMaximum)};
    }
    Result<Fragment> where = conditions(filter);
    if (!where)
        return where.error();
    if (request.before)
        *where += {u" AND seq < ?"_s, {*request.before}};
    if (request.after)
        *where += {u" AND seq > ?"_s, {*request.after}};
    *where += {u" ORDER BY seq DESC LIMIT ?"_s, {qint64(request.limit)}};
    Result<Statement> statement = connection.prepare(
        u"SELECT "_s + summaryColumns() + u" FROM universal_webhook_request_history WHERE "_s + where->sql);
    if (!statement)
        return statement.error();
    where->bindTo(*statement);
    return readAll<CallSummary>(*statement, &readSummary);
}

Result<std::optional<CallRecord>> find(Connection &connection, qint64 sequence)
{
    Result<Statement> statement = prepareWhole(connection, u"seq = ?"_s);
    return statement ? readOne(statement->bind(sequence)) : statement.error();
}

Result<std::optional<CallRecord>> find(Connection &connection, const QString &id)
{
    Result<Statement> statement = prepareWhole(connection, u"id = ?"_s);
    return statement ? readOne(statement->bind(id)) : statement.error();
}

Result<qint64> remove(Connection &connection, const QList<qint64> &sequences)
{
    qint64 removed = 0;
    for (const qint64 sequence : sequences) {
        Result<Statement> statement =
            connection.prepare(u"DELETE FROM universal_webhook_request_history WHERE seq = ?"_s);
        if (!statement)
            return statement.error();
        const Result<qint64> rows = changed(statement->bind(sequence));
        if (!rows)
            return rows;
        removed += *rows;
    }
    return removed;
}

Result<qint64> removeAll(Connection &connection)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_request_history WHERE 1 = 1"_s);
    return statement ? changed(*statement) : statement.error();
}

Result<qint64> removeBeyond(Connection &connection, const Bounds &bounds, int batch)
{
    Result<Statement> statement = connection.prepare(
        u"DELETE FROM universal_webhook_request_history WHERE seq IN (SELECT seq FROM "
        "universal_webhook_request_history WHERE started_at < ? OR seq <= (SELECT seq FROM "
        "universal_webhook_request_history ORDER BY seq DESC LIMIT 1 OFFSET ?) ORDER BY seq LIMIT ?)"_s);
    if (!statement)
        return statement.error();
    return changed(statement->bind(bounds.fromMs).bind(bounds.count).bind(qint64(batch)));
}

Result<QList<CallLatency>> latencies(Connection &connection, const QString &document, const QString &operation,
                                     int limit)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT seq, started_at, status, total_us FROM (SELECT seq, started_at, status, total_us FROM "
        "universal_webhook_request_history WHERE document = ? AND operation = ? ORDER BY seq DESC LIMIT ?) "
        "ORDER BY seq"_s);
    if (!statement)
        return statement.error();
    statement->bind(document).bind(operation).bind(qint64(limit));
    return readAll<CallLatency>(*statement, [](const Statement &row) {
        return CallLatency{.sequence = row.integer(0),
                           .startedAtMs = row.integer(1),
                           .status = int(row.integer(2)),
                           .totalMs = toMilliseconds(row.integer(3))};
    });
}

Result<QList<KnownOperation>> knownOperations(Connection &connection, int limit)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT document, operation FROM universal_webhook_request_history WHERE operation <> '' "
                           "GROUP BY document, operation ORDER BY max(seq) DESC LIMIT ?"_s);
    if (!statement)
        return statement.error();
    return readAll<KnownOperation>(statement->bind(qint64(limit)), [](const Statement &row) {
        return KnownOperation{row.text(0), row.text(1)};
    });
}

Result<qint64> count(Connection &connection)
{
    return connection.integer(u"SELECT count(*) FROM universal_webhook_request_history"_s);
}

} // namespace uw::callrepository
