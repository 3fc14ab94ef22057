// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/serverconcern.h"

#include "core/http/addressguard.h"
#include "core/http/requestrules.h"
#include "core/openapi/document.h"

#include <QUrl>

namespace uw::openapi {
namespace {

bool isLocal(const QString &host)
{
    const std::optional<QHostAddress> literal = literalAddress(host);
    return isLoopbackHost(host) || (literal && addressKind(*literal) != AddressKind::Public)
        || (!literal && (!host.contains(u'.') || host.endsWith(u".local") || host.endsWith(u".internal")));
}

// "clockify.me" of "reports.api.clockify.me"; of a country's second level ("co.uk") one more label is taken.
QString siteOf(const QString &host)
{
    const QStringList labels = host.split(u'.');
    if (literalAddress(host) || labels.size() <= 2)
        return host;
    constexpr qsizetype longestSecondLevel = 3;
    const bool isCountry = labels.last().size() == 2 && labels.at(labels.size() - 2).size() <= longestSecondLevel;
    return labels.mid(labels.size() - (isCountry ? 3 : 2)).join(u'.');
}

// The public host that the description is of, or came from.
QString publicHostOf(const Document &document)
{
    const QString from = QUrl(document.origin()).host();
    for (const QString &host : {document.usualHost(), from}) {
        if (!host.isEmpty() && !isLocal(host))
            return host;
    }
    return {};
}

} // namespace

QString serverConcern(const Document &document, const QString &server)
{
    const QString host = QUrl(server).host();
    const QString expected = publicHostOf(document);
    if (host.isEmpty() || expected.isEmpty())
        return {};
    if (isLocal(host))
        return QStringLiteral("The description is of %1, but names %2 as the server of this operation, which is this "
                              "computer or a private network. It was probably left in by mistake.")
            .arg(expected, host);
    if (siteOf(host) != siteOf(expected))
        return QStringLiteral("The description is of %1, but names %2 as the server of this operation.")
            .arg(expected, host);
    return {};
}

} // namespace uw::openapi
