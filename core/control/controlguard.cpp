// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/controlguard.h"

#include "core/listener/problem.h"

#include <openssl/crypto.h>

namespace uw::control {

namespace {

// The credentials of "Authorization: Bearer …" (RFC 6750 section 2.1); the scheme is case-insensitive.
QByteArray bearerToken(const QByteArray &authorization)
{
    constexpr QByteArrayView scheme("Bearer ");
    if (authorization.size() <= scheme.size()
        || QByteArrayView(authorization).first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return authorization.mid(scheme.size()).trimmed();
}

// Takes as long for a token that differs in its first byte as for one that differs in its last.
bool sameToken(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), std::size_t(a.size())) == 0;
}

// What the routes below these show belongs to workspaces.
bool isOfWorkspaces(QByteArrayView path)
{
    for (const QByteArrayView folder :
         {QByteArrayView("/ui"), QByteArrayView("/subscriptions"), QByteArrayView("/deliveries")}) {
        if (path.startsWith(folder) && (path.size() == folder.size() || path[folder.size()] == '/'))
            return true;
    }
    return false;
}

} // namespace

bool isLocalHostHeader(QByteArrayView host)
{
    QByteArrayView name = host;
    if (name.startsWith('[')) {
        const qsizetype end = name.indexOf(']');
        if (end < 0)
            return false;
        const QByteArrayView rest = name.sliced(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(':'))
            return false;
        name = name.first(end + 1);
    } else if (const qsizetype colon = name.indexOf(':'); colon >= 0) {
        name = name.first(colon);
    }
    return name.compare("localhost", Qt::CaseInsensitive) == 0 || name == "127.0.0.1" || name == "[::1]";
}

ControlGuard::ControlGuard(QByteArray token, std::function<bool()> hasSeveralWorkspaces)
    : m_token(std::move(token))
    , m_hasSeveralWorkspaces(std::move(hasSeveralWorkspaces))
{
    Q_ASSERT(!m_token.isEmpty());
}

std::optional<ServerResponse> ControlGuard::operator()(const ServerRequest &request) const
{
    if (findHeader(request.headers, "Origin"))
        return problem(403, QStringLiteral("The control API does not answer web pages."));
    if (!isLocalHostHeader(request.header("Host")))
        return problem(403, QStringLiteral("The control API answers to localhost, 127.0.0.1 and [::1] alone. "
                                           "Use one of them in the address."));
    if (request.path == "/health")
        return std::nullopt;
    if (sameToken(bearerToken(request.header("Authorization")), m_token))
        return workspaceRefusal(request);
    ServerResponse refusal = problem(
        401, QStringLiteral("The control token is missing or wrong. Send it as \"Authorization: Bearer <token>\"."));
    refusal.headers.append(HeaderField{"WWW-Authenticate", "Bearer realm=\"universal-webhook\""});
    return refusal;
}

std::optional<ServerResponse> ControlGuard::workspaceRefusal(const ServerRequest &request) const
{
    if (!m_hasSeveralWorkspaces || !isOfWorkspaces(request.path)
        || !request.queryValue(u"workspaceId").value_or(QString()).isEmpty() || !m_hasSeveralWorkspaces())
        return std::nullopt;
    return problem(400, QStringLiteral("The add-on is installed in several workspaces. Say which one is meant with "
                                       "?workspaceId=."));
}

} // namespace uw::control
