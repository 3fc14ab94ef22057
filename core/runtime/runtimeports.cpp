// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"
#include "core/clockify/addonroutes.h"
#include "core/runtime/controltoken.h"
#include "core/runtime/runtimeprivate.h"
#include "core/runtime/settingsinforce.h"

namespace uw {

void Runtime::startListener(const ListenAddress &address)
{
    if (d->stopping || !d->judge)
        return;
    HttpServerOptions server;
    server.address = address.address;
    server.port = address.port;
    server.limits.connections = m_options.maximumConnections;
    server.tlsCertificateFile = m_options.tlsCertificate;
    server.tlsKeyFile = m_options.tlsKey;
    server.counters = d->listenerCounters;
    server.serviceName = QStringLiteral("listener");
    setListenAddress({});
    d->listener = std::make_unique<WebhookListener>(
        server, listenerSettings(*d->settings, addon(), m_options.publicUrl), d->knownSources,
        WebhookListener::Parts{
            .sink = *d->sink, .judge = *d->judge, .clock = d->clock, .ids = d->ids, .counters = &d->eventCounters});
    connect(d->listener.get(), &WebhookListener::listening, this, [this](const QString &url) {
        setListenAddress(url);
        qCInfo(uwListener).noquote() << "Listening on" << url;
        Q_EMIT listening(url);
        settle();
    });
    connect(d->listener.get(), &WebhookListener::failed, this, &Runtime::listenerFailed);
    connect(d->listener.get(), &WebhookListener::statisticsChanged, this, &Runtime::statisticsChanged);
    if (d->addon)
        d->addon->addRoutes(d->listener->router(), [this] { return baseUrl(); });
    d->listener->start();
}

void Runtime::startControl()
{
    if (!m_options.control) {
        d->controlSettled = true;
        return;
    }
    obtainControlToken(d->secrets, this, [this](const Result<QByteArray> &token) {
        if (d->stopping)
            return;
        if (token) {
            openControl(*token);
            return;
        }
        Q_EMIT notice(token.error().text);
        d->controlSettled = true;
        settle();
    });
}

void Runtime::openControl(const QByteArray &token)
{
    d->control = std::make_unique<ControlServer>(
        ControlServer::Options{
            .address = *m_options.control,
            .token = token,
            .health =
                [this] {
                    return control::ComponentHealth{.storeWritable = d->store->isWritable(),
                                                    .listening = d->isListening.load()};
                },
            .hasSeveralWorkspaces = [this] { return d->addon && d->addon->installedCount() > 1; },
            .masksPersonalData = [this](const QString &id) { return masksPersonalData(id); },
            .providers = {.registry = &d->registry,
                          .service = d->providers.get(),
                          .samples = d->samples.get(),
                          .baseUrl = [this] { return baseUrl(); }},
            .settings = {.service = d->settings.get(), .addon = addon()},
            .replayer = d->replayer.get(),
            .forwarder = d->forwarder.get(),
            .explorer = d->explorer.get(),
            .metrics = {.listener = d->listenerCounters, .control = d->controlCounters, .events = &d->eventCounters}},
        *d->store, d->clock);
    connect(d->control.get(), &ControlServer::listening, this, [this](const QString &url) {
        {
            const QMutexLocker locker(&d->addressMutex);
            d->addresses.control = url;
        }
        d->controlSettled = true;
        qCInfo(uwControl).noquote() << "Control API on" << url;
        settle();
    });
    connect(d->control.get(), &ControlServer::failed, this, &Runtime::controlFailed);
    d->control->start();
}

void Runtime::setListenAddress(const QString &url)
{
    const QMutexLocker locker(&d->addressMutex);
    d->addresses.listen = url;
    d->isListening = !url.isEmpty();
}

RuntimeAddresses Runtime::addresses() const
{
    const QMutexLocker locker(&d->addressMutex);
    return d->addresses;
}

QString Runtime::baseUrl() const
{
    return m_options.publicUrl.isEmpty() ? addresses().listen : m_options.publicUrl;
}

} // namespace uw
