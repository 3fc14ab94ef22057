// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxyFactory>
#include <QStringList>
#include <QUrl>

class QProcessEnvironment;

namespace uw {

// Chooses the proxy of a call from the variables that command-line tools share: http_proxy,
// https_proxy, all_proxy and no_proxy, lower or upper case (HTTP_PROXY only in lower case: a web
// server sets that one from a request header). Loopback is never sent through a proxy. The system's
// own settings are left alone because asking for them may wait for the network. Owned by its
// QNetworkAccessManager; read once when made.
class EnvironmentProxy final : public QNetworkProxyFactory {
public:
    explicit EnvironmentProxy(const QProcessEnvironment &environment);

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    [[nodiscard]] bool isExempt(const QString &host, int port) const;

    QNetworkProxy m_http;
    QNetworkProxy m_https;
    // Lower case, without a leading "*." or "."; "*" exempts every host.
    QStringList m_exempt;
};

} // namespace uw
