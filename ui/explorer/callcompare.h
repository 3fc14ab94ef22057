// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/store/callrecord.h"

namespace uw::ui {

// A call as one JSON value, so that two can be compared part by part: {"request":{"method","url","query","headers",
// "body"},"response":{"status","headers","body"}}. Query and headers are objects (repeats as arrays, header names in lower
// case); a body is its JSON, else its text, else base64. Belongs on a worker thread.
[[nodiscard]] json::Value comparableCall(const CallRecord &call);

} // namespace uw::ui
