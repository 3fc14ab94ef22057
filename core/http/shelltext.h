// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/wiretext.h"
#include "core/http/httpmessage.h"

#include <QString>

#include <optional>

namespace uw {

// One argument of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2.2) that stands for exactly `text`.
// Words that need no quoting stay bare.
[[nodiscard]] QString shellQuote(const QString &text);

// utf8Text() for what may be pasted into a terminal: nothing either when it holds a control that a terminal acts on (or
// turns into another one, as CR); tab and line feed are harmless between quotes.
[[nodiscard]] std::optional<QString> pasteableText(const QByteArray &bytes);

// Any bytes but NUL and a line feed at the end as one argument; what cannot be pasted goes through printf(1).
[[nodiscard]] QString shellArgument(const QByteArray &bytes);

// "printf … | ", which hands these bytes to the standard input of the next command.
[[nodiscard]] QString shellPipe(const QByteArray &bytes);

// Fields that a client makes by itself: Host, Content-Length, Connection, Transfer-Encoding, Expect.
[[nodiscard]] bool isMadeByClient(const QByteArray &name);

} // namespace uw
