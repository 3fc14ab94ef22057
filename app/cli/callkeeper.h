// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/history/finishedcall.h"

namespace uw::cli {

// Keeps a call in the history of a profile, whether another process runs with it or not; a profile that is missing is
// made. Errors: those of the store; Unavailable for a missing profile that cannot be made, which is nobody's loss.
[[nodiscard]] Result<void> keepCall(const QString &databasePath, const FinishedCall &call);

} // namespace uw::cli
