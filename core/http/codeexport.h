// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <QString>

namespace uw {

// Programs that send `request`: each is written so that exactly these bytes of method, address, headers and body go
// out, whatever stands in them (but fetch() writes an apostrophe of a query as %27). Fields that the client makes itself (Host, Content-Length, …) are left out. Secrets
// stand there as they are in `request`: mask them before. What a language cannot say is said in a comment of its own.

// One command for a POSIX shell and HTTPie 2 or 3.
[[nodiscard]] QString toHttpieCommand(const HttpRequest &request);
// Python 3 with the package requests.
[[nodiscard]] QString toPythonRequests(const HttpRequest &request);
// A JavaScript module with fetch(), for browsers and Node 18.
[[nodiscard]] QString toJavaScriptFetch(const HttpRequest &request);
// C++17 with Qt 5.15 or 6, without a main().
[[nodiscard]] QString toQtNetwork(const HttpRequest &request);

// Literals of these languages that stand for exactly these bytes, for the functions above and their tests.
// b'…'
[[nodiscard]] QString pythonBytes(const QByteArray &bytes);
// "…" with UTF-8 in place; nothing but escapes of four digits and the short ones.
[[nodiscard]] QString javaScriptString(const QString &text);
// "…", split where a line ends or the text is long: compilers have limits.
[[nodiscard]] QString cppString(const QByteArray &bytes, const QString &indent = {});

} // namespace uw
