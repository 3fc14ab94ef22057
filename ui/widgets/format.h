// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace uw::ui {

// A size for a narrow column: "310 B", "8.4 K", "12 M". `bytes` below 0 gives an empty text.
[[nodiscard]] QString shortSize(qint64 bytes);
// A size in a sentence: "310 B", "8.4 KB", "41 MB".
[[nodiscard]] QString longSize(qint64 bytes);
// A duration for people: "184 ms", "2.1 s", "3 min 12 s". `milliseconds` below 0 gives an empty text.
[[nodiscard]] QString shortDuration(qint64 milliseconds);
// How long ago a moment was while that is under a day ("just now", "5 min ago", "3 h ago"), else local
// date and time. Both in UTC milliseconds; a moment ahead of `nowMs` counts as now.
[[nodiscard]] QString relativeTime(qint64 thenMs, qint64 nowMs);
// For the tooltip: the exact moment in UTC, "2026-01-02 03:04:05.678 UTC".
[[nodiscard]] QString exactTime(qint64 thenMs);

} // namespace uw::ui
