// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/managerpool.h"

#include "core/http/environmentproxy.h"

#include <QProcessEnvironment>

namespace uw {
namespace {

QString hostKey(const QUrl &url)
{
    return url.scheme() + u"://" + url.host() + u':' + QString::number(url.port(url.scheme() == u"https" ? 443 : 80));
}

} // namespace

ManagerPool::ManagerPool(QObject *parent) : QObject(parent) {}

ManagerPool::Entry &ManagerPool::choose(const QString &host)
{
    const auto end = m_entries.begin() + m_size;
    const auto free = std::find_if(
        m_entries.begin(), end, [&host](const Entry &entry) { return entry.calls.value(host) < connectionsPerHost; });
    if (free != end)
        return *free;
    if (m_size < maximumManagers) {
        Entry &entry = m_entries[size_t(m_size++)];
        entry.manager = new QNetworkAccessManager(this);
        entry.manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        entry.manager->setProxyFactory(new EnvironmentProxy(QProcessEnvironment::systemEnvironment()));
        return entry;
    }
    return *std::min_element(m_entries.begin(), end, [&host](const Entry &a, const Entry &b) {
        return a.calls.value(host) < b.calls.value(host);
    });
}

QNetworkAccessManager *ManagerPool::acquire(const QUrl &url)
{
    const QString host = hostKey(url);
    Entry &entry = choose(host);
    ++entry.calls[host];
    return entry.manager;
}

void ManagerPool::release(QNetworkAccessManager *manager, const QUrl &url)
{
    const QString host = hostKey(url);
    for (Entry &entry : m_entries) {
        if (entry.manager != manager)
            continue;
        const auto calls = entry.calls.find(host);
        if (calls != entry.calls.end() && --*calls == 0)
            entry.calls.erase(calls);
        return;
    }
}

} // namespace uw
