// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/forwardrepository.h"

#include "core/store/connection.h"
#include "core/store/eventrepository.h"

using namespace Qt::StringLiterals;

namespace uw::forwardrepository {

namespace {

const QString &selectRules()
{
    static const QString sql =
        u"SELECT source, url, allow_public, paused, cursor, delivered, refused, last_delivered_at, last_error, "
        "last_error_at, created_at, last_refusal, last_refused_at, last_refused_id FROM universal_webhook_forward"_s;
    return sql;
}

ForwardRule readRule(const Statement &row)
{
    return {.source = row.text(0),
            .url = row.text(1).toUtf8(),
            .allowsPublic = row.integer(2) != 0,
            .isPaused = row.integer(3) != 0,
            .cursor = row.integer(4),
            .delivered = row.integer(5),
            .refused = row.integer(6),
            .lastDeliveredAtMs = row.integer(7),
            .lastError = row.text(8),
            .lastErrorAtMs = row.integer(9),
            .lastRefusal = row.text(11),
            .lastRefusedAtMs = row.integer(12),
            .lastRefusedId = row.text(13),
            .createdAtMs = row.integer(10)};
}

// A new rule beside those that are there.
Result<void> checkRoom(Connection &connection, const QString &source)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT count(*) FROM universal_webhook_forward WHERE source <> ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(source).execute(); !done)
        return done;
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    if (*row && statement->integer(0) >= maximumRules)
        return Error{ErrorCode::LimitExceeded,
                     u"There are %1 forward rules, the most that are kept. Remove one first."_s.arg(maximumRules)};
    return {};
}

Result<ForwardRule> find(Connection &connection, const QString &source)
{
    Result<Statement> statement = connection.prepare(selectRules() + u" WHERE source = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(source).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorCode::NotFound, u"There is no forward rule for %1."_s.arg(source)};
    return readRule(*statement);
}

} // namespace

Result<QList<ForwardRule>> all(Connection &connection)
{
    Result<Statement> statement = connection.prepare(selectRules() + u" ORDER BY source"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    QList<ForwardRule> rules;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return rules;
        rules.append(readRule(*statement));
    }
}

Result<ForwardRule> put(Connection &connection, const ForwardRule &rule)
{
    if (const Result<void> room = checkRoom(connection, rule.source); !room)
        return room.error();
    const Result<qint64> newest = eventrepository::lastSequence(connection);
    if (!newest)
        return newest.error();
    Result<Statement> statement = connection.prepare(
        u"INSERT INTO universal_webhook_forward (source, url, allow_public, paused, cursor, delivered, refused, "
        "last_delivered_at, last_error, last_error_at, created_at) VALUES (?,?,?,?,?,0,0,0,'',0,?) "
        "ON CONFLICT (source) DO UPDATE SET url = excluded.url, allow_public = excluded.allow_public, "
        "paused = excluded.paused"_s);
    if (!statement)
        return statement.error();
    const Result<void> done = statement->bind(rule.source)
                                  .bind(QString::fromUtf8(rule.url))
                                  .bind(qint64(rule.allowsPublic))
                                  .bind(qint64(rule.isPaused))
                                  .bind(*newest)
                                  .bind(rule.createdAtMs)
                                  .execute();
    return done ? find(connection, rule.source) : done.error();
}

Result<void> advance(Connection &connection, const ForwardRule &rule)
{
    Result<Statement> statement = connection.prepare(
        u"UPDATE universal_webhook_forward SET cursor = ?, delivered = ?, refused = ?, last_delivered_at = ?, "
        "last_error = ?, last_error_at = ?, last_refusal = ?, last_refused_at = ?, last_refused_id = ? WHERE source = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(rule.cursor)
        .bind(rule.delivered)
        .bind(rule.refused)
        .bind(rule.lastDeliveredAtMs)
        .bind(rule.lastError)
        .bind(rule.lastErrorAtMs)
        .bind(rule.lastRefusal)
        .bind(rule.lastRefusedAtMs)
        .bind(rule.lastRefusedId)
        .bind(rule.source)
        .execute();
}

Result<void> remove(Connection &connection, const QString &source)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_forward WHERE source = ?"_s);
    if (!statement)
        return statement.error();
    return statement->bind(source).execute();
}

} // namespace uw::forwardrepository
