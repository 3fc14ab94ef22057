// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/providers/certificatecache.h"

#include <QObject>
#include <QThreadPool>

namespace uw {

class HttpClient;

// Fetches the certificates that a cache asks for. Lives on the thread of `http`, owned by the composition; cache and
// client outlive it, and it outlives the judging.
class CertificateFetcher final : public QObject {
    Q_OBJECT

public:
    // Becomes the cache's fetcher.
    CertificateFetcher(CertificateCache &cache, HttpClient &http, QObject *parent = nullptr);

    // What the system trusts, as CertificateCache wants it.
    [[nodiscard]] static QList<QByteArray> systemAuthorities();

Q_SIGNALS:
    // The cache knows now, whatever came of it.
    void settled(const QString &url);

private:
    void fetch(const QString &url, const QByteArray &hostSuffix);
    void take(const QString &url, const QByteArray &hostSuffix, const Result<HttpResponse> &response);
    void check(const QString &url, const QByteArray &pem, const QByteArray &hostSuffix);

    CertificateCache &m_cache;
    HttpClient &m_http;
    // Where certificates are held against the authorities of the system, which takes long to read.
    QThreadPool m_pool;
};

} // namespace uw
