// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>

#include <array>

namespace uw::clockify {

// How many webhooks Clockify lets a workspace have by its plan, as its API document of 2026 says. The document of the
// year before said otherwise: what the API answers decides, and nothing here refuses anything.
struct PlanLimit {
    QLatin1StringView plans;
    // 0: there is no such limit.
    int perUser;
    int perWorkspace;
};

inline constexpr std::array planLimits = {
    PlanLimit{QLatin1StringView("Free"), 0, 3},
    PlanLimit{QLatin1StringView("Basic, Standard, Pro"), 10, 100},
    PlanLimit{QLatin1StringView("Enterprise"), 100, 300},
};

} // namespace uw::clockify
