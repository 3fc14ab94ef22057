// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/shelltext.h"

#include <algorithm>
#include <array>

namespace uw {

namespace {

bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c != QLatin1Char('\t') && c != QLatin1Char('\n') && c.category() == QChar::Other_Control;
    });
}

// The bytes as the format of printf(1): octal escapes are the only ones that every shell knows.
QString printfFormat(const QByteArray &bytes)
{
    QString format;
    for (const char byte : bytes) {
        const auto code = static_cast<uchar>(byte);
        if (byte == '%')
            format += u"%%";
        else if (code < 0x20 || code >= 0x7F || byte == '\\' || byte == '\'')
            format += u'\\' + QString::number(code, 8).rightJustified(3, u'0');
        else
            format += QLatin1Char(byte);
    }
    return format;
}

} // namespace

QString shellQuote(const QString &text)
{
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
            || QStringView(u"%+,-./:=@_").contains(c);
    };
    if (!text.isEmpty() && std::all_of(text.begin(), text.end(), isPlain))
        return text;
    QString quoted = text;
    quoted.replace(u'\'', u"'\\''"_qs);
    return u'\'' + quoted + u'\'';
}

std::optional<QString> pasteableText(const QByteArray &bytes)
{
    std::optional<QString> text = utf8Text(bytes);
    if (text && hasControls(*text))
        return std::nullopt;
    return text;
}

QString shellArgument(const QByteArray &bytes)
{
    if (const std::optional<QString> text = pasteableText(bytes))
        return shellQuote(*text);
    return u"\"$(printf '" + printfFormat(bytes) + u"')\"";
}

QString shellPipe(const QByteArray &bytes)
{
    if (const std::optional<QString> text = pasteableText(bytes))
        return u"printf %s " + shellQuote(*text) + u" | ";
    return u"printf %s " + QString::fromLatin1(bytes.toBase64()) + u" | base64 -d | ";
}

bool isMadeByClient(const QByteArray &name)
{
    static constexpr std::array names = {"host", "content-length", "connection", "transfer-encoding", "expect"};
    return std::any_of(names.begin(), names.end(),
                       [&](const char *own) { return name.compare(own, Qt::CaseInsensitive) == 0; });
}

} // namespace uw
