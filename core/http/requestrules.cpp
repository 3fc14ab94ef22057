// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/requestrules.h"

#include <QHostAddress>

namespace uw {
namespace {

constexpr qsizetype maximumUrlBytes = 64 * limits::kibibyte;

Error invalid(const QString &text)
{
    return {ErrorCode::InvalidArgument, text};
}

// What stands between the authority and the query or fragment of an absolute URL.
QByteArray pathOf(const QByteArray &url)
{
    const qsizetype end =
        std::distance(url.begin(), std::find_if(url.begin(), url.end(), [](char c) { return c == '?' || c == '#'; }));
    const qsizetype begin = url.indexOf('/', url.indexOf("//") + 2);
    return begin < 0 || begin > end ? QByteArray() : url.mid(begin, end - begin);
}

bool hasDotSegment(const QByteArray &path)
{
    for (const QByteArray &raw : path.split('/')) {
        QByteArray segment = raw;
        segment.replace("%2e", ".").replace("%2E", ".");
        if (segment == "." || segment == "..")
            return true;
    }
    return false;
}

} // namespace

bool isToken(QByteArrayView text)
{
    constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [marks](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.contains(c);
    });
}

bool isFieldValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

Result<QUrl> parseRequestUrl(const QByteArray &url)
{
    if (url.size() > maximumUrlBytes)
        return invalid(QStringLiteral("The address is %1 bytes long; at most %2 can be sent. Move long values into the "
                                      "body.")
                           .arg(url.size())
                           .arg(maximumUrlBytes));
    const QUrl parsed = QUrl::fromEncoded(url, QUrl::StrictMode);
    if (url.isEmpty() || (!parsed.isValid() && parsed.errorString().isEmpty()))
        return invalid(
            QStringLiteral("There is no address to send to. Give one that begins with https:// or http://."));
    if (!parsed.isValid())
        // Qt's text repeats the whole address from "; source was" on, secrets in the query included.
        return invalid(QStringLiteral("The address is not valid: %1. Percent-encode what does not belong there.")
                           .arg(parsed.errorString().section(QLatin1Char(';'), 0, 0)));
    if (parsed.scheme() != u"http" && parsed.scheme() != u"https")
        return invalid(QStringLiteral("Only http:// and https:// addresses can be called; this one begins with “%1”.")
                           .arg(parsed.scheme()));
    if (parsed.host().isEmpty())
        return invalid(QStringLiteral("The address names no host. Write it as https://host/path."));
    if (parsed.port(1) == 0)
        return invalid(QStringLiteral("Port 0 cannot be called. Give the port that the server listens on."));
    if (!parsed.userInfo().isEmpty())
        return invalid(QStringLiteral("The address holds a user name or password. Remove it and send the credential as "
                                      "a header instead."));
    // From the bytes given: QUrl has decoded %2E by now.
    if (hasDotSegment(pathOf(url)))
        return invalid(QStringLiteral("The path holds a “.” or “..” segment, which would change it on its way. Use "
                                      "the path without it."));
    return parsed;
}

Result<void> checkRequest(const HttpRequest &request)
{
    if (!isToken(request.method))
        return invalid(QStringLiteral("“%1” is not a method. Use letters only, such as GET or POST.")
                           .arg(QString::fromLatin1(request.method)));
    if (request.method == "CONNECT")
        return invalid(QStringLiteral("CONNECT opens tunnels through proxies and cannot be sent as a request."));
    if (request.method == "HEAD" && !request.body.isEmpty())
        return invalid(QStringLiteral("A HEAD request carries no body. Remove the body or use another method."));
    if (request.timeoutMs <= 0)
        return invalid(QStringLiteral("A request needs a time limit of at least one millisecond."));
    for (const HeaderField &field : request.headers) {
        const QString name = QString::fromLatin1(field.name);
        if (!isToken(field.name))
            return invalid(QStringLiteral("“%1” is not a header name. Use letters, digits and hyphens.").arg(name));
        // The value itself is not repeated: it may be a secret.
        if (!isFieldValue(field.value))
            return invalid(QStringLiteral("The value of header %1 holds a line break or another control character. "
                                          "Remove it.")
                               .arg(name));
        if (field.name.compare("content-length", Qt::CaseInsensitive) == 0
            || field.name.compare("transfer-encoding", Qt::CaseInsensitive) == 0)
            return invalid(QStringLiteral("Header %1 follows from the body and cannot be given. Remove it.").arg(name));
    }
    return {};
}

bool isSafeMethod(const QByteArray &method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool isLoopbackHost(const QString &host)
{
    const QHostAddress address(host);
    return address.isLoopback() || host.compare(u"localhost", Qt::CaseInsensitive) == 0
        || host.endsWith(u".localhost", Qt::CaseInsensitive);
}

} // namespace uw
