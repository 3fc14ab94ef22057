// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"

#include <QList>

#include <optional>

namespace uw {

class Connection;

// Consecutive rows of the log that all pass a filter: first..last, both inclusive, ascending.
struct SequenceRun {
    qint64 first = 0;
    qint64 last = 0;

    [[nodiscard]] qint64 count() const { return last - first + 1; }
    bool operator==(const SequenceRun &) const = default;
};

// Which end of a list a page is taken from. Pages go by key, never by offset.
struct EventPageRequest {
    // Only rows older than this sequence (exclusive).
    std::optional<qint64> before;
    // Only rows newer than this sequence (exclusive).
    std::optional<qint64> after;
    // 1 to 500 rows.
    int limit = 50;
    // Take the rows nearest to the oldest end instead of the newest. The page is newest first either way.
    bool fromOldest = false;
};

// These workspaces, or all but these; the empty name is that of no workspace. A plain value.
struct WorkspaceSet {
    QStringList workspaces;
    bool isAllOthers = true;

    bool operator==(const WorkspaceSet &) const = default;
};

struct StoreCounts {
    qint64 events = 0;
    qint64 newestSequence = 0;
    // With the search index.
    qint64 databaseBytes = 0;
};

// What an event is stored as, as far as any thread can make it ready: for the writer's all others wait.
struct EventPreparation {
    QByteArray kindKey;
    QByteArray headers;
    // 0: no other delivery is the same.
    qint64 deliveryKey = 0;
};

// The table universal_webhook_log: the only code that knows its columns. Stateless;
// called on the thread that owns the connection (the writer's for insert, a reader's else). Events of a workspace from
// which the add-on was uninstalled are hidden: nothing that reads events or counts them finds one.
namespace eventrepository {

// Stores one event inside the running transaction, with the id of the first one that was the same delivery (its own
// `duplicateOf` is not read). Returns its sequence. A rejected one makes room for itself among the rejected.
Result<qint64> insert(Connection &connection, const Event &event);
// The same in two steps, the first on any thread.
EventPreparation prepare(const Event &event);
Result<qint64> insert(Connection &connection, const Event &event, const EventPreparation &preparation);
// The highest sequence that was ever given; numbers are never given twice, so this is also how many there were.
Result<qint64> lastSequence(Connection &connection);
// One page, newest first.
Result<QList<EventSummary>> page(Connection &connection, const EventFilter &filter, const EventPageRequest &request);
// The whole event, or nothing when there is no such id / sequence.
Result<std::optional<Event>> find(Connection &connection, const QString &id);
Result<std::optional<Event>> find(Connection &connection, qint64 sequence);
// The sequences that pass the filter, newest run first, at most `maximumRows` rows below `before`
// (absent: from the newest). This is how a view knows its length without loading a row.
Result<QList<SequenceRun>> runs(Connection &connection, const EventFilter &filter, std::optional<qint64> before,
                                qint64 maximumRows);
// The same for rows newer than `after`.
Result<QList<SequenceRun>> runsAfter(Connection &connection, const EventFilter &filter, qint64 after,
                                     qint64 maximumRows);
// The newest event of the whole log that a list of this filter takes into account: with a text, the newest one that the
// search index has; it follows the log in the background.
Result<qint64> horizon(Connection &connection, const EventFilter &filter);
// Distinct values for the filter menus, most frequent first, at most 200 each.
Result<QStringList> knownSources(Connection &connection);
Result<QStringList> knownCustomSources(Connection &connection);
Result<QStringList> knownEventTypes(Connection &connection);
// Distinct names of custom sources in order of the alphabet, at most `limit`. Reads their kinds, not their events.
Result<QStringList> customSourceNames(Connection &connection, int limit);
Result<StoreCounts> counts(Connection &connection);
// Bytes of the database file with its free pages and of its search index, without counting a row.
Result<qint64> databaseBytes(Connection &connection);

// Deletes these rows inside the running transaction; numbers that are not there are no error.
Result<void> remove(Connection &connection, const QList<qint64> &sequences);
// Deletes at most `batch` (1 to 10,000) rows of these workspaces that were received before `ms`, of all workspaces those
// that were stored first, but none with a star. Returns how many; fewer than `batch`: these were all.
Result<qint64> removeOlderThan(Connection &connection, qint64 ms, int batch, const WorkspaceSet &of = {});
// Gives at most `pages` free pages of the file back to the disk. Returns how many are still free.
Result<qint64> giveBackFreePages(Connection &connection, int pages);

} // namespace eventrepository

} // namespace uw
