// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QString>

namespace uw {

class Connection;

// How many events of one source the log holds. A plain value.
struct SourceStatistics {
    // Rejected ones included.
    qint64 events = 0;
    qint64 rejected = 0;
    // UTC milliseconds; 0: there was none.
    qint64 lastReceivedMs = 0;
    qint64 lastRejectedMs = 0;

    bool operator==(const SourceStatistics &) const = default;
};

struct LogStatistics {
    // By Event::source ("GITHUB") and, of custom sources, by Event::customSource.
    QHash<QString, SourceStatistics> bySource;
    QHash<QString, SourceStatistics> byCustomSource;
};

namespace eventrepository {

// Reads index entries alone, a few milliseconds for 100,000 events. On a reader's thread.
Result<LogStatistics> statistics(Connection &connection);

} // namespace eventrepository

} // namespace uw
