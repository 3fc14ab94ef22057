// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/webhooknews.h"

#include "core/clockify/addontoken.h"
#include "core/clockify/lifecyclecall.h"
#include "core/providers/jwt.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr qsizetype answerMaximum = 1024 * 1024;
constexpr qsizetype eventTypeMaximum = 64;
constexpr json::ParseLimits answerLimits{.maximumDepth = 20, .maximumNodes = 100'000};

// Which of the routes about webhooks a request went to.
struct Route {
    QString workspaceId;
    // Empty: the list of all.
    QString webhookId;
};

bool isTrusted(const QUrl &url, const QUrl &configured)
{
    const QString host = url.host();
    if (url.scheme() == "https"_L1 && (host == "clockify.me"_L1 || host.endsWith(".clockify.me"_L1)))
        return true;
    return !configured.host().isEmpty() && url.scheme() == configured.scheme() && host == configured.host()
        && url.port() == configured.port();
}

// The path ends in /v1/workspaces/{id}/webhooks, with an id and perhaps "token" behind; before it stands what the host
// wants.
std::optional<Route> routeOf(const QUrl &url)
{
    QStringList parts = url.path().split(u'/');
    if (parts.last() == "token"_L1)
        parts.removeLast();
    const qsizetype webhooks = parts.lastIndexOf(u"webhooks"_s);
    if (webhooks < 3 || parts[webhooks - 2] != "workspaces"_L1 || parts[webhooks - 3] != "v1"_L1
        || parts.size() - webhooks > 2)
        return std::nullopt;
    Route route{parts[webhooks - 1], parts.value(webhooks + 1)};
    if (!isClockifyId(route.workspaceId) || !(route.webhookId.isEmpty() || isClockifyId(route.webhookId)))
        return std::nullopt;
    return route;
}

QString textOf(const json::Value &object, std::string_view name)
{
    const json::Value *value = json::member(object, name);
    return value ? json::toQString(*value) : QString();
}

// An add-on's webhooks stand in the same lists; their tokens have a life of their own.
bool isAddonToken(const QByteArray &token)
{
    const std::optional<Jwt> jwt = parseJwt(token);
    return jwt && jwt->textClaim("type") == "addon"_L1;
}

void read(const json::Value &webhook, const Route &route, WebhookNews &news)
{
    const QString workspaceId = textOf(webhook, "workspaceId");
    const QByteArray token = textOf(webhook, "authToken").toUtf8();
    const QString path = normalizedWebhookPath(textOf(webhook, "url"));
    QString eventType = textOf(webhook, "webhookEvent");
    if (eventType.size() > eventTypeMaximum)
        eventType.clear();
    WebhookNews::Learnt learnt{route.workspaceId, textOf(webhook, "id"), eventType, token};
    const bool isWhole = isClockifyId(learnt.webhookId) && !token.isEmpty() && path.endsWith("/webhooks/clockify"_L1);
    const bool isOfRoute = (workspaceId.isEmpty() || workspaceId == route.workspaceId)
                        && (route.webhookId.isEmpty() || route.webhookId == learnt.webhookId);
    if (isWhole && isOfRoute && !isAddonToken(token))
        news.learnt.append(std::move(learnt));
}

} // namespace

WebhookNews webhookNews(const HttpRequest &request, const HttpResponse &response, const QString &configuredBase)
{
    WebhookNews news;
    const QUrl url = QUrl::fromEncoded(request.url, QUrl::StrictMode);
    const bool isSuccess = response.status >= 200 && response.status < 300;
    if (!isSuccess || response.body.size() > answerMaximum || !isTrusted(url, QUrl(configuredBase)))
        return news;
    const std::optional<Route> route = routeOf(url);
    if (!route)
        return news;
    if (request.method == "DELETE") {
        if (!route->webhookId.isEmpty())
            news.gone.append({route->workspaceId, route->webhookId});
        return news;
    }
    const Result<json::Value> answer = json::parse(response.body, answerLimits);
    if (!answer)
        return news;
    const json::Value *list = json::member(*answer, "webhooks");
    if (list && list->is_array()) {
        for (const json::Value &webhook : *list)
            read(webhook, *route, news);
    } else {
        read(*answer, *route, news);
    }
    return news;
}

} // namespace uw::clockify
