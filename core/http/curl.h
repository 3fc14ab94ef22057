// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/http/shelltext.h"

#include <QString>

namespace uw {

// A command for a POSIX shell that sends `request` with curl, byte for byte. A readable body stands in the
// command; one that a terminal or the kernel's limit on arguments would damage (controls, no UTF-8, over 100 KB)
// travels through a pipe. Fields that curl makes itself (Host, Content-Length, Connection, Transfer-Encoding,
// Expect) are left out. Values of secret headers stand there as they are: mask them before.
[[nodiscard]] QString toCurlCommand(const HttpRequest &request);

// `line`, made by toCurlCommand(), with the field `header`, whose value there is `value`, taking its value from a variable
// of the shell. As it is when there is no such field.
[[nodiscard]] QString withHeaderVariable(QString line, const QString &header, const QString &value,
                                         const QString &variable);

} // namespace uw
