// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/healthroute.h"
#include "core/control/metricsroute.h"
#include "core/control/providerroutes.h"
#include "core/control/settingroutes.h"
#include "core/events/personaldata.h"
#include "core/listener/httpserver.h"
#include "core/settings/processoptions.h"

#include <QObject>

namespace uw {

namespace control {
class ExplorerService;
}

class Forwarder;
class Replayer;
class Store;

// The control API: a server on loopback with a thread of its own, behind the same gate as the public
// port. Lives on the thread that made it; owned by Runtime. `store` and `clock` outlive it.
class ControlServer final : public QObject {
    Q_OBJECT

public:
    struct Options {
        ListenAddress address;
        // Not empty.
        QByteArray token;
        // Called on the server's thread.
        std::function<control::ComponentHealth()> health;
        // Whether a route about workspaces has to be told which one. Called on the server's thread; empty: never.
        std::function<bool()> hasSeveralWorkspaces;
        // Called on the store's reader threads.
        PersonalDataRule masksPersonalData;
        // Without a registry there are no routes about providers.
        control::ProviderParts providers;
        // Without a service there are no routes about settings.
        control::SettingParts settings;
        // Lives on another thread and outlives the server; null: nothing is replayed.
        Replayer *replayer = nullptr;
        // The same; null: nothing is passed on.
        Forwarder *forwarder = nullptr;
        // The same; null: no operations are listed or called.
        control::ExplorerService *explorer = nullptr;
        // Without counters there is no route about metrics. The server counts into `control` of it.
        control::MetricsParts metrics;
    };

    ControlServer(const Options &options, Store &store, const Clock &clock, QObject *parent = nullptr);

    // listening() or failed() follows.
    void start() { m_server.start(); }
    // Blocks until requests in work are answered.
    void stop() { m_server.stop(); }

Q_SIGNALS:
    // "http://127.0.0.1:8002"
    void listening(const QString &url);
    void failed(const uw::Error &error);

private:
    HttpServer m_server;
};

} // namespace uw
