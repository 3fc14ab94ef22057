// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpcall.h"

#include "core/base/version.h"
#include "core/http/bodysource.h"
#include "core/http/requestrules.h"
#include "core/text/bodyfile.h"

#include <QNetworkAccessManager>
#include <QSslError>

namespace uw {
namespace {

// How much of an answer Qt may hold before we have read it; the peer waits meanwhile.
constexpr qint64 readBufferBytes = 1 * limits::mebibyte;
constexpr qint64 pieceBytes = 64 * limits::kibibyte;

// Qt before 6.8 takes one field a name, so repeated ones are joined as RFC 9110 section 5.3 allows.
HeaderList joined(const HeaderList &headers)
{
    HeaderList result;
    for (const HeaderField &field : headers) {
        const auto same = std::find_if(result.begin(), result.end(), [&field](const HeaderField &other) {
            return other.name.compare(field.name, Qt::CaseInsensitive) == 0;
        });
        if (same == result.end())
            result << field;
        else
            same->value += (field.name.compare("cookie", Qt::CaseInsensitive) == 0 ? "; " : ", ") + field.value;
    }
    return result;
}

HeaderList headersOf(const QNetworkReply &reply)
{
    HeaderList headers;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    for (const auto &[name, value] : reply.headers().toListOfPairs())
        headers << HeaderField{name, value};
#else
    for (const auto &[name, value] : reply.rawHeaderPairs()) {
        // Qt joins repeated Set-Cookie fields by line breaks, which no field can hold itself.
        for (const QByteArray &one : value.split('\n'))
            headers << HeaderField{name, one};
    }
#endif
    return headers;
}

// The errors that Qt makes of a status are answers to us.
bool isOnlyAStatus(QNetworkReply::NetworkError error, int status)
{
    // Qt wants to send the body again although nobody asked it to follow; BodySource rightly refuses.
    if (error == QNetworkReply::ContentReSendError && (status == 307 || status == 308))
        return true;
    return status >= 400
        && ((error >= QNetworkReply::ContentAccessDenied && error <= QNetworkReply::UnknownContentError)
            || (error >= QNetworkReply::InternalServerError && error <= QNetworkReply::UnknownServerError)
            || error == QNetworkReply::ProtocolInvalidOperationError
            || error == QNetworkReply::ProxyAuthenticationRequiredError);
}

// The errors of connections that never stood.
bool isBeforeSending(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return true;
    default:
        return false;
    }
}

} // namespace

HttpCall::HttpCall(const HttpRequest &request, const QUrl &url, Done done, QObject *parent)
    : QObject(parent)
    , m_request(request)
    , m_done(std::move(done))
    , m_cuts(request.cutsResponse)
{
    m_state.url = url;
    m_state.timeoutMs = request.timeoutMs;
    m_state.maximumBytes = request.maximumResponseBytes;
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(timeoutError(m_state), wasSent()); });
}

HttpCall::~HttpCall()
{
    dropReply();
}

QUrl HttpCall::connectionUrl() const
{
    QUrl url = m_state.url;
    if (!m_request.address.isNull())
        url.setHost(m_request.address.toString());
    return url;
}

QNetworkRequest HttpCall::networkRequest() const
{
    QNetworkRequest request(connectionUrl());
    if (!m_request.address.isNull()) {
        request.setPeerVerifyName(m_state.url.host());
        request.setRawHeader("Host", hostAndPort(m_state.url).toLatin1());
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // No credential of another call, nor of the desktop's sign-on, answers a challenge.
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    // Qt's own guard goes by the ratio and strikes at honest answers too; readBody() goes by the size.
    request.setDecompressedSafetyCheckThreshold(-1);
    request.setRawHeader("User-Agent", "Universal-Webhook/" + QByteArray(productVersion.data()));
    // Otherwise Qt sends the language of this desktop.
    request.setRawHeader("Accept-Language", "*");
    for (const HeaderField &field : joined(m_request.headers))
        request.setRawHeader(field.name, field.value.isNull() ? QByteArray("") : field.value);
    return request;
}

void HttpCall::start(QNetworkAccessManager &manager)
{
    m_clock.start();
    m_deadline.start(m_request.timeoutMs);
    QNetworkRequest request = networkRequest();
    if (isSafeMethod(m_request.method) && m_request.body.isEmpty()) {
        m_reply =
            m_request.method == "HEAD" ? manager.head(request) : manager.sendCustomRequest(request, m_request.method);
    } else {
        // Also without a body, so that the request is sent once and says "Content-Length: 0".
        request.setRawHeader("Content-Length", QByteArray::number(m_request.body.size()));
        auto *source = new BodySource(m_request.body, this);
        m_reply = manager.sendCustomRequest(request, m_request.method, source);
        source->setParent(m_reply);
        m_state.sendingIsSeen = !m_request.body.isEmpty();
    }
    m_reply->setReadBufferSize(readBufferBytes);
    watch();
}

void HttpCall::watch()
{
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_connecting = true; });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] {
        m_state.timing.encryptedMs = elapsedMs();
        markConnected();
    });
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent) {
        if (sent <= 0)
            return;
        m_uploading = true;
        markConnected();
    });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        markConnected();
        m_state.timing.sentMs = elapsedMs();
    });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_state.tlsReasons << error.errorString();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpCall::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &HttpCall::replyFinished);
}

// Qt tells that a connection is being made, not that it stands: its first use shows that.
void HttpCall::markConnected()
{
    if (m_connecting && m_state.timing.connectedMs < 0)
        m_state.timing.connectedMs = elapsedMs();
}

void HttpCall::readHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_ended || status == 0 || m_response.status != 0)
        return;
    m_state.timing.firstByteMs = elapsedMs();
    m_response.status = status;
    m_response.reason = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().toLatin1();
    m_response.headers = headersOf(*m_reply);
    if (m_request.takesEventStream && isEventStream(m_response.headers)) {
        m_deadline.stop();
        m_cuts = true;
    }
    if (m_request.watch && m_request.watch->head)
        m_request.watch->head(m_response);
    if (m_request.method == "HEAD")
        return;
    bool known = false;
    const qint64 length = headerValue(m_response.headers, "Content-Length").toLongLong(&known);
    m_state.announced = known ? length : -1;
    if (m_state.announced > m_state.maximumBytes && !m_cuts)
        end(tooLargeError(m_state), true);
}

void HttpCall::readBody()
{
    // In pieces: a few kilobytes of gzip may unpack to gigabytes, and the limit has to be met before they are there.
    QByteArray piece(pieceBytes, Qt::Uninitialized);
    while (m_reply && !m_ended) {
        const qint64 count = m_reply->read(piece.data(), piece.size());
        if (count <= 0)
            return;
        m_state.received += count;
        const qint64 excess = m_state.received - m_state.maximumBytes;
        if (excess > 0 && !m_cuts) {
            end(tooLargeError(m_state), true);
            return;
        }
        if (!keep(QByteArrayView(piece).first(count - qMax<qint64>(excess, 0))))
            return;
        if (excess > 0) {
            m_response.isCut = true;
            end(outcome(), true);
            return;
        }
    }
}

// Adds to the body, in memory or on disk; false when the call has ended over it.
bool HttpCall::keep(QByteArrayView piece)
{
    if (!m_request.spoolFolder.isEmpty() && !m_file && m_response.body.size() + piece.size() > BodyFile::keptInMemory) {
        m_file = std::make_shared<BodyFile>(m_request.spoolFolder, 0);
        if (const Result<void> kept = m_file->append(std::exchange(m_response.body, {})); !kept) {
            end(kept.error(), true);
            return false;
        }
    }
    if (!m_file) {
        m_response.body.append(piece);
    } else if (const Result<void> kept = m_file->append(piece); !kept) {
        end(kept.error(), true);
        return false;
    }
    if (m_request.watch && m_request.watch->piece)
        m_request.watch->piece(piece);
    return !m_ended;
}

void HttpCall::replyFinished()
{
    readHead();
    readBody();
    if (m_ended)
        return;
    const bool isSent = wasSent() && !isBeforeSending(m_reply->error());
    end(outcome(), isSent);
}

Result<HttpResponse> HttpCall::outcome()
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error != QNetworkReply::NoError && !isOnlyAStatus(error, m_response.status))
        return networkError(error, m_reply->errorString(), m_state);
    if (m_response.status < 200)
        return interimError(m_response.status, m_state);
    m_state.timing.totalMs = elapsedMs();
    m_response.timing = m_state.timing;
    m_response.file = std::exchange(m_file, nullptr);
    return std::move(m_response);
}

void HttpCall::cancel()
{
    end(cancelledError(m_state), wasSent());
}

// Of an empty body Qt tells nothing before the answer comes: then it may have been sent.
bool HttpCall::wasSent() const
{
    return m_state.timing.sentMs >= 0 || m_state.timing.firstByteMs >= 0 || m_uploading || !m_state.sendingIsSeen;
}

void HttpCall::end(Result<HttpResponse> result, bool wasSent)
{
    if (m_ended)
        return;
    m_ended = true;
    m_deadline.stop();
    dropReply();
    QMetaObject::invokeMethod(
        this,
        [this, result = std::move(result), wasSent]() mutable {
            m_done({std::move(result), wasSent});
        },
        Qt::QueuedConnection);
}

void HttpCall::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    if (!reply->isFinished())
        reply->abort();
    reply->deleteLater();
}

} // namespace uw
