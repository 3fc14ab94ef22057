// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/clockifyverifier.h"

#include "core/providers/jwt.h"

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr QLatin1StringView tokenScheme{"clockify"};
constexpr QLatin1StringView addonScheme{"clockify-addon"};

using Cause = VerdictCause::Code;

ProviderVerifier::Verdict valid(QLatin1StringView scheme, const QString &reason, const QString &workspaceId)
{
    return {.verification = {.verdict = Verdict::Valid, .scheme = scheme, .reason = reason},
            .workspaceId = workspaceId};
}

// The cause stands here because none of the usual accidents with signatures can happen to a token.
ProviderVerifier::Verdict invalid(QLatin1StringView scheme, const QString &reason, Cause code = Cause::Unknown)
{
    return {.verification = {
                .verdict = Verdict::Invalid, .scheme = scheme, .reason = reason, .cause = VerdictCause{code, reason}}};
}

// The path of a request target in origin or absolute form.
QString pathOf(const QByteArray &target)
{
    QByteArrayView path = target;
    if (const qsizetype scheme = path.indexOf("://"); !path.startsWith('/') && scheme > 0) {
        const qsizetype slash = path.indexOf('/', scheme + 3);
        path = slash < 0 ? QByteArrayView("/") : path.sliced(slash);
    }
    const qsizetype query = path.indexOf('?');
    return QString::fromLatin1(query < 0 ? path : path.first(query));
}

// A proxy may have put a folder before our path.
bool isFor(const RegisteredWebhook &webhook, const QString &path)
{
    return webhook.path.isEmpty() || webhook.path.endsWith(path);
}

// A token stands for one workspace; a body that speaks for another one was not sent with it by Clockify.
std::optional<QString> otherWorkspace(const RequestView &request, const QString &workspaceId)
{
    const json::Value *body = request.json();
    const json::Value *named = body ? json::member(*body, "workspaceId") : nullptr;
    if (!named || named->is_null() || json::toQString(*named) == workspaceId)
        return std::nullopt;
    return u"The token belongs to another workspace than the one that the body names."_s;
}

// The kind of event is not held against the one that was registered: it may have been changed in Clockify since.
ProviderVerifier::Verdict ofOwnWebhook(const RegisteredWebhook &webhook, const RequestView &request)
{
    if (const std::optional<QString> reason = otherWorkspace(request, webhook.workspaceId))
        return invalid(tokenScheme, *reason);
    return valid(tokenScheme, u"the token of a webhook that is registered in this workspace"_s, webhook.workspaceId);
}

bool isOneOf(const QList<QByteArray> &secrets, const QByteArray &token)
{
    // All are compared, so that the time does not tell which one was near.
    bool isKnown = false;
    for (const QByteArray &secret : secrets)
        isKnown |= crypto::sameSecret(secret, token);
    return isKnown;
}

} // namespace

ClockifyVerifier::ClockifyVerifier(AddonTokenVerifier tokens, const InstallationDirectory &directory)
    : m_tokens(std::move(tokens))
    , m_directory(directory)
{}

ProviderVerifier::Verdict ClockifyVerifier::verify(const RequestView &request, const ProviderState &state) const
{
    const std::shared_ptr<const InstallationSnapshot> known = m_directory.snapshot();
    if (!known->fault().isEmpty())
        return {.verification = {.verdict = uw::Verdict::NotConfigured,
                                 .scheme = tokenScheme,
                                 .reason = known->fault(),
                                 .isPassing = true}};
    const QByteArray token = request.header("clockify-signature").value_or(QByteArray());
    const bool isConfigured = !state.secrets.isEmpty() || !known->isEmpty();
    if (const RegisteredWebhook *own = known->ownWebhook(token))
        return ofOwnWebhook(*own, request);
    if (isOneOf(state.secrets.current, token))
        return valid(tokenScheme, u"the token is the stored one"_s, {});
    if (isOneOf(state.secrets.previous, token))
        return invalid(tokenScheme, u"The token is the one that was stored before."_s, Cause::OtherSecret);
    if (looksLikeJwt(token))
        return ofAddon(token, request, *known);
    if (!isConfigured)
        return {.verification = {.verdict = uw::Verdict::NotConfigured,
                                 .scheme = tokenScheme,
                                 .reason = u"no secret is stored for Clockify"_s}};
    return invalid(tokenScheme, token.isEmpty() ? u"The header clockify-signature is missing."_s
                                                : u"The token is none that Clockify gave to a webhook known here."_s);
}

ProviderVerifier::Verdict ClockifyVerifier::ofAddon(QByteArrayView token, const RequestView &request,
                                                    const InstallationSnapshot &known) const
{
    const Result<AddonClaims> claims = m_tokens.verify(token, request.receivedAtMs());
    if (!claims)
        return invalid(addonScheme, claims.error().text);
    if (const std::optional<QString> reason = otherWorkspace(request, claims->workspaceId))
        return invalid(addonScheme, *reason);
    const Installation *installation = known.installation(claims->workspaceId);
    // Whether such a workspace is heard at all is for the gate to say: its answer is 403 and not 401.
    if (!installation || !installation->isInstalled())
        return valid(addonScheme, u"signed by Clockify for this add-on"_s, claims->workspaceId);
    if (installation->addonId != claims->addonId)
        return invalid(addonScheme, u"The token belongs to an earlier installation in this workspace."_s,
                       Cause::OtherSecret);
    const QList<RegisteredWebhook> webhooks = known.addonWebhooks(claims->workspaceId);
    const QByteArray digest = tokenDigest(token);
    const QString path = pathOf(request.target());
    bool isGiven = webhooks.isEmpty();
    for (const RegisteredWebhook &webhook : webhooks)
        isGiven |= isFor(webhook, path) && crypto::equalInConstantTime(webhook.tokenDigest, digest);
    if (!isGiven)
        return invalid(addonScheme,
                       u"Clockify signed the token, but gave another one for this address at the "
                       "installation."_s,
                       Cause::OtherSecret);
    return valid(addonScheme, u"signed by Clockify for this workspace's installation"_s, claims->workspaceId);
}

} // namespace uw::clockify
