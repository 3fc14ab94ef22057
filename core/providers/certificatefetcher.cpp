// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatefetcher.h"

#include "core/base/logging.h"
#include "core/base/pooltask.h"
#include "core/http/httpclient.h"

#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int timeoutMs = 10'000;
constexpr qint64 maximumBytes = 256 * limits::kibibyte;

bool mayPass(int status)
{
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

} // namespace

CertificateFetcher::CertificateFetcher(CertificateCache &cache, HttpClient &http, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_http(http)
{
    m_pool.setMaxThreadCount(1);
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
    m_http.send(request, this,
                [this, url, hostSuffix](const Result<HttpResponse> &response) { take(url, hostSuffix, response); });
}

// What may pass says nothing about the certificate; whatever else is there instead of one is none.
void CertificateFetcher::take(const QString &url, const QByteArray &hostSuffix, const Result<HttpResponse> &response)
{
    if (response && response->status == 200) {
        check(url, response->body, hostSuffix);
        return;
    }
    if (!response && response.error().code == ErrorCode::ResponseTooLarge)
        m_cache.refuse(url, u"What is at its address is no certificate."_s);
    else if (!response)
        m_cache.fail(url, u"It could not be fetched: %1"_s.arg(response.error().text));
    else if (mayPass(response->status))
        m_cache.fail(url, u"Its address answered with status %1."_s.arg(response->status));
    else
        m_cache.refuse(url, u"Its address answered with status %1."_s.arg(response->status));
    Q_EMIT settled(url);
}

void CertificateFetcher::check(const QString &url, const QByteArray &pem, const QByteArray &hostSuffix)
{
    m_pool.start(new PoolTask([this, url, pem, hostSuffix] {
        if (const Result<void> added = m_cache.add(url, pem, hostSuffix); !added)
            qCWarning(uwProviders).noquote() << "The certificate at" << url << "is not used:" << added.error().text;
        QMetaObject::invokeMethod(
            this, [this, url] { Q_EMIT settled(url); }, Qt::QueuedConnection);
    }));
}

} // namespace uw
