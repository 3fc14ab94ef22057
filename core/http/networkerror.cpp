// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/networkerror.h"

#include <QLocale>

namespace uw {
namespace {

Error failed(const QString &text)
{
    return {ErrorCode::ConnectionFailed, text};
}

QString seconds(int ms)
{
    return QString::number(ms / 1000.0, 'g', 4) + u" s";
}

QString size(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes);
}

// "because the certificate is self-signed, and because …" without the full stops of Qt's texts.
QString listOf(const QStringList &reasons, const QString &fallback)
{
    QStringList clean;
    for (QString reason : reasons.isEmpty() ? QStringList{fallback} : reasons) {
        while (reason.endsWith(u'.'))
            reason.chop(1);
        clean << reason;
    }
    return clean.join(u"; ");
}

Error closedError(const CallState &state)
{
    const QString host = hostAndPort(state.url);
    if (state.timing.firstByteMs < 0)
        return failed(QStringLiteral("%1 closed the connection before it answered. It may have done what was asked all "
                                     "the same: look there before sending it again.")
                          .arg(host));
    if (state.announced > state.received)
        return failed(QStringLiteral("%1 closed the connection after %2 of the %3 bytes it had announced. The answer "
                                     "is not whole: send the request again if it only reads.")
                          .arg(host)
                          .arg(state.received)
                          .arg(state.announced));
    return failed(QStringLiteral("%1 closed the connection in the middle of its answer. Send the request again if it "
                                 "only reads.")
                      .arg(host));
}

} // namespace

QString hostAndPort(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host();
    const int usual = url.scheme() == u"https" ? 443 : 80;
    return url.port(usual) == usual ? host : host + u':' + QString::number(url.port());
}

Error networkError(QNetworkReply::NetworkError code, const QString &qtText, const CallState &state)
{
    const QString host = hostAndPort(state.url);
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
        return failed(QStringLiteral("%1 refused the connection. Check that the server runs and that address and port "
                                     "are right.")
                          .arg(host));
    case QNetworkReply::HostNotFoundError:
        return failed(QStringLiteral("The host name %1 is not known. Check its spelling and that this computer is "
                                     "online.")
                          .arg(state.url.host()));
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return closedError(state);
    case QNetworkReply::SslHandshakeFailedError:
        return failed(QStringLiteral("No secure connection to %1: %2. Check the server's certificate, or that the port "
                                     "speaks TLS at all.")
                          .arg(host, listOf(state.tlsReasons, qtText)));
    case QNetworkReply::TimeoutError:
        return {ErrorCode::Timeout, QStringLiteral("%1 could not be reached in time. Check the address, and firewalls "
                                                   "between here and there.")
                                        .arg(host)};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return failed(QStringLiteral("The proxy on the way to %1 failed: %2. Check the variables https_proxy, "
                                     "http_proxy and no_proxy.")
                          .arg(host, qtText));
    case QNetworkReply::UnknownContentError:
        return failed(
            QStringLiteral("The answer of %1 says that it is compressed and cannot be unpacked. Ask for it as it "
                           "is, with the header “Accept-Encoding: identity”.")
                .arg(host));
    default:
        return failed(
            QStringLiteral("The call to %1 failed: %2. Check the address and the network.").arg(host, qtText));
    }
}

Error timeoutError(const CallState &state)
{
    const QString host = hostAndPort(state.url);
    const QString limit = seconds(state.timeoutMs);
    QString text;
    if (state.timing.sentMs < 0 && state.sendingIsSeen)
        text =
            QStringLiteral("No connection to %1 within %2. Check the address, and firewalls between here and there.");
    else if (state.timing.firstByteMs < 0)
        text = QStringLiteral("%1 did not answer within %2. It may have done what was asked all the same: look there "
                              "before sending it again, or allow more time.");
    else
        text = QStringLiteral("The answer of %1 was not whole within %2. Allow more time, or ask for less at once.");
    return {ErrorCode::Timeout, text.arg(host, limit)};
}

Error tooLargeError(const CallState &state)
{
    return {ErrorCode::ResponseTooLarge,
            QStringLiteral("The answer of %1 is larger than the %2 that are allowed. Ask for less at once, for example "
                           "a smaller page.")
                .arg(hostAndPort(state.url), size(state.maximumBytes))};
}

Error cancelledError(const CallState &state)
{
    return {ErrorCode::Cancelled,
            state.timing.sentMs < 0 && state.sendingIsSeen
                ? QStringLiteral("The call to %1 was cancelled before it was sent.").arg(hostAndPort(state.url))
                : QStringLiteral("The call to %1 was cancelled. If it had been sent already, the server may act on it.")
                      .arg(hostAndPort(state.url))};
}

Error interimError(int status, const CallState &state)
{
    return failed(QStringLiteral("%1 sent an interim answer (%2) that was not asked for, and the final one cannot be "
                                 "read after it. Ask the server's owner to leave it out.")
                      .arg(hostAndPort(state.url))
                      .arg(status));
}

} // namespace uw
