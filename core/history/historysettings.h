// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"

namespace uw {

class Connection;

// How much of the calls is kept. Stored in the profile for the whole program, not for a workspace.
struct HistorySettings {
    // Of each body, in bytes; 0: nothing.
    qint64 bodyBytes = 256 * limits::kibibyte;
    qint64 days = 90;
    // The newest so many.
    qint64 calls = 10'000;

    bool operator==(const HistorySettings &) const = default;
};

struct HistoryRange {
    qint64 least = 0;
    qint64 most = 0;
};
inline constexpr HistoryRange historyBodyBytes{0, 16 * limits::mebibyte};
inline constexpr HistoryRange historyDays{1, 3'650};
inline constexpr HistoryRange historyCalls{100, 1'000'000};

// InvalidInput names the value that is out of its range, and the range.
[[nodiscard]] Result<void> check(const HistorySettings &settings);

// What is stored, the usual values where nothing (or nothing that can be read) is. On the connection's thread.
[[nodiscard]] Result<HistorySettings> loadHistorySettings(Connection &connection);
[[nodiscard]] Result<void> storeHistorySettings(Connection &connection, const HistorySettings &settings);

} // namespace uw
