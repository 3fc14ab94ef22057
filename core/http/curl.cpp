// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curl.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>

namespace uw {

namespace {

// Linux takes at most 128 KiB in one argument (MAX_ARG_STRLEN); quoting may add to it.
constexpr qsizetype inlineBodyBytes = 100'000;

std::optional<QString> utf8Text(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

// A control that is pasted into a terminal acts on it (or arrives as another one, as CR does); tab and line feed are
// harmless between quotes.
bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c != QLatin1Char('\t') && c != QLatin1Char('\n') && c.category() == QChar::Other_Control;
    });
}

std::optional<QString> pasteableText(const QByteArray &bytes)
{
    std::optional<QString> text = utf8Text(bytes);
    if (text && hasControls(*text))
        return std::nullopt;
    return text;
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

bool isMadeByCurl(const QByteArray &name)
{
    static constexpr std::array names = {"host", "content-length", "connection", "transfer-encoding", "expect"};
    return std::any_of(names.begin(), names.end(),
                       [&](const char *own) { return name.compare(own, Qt::CaseInsensitive) == 0; });
}

QString headerArgument(const HeaderField &field)
{
    // "Name:" would remove the field; a semicolon sends it empty (curl(1), --header).
    QByteArray line = field.name;
    line += field.value.isEmpty() ? QByteArray(";") : QByteArray(": " + field.value);
    if (const std::optional<QString> text = pasteableText(line))
        return shellQuote(*text);
    return u"\"$(printf '" + printfFormat(line) + u"')\"";
}

QStringList headerOptions(const HttpRequest &request, bool withBody)
{
    QStringList options;
    for (const HeaderField &field : request.headers) {
        if (!isMadeByCurl(field.name))
            options << u"-H " + headerArgument(field);
    }
    // --data adds a form's type to a request that has none.
    if (withBody && !findHeader(request.headers, "Content-Type"))
        options << u"-H 'Content-Type:'"_qs;
    return options;
}

QString bodyPipe(const QByteArray &body)
{
    if (const std::optional<QString> text = pasteableText(body))
        return u"printf %s " + shellQuote(*text) + u" | ";
    return u"printf %s " + QString::fromLatin1(body.toBase64()) + u" | base64 -d | ";
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

QString toCurlCommand(const HttpRequest &request)
{
    const bool withBody =
        !request.body.isEmpty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    const std::optional<QString> text = pasteableText(request.body);
    const bool inlineBody = text && request.body.size() <= inlineBodyBytes;

    QStringList parts;
    QString start = inlineBody || !withBody ? QString() : bodyPipe(request.body);
    start += request.method == "HEAD" && !withBody ? u"curl --head"_qs
                                                   : u"curl -X " + shellQuote(QString::fromLatin1(request.method));
    // Without it curl reads brackets and braces of an address as patterns.
    if (std::any_of(request.url.begin(), request.url.end(), [](char c) { return QByteArrayView("[]{}").contains(c); }))
        start += u" --globoff";
    parts << start + u' ' + shellQuote(QString::fromUtf8(request.url));
    parts << headerOptions(request, withBody);
    if (withBody)
        parts << (inlineBody ? u"--data-raw " + shellQuote(*text) : u"--data-binary @-"_qs);
    return parts.join(u" \\\n  ");
}

QString withHeaderVariable(QString line, const QString &header, const QString &value, const QString &variable)
{
    // With the option in front no text between quotes looks like it: an apostrophe never stands there bare.
    const QString option = u" -H "_qs;
    const QString written = option + shellQuote(header + u": " + value);
    if (const qsizetype place = line.indexOf(written); place >= 0)
        line.replace(place, written.size(), option + shellQuote(header + u": ") + u"\"$" + variable + u'"');
    return line;
}

} // namespace uw
