// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/logtime.h"

#include "core/store/connection.h"
#include "core/store/eventrepository.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::logtime {

namespace {

using eventsql::Fragment;

// The first number that stands in no block.
Result<qint64> openFrom(Connection &connection)
{
    const Result<qint64> last = eventrepository::lastSequence(connection);
    return last ? Result<qint64>(((*last + 1) >> bits) << bits) : last;
}

// The rows of closed blocks of which `blockTest` is true and whose own time passes `rowTest`. The two take from and to, in
// this order. One BETWEEN for the numbers: of two, SQLite might choose the wider one.
Fragment inBlocks(const Span &span, const QString &blockTest, const QString &rowTest)
{
    return {
        u"SELECT entry.seq AS seq FROM universal_webhook_log_time AS block CROSS JOIN universal_webhook_log AS entry "
        "INDEXED BY universal_webhook_log_seq ON entry.seq BETWEEN max(?, block.block << 8) AND "
        "min(?, (block.block << 8) + 255) WHERE block.block BETWEEN ? AND ? AND "_s
            + blockTest + u" AND "_s + rowTest,
        {span.first, span.last, span.first >> bits, span.last >> bits, span.fromMs, span.toMs, span.fromMs, span.toMs}};
}

Fragment inOpenBlock(const Span &span, qint64 openFrom, const QString &rowTest)
{
    return {u"SELECT entry.seq AS seq FROM universal_webhook_log AS entry INDEXED BY universal_webhook_log_seq "
            "WHERE entry.seq BETWEEN ? AND ? AND "_s
                + rowTest,
            {std::max(span.first, openFrom), span.last, span.fromMs, span.toMs}};
}

const QString &overlaps()
{
    static const QString test = u"block.newest_ms >= ? AND block.oldest_ms <= ?"_s;
    return test;
}

const QString &isWithin()
{
    static const QString test = u"entry.received_at BETWEEN ? AND ?"_s;
    return test;
}

Result<qint64> firstOf(Connection &connection, const Fragment &query)
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

// Asks the closed blocks and the open one in this or that order, until one has an answer.
Result<qint64> firstOfBoth(Connection &connection, const Fragment &one, const Fragment &other)
{
    const Result<qint64> found = firstOf(connection, one);
    return !found || *found != 0 ? found : firstOf(connection, other);
}

} // namespace

Result<void> noteStored(Connection &connection, qint64 sequence)
{
    if ((sequence & (rows - 1)) != rows - 1)
        return {};
    // What was deleted meanwhile leaves the times wider than they need be, and a block without a row has none.
    Result<Statement> statement = connection.prepare(
        u"INSERT OR REPLACE INTO universal_webhook_log_time (block, oldest_ms, newest_ms) SELECT ?, oldest, newest "
        u"FROM "
        "(SELECT min(received_at) AS oldest, max(received_at) AS newest FROM universal_webhook_log INDEXED BY "
        "universal_webhook_log_seq WHERE seq BETWEEN ? AND ?) WHERE oldest IS NOT NULL"_s);
    if (!statement)
        return statement.error();
    return statement->bind(sequence >> bits).bind(sequence - rows + 1).bind(sequence).execute();
}

Result<void> forgetEmpty(Connection &connection, qint64 ms)
{
    Result<Statement> statement = connection.prepare(
        u"DELETE FROM universal_webhook_log_time WHERE newest_ms < ? AND NOT EXISTS (SELECT 1 FROM "
        "universal_webhook_log AS entry INDEXED BY universal_webhook_log_seq WHERE entry.seq BETWEEN "
        "universal_webhook_log_time.block << 8 AND (universal_webhook_log_time.block << 8) + 255)"_s);
    return statement ? statement->bind(ms).execute() : statement.error();
}

Result<qint64> newestOf(Connection &connection, const Span &span)
{
    const Result<qint64> open = openFrom(connection);
    if (!open)
        return open;
    return firstOfBoth(
        connection, inOpenBlock(span, *open, isWithin()) + Fragment{u" ORDER BY entry.seq DESC LIMIT 1"_s, {}},
        inBlocks(span, overlaps(), isWithin()) + Fragment{u" ORDER BY block.block DESC, entry.seq DESC LIMIT 1"_s, {}});
}

Result<qint64> oldestOf(Connection &connection, const Span &span)
{
    const Result<qint64> open = openFrom(connection);
    if (!open)
        return open;
    return firstOfBoth(connection,
                       inBlocks(span, overlaps(), isWithin())
                           + Fragment{u" ORDER BY block.block, entry.seq LIMIT 1"_s, {}},
                       inOpenBlock(span, *open, isWithin()) + Fragment{u" ORDER BY entry.seq LIMIT 1"_s, {}});
}

Result<bool> holdsAll(Connection &connection, const Span &span)
{
    const Result<qint64> open = openFrom(connection);
    if (!open)
        return open.error();
    const QString outside = u"NOT "_s + isWithin();
    const Fragment one{u" LIMIT 1"_s, {}};
    const Result<qint64> found =
        firstOfBoth(connection, inOpenBlock(span, *open, outside) + one,
                    inBlocks(span, u"NOT (block.oldest_ms >= ? AND block.newest_ms <= ?)"_s, outside) + one);
    return found ? Result<bool>(*found == 0) : found.error();
}

Result<Fragment> rowsOf(Connection &connection, const Span &span)
{
    const Result<qint64> open = openFrom(connection);
    if (!open)
        return open.error();
    return inBlocks(span, overlaps(), isWithin()) + Fragment{u" UNION ALL "_s, {}}
         + inOpenBlock(span, *open, isWithin());
}

} // namespace uw::logtime
