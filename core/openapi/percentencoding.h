// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace uw::openapi {

// Percent-encodes UTF-8 bytes (RFC 3986 section 2.1). Unreserved characters (A-Z a-z 0-9 - . _ ~) and those in `kept`
// stay as they are.
[[nodiscard]] QByteArray percentEncoded(QByteArrayView text, QByteArrayView kept = {});

// The same for text that may be encoded already: a valid "%XX" stays, in the normal form of RFC 3986 section 6.2.2
// (upper case, unreserved characters decoded), so that what is shown is what goes on the wire.
[[nodiscard]] QByteArray percentCompleted(QByteArrayView text, QByteArrayView kept = {});

} // namespace uw::openapi
