// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::cli {

// All bytes of a file, or of standard input. Errors: NotFound, Io, LimitExceeded for more than `maximumBytes`.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 maximumBytes);
[[nodiscard]] Result<QByteArray> readStandardInput(qint64 maximumBytes);
// `argument` is a file's path, "-" or "" for standard input; its JSON text is parsed within the default limits.
// Errors as above, and InvalidInput with line and column.
[[nodiscard]] Result<json::Value> readJsonArgument(const QString &argument);

} // namespace uw::cli
