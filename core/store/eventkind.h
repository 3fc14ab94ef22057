// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace uw {

class Connection;
struct Event;

// The table universal_webhook_log_kind, private to core/store: what few words tell of many events. Stateless; called on
// the writer's thread.
namespace eventkind {

// All members of the kind with their lengths, for this process's memory alone. Any thread.
QByteArray keyOf(const Event &event);
// The number of the event's kind, stored now if there was none; `key` is its keyOf(). Inside the running transaction.
// InvalidInput: a word of the kind has more than 1,024 characters.
Result<qint64> ensure(Connection &connection, const Event &event, const QByteArray &key);

} // namespace eventkind

} // namespace uw
