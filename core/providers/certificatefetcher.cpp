// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatefetcher.h"

#include "core/base/logging.h"
#include "core/http/httpclient.h"

#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int timeoutMs = 10'000;
constexpr qint64 maximumBytes = 256 * limits::kibibyte;

} // namespace

CertificateFetcher::CertificateFetcher(CertificateCache &cache, HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_http(http)
{
    m_cache.setFetcher([this](const QString &url, const QByteArray &hostSuffix) {
        QMetaObject::invokeMethod(
            this, [this, url, hostSuffix] { fetch(url, hostSuffix); }, Qt::QueuedConnection);
    });
}

QList<QByteArray> CertificateFetcher::systemAuthorities()
{
    QList<QByteArray> authorities;
    const QList<QSslCertificate> certificates = QSslConfiguration::systemCaCertificates();
    for (const QSslCertificate &certificate : certificates)
        authorities.append(certificate.toPem());
    return authorities;
}

void CertificateFetcher::fetch(const QString &url, const QByteArray &hostSuffix)
{
    HttpRequest request;
    request.url = url.toUtf8();
    request.headers = {{"Accept", "application/x-pem-file, */*"}};
    request.timeoutMs = timeoutMs;
    request.maximumResponseBytes = maximumBytes;
    m_http.send(request, this, [this, url, hostSuffix](const Result<HttpResponse> &response) {
        if (!response) {
            m_cache.fail(url, u"It could not be fetched: %1"_s.arg(response.error().text));
        } else if (response->status != 200) {
            m_cache.fail(url, u"Its address answered with status %1."_s.arg(response->status));
        } else if (const Result<void> added = m_cache.add(url, response->body, hostSuffix); !added) {
            qCWarning(uwProviders).noquote() << "The certificate at" << url << "is not used:" << added.error().text;
        }
        Q_EMIT settled(url);
    });
}

} // namespace uw
