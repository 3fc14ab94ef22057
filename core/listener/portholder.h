// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

namespace uw {

// The process that listens on that TCP port, as far as this user may see it; nothing when it belongs
// to another user or the system (all but Linux) does not tell. Reads /proc; a few milliseconds.
[[nodiscard]] std::optional<qint64> processListeningOn(quint16 port);

} // namespace uw
