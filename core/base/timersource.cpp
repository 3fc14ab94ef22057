// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timersource.h"

#include <QTimer>

#include <algorithm>
#include <limits>

namespace uw {

void SystemTimerSource::after(qint64 milliseconds, QObject *context, std::function<void()> action)
{
    // QTimer counts in int: what waits longer than its 24 days goes on from there.
    constexpr qint64 longest = std::numeric_limits<int>::max();
    if (milliseconds > longest) {
        QTimer::singleShot(int(longest), context,
                           [this, left = milliseconds - longest, context, action = std::move(action)]() mutable {
                               after(left, context, std::move(action));
                           });
        return;
    }
    QTimer::singleShot(int(std::max<qint64>(milliseconds, 0)), Qt::PreciseTimer, context, std::move(action));
}

} // namespace uw
