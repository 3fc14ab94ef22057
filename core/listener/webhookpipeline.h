// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/listener/sourcelimiter.h"
#include "core/listener/webhooklistener.h"
#include "core/listener/workerthreads.h"

#include <QSet>

#include <array>
#include <memory>

namespace uw {

// The way of one request on the public port: browser check, route, rate, judge, event, commit, answer. Made by
// WebhookListener, lives and dies on the server's thread (the judge sees large bodies on a worker's).
class WebhookPipeline final : public QObject {
    Q_OBJECT

public:
    WebhookPipeline(const ListenerSettings &settings, const QStringList &knownSources,
                    const WebhookListener::Parts &parts, HttpServer &server);
    ~WebhookPipeline() override;

    // Adds the routes; before the server starts.
    void addRoutes(Router &router);
    // Called once on the server's thread, before any request.
    void begin();
    void setSettings(const ListenerSettings &settings);

    // Set before begin(), called on the server's thread.
    std::function<void(const ListenerStatistics &)> onStatistics;

private:
    // A request whose event waits for its commit.
    struct Pending {
        QString id;
        // The custom source that this event made known; empty: none.
        QString newSource;
        bool isRejected = false;
        // What is counted.
        QString provider;
        QString customSource;
        Verdict verdict = Verdict::Unsigned;
        qint64 bodyBytes = 0;
        std::optional<ServerResponse> response;
        ResponseChannel channel;
    };

    std::optional<ServerResponse> guard(const ServerRequest &request) const;
    void receiveCustom(const ServerRequest &request, const ResponseChannel &channel);
    void receive(const QString &route, const QString &customSource, const ServerRequest &request,
                 const ResponseChannel &channel);
    [[nodiscard]] std::optional<ServerResponse> refusal(const QString &route, const QString &customSource,
                                                        const ServerRequest &request);
    // What speaks against an event once its workspace is known.
    [[nodiscard]] std::optional<ServerResponse> workspaceRefusal(const ReceivedRequest &received,
                                                                 const QString &workspaceId);
    void settle(const ReceivedRequest &received, Judgement judgement, const ResponseChannel &channel);
    void onStored(const Pending &pending, const Result<qint64> &stored);
    [[nodiscard]] ServerResponse accepted(const QString &id);
    void answerHealth(const ResponseChannel &channel) const;
    void count();
    void publishStatistics();

    WebhookListener::Parts m_parts;
    HttpServer &m_server;
    ListenerSettings m_settings;
    WebhookLimits m_widest;
    QSet<QString> m_sources;
    // The usual answer; each gets its id.
    json::Value m_accepted;
    SourceLimiter m_limiter;
    // By workspace of ListenerSettings, the empty name for all others; made when it is needed.
    QHash<QString, SourceLimiter> m_workspaceLimiters;
    DeliveryHub m_hub;
    DeliveryHub::Recipient m_self;
    WorkerThreads m_workers;
    QTimer m_statisticsTimer;
    std::array<qint64, 60> m_seconds{};
    qint64 m_second = 0;
    ListenerStatistics m_statistics;
    ListenerStatistics m_published;
};

} // namespace uw
