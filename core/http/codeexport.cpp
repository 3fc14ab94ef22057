// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/codeexport.h"

#include "core/http/shelltext.h"

#include <QStringList>

#include <algorithm>
#include <optional>

namespace uw {

namespace {

// Visual C++ takes 16,380 bytes in one piece of a literal.
constexpr qsizetype cppPieceBytes = 4'000;

QString hex(uint value, int digits)
{
    return QString::number(value, 16).rightJustified(digits, u'0');
}

// Fields to be written, those of one name as one value (RFC 9110 section 5.3), for languages that keep a dictionary.
HeaderList joinedHeaders(const HttpRequest &request)
{
    HeaderList joined;
    for (const HeaderField &field : request.headers) {
        if (isMadeByClient(field.name))
            continue;
        const auto same = std::find_if(joined.begin(), joined.end(), [&field](const HeaderField &other) {
            return other.name.compare(field.name, Qt::CaseInsensitive) == 0;
        });
        const bool isCookie = field.name.compare("cookie", Qt::CaseInsensitive) == 0;
        if (same == joined.end())
            joined << field;
        else
            same->value += (isCookie ? "; " : ", ") + field.value;
    }
    return joined;
}

bool isAscii(const QByteArray &bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) {
        const auto code = static_cast<uchar>(byte);
        return code >= 0x20 && code < 0x7F;
    });
}

// HTTPie takes a backslash away in front of a separator, and has no way to write one that stays.
bool canHttpieSay(const QByteArray &value)
{
    for (qsizetype at = value.indexOf('\\'); at >= 0; at = value.indexOf('\\', at + 1)) {
        if (at + 1 < value.size() && QByteArrayView(":=@;").contains(value[at + 1]))
            return false;
    }
    return true;
}

QString httpieHeader(const HeaderField &field)
{
    if (field.value.isEmpty())
        return shellArgument(field.name + ';');
    // ":=" and ":@" would mean something else.
    const bool isEscaped = field.value.startsWith('=') || field.value.startsWith('@');
    return shellArgument(field.name + (isEscaped ? ":\\" : ":") + field.value);
}

} // namespace

QString toHttpieCommand(const HttpRequest &request)
{
    const bool withBody = !request.body.isEmpty();
    QStringList parts;
    parts << (withBody ? shellPipe(request.body) + u"http " : u"http --ignore-stdin "_qs)
                 + shellArgument(request.method) + u' ' + shellArgument(request.url);
    QStringList comments;
    for (const HeaderField &field : request.headers) {
        if (isMadeByClient(field.name))
            continue;
        if (canHttpieSay(field.value))
            parts << httpieHeader(field);
        else
            comments << u"# HTTPie has no way to write the value of %1: a backslash stands before a separator."_qs.arg(
                QString::fromLatin1(field.name));
    }
    // HTTPie calls a body without a type JSON.
    if (withBody && !findHeader(request.headers, "Content-Type"))
        parts << u"Content-Type:"_qs;
    comments << parts.join(u" \\\n  ");
    return comments.join(u'\n');
}

QString pythonBytes(const QByteArray &bytes)
{
    QString text = u"b'"_qs;
    for (const char byte : bytes) {
        const auto code = static_cast<uchar>(byte);
        if (byte == '\\' || byte == '\'')
            text += u'\\' + QString(QLatin1Char(byte));
        else if (byte == '\n')
            text += u"\\n";
        else if (byte == '\r')
            text += u"\\r";
        else if (byte == '\t')
            text += u"\\t";
        else if (code < 0x20 || code >= 0x7F)
            text += u"\\x" + hex(code, 2);
        else
            text += QLatin1Char(byte);
    }
    return text + u'\'';
}

QString toPythonRequests(const HttpRequest &request)
{
    // A text literal is a bytes literal without its letter.
    const auto text = [](const QByteArray &ascii) { return pythonBytes(ascii).mid(1); };
    QStringList lines{u"import requests"_qs, QString()};
    lines << u"url = "_qs + text(request.url);
    lines << u"headers = {"_qs;
    for (const HeaderField &field : joinedHeaders(request))
        lines << u"    %1: %2,"_qs.arg(text(field.name),
                                       isAscii(field.value) ? text(field.value) : pythonBytes(field.value));
    lines << u"}"_qs;
    if (!request.body.isEmpty())
        lines << u"body = "_qs + pythonBytes(request.body);
    lines << u"request = requests.Request(%1, url, headers=headers%2).prepare()"_qs.arg(
        text(request.method), request.body.isEmpty() ? QString() : u", data=body"_qs);
    lines << u"request.url = url  # as it stands, not spelled anew"_qs;
    lines << u"with requests.Session() as session:"_qs;
    lines << u"    response = session.send(request, timeout=30)"_qs;
    lines << u"print(response.status_code, response.reason)"_qs;
    lines << u"print(response.text)"_qs;
    return lines.join(u'\n') + u'\n';
}

QString javaScriptString(const QString &text)
{
    QString literal = u"\""_qs;
    for (const QChar c : text) {
        const ushort code = c.unicode();
        if (c == u'"' || c == u'\\')
            literal += u'\\' + QString(c);
        else if (c == u'\n')
            literal += u"\\n";
        else if (c == u'\r')
            literal += u"\\r";
        else if (c == u'\t')
            literal += u"\\t";
        // Line separators end a line of a program; a "<" could end the script element that holds it.
        else if (c == u'<' || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
                 || code == 0x2028 || code == 0x2029)
            literal += u"\\u" + hex(code, 4);
        else
            literal += c;
    }
    return literal + u'"';
}

QString toJavaScriptFetch(const HttpRequest &request)
{
    // Headers are given as byte strings: each character is one byte.
    const auto bytes = [](const QByteArray &value) { return javaScriptString(QString::fromLatin1(value)); };
    const bool takesBody = request.method != "GET" && request.method != "HEAD";
    QStringList lines;
    if (!request.body.isEmpty() && !takesBody)
        lines << u"// fetch() sends no body with %1; this one is left out."_qs.arg(QString::fromLatin1(request.method));
    lines << u"const response = await fetch(%1, {"_qs.arg(bytes(request.url));
    lines << u"  method: %1,"_qs.arg(bytes(request.method));
    lines << u"  headers: ["_qs;
    for (const HeaderField &field : request.headers) {
        if (!isMadeByClient(field.name))
            lines << u"    [%1, %2],"_qs.arg(bytes(field.name), bytes(field.value));
    }
    lines << u"  ],"_qs;
    if (!request.body.isEmpty() && takesBody) {
        // With bytes in place of a text, no Content-Type is added.
        const std::optional<QString> text = utf8Text(request.body);
        lines << (text ? u"  body: new TextEncoder().encode(%1),"_qs.arg(javaScriptString(*text))
                       : u"  body: Uint8Array.from(atob(\"%1\"), (c) => c.charCodeAt(0)),"_qs.arg(
                           QString::fromLatin1(request.body.toBase64())));
    }
    lines << u"});"_qs;
    lines << u"console.log(response.status, response.statusText);"_qs;
    lines << u"console.log(await response.text());"_qs;
    return lines.join(u'\n') + u'\n';
}

QString cppString(const QByteArray &bytes, const QString &indent)
{
    QString text = u"\""_qs;
    qsizetype pieceBytes = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char byte = bytes[i];
        const auto code = static_cast<uchar>(byte);
        if (byte == '\\' || byte == '"')
            text += u'\\' + QString(QLatin1Char(byte));
        else if (byte == '\n')
            text += u"\\n";
        else if (byte == '\r')
            text += u"\\r";
        else if (byte == '\t')
            text += u"\\t";
        // "??=" was another character once.
        else if (byte == '?' && i > 0 && bytes[i - 1] == '?')
            text += u"\\?";
        // Always three digits, so that a digit behind it stays one.
        else if (code < 0x20 || code >= 0x7F)
            text += u'\\' + QString::number(code, 8).rightJustified(3, u'0');
        else
            text += QLatin1Char(byte);
        ++pieceBytes;
        const bool endsPiece = byte == '\n' || pieceBytes >= cppPieceBytes;
        if (endsPiece && i + 1 < bytes.size()) {
            text += u"\"\n" + indent + u'"';
            pieceBytes = 0;
        }
    }
    return text + u'"';
}

QString toQtNetwork(const HttpRequest &request)
{
    const auto bytes = [](const QByteArray &value) { return u"QByteArrayLiteral(%1)"_qs.arg(cppString(value)); };
    QStringList lines{u"QNetworkAccessManager manager;"_qs};
    lines << u"QNetworkRequest request(QUrl::fromEncoded(%1, QUrl::StrictMode));"_qs.arg(bytes(request.url));
    for (const HeaderField &field : joinedHeaders(request))
        lines << u"request.setRawHeader(%1, %2);"_qs.arg(bytes(field.name), bytes(field.value));
    if (!request.body.isEmpty())
        lines << u"const QByteArray body = QByteArrayLiteral(%1);"_qs.arg(cppString(request.body, u"    "_qs));
    lines << u"QNetworkReply *reply = manager.sendCustomRequest(request, %1%2);"_qs.arg(
        bytes(request.method), request.body.isEmpty() ? QString() : u", body"_qs);
    lines << u"QObject::connect(reply, &QNetworkReply::finished, reply, [reply] {"_qs;
    lines << u"    qInfo() << reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();"_qs;
    lines << u"    qInfo().noquote() << reply->readAll();"_qs;
    lines << u"    reply->deleteLater();"_qs;
    lines << u"});"_qs;
    return lines.join(u'\n') + u'\n';
}

} // namespace uw
