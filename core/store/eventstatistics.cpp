// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventstatistics.h"

#include "core/store/connection.h"
#include "core/store/eventsql.h"
#include "core/store/statement.h"

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

void add(SourceStatistics &statistics, qint64 events, qint64 lastMs, bool isRejected)
{
    statistics.events += events;
    statistics.lastReceivedMs = qMax(statistics.lastReceivedMs, lastMs);
    if (!isRejected)
        return;
    statistics.rejected += events;
    statistics.lastRejectedMs = qMax(statistics.lastRejectedMs, lastMs);
}

} // namespace

Result<LogStatistics> statistics(Connection &connection)
{
    Result<Statement> statement = connection.prepare(
        u"SELECT kind.source, kind.custom_source, kind.rejected, counted.events, "
        "(SELECT received_at FROM universal_webhook_log WHERE seq = counted.newest) "
        "FROM (SELECT kind_id, count(*) AS events, max(seq) AS newest FROM universal_webhook_log GROUP BY kind_id) "
        "AS counted JOIN universal_webhook_log_kind AS kind ON kind.id = counted.kind_id WHERE "_s
        + eventsql::notHidden());
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    LogStatistics result;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return result;
        const QString customSource = statement->text(1);
        const bool isRejected = statement->integer(2) != 0;
        add(result.bySource[statement->text(0)], statement->integer(3), statement->integer(4), isRejected);
        if (!customSource.isEmpty())
            add(result.byCustomSource[customSource], statement->integer(3), statement->integer(4), isRejected);
    }
}

} // namespace uw::eventrepository
