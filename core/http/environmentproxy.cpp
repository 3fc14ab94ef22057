// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/environmentproxy.h"

#include "core/base/logging.h"
#include "core/http/requestrules.h"

#include <QProcessEnvironment>

namespace uw {
namespace {

QString variable(const QProcessEnvironment &environment, const QString &lowerCase)
{
    const QString value = environment.value(lowerCase);
    return value.isEmpty() && lowerCase != u"http_proxy" ? environment.value(lowerCase.toUpper()) : value;
}

QNetworkProxy parseProxy(const QString &name, const QString &text)
{
    if (text.isEmpty())
        return QNetworkProxy::NoProxy;
    // "proxy.example:3128" is as common as "http://proxy.example:3128".
    const QUrl url(text.contains(u"://") ? text : u"http://" + text, QUrl::StrictMode);
    const bool socks = url.scheme() == u"socks5" || url.scheme() == u"socks5h";
    if (!url.isValid() || url.host().isEmpty() || (!socks && url.scheme() != u"http")) {
        // The value may hold a password.
        qCWarning(uwHttp).noquote() << "The variable" << name
                                    << "does not name an http or socks5 proxy and is ignored.";
        return QNetworkProxy::NoProxy;
    }
    return {socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
            quint16(url.port(socks ? 1080 : 80)), url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded)};
}

} // namespace

EnvironmentProxy::EnvironmentProxy(const QProcessEnvironment &environment)
{
    const auto choose = [&environment](const QString &name) {
        const QString value = variable(environment, name);
        return value.isEmpty()
                 ? parseProxy(QStringLiteral("all_proxy"), variable(environment, QStringLiteral("all_proxy")))
                 : parseProxy(name, value);
    };
    m_http = choose(QStringLiteral("http_proxy"));
    m_https = choose(QStringLiteral("https_proxy"));
    const QStringList parts =
        variable(environment, QStringLiteral("no_proxy")).toLower().split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        QString entry = part.trimmed();
        if (entry.startsWith(u"*."))
            entry.remove(0, 1);
        if (entry.startsWith(u'.'))
            entry.remove(0, 1);
        if (!entry.isEmpty())
            m_exempt << entry;
    }
}

QList<QNetworkProxy> EnvironmentProxy::queryProxy(const QNetworkProxyQuery &query)
{
    const QUrl url = query.url();
    const bool secure = url.scheme() == u"https";
    if (isLoopbackHost(url.host()) || isExempt(url.host().toLower(), url.port(secure ? 443 : 80)))
        return {QNetworkProxy::NoProxy};
    return {secure ? m_https : m_http};
}

bool EnvironmentProxy::isExempt(const QString &host, int port) const
{
    return std::any_of(m_exempt.begin(), m_exempt.end(), [&](const QString &entry) {
        const QString name = entry.section(u':', 0, 0);
        if (entry == u"*" || entry == host)
            return true;
        if (entry.count(u':') == 1 && entry.section(u':', 1).toInt() != port)
            return false;
        return host == name || host.endsWith(u'.' + name);
    });
}

} // namespace uw
