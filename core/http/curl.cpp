// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curl.h"

#include "core/http/shelltext.h"

#include <QStringList>

#include <algorithm>

namespace uw {

namespace {

// Linux takes at most 128 KiB in one argument (MAX_ARG_STRLEN); quoting may add to it.
constexpr qsizetype inlineBodyBytes = 100'000;

QString headerArgument(const HeaderField &field)
{
    // "Name:" would remove the field; a semicolon sends it empty (curl(1), --header).
    QByteArray line = field.name;
    line += field.value.isEmpty() ? QByteArray(";") : QByteArray(": " + field.value);
    return shellArgument(line);
}

QStringList headerOptions(const HttpRequest &request, bool withBody)
{
    QStringList options;
    for (const HeaderField &field : request.headers) {
        if (!isMadeByClient(field.name))
            options << u"-H " + headerArgument(field);
    }
    // --data adds a form's type to a request that has none.
    if (withBody && !findHeader(request.headers, "Content-Type"))
        options << u"-H 'Content-Type:'"_qs;
    return options;
}

} // namespace

QString toCurlCommand(const HttpRequest &request)
{
    const bool withBody =
        !request.body.isEmpty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    const std::optional<QString> text = pasteableText(request.body);
    const bool inlineBody = text && request.body.size() <= inlineBodyBytes;

    QStringList parts;
    QString start = inlineBody || !withBody ? QString() : shellPipe(request.body);
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
