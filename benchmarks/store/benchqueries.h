// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace uw::bench {

// Times what the window asks of a filled database, each query ten times, and prints its median
// against the 50 ms that an answer may take, the worst and the time of its own thread. `databasePath` as uw-make-events made it.
Result<void> benchQueries(const QString &databasePath);

} // namespace uw::bench
