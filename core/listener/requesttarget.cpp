// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/requesttarget.h"

#include "core/listener/httpsyntax.h"

namespace uw {

namespace {

// Senders put brackets, braces and bars into queries unescaped, and no reader takes them for anything
// else, so only what could be misread is refused: blanks and controls, bytes beyond ASCII, quotes, angle
// brackets, the fragment sign, and the backslash, which some readers take for a slash.
bool isTargetByte(char byte)
{
    if (byte <= 0x20 || byte >= 0x7f)
        return false;
    return byte != '"' && byte != '<' && byte != '>' && byte != '#' && byte != '\\';
}

bool hasSoundBytes(QByteArrayView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isTargetByte(text[i]))
            return false;
        if (text[i] != '%')
            continue;
        if (i + 2 >= text.size())
            return false;
        const int high = httpsyntax::hexDigit(text[i + 1]);
        const int low = httpsyntax::hexDigit(text[i + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0))
            return false;
        i += 2;
    }
    return true;
}

// "." and ".." with every dot plain or encoded (RFC 3986 section 5.2.4 removes them after decoding).
bool isDotSegment(QByteArrayView segment)
{
    int dots = 0;
    while (!segment.isEmpty()) {
        if (segment.front() == '.') {
            segment = segment.sliced(1);
        } else if (segment.size() >= 3 && segment.first(3).compare("%2e", Qt::CaseInsensitive) == 0) {
            segment = segment.sliced(3);
        } else {
            return false;
        }
        ++dots;
    }
    return dots == 1 || dots == 2;
}

bool hasDotSegment(QByteArrayView path)
{
    // Nearly every path has neither a dot nor a percent sign.
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0)
        return false;
    while (!path.isEmpty()) {
        path = path.sliced(1); // the slash
        const qsizetype slash = path.indexOf('/');
        const QByteArrayView segment = slash < 0 ? path : path.first(slash);
        if (isDotSegment(segment))
            return true;
        path = slash < 0 ? QByteArrayView() : path.sliced(slash);
    }
    return false;
}

// What follows scheme and authority, or nothing when the target is not in absolute form.
std::optional<QByteArrayView> afterAuthority(QByteArrayView target)
{
    const qsizetype colon = target.indexOf("://");
    if (colon < 0)
        return std::nullopt;
    const QByteArrayView scheme = target.first(colon);
    if (scheme.compare("http", Qt::CaseInsensitive) != 0 && scheme.compare("https", Qt::CaseInsensitive) != 0)
        return std::nullopt;
    const QByteArrayView rest = target.sliced(colon + 3);
    qsizetype end = 0;
    while (end < rest.size() && rest[end] != '/' && rest[end] != '?')
        ++end;
    if (end == 0)
        return std::nullopt;
    return rest.sliced(end);
}

} // namespace

std::optional<RequestTarget> parseRequestTarget(QByteArrayView target)
{
    if (target.isEmpty() || !hasSoundBytes(target))
        return std::nullopt;
    QByteArrayView reference = target;
    bool absolute = false;
    if (target.front() != '/') {
        const std::optional<QByteArrayView> rest = afterAuthority(target);
        if (!rest)
            return std::nullopt;
        reference = *rest;
        absolute = true;
    }
    const qsizetype mark = reference.indexOf('?');
    const QByteArrayView path = mark < 0 ? reference : reference.first(mark);
    RequestTarget result;
    result.path = absolute && path.isEmpty() ? QByteArray("/") : path.toByteArray();
    if (result.path.startsWith("//") || hasDotSegment(result.path))
        return std::nullopt;
    if (mark >= 0)
        result.query = reference.sliced(mark + 1).toByteArray();
    return result;
}

} // namespace uw
