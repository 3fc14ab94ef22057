// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/hostentry.h"

#include <QUrl>

namespace uw {

bool HostEntry::matches(const QString &otherHost, int otherPort) const
{
    return host == otherHost.toLower() && (port == 0 || port == otherPort);
}

std::optional<HostEntry> parseHostEntry(const QString &text)
{
    const QUrl url = QUrl::fromEncoded(QByteArray("http://" + text.toUtf8()), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.path().isEmpty() || url.hasQuery() || url.hasFragment()
        || !url.userInfo().isEmpty() || text.contains(u'*'))
        return std::nullopt;
    return HostEntry{url.host().toLower(), url.port(0)};
}

} // namespace uw
