// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/rejectedlog.h"

#include "core/store/connection.h"
#include "core/store/event.h"
#include "core/store/headercodec.h"

using namespace Qt::StringLiterals;

namespace uw::rejectedlog {

namespace {

// The oldest rejected event when they are more than they may be, else 0.
Result<qint64> surplus(Connection &connection)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT coalesce((SELECT min(seq) FROM universal_webhook_log_rejected), 0) "
                           "FROM universal_webhook_log_rejected_sum WHERE events > ? OR bytes > ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(maximumEvents).bind(maximumBytes).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

Result<void> run(Connection &connection, const QString &sql, qint64 sequence)
{
    Result<Statement> statement = connection.prepare(sql);
    return statement ? statement->bind(sequence).execute() : statement.error();
}

} // namespace

Result<void> add(Connection &connection, qint64 sequence, const Event &event)
{
    Result<Statement> statement =
        connection.prepare(u"INSERT INTO universal_webhook_log_rejected (seq, bytes) VALUES (?,?)"_s);
    if (!statement)
        return statement.error();
    const qint64 bytes = event.body.size() + event.target.size() + encodeHeaders(event.headers).size();
    if (const Result<void> done = statement->bind(sequence).bind(bytes).execute(); !done)
        return done;
    // What the connection remembers stays right: the kinds of rejected events are not among it.
    for (;;) {
        const Result<qint64> oldest = surplus(connection);
        if (!oldest || *oldest == 0)
            return oldest ? Result<void>() : oldest.error();
        // A trigger would do the first with the second; said by itself, the loop ends whatever the log holds.
        if (const Result<void> done =
                run(connection, u"DELETE FROM universal_webhook_log_rejected WHERE seq = ?"_s, *oldest);
            !done)
            return done;
        if (const Result<void> done = run(connection, u"DELETE FROM universal_webhook_log WHERE seq = ?"_s, *oldest);
            !done)
            return done;
    }
}

Result<void> addAgain(Connection &connection, qint64 sequence)
{
    return run(connection,
               u"INSERT OR IGNORE INTO universal_webhook_log_rejected (seq, bytes) SELECT log.seq, length(log.body) + "
               "length(log.target) + length(log.headers) FROM universal_webhook_log AS log JOIN "
               "universal_webhook_log_kind AS kind ON kind.id = log.kind_id WHERE kind.rejected <> 0 AND log.seq = ?"_s,
               sequence);
}

} // namespace uw::rejectedlog
