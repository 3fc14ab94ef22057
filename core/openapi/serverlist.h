// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/warninglist.h"

namespace uw::openapi {

// Reads a `servers` array into absolute http and https addresses without a trailing slash: variables take their
// defaults, relative addresses resolve against `origin` when that is a web address itself. What cannot be used is
// left out with a warning at `pointer`. Null, or an array without members: an empty list.
[[nodiscard]] QStringList readServers(const json::Value *servers, const QString &origin, const QString &pointer,
                                      WarningList &warnings);

// The same addresses with every value that their variables list (`enum`), besides the defaults that readServers() took:
// further ones to choose from, at most maximumVariants.
[[nodiscard]] QStringList readServerVariants(const json::Value *servers, const QString &origin);

inline constexpr qsizetype maximumVariants = 24;

// The server a document has when it names none (OpenAPI 3.0.4 section 4.1.1: "/"), made absolute; empty for a file.
[[nodiscard]] QStringList defaultServers(const QString &origin);

} // namespace uw::openapi
