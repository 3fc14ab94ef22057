// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::openapi {

// What a document holds, as `uwh openapi --json` prints it: {"openapi","title","servers","operations":[{"operationId",
// "method","path","tags","summary","deprecated"}],"warnings":[{"code","message","pointer"}]}.
[[nodiscard]] json::Value documentReport(const Document &document);

// The same for people: a headline, the servers, one line per operation under its tag, the warnings.
[[nodiscard]] QString documentText(const Document &document);

} // namespace uw::openapi
