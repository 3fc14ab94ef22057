// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/forwardrule.h"

#include <QList>

namespace uw {

class Connection;

// The table universal_webhook_forward: the only code that knows its columns. Stateless; called on the thread that owns
// the connection (the writer's for changes, a reader's else).
namespace forwardrepository {

// More rules than these are refused.
inline constexpr int maximumRules = 100;

// Every rule, by source.
Result<QList<ForwardRule>> all(Connection &connection);
// Stores address, permission and pause of a rule. One that is new begins behind the newest event of the log; of one
// that is there, the progress stays. Returns the rule as it is then. LimitExceeded for a rule too many.
Result<ForwardRule> put(Connection &connection, const ForwardRule &rule);
// Stores the progress of a rule: cursor, counts, times and last error. No error when it is gone meanwhile.
Result<void> advance(Connection &connection, const ForwardRule &rule);
// Removing what is not there is no error.
Result<void> remove(Connection &connection, const QString &source);

} // namespace forwardrepository

} // namespace uw
