// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/store/callrecord.h"

#include <utility>

namespace uw {

// A call as the control API lists it: {"id","startedAt","origin","document","operationId","method","url","status","reason",
// "error","workspaceId","environment","latencyMs","requestSize","responseSize"}; what there is not is null.
[[nodiscard]] json::Value toJson(const CallSummary &call);
// The same with "timing", "request" and "response": {"headers":[[name,value]],"bodyEncoding":"utf8"|"base64","body",
// "truncated"}, and "arguments".
[[nodiscard]] json::Value toJson(const CallRecord &call);

// q, document, operationId, method, status (200, 4xx, none; several with commas), from, to, workspaceId. InvalidInput names
// the parameter that cannot be read.
[[nodiscard]] Result<CallFilter> callFilterFromQuery(const QList<std::pair<QString, QString>> &items);

} // namespace uw
