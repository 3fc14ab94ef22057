// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/store/event.h"

namespace uw {

// An event as the control API shows it. Absent texts are null. Header bytes above 0x7F
// appear as Latin-1; the body as text when it is UTF-8, else as base64.
[[nodiscard]] json::Value toJson(const Event &event);
// A row of the list: the same members without headers and body, with `bodySize`.
[[nodiscard]] json::Value toJson(const EventSummary &summary);

} // namespace uw
