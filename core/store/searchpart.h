// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>

namespace uw {

class Connection;

// What the log notes for its search index: which events' texts changed since they were indexed, and which parts of the
// log lost rows, so that the index of the part is made anew and holds no word of what was deleted. A part is 2^15 numbers
// of the log (the trigger of the migration says the same). Stateless.
namespace searchpart {

inline constexpr int bits = 15;
inline constexpr qint64 rows = qint64(1) << bits;

[[nodiscard]] constexpr qint64 partOf(qint64 sequence)
{
    return sequence >> bits;
}

// How often rows of a part were removed since its index was made.
struct Gap {
    qint64 part = 0;
    qint64 changes = 0;
};

// On the writer's thread. `lostWords`: the event's text before held words that it may no longer hold.
Result<void> noteChange(Connection &connection, qint64 sequence, bool lostWords);
// The index has followed. A gap stays when it has grown since.
Result<void> forgetChanges(Connection &connection, const QList<qint64> &sequences);
Result<void> forgetGap(Connection &connection, const Gap &gap);

// At most `limit`, in order.
Result<QList<qint64>> changes(Connection &connection, int limit);
Result<QList<Gap>> gaps(Connection &connection, int limit);

} // namespace searchpart

} // namespace uw
