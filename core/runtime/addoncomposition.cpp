// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/addoncomposition.h"

#include "core/base/logging.h"
#include "core/clockify/addonroutes.h"
#include "core/clockify/webhooknews.h"
#include "core/http/httpclient.h"

namespace uw {

using namespace clockify;

Result<std::unique_ptr<AddonComposition>> AddonComposition::make(const Parts &parts)
{
    Result<Manifest> manifest = Manifest::builtIn();
    if (!manifest)
        return manifest.error();
    const Result<AddonTokenVerifier> tokens = AddonTokenVerifier::make(parts.publicKey, manifest->key());
    if (!tokens)
        return tokens.error();
    return std::unique_ptr<AddonComposition>(new AddonComposition(parts, std::move(*manifest), *tokens));
}

AddonComposition::AddonComposition(const Parts &parts, Manifest manifest, const AddonTokenVerifier &tokens)
    : m_manifest(std::move(manifest))
    , m_tokens(tokens)
    , m_verifier(tokens, m_directory)
    , m_addon({.store = parts.store,
               .secrets = parts.secrets,
               .clock = parts.clock,
               .directory = m_directory,
               .settings = parts.settings})
{}

void AddonComposition::addRoutes(Router &router, std::function<QString()> baseUrl)
{
    addAddonRoutes(router,
                   {.addon = m_addon, .tokens = m_tokens, .manifest = m_manifest, .baseUrl = std::move(baseUrl)});
}

void AddonComposition::learnFrom(HttpClient &http, std::function<QString()> baseUrl)
{
    QObject::connect(
        &http, &HttpClient::answered, &m_addon,
        [this, baseUrl = std::move(baseUrl)](const HttpRequest &request, const HttpResponse &response) {
            const auto done = [](const Result<void> &kept) {
                if (!kept)
                    qCWarning(uwClockify).noquote() << "A webhook's token could not be kept:" << kept.error().text;
            };
            const WebhookNews news = webhookNews(request, response, baseUrl());
            for (const WebhookNews::Learnt &webhook : news.learnt)
                m_addon.learnWebhook(webhook.workspaceId, webhook.webhookId, webhook.eventType, webhook.token, done);
            for (const WebhookNews::Gone &webhook : news.gone)
                m_addon.forgetWebhook(webhook.workspaceId, webhook.webhookId, done);
        });
}

} // namespace uw
