// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

namespace uw::openapi {

// Opens one operation of a document: parameters of path and operation merged, references followed, body, servers
// and keys read. OperationUnknown when the document has no such operation; whatever else is wrong becomes a warning
// of the result.
[[nodiscard]] Result<OperationDetails> readOperation(const Document &document, const OperationSummary &summary);

// The names between braces in a path template, in order and once each: "/people/{a}:{b}" has a and b.
[[nodiscard]] QStringList placeholdersOf(const QString &path);

} // namespace uw::openapi
