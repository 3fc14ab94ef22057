// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/requestbuilder.h"

namespace uw::openapi {

// Reads "NAME=VALUE" texts as a command line gives them. VALUE is JSON where it parses as JSON, else text; a
// number whose spelling would change ("1e5", an id of 24 digits) and JSON meant for a text parameter stay
// text. A name given more than once becomes an array. InvalidInput for a text without a name or "=".
[[nodiscard]] Result<QMap<QString, json::Value>> parseParameterArguments(const QStringList &arguments,
                                                                         const OperationDetails &operation);

// Reads a body argument: "@FILE" is the file's bytes, anything else the text itself as UTF-8. NotFound, Io or
// LimitExceeded (over limits::responseBytes) with a sentence.
[[nodiscard]] Result<QByteArray> readBodyArgument(const QString &argument);

} // namespace uw::openapi
