// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace uw {

// How a command line is quoted.
enum class ShellKind {
    // POSIX shells, with $'…' of bash and zsh: quotes, double quotes, backslashes, continued lines.
    Posix,
    // The command prompt of Windows: carets, double quotes, and the backslashes of programs made with Visual C++.
    WindowsPrompt,
};

// What a pasted text most likely is: the prompt of Windows writes carets in front of quotes or at ends of lines.
[[nodiscard]] ShellKind guessShell(QByteArrayView text);

// The words of each command of a text, quotes taken away; nothing is expanded or run. Commands end at a line feed, ";",
// "&", "|". InvalidInput for what is not closed, and for what only a shell could work out ($NAME, $(…), `…`) — said
// with its place; LimitExceeded: more than 10,000 words.
[[nodiscard]] Result<QList<QByteArrayList>> shellCommands(QByteArrayView text, ShellKind kind);

inline constexpr qsizetype maximumShellWords = 10'000;

} // namespace uw
