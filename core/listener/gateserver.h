// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/listener/bodybudget.h"
#include "core/listener/gatelimits.h"
#include "core/listener/router.h"
#include "core/listener/servercounters.h"
#include "core/listener/socketwatch.h"

#include <QHash>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>

#include <atomic>
#include <memory>
#include <unordered_set>

namespace uw {

class GateConnection;
struct Refusal;
class StreamSocket;
class TlsContext;

// The admission gate: accepts connections within their limits, sweeps their deadlines with one timer, and shows
// QHttpServer a request only when it is complete, within limits and valid. Lives on the thread of its
// HttpServer, owned by QHttpBridge.
class GateServer final : public QTcpServer {
    Q_OBJECT

public:
    // `clock` and `router` outlive the server; `tls` and `counters` may be null.
    GateServer(const GateLimits &limits, const Clock &clock, const Router &router, std::shared_ptr<TlsContext> tls,
               std::shared_ptr<ServerCounters> counters = {});
    ~GateServer() override;

    // Called once after listen().
    void startAccepting();
    // Takes no more connections, lets answers that are in work go out, and emits drained() when the last
    // connection is gone.
    void finish();
    void setBodyLimit(qint64 bytes) { m_limits.framing.bodyBytes = bytes; }
    // Any thread.
    [[nodiscard]] int connectionCount() const { return m_connectionCount.load(std::memory_order_relaxed); }
    // Requests whose body waits for room among the bodies in flight. Any thread.
    [[nodiscard]] int waitingBodies() const { return m_counters->waitingBodies.load(std::memory_order_relaxed); }
    // Requests refused since the start because their body is too large. Any thread.
    [[nodiscard]] int tooLargeBodies() const { return m_tooLargeBodies.load(std::memory_order_relaxed); }

    // Called by the bridge from within deliver(): routes the request that is being delivered.
    bool handOver();

    // The rest is for GateConnection.
    [[nodiscard]] const GateLimits &limits() const { return m_limits; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] bool isFinishing() const { return m_finishing; }
    // Shows the request to Qt, which calls its handler before this returns.
    void deliver(GateConnection &connection, ServerRequest request);
    // The value of Date, made once a second.
    [[nodiscard]] const QByteArray &date();
    // Where a connection reads to; used within one call.
    [[nodiscard]] QByteArray &scratch() { return m_scratch; }
    [[nodiscard]] SocketPoller &poller() { return m_poller; }
    [[nodiscard]] BodyBudget &bodyBudget() { return m_bodyBudget; }
    void countWaitingBody(int change) { m_counters->waitingBodies.fetch_add(change, std::memory_order_relaxed); }
    void countAnswer(int status) { m_counters->countAnswer(status); }
    void noteRefusal(const Refusal &refusal, const QString &peer);
    void remove(GateConnection &connection);

    // QTcpServer's, for QHttpServer, which is given a connection with its first request.
    QTcpSocket *nextPendingConnection() override;

Q_SIGNALS:
    void drained();

private:
    void acceptWaiting();
    void receive(std::unique_ptr<StreamSocket> socket);
    void sweep();
    [[nodiscard]] std::vector<GateConnection *> everyConnection() const;
    void admit(std::unique_ptr<StreamSocket> socket);
    void turnAway(std::unique_ptr<StreamSocket> socket, ServerCounters::TurnedAway reason,
                  const ServerResponse &response);
    void publishCount();
    [[nodiscard]] bool countsByAddress(const QHostAddress &address) const;

    GateLimits m_limits;
    const Clock &m_clock;
    const Router &m_router;
    std::shared_ptr<TlsContext> m_tls;
    std::shared_ptr<ServerCounters> m_counters;
    QTimer m_sweepTimer;
    SocketPoller m_poller;
    std::unique_ptr<QSocketNotifier> m_acceptNotifier;
    QTimer m_restTimer;
    std::unordered_set<GateConnection *> m_connections;
    std::unordered_set<GateConnection *> m_turnedAway;
    QHash<QHostAddress, int> m_byAddress;
    GateConnection *m_delivering = nullptr;
    ServerRequest m_delivery;
    QByteArray m_scratch;
    QByteArray m_date;
    qint64 m_dateSecond = -1;
    BodyBudget m_bodyBudget;
    bool m_finishing = false;
    std::atomic<int> m_connectionCount = 0;
    std::atomic<int> m_tooLargeBodies = 0;
};

} // namespace uw
