// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/searchpart.h"

#include "core/store/connection.h"

using namespace Qt::StringLiterals;

namespace uw::searchpart {

Result<void> noteChange(Connection &connection, qint64 sequence, bool lostWords)
{
    Result<Statement> changed =
        connection.prepare(u"INSERT OR IGNORE INTO universal_webhook_log_changed (seq) VALUES (?)"_s);
    if (!changed)
        return changed.error();
    const Result<void> noted = changed->bind(sequence).execute();
    if (!noted || !lostWords)
        return noted;
    Result<Statement> gap = connection.prepare(u"INSERT INTO universal_webhook_log_gap (part, changes) VALUES (?, 1) "
                                               "ON CONFLICT (part) DO UPDATE SET changes = changes + 1"_s);
    return gap ? gap->bind(partOf(sequence)).execute() : gap.error();
}

Result<void> forgetChanges(Connection &connection, const QList<qint64> &sequences)
{
    Result<Statement> statement = connection.prepare(u"DELETE FROM universal_webhook_log_changed WHERE seq = ?"_s);
    if (!statement)
        return statement.error();
    for (const qint64 sequence : sequences) {
        if (const Result<void> done = statement->bind(sequence).execute(); !done)
            return done;
    }
    return {};
}

Result<void> forgetGap(Connection &connection, const Gap &gap)
{
    Result<Statement> statement =
        connection.prepare(u"DELETE FROM universal_webhook_log_gap WHERE part = ? AND changes = ?"_s);
    return statement ? statement->bind(gap.part).bind(gap.changes).execute() : statement.error();
}

Result<QList<qint64>> changes(Connection &connection, int limit)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT seq FROM universal_webhook_log_changed ORDER BY seq LIMIT ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(qint64(limit)).execute(); !done)
        return done.error();
    QList<qint64> sequences;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return sequences;
        sequences.append(statement->integer(0));
    }
}

Result<QList<Gap>> gaps(Connection &connection, int limit)
{
    Result<Statement> statement =
        connection.prepare(u"SELECT part, changes FROM universal_webhook_log_gap ORDER BY part LIMIT ?"_s);
    if (!statement)
        return statement.error();
    if (const Result<void> done = statement->bind(qint64(limit)).execute(); !done)
        return done.error();
    QList<Gap> found;
    for (;;) {
        const Result<bool> row = statement->next();
        if (!row)
            return row.error();
        if (!*row)
            return found;
        found.append({statement->integer(0), statement->integer(1)});
    }
}

} // namespace uw::searchpart
