// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"

namespace uw {

class Connection;
struct Event;

// The tables universal_webhook_log_rejected and its sum, private to core/store: which events of the log were rejected
// and how large they are, so that those who cannot sign fill no disk. Stateless; called on the writer's thread.
namespace rejectedlog {

inline constexpr qint64 maximumEvents = 1'000;
inline constexpr qint64 maximumBytes = 50 * limits::mebibyte;

// Counts an event that was just stored under `sequence`, and deletes the oldest rejected events beyond the bounds: the
// new one too when it alone is larger. What has a star stays and does not count. Inside the running transaction.
Result<void> add(Connection &connection, qint64 sequence, const Event &event);

// Counts a stored event whose star was taken off, if it was rejected. Nothing goes: what a person just looked at stays
// until the next rejected event wants room.
Result<void> addAgain(Connection &connection, qint64 sequence);

} // namespace rejectedlog

} // namespace uw
