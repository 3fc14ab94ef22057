// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/lifecyclecall.h"

#include "core/providers/jwt.h"

#include <QHostAddress>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr std::size_t webhooksMaximum = 500;
constexpr qsizetype urlMaximum = 2'000;
constexpr qsizetype tokenMaximum = 16 * 1024;

Error invalid(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

// A text member; empty when it is not there or null.
Result<QString> optionalText(const json::Value &body, const char *name, qsizetype maximum)
{
    const json::Value *value = json::member(body, std::string_view(name));
    if (!value || value->is_null())
        return QString();
    const QString text = json::toQString(*value);
    if (!value->is_string() || text.size() > maximum)
        return invalid(u"\"%1\" has to be text of at most %2 characters."_s.arg(QLatin1StringView(name)).arg(maximum));
    return text;
}

Result<QString> optionalId(const json::Value &body, const char *name)
{
    const Result<QString> text = optionalText(body, name, 64);
    if (text && !text->isEmpty() && !isClockifyId(*text))
        return invalid(u"\"%1\" is no id of Clockify."_s.arg(QLatin1StringView(name)));
    return text;
}

// Tokens go into headers: visible ASCII and nothing else.
bool isToken(const QString &text)
{
    return !text.isEmpty() && text.size() <= tokenMaximum
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

// The installation's token goes to this address in every call, so nobody may be able to listen on the way.
Result<QString> readApiUrl(const json::Value &body)
{
    Result<QString> text = optionalText(body, "apiUrl", urlMaximum);
    if (!text || text->isEmpty())
        return text;
    const QUrl url(*text, QUrl::StrictMode);
    const bool isHere = url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
    const bool isSafe = url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isHere);
    if (!url.isValid() || url.host().isEmpty() || !isSafe || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        return invalid(u"\"apiUrl\" has to be an https address without user, query and fragment."_s);
    return url.toString(QUrl::StripTrailingSlash);
}

Result<RegisteredWebhook> readWebhook(const json::Value &value, const QString &workspaceId)
{
    const Result<QString> path = optionalText(value, "path", urlMaximum);
    const Result<QString> token = optionalText(value, "authToken", tokenMaximum);
    if (!value.is_object() || !path || !token || !isToken(*token))
        return invalid(u"Each of the \"webhooks\" has to be an object with a path and a token."_s);
    return RegisteredWebhook{.workspaceId = workspaceId,
                             .origin = RegisteredWebhook::Origin::Addon,
                             .path = normalizedWebhookPath(*path),
                             .tokenDigest = tokenDigest(token->toLatin1())};
}

Result<QList<RegisteredWebhook>> readWebhooks(const json::Value &body, const QString &workspaceId)
{
    QList<RegisteredWebhook> webhooks;
    const json::Value *list = json::member(body, "webhooks");
    if (!list || list->is_null())
        return webhooks;
    if (!list->is_array())
        return invalid(u"\"webhooks\" has to be a list."_s);
    if (list->size() > webhooksMaximum)
        return Error{ErrorCode::LimitExceeded, u"These are more than %1 webhooks."_s.arg(webhooksMaximum)};
    for (const json::Value &value : *list) {
        Result<RegisteredWebhook> webhook = readWebhook(value, workspaceId);
        if (!webhook)
            return webhook.error();
        if (!webhooks.contains(*webhook))
            webhooks.append(std::move(*webhook));
    }
    return webhooks;
}

// The installation's token is one for the same workspace, as far as it can be read.
bool isTokenOf(const QByteArray &token, const AddonClaims &claims)
{
    const std::optional<Jwt> jwt = parseJwt(token);
    return !jwt || (jwt->textClaim("workspaceId") == claims.workspaceId && jwt->textClaim("addonId") == claims.addonId);
}

} // namespace

Result<void> checkIdentity(const json::Value &body, const AddonClaims &claims)
{
    if (!body.is_object())
        return invalid(u"The body has to be a JSON object."_s);
    for (const auto &[name, claimed] : {std::pair("workspaceId", &claims.workspaceId), {"addonId", &claims.addonId}}) {
        const Result<QString> named = optionalId(body, name);
        if (!named)
            return named.error();
        if (!named->isEmpty() && *named != *claimed)
            return Error{ErrorCode::Unauthorized,
                         u"The body names another \"%1\" than its token."_s.arg(QLatin1StringView(name))};
    }
    return {};
}

Result<InstalledCall> readInstalled(const json::Value &body, const AddonClaims &claims)
{
    const Result<QString> token = optionalText(body, "authToken", tokenMaximum);
    const Result<QString> apiUrl = readApiUrl(body);
    const Result<QString> installedBy = optionalId(body, "asUser");
    const Result<QString> addonUser = optionalId(body, "addonUserId");
    for (const Result<QString> *member : {&token, &apiUrl, &installedBy, &addonUser}) {
        if (!*member)
            return member->error();
    }
    if (!isToken(*token))
        return invalid(u"\"authToken\" has to be the installation's token."_s);
    if (!isTokenOf(token->toLatin1(), claims))
        return Error{ErrorCode::Unauthorized, u"\"authToken\" belongs to another workspace or installation."_s};
    Result<QList<RegisteredWebhook>> webhooks = readWebhooks(body, claims.workspaceId);
    if (!webhooks)
        return webhooks.error();
    return InstalledCall{.claims = claims,
                         .authToken = token->toLatin1(),
                         .apiUrl = *apiUrl,
                         .installedBy = *installedBy,
                         .addonUserId = *addonUser,
                         .webhooks = std::move(*webhooks)};
}

Result<Installation::Status> readStatus(const json::Value &body)
{
    const json::Value *value = json::member(body, "status");
    const QString word = value ? json::toQString(*value) : QString();
    if (word == "ACTIVE"_L1)
        return Installation::Status::Active;
    if (word == "INACTIVE"_L1)
        return Installation::Status::Inactive;
    return invalid(u"\"status\" has to be ACTIVE or INACTIVE."_s);
}

Result<PushedSettings> readSettings(const json::Value &body)
{
    const json::Value *list = json::member(body, "settings");
    return list ? readPushedSettings(*list) : Result<PushedSettings>(invalid(u"\"settings\" is missing."_s));
}

QString normalizedWebhookPath(const QString &reported)
{
    QString path = reported;
    if (const qsizetype scheme = path.indexOf("://"_L1); scheme > 0 && !path.startsWith(u'/')) {
        const qsizetype slash = path.indexOf(u'/', scheme + 3);
        path = slash < 0 ? QString(u'/') : path.sliced(slash);
    }
    const auto end = std::find_if(path.cbegin(), path.cend(), [](QChar c) { return c == u'?' || c == u'#'; });
    QString normalized;
    for (auto c = path.cbegin(); c != end; ++c) {
        if (*c != u'/' || !normalized.endsWith(u'/'))
            normalized += *c;
    }
    if (normalized.isEmpty())
        return normalized;
    return normalized.startsWith(u'/') ? normalized : u'/' + normalized;
}

} // namespace uw::clockify
