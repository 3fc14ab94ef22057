// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/controlserver.h"

#include "core/control/controlguard.h"
#include "core/control/eventstreams.h"
#include "core/control/explorerroutes.h"
#include "core/control/forwardroutes.h"
#include "core/control/replayroutes.h"
#include "core/control/webhookroutes.h"

#include <QUrl>

namespace uw {

namespace {

HttpServerOptions serverOptions(const ControlServer::Options &options)
{
    HttpServerOptions server;
    server.address = options.address.address;
    server.port = options.address.port;
    server.counters = options.metrics.control;
    server.serviceName = QStringLiteral("control");
    return server;
}

} // namespace

ControlServer::ControlServer(const Options &options, Store &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_server(serverOptions(options), clock)
{
    Router &router = m_server.router();
    router.setGuard(control::ControlGuard(options.token, options.hasSeveralWorkspaces));
    control::addHealthRoute(router, options.health);
    control::addWebhookRoutes(router, store, options.masksPersonalData);
    auto *streams = new control::EventStreams(store, options.masksPersonalData);
    streams->addRoute(router);
    // From here on the server's thread owns it.
    QObject *context = m_server.context();
    streams->moveToThread(context->thread());
    m_server.post([streams, context] {
        streams->setParent(context);
        streams->begin();
    });
    if (options.explorer)
        control::addExplorerRoutes(router, store, *options.explorer);
    if (options.forwarder)
        control::addForwardRoutes(router, *options.forwarder);
    if (options.replayer)
        control::addReplayRoutes(router, store, *options.replayer);
    if (options.providers.registry)
        control::addProviderRoutes(router, store, options.providers);
    if (options.metrics.events && options.metrics.listener && options.metrics.control)
        control::addMetricsRoute(router, store, options.metrics);
    if (options.settings.service)
        control::addSettingRoutes(router, options.settings);
    connect(&m_server, &HttpServer::listening, this, [this](const QHostAddress &address, quint16 port) {
        Q_EMIT listening(listenUrl(QStringLiteral("http"), address, port));
    });
    connect(&m_server, &HttpServer::failed, this, &ControlServer::failed);
}

} // namespace uw
