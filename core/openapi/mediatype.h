// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace uw::openapi {

// The type without its parameters, in lower case: "Application/JSON; charset=utf-8" is "application/json".
[[nodiscard]] QString essence(const QString &mediaType);

// Whether a body of that type is JSON: application/json, text/json or any "+json" (RFC 6839 section 3.1).
[[nodiscard]] bool isJsonType(const QString &mediaType);

} // namespace uw::openapi
