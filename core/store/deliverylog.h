// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace uw {

class Connection;

// Which events are deliveries of the same thing, private to core/store. Their keys are hashes, so in an index each event
// would change a page of its own, which costs more than all else that storing it does. So the keys of the newest events
// are in memory, and in the order of events in an index of the log, from which memory is filled after a start; the table
// universal_webhook_log_delivery, in the order of keys, has the older ones, which go there many at a time, a few with each
// event. Stateless but for the connection's RecentDeliveries; on the writer's thread, inside the running transaction.
namespace deliverylog {

// The id of the first event of this key among the newest; empty: there is none. Deleted events are none.
Result<QString> firstRecent(Connection &connection, qint64 key);
// The id of the first one among the older, as SQL; takes the key as the named value ":wanted_key".
[[nodiscard]] const QString &firstOlder();
// An event with this key was stored.
Result<void> noteStored(Connection &connection, qint64 sequence, qint64 key);

} // namespace deliverylog

} // namespace uw
