// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace uw {

class Connection;

// What a person changes on an event; what is absent stays.
struct EventMarkChange {
    std::optional<bool> starred;
    // Empty: none. At most eventmark::noteCharacters.
    std::optional<QString> note;
};

// The table universal_webhook_log_mark, the only code that changes it: stars and notes. Stateless; on the writer's
// thread, inside the running transaction. See Store::submitMarks().
namespace eventmark {

inline constexpr qsizetype noteCharacters = 2000;

// LimitExceeded for a note that is too long.
[[nodiscard]] Result<void> check(const EventMarkChange &change);

// Returns whether there is such an event. A note is found by the search once the index has followed.
Result<bool> apply(Connection &connection, qint64 sequence, const EventMarkChange &change);

} // namespace eventmark

} // namespace uw
