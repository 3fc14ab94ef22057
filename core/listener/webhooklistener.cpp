// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/webhooklistener.h"

#include "core/listener/webhookpipeline.h"
#include "core/settings/processoptions.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

qint64 portLimit(const ListenerSettings &settings)
{
    return qMax(settings.widest().maximumBodyBytes, settings.otherRoutesBytes);
}

HttpServerOptions withBodyLimit(HttpServerOptions options, qint64 bytes)
{
    options.limits.framing.bodyBytes = bytes;
    return options;
}

} // namespace

WebhookLimits ListenerSettings::widest() const
{
    WebhookLimits most = limits;
    for (const WebhookLimits &one : workspaces) {
        most.maximumBodyBytes = qMax(most.maximumBodyBytes, one.maximumBodyBytes);
        most.customEnabled |= one.customEnabled;
        // No limit is more than any.
        const bool isUnlimited = most.maximumRpsPerSource == 0 || one.maximumRpsPerSource == 0;
        most.maximumRpsPerSource = isUnlimited ? 0 : qMax(most.maximumRpsPerSource, one.maximumRpsPerSource);
    }
    return most;
}

WebhookListener::WebhookListener(HttpServerOptions server, const ListenerSettings &settings,
                                 const QStringList &knownSources, const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_server(withBodyLimit(std::move(server), portLimit(settings)), parts.clock)
    , m_pipeline(new WebhookPipeline(settings, knownSources, parts, m_server))
{
    m_pipeline->addRoutes(m_server.router());
    m_pipeline->onStatistics = [this, self = m_hub.recipient(this)](const ListenerStatistics &statistics) {
        DeliveryHub::deliver(self, [this, statistics] { Q_EMIT statisticsChanged(statistics); });
    };
    connect(&m_server, &HttpServer::failed, this, &WebhookListener::failed);
    connect(&m_server, &HttpServer::listening, this, [this](const QHostAddress &address, quint16 port) {
        Q_EMIT listening(listenUrl(m_server.isEncrypted() ? u"https"_s : u"http"_s, address, port));
    });
    QObject *context = m_server.context();
    m_pipeline->moveToThread(context->thread());
    m_server.post([pipeline = m_pipeline, context] {
        pipeline->setParent(context);
        pipeline->begin();
    });
}

WebhookListener::~WebhookListener() = default;

Router &WebhookListener::router()
{
    return m_server.router();
}

void WebhookListener::start()
{
    m_server.start();
}

void WebhookListener::stop(int graceMs)
{
    m_server.stop(graceMs);
}

void WebhookListener::setSettings(const ListenerSettings &settings)
{
    if (!m_server.isRunning())
        return;
    m_server.setBodyLimit(portLimit(settings));
    m_server.post([pipeline = m_pipeline, settings] { pipeline->setSettings(settings); });
}

} // namespace uw
