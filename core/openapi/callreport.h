// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/json/value.h"

namespace uw::openapi {

// A request as `uwh request --dry-run --json` prints it: {"method","url","headers":[[name,value]],"body"}. The body is
// its text, null without one; of what is no UTF-8 the base64, said by "bodyEncoding".
[[nodiscard]] json::Value requestReport(const HttpRequest &request);

// An answer as `uwh request --json` prints it: {"status","reason","latencyMs","timing","headers":[[name,value]],"data"}.
// `data` is the body's JSON, else its text, else base64: "dataEncoding" is "json", "utf8" or "base64"; null when empty.
[[nodiscard]] json::Value responseReport(const HttpResponse &response);

} // namespace uw::openapi
