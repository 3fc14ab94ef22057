// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/deliverylog.h"

#include "core/store/connection.h"
#include "core/store/recentdeliveries.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::deliverylog {

namespace {

// One statement writes so many keys, and comes with every so manieth event: twice as fast as keys come in.
constexpr std::size_t writtenAtOnce = 128;
constexpr qsizetype writtenEvery = 64;

Result<void> load(Connection &connection, RecentDeliveries &deliveries)
{
    if (deliveries.isLoaded())
        return {};
    Result<Statement> statement = connection.prepare(
        u"SELECT seq, delivery_key FROM universal_webhook_log INDEXED BY universal_webhook_log_delivery_recent WHERE "
        "delivery_key <> 0 AND seq > (SELECT seq FROM universal_webhook_log_delivery_end) ORDER BY seq"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        deliveries.add(statement->integer(1), statement->integer(0));
    }
    deliveries.setLoaded();
    return {};
}

Result<QString> idOf(Connection &connection, qint64 sequence)
{
    Result<Statement> statement = connection.prepare(u"SELECT id FROM universal_webhook_log WHERE seq = ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(sequence).execute(); !done)
        return done.error();
    const Result<bool> row = statement->next();
    if (!row)
        return row.error();
    return *row ? statement->text(0) : QString();
}

const QString &writeText()
{
    // What is there already stands there since before a crash.
    static const QString text =
        u"INSERT OR IGNORE INTO universal_webhook_log_delivery (delivery_key, seq) VALUES (?,?)"_s
        + u",(?,?)"_s.repeated(qsizetype(writtenAtOnce) - 1);
    return text;
}

Result<void> writeNext(Connection &connection, RecentDeliveries &deliveries)
{
    const std::span<const RecentDeliveries::Delivery> some = deliveries.takeNext(writtenAtOnce);
    if (some.empty()) {
        const qint64 end = deliveries.endWriting();
        Result<Statement> statement = connection.prepare(u"UPDATE universal_webhook_log_delivery_end SET seq = ?"_s);
        return statement ? statement->bind(end).execute() : statement.error();
    }
    Result<Statement> statement = connection.prepare(writeText());
    if (!statement)
        return statement.error();
    // The last ones are repeated where they are too few.
    for (std::size_t i = 0; i < writtenAtOnce; ++i) {
        const auto &[key, sequence] = some[std::min(i, some.size() - 1)];
        statement->bind(key).bind(sequence);
    }
    return statement->execute();
}

} // namespace

const QString &firstOlder()
{
    static const QString query =
        u"SELECT older.id FROM universal_webhook_log_delivery AS known CROSS JOIN universal_webhook_log AS older "
        "ON older.seq = known.seq WHERE known.delivery_key = :wanted_key ORDER BY known.seq LIMIT 1"_s;
    return query;
}

Result<QString> firstRecent(Connection &connection, qint64 key)
{
    RecentDeliveries &deliveries = connection.recentDeliveries();
    if (const Result<void> loaded = load(connection, deliveries); !loaded)
        return loaded.error();
    for (qint64 sequence = deliveries.next(key, 0); sequence != 0; sequence = deliveries.next(key, sequence)) {
        const Result<QString> id = idOf(connection, sequence);
        if (!id || !id->isEmpty())
            return id;
    }
    return QString();
}

Result<void> noteStored(Connection &connection, qint64 sequence, qint64 key)
{
    RecentDeliveries &deliveries = connection.recentDeliveries();
    // What is not in memory will be read with the others.
    if (!deliveries.isLoaded())
        return {};
    deliveries.add(key, sequence);
    if (!deliveries.isWriting() && deliveries.isFull())
        deliveries.beginWriting();
    const bool isTurn = deliveries.isWriting() && deliveries.freshCount() % writtenEvery == 0;
    return isTurn ? writeNext(connection, deliveries) : Result<void>();
}

} // namespace uw::deliverylog
