// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/redirect.h"

#include "core/http/networkerror.h"
#include "core/http/requestrules.h"

#include <QUrl>

#include <algorithm>
#include <array>

namespace uw {

namespace {

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

bool isOneOf(const QByteArray &name, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(),
                       [&name](const char *other) { return name.compare(other, Qt::CaseInsensitive) == 0; });
}

Error refused(const QUrl &from, const QString &why)
{
    return {ErrorCode::ConnectionFailed,
            QStringLiteral("%1 redirects to %2. Ask the server's owner for the address to use.")
                .arg(hostAndPort(from), why)};
}

} // namespace

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<std::optional<RedirectHop>> redirectOf(const HttpRequest &request, const HttpResponse &response)
{
    const QByteArray location = headerValue(response.headers, "Location");
    if (!isRedirect(response.status) || location.isEmpty())
        return std::optional<RedirectHop>();
    const QUrl from = QUrl::fromEncoded(request.url, QUrl::StrictMode);
    const QUrl written = QUrl::fromEncoded(location, QUrl::TolerantMode);
    QUrl to = from.resolved(written);
    to.setFragment({});
    if (!written.isValid() || !to.isValid() || to.host().isEmpty())
        return refused(from, QStringLiteral("a place that is not a valid address"));
    if (to.scheme() != u"http" && to.scheme() != u"https")
        return refused(from, QStringLiteral("“%1:”, which is not http or https").arg(to.scheme()));
    if (from.scheme() == u"https" && to.scheme() == u"http")
        return refused(from, QStringLiteral("%1 without encryption").arg(hostAndPort(to)));

    RedirectHop hop{request, to.scheme() == from.scheme() && to.host() == from.host() && portOf(to) == portOf(from)};
    hop.request.url = to.toEncoded();
    hop.request.address.clear();
    const bool becomesGet =
        response.status == 303 ? request.method != "HEAD" : response.status <= 302 && request.method == "POST";
    if (becomesGet) {
        hop.request.method = "GET";
        hop.request.body.clear();
        hop.request.headers.removeIf([](const HeaderField &field) {
            return isOneOf(field.name, {"Content-Type", "Content-Encoding", "Content-Language", "Content-Location"});
        });
    }
    if (!hop.isSameOrigin) {
        hop.request.headers.removeIf([](const HeaderField &field) {
            return !isOneOf(field.name, {"Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "User-Agent"});
        });
    }
    return std::optional<RedirectHop>(std::move(hop));
}

} // namespace uw
