// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/eventsql.h"

#include <limits>

namespace uw {

class Connection;

// Where in the log a span of time lies, private to core/store. Events come nearly in the order of time, so no index of
// times is kept: the table universal_webhook_log_time says for each block of 256 numbers between which times its events
// were received, and only blocks that a border of the span goes through are looked into. A block is written once, with
// its last number; the newest numbers, of a block that is not full, are looked at one by one. Stateless.
namespace logtime {

inline constexpr int bits = 8;
inline constexpr qint64 rows = qint64(1) << bits;

// Numbers first..last and UTC milliseconds from..to, all inclusive.
struct Span {
    qint64 first = 1;
    qint64 last = std::numeric_limits<qint64>::max();
    qint64 fromMs = std::numeric_limits<qint64>::min();
    qint64 toMs = std::numeric_limits<qint64>::max();
};

// On the writer's thread, in the transaction that gave this number: the last one of a block closes it.
Result<void> noteStored(Connection &connection, qint64 sequence);
// On the writer's thread: blocks that have no event any more and were older than `ms` go.
Result<void> forgetEmpty(Connection &connection, qint64 ms);

// The newest event of the span, or its oldest; 0: there is none.
Result<qint64> newestOf(Connection &connection, const Span &span);
Result<qint64> oldestOf(Connection &connection, const Span &span);
// Whether every event that has one of the numbers was received within the times.
Result<bool> holdsAll(Connection &connection, const Span &span);
// SELECT of the column seq for the events of the span, the oldest numbers first.
Result<eventsql::Fragment> rowsOf(Connection &connection, const Span &span);

} // namespace logtime

} // namespace uw
