// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/finishedcall.h"
#include "core/json/value.h"

#include <QList>

namespace uw {

// Calls as a HAR file (HTTP Archive 1.2), oldest first. They are written as they are kept, which is without secrets; a
// cut body says so in a comment.
[[nodiscard]] QByteArray toHar(const QList<CallRecord> &calls);

// The calls of a HAR file, in its order, as free requests with what came back. Errors: InvalidInput (no JSON, no HAR),
// LimitExceeded (over 64 MiB, or more than 5,000 entries). Entries that are no HTTP request (data:, WebSocket) are left
// out. Takes as long as the file is large: belongs on a worker thread.
[[nodiscard]] Result<QList<FinishedCall>> fromHar(const QByteArray &text);

inline constexpr qint64 maximumHarBytes = 64 * limits::mebibyte;
inline constexpr qsizetype maximumHarEntries = 5'000;

} // namespace uw
