// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/eventsql.h"

#include <functional>

namespace uw {

class Connection;
class EventPlan;

// The rows that a plan with a text finds, private to core/store. Stateless; on a reader's thread, inside a read
// transaction.
namespace eventsearch {

// Hands their sequences to `take` in order until it returns false or there are no more.
Result<void> walk(Connection &connection, const EventPlan &plan, bool newestFirst,
                  const std::function<bool(qint64)> &take);

// The first `limit` of them, for "IN (…)".
Result<eventsql::Fragment> list(Connection &connection, const EventPlan &plan, bool newestFirst, qint64 limit);

// Up to which event the index is complete. Unavailable: there is none yet.
Result<qint64> horizon(Connection &connection);

} // namespace eventsearch

} // namespace uw
