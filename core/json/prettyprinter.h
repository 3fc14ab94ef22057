// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json {

// Lays JSON text out anew, one member or element a line, without building a tree: numbers keep their
// spelling (1.0, 1e400, 30 digits), strings their escapes, repeated members stay. Reads strictly like
// parse(), except that what only a tree cannot hold is kept (large numbers, lone surrogates as escapes).
// Linear in the text and the result. Of `limits`, bytes and depth count; the result is held to four
// times maximumBytes, since indentation can make it far longer than the text. Errors: InvalidInput,
// LimitExceeded, both with line and column.
[[nodiscard]] Result<QByteArray> prettyPrint(QByteArrayView text, const ParseLimits &limits = {},
                                             Indent indent = Indent::Two);
// The same without any white space between the tokens.
[[nodiscard]] Result<QByteArray> compact(QByteArrayView text, const ParseLimits &limits = {});

} // namespace uw::json
