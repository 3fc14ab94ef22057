// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"

#include <QUrl>

namespace uw {

// Whether `text` is a token (RFC 9110 section 5.6.2): what methods and header names are made of.
[[nodiscard]] bool isToken(QByteArrayView text);

// Whether `value` can stand in a header field: no line break, NUL or other control character but the tab
// (RFC 9110 section 5.5).
[[nodiscard]] bool isFieldValue(QByteArrayView value);

// Reads the address of a request without changing what goes on the wire. InvalidArgument, with a sentence that
// never repeats the query: not http or https, no host, characters that have to be percent-encoded, user and
// password, or a path with "." or ".." segments, which would be folded away underway.
[[nodiscard]] Result<QUrl> parseRequestUrl(const QByteArray &url);

// InvalidArgument for a method that is no token or is CONNECT, a HEAD with a body, a header name that is no token, a
// value with a control character, and the framing headers (Content-Length, Transfer-Encoding) that only the client sets.
[[nodiscard]] Result<void> checkRequest(const HttpRequest &request);

// Methods that only read (RFC 9110 section 9.2.1): a transport may repeat them when a connection is lost.
[[nodiscard]] bool isSafeMethod(const QByteArray &method);

// Loopback by name or address: "localhost", names under it, 127.0.0.0/8 and ::1.
[[nodiscard]] bool isLoopbackHost(const QString &host);

} // namespace uw
