// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

namespace uw::cli {

// The parser's help with "uwh COMMAND" in its first line: Qt writes the path the program was started by there.
[[nodiscard]] inline QString helpText(const QCommandLineParser &parser, QStringView command)
{
    const QString text = parser.helpText();
    return u"Usage: uwh " + command + u' ' + QStringView(text).sliced(qMax(qsizetype(0), text.indexOf(u"[options]")));
}

} // namespace uw::cli
