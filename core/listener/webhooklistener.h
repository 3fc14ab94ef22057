// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/base/uuidv7.h"
#include "core/listener/eventsink.h"
#include "core/listener/httpserver.h"
#include "core/listener/requestjudge.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace uw {

// What a workspace says of webhooks.
struct WebhookLimits {
    // 1024 to 104857600.
    qint64 maximumBodyBytes = limits::bodyBytesDefault;
    // Off: /webhooks/custom/* is 404.
    bool customEnabled = true;
    // 0: no limit.
    int maximumRpsPerSource = 0;

    bool operator==(const WebhookLimits &) const = default;
};

// What may change while the listener runs. Which workspace an event belongs to is known only once it was read and
// judged: so the port admits what the most generous limits allow, and those of the event's own workspace follow.
struct ListenerSettings {
    // For events that name no workspace, or none of `workspaces`.
    WebhookLimits limits;
    QHash<QString, WebhookLimits> workspaces;
    // What the other routes of the port need; a webhook beyond its own limit is then refused once it was read.
    qint64 otherRoutesBytes = 0;
    // The base under which the world reaches this listener, without a slash at its end; empty: none.
    QString publicUrl;

    // The most that any of these limits allows.
    [[nodiscard]] WebhookLimits widest() const;
};

struct ListenerStatistics {
    qint64 acceptedTotal = 0;
    qint64 acceptedLastMinute = 0;
    int connections = 0;
    // Requests that were refused because their body is over the limit.
    int tooLargeBodies = 0;

    bool operator==(const ListenerStatistics &) const = default;
};

class EventCounters;
class WebhookPipeline;

// The public port: receives webhooks, has them judged, and says 202 once they are on disk. Lives on the
// thread that made it and owns the server's thread; what is passed in outlives it. Starts once; for another
// address make another one.
class WebhookListener final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        EventSink &sink;
        const RequestJudge &judge;
        const Clock &clock;
        UuidV7Generator &ids;
        // Null: nobody asks.
        EventCounters *counters = nullptr;
    };

    // `server` says where; its body limit comes from `settings`. `knownSources`: names of custom sources that
    // have events already, which count among the 1,000.
    WebhookListener(HttpServerOptions server, const ListenerSettings &settings, const QStringList &knownSources,
                    const Parts &parts, QObject *parent = nullptr);
    // Stops.
    ~WebhookListener() override;

    // More routes on the public port; before start().
    [[nodiscard]] Router &router();
    void start();
    // Takes no more connections, answers what is in work, blocks up to `graceMs`. The sink must still commit.
    void stop(int graceMs = 5'000);
    // Owner's thread; holds from the next request on.
    void setSettings(const ListenerSettings &settings);

Q_SIGNALS:
    // The address as a URL, with the port that was chosen.
    void listening(const QString &url);
    void failed(const uw::Error &error);
    // At most once a second, when something changed.
    void statisticsChanged(const uw::ListenerStatistics &statistics);

private:
    DeliveryHub m_hub;
    HttpServer m_server;
    // On the server's thread, which deletes it.
    WebhookPipeline *m_pipeline;
};

} // namespace uw
