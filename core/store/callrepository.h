// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/callrecord.h"

#include <QList>
#include <QStringList>

namespace uw {

class Connection;

// The table universal_webhook_request_history and its full-text index, the only code that knows their columns.
// Stateless; on the thread that owns the connection, writes inside its transaction.
namespace callrepository {

// Stores a call; one that has a sequence (it was removed and comes back) takes it again. Returns the sequence.
Result<qint64> insert(Connection &connection, const CallRecord &call);

// Newest first. LimitExceeded: the text has too many words; InvalidArgument: the limit is not 1 to 500.
Result<QList<CallSummary>> page(Connection &connection, const CallFilter &filter, const CallPageRequest &request);
// The whole call, or nothing when it is gone.
Result<std::optional<CallRecord>> find(Connection &connection, qint64 sequence);
Result<std::optional<CallRecord>> find(Connection &connection, const QString &id);

// Returns how many there were.
Result<qint64> remove(Connection &connection, const QList<qint64> &sequences);
Result<qint64> removeAll(Connection &connection);

// What is kept: calls not older than `fromMs` (UTC) and the newest `count`. Removes at most `batch` others and returns
// how many these were.
struct Bounds {
    qint64 fromMs = 0;
    qint64 count = 0;
};
Result<qint64> removeBeyond(Connection &connection, const Bounds &bounds, int batch);

// The newest `limit` calls of an operation, oldest first.
Result<QList<CallLatency>> latencies(Connection &connection, const QString &document, const QString &operation,
                                     int limit);

// What a filter offers: operations of which there are calls, the latest called first; at most `limit`.
struct KnownOperation {
    QString document;
    QString operation;

    bool operator==(const KnownOperation &) const = default;
};
Result<QList<KnownOperation>> knownOperations(Connection &connection, int limit);

Result<qint64> count(Connection &connection);

} // namespace callrepository

} // namespace uw
