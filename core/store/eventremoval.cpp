// SPDX-License-Identifier: GPL-3.0-or-later
// What eventrepository does to delete events and to give their room back.
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/eventsql.h"
#include "core/store/logtime.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventrepository {

namespace {

using eventsql::Fragment;

// The rows of these workspaces, or of all others, through the index of kinds: whose rows are spared are not looked at.
Fragment rowsOf(const WorkspaceSet &set)
{
    return {u"SELECT entry.seq FROM universal_webhook_log_kind AS kind CROSS JOIN universal_webhook_log AS entry "
            "INDEXED BY universal_webhook_log_kind_id ON entry.kind_id = kind.id WHERE kind.workspace_id "_s
                + (set.isAllOthers ? u"NOT IN (?"_s : u"IN (?"_s) + u",?"_s.repeated(set.workspaces.size() - 1) + u')',
            {set.workspaces.begin(), set.workspaces.end()}};
}

} // namespace

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
    const logtime::Span span{.toMs = ms > std::numeric_limits<qint64>::min() ? ms - 1 : ms};
    Fragment old;
    if (!of.workspaces.isEmpty()) {
        // What was stored up to it is nearly all older.
        const Result<qint64> border = logtime::newestOf(connection, span);
        if (!border || *border == 0)
            return border;
        old = rowsOf(of) + Fragment{u" AND entry.seq <= ? AND entry.received_at < ?"_s, {*border, ms}};
    } else if (of.isAllOthers) {
        const Result<Fragment> all = logtime::rowsOf(connection, span);
        if (!all)
            return all.error();
        old = Fragment{u"SELECT entry.seq FROM ("_s, {}} + *all + Fragment{u") AS entry WHERE true"_s, {}};
    } else {
        return 0;
    }
    old += {u" AND NOT EXISTS (SELECT 1 FROM universal_webhook_log_mark AS mark WHERE mark.seq = entry.seq "
            "AND mark.starred <> 0) LIMIT ?"_s,
            {limit}};
    const Fragment query =
        Fragment{u"DELETE FROM universal_webhook_log WHERE seq IN ("_s, {}} + old + Fragment{u")"_s, {}};
    Result<Statement> statement = connection.prepare(query.sql);
    if (!statement)
        return statement.error();
    connection.forget();
    query.bindTo(*statement);
    if (const Result<void> done = statement->execute(); !done)
        return done.error();
    const qint64 removed = statement->changedRows();
    // Once all that was old has gone.
    const Result<void> forgotten = removed < limit ? logtime::forgetEmpty(connection, ms) : Result<void>();
    return forgotten ? Result<qint64>(removed) : forgotten.error();
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
