// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/apikeyrule.h"

#include "core/http/requestrules.h"

namespace uw::clockify {

QString serverInForce(const QStringList &operationServers, const QString &baseUrl)
{
    return operationServers.value(0) == regularServer ? baseUrl : QString();
}

bool mayCarryApiKey(const QUrl &url, const QString &baseUrl, bool isServerChosen)
{
    const QString host = url.host().toLower();
    const QUrl base(baseUrl);
    if (!base.host().isEmpty() && base.authority() == url.authority() && base.scheme() == url.scheme())
        return true;
    if (isLoopbackHost(host))
        return isServerChosen;
    return url.scheme() == u"https" && (host == u"clockify.me" || host.endsWith(u".clockify.me"));
}

} // namespace uw::clockify
