// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/delivery.h"
#include "core/base/result.h"
#include "core/listener/gatelimits.h"
#include "core/listener/router.h"
#include "core/listener/servercounters.h"

#include <QHostAddress>
#include <QObject>
#include <QThread>

#include <atomic>

namespace uw {

struct HttpServerOptions {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    // 0: any free one.
    quint16 port = 0;
    GateLimits limits;
    // PEM files; both empty: plain HTTP.
    QString tlsCertificateFile;
    QString tlsKeyFile;
    // Null: the server counts for itself.
    std::shared_ptr<ServerCounters> counters;
    // The thread's name in debuggers and logs.
    QString serviceName = QStringLiteral("http");
};

class HttpServerWorker;

// An HTTP server with a thread of its own: gate, QHttpServer and dispatch table. The public listener and the control
// API each have one. Lives on the thread that made it; starts once. Handlers run on the server's thread,
// and what they touch must outlive stop().
class HttpServer final : public QObject {
    Q_OBJECT

public:
    // `clock` outlives the server.
    HttpServer(HttpServerOptions options, const Clock &clock, QObject *parent = nullptr);
    // Stops.
    ~HttpServer() override;

    // The dispatch table, to be filled before start().
    [[nodiscard]] Router &router() { return m_router; }
    // An object on the server's thread, alive until stop() returns: the context for callbacks of handlers.
    [[nodiscard]] QObject *context() const;
    // Runs that on the server's thread, in the order of the calls; dropped after stop(). The owner's thread.
    void post(std::function<void()> job);
    // Begins to listen; listening() or failed() follows.
    void start();
    // Takes no more connections, waits up to `graceMs` for answers that are in work, ends the thread. Blocks.
    void stop(int graceMs = 5'000);

    [[nodiscard]] bool isEncrypted() const { return m_encrypted; }
    // False after stop().
    [[nodiscard]] bool isRunning() const { return !m_stopped; }
    // The owner's thread; counts for requests that begin from now on. Bytes.
    void setBodyLimit(qint64 bytes);
    // Open connections. The owner's thread, or the server's while it runs.
    [[nodiscard]] int connectionCount() const;
    // Requests whose body waits for room among the bodies in flight. The owner's thread.
    [[nodiscard]] int waitingBodies() const;
    // Requests refused since the start because their body is too large. As connectionCount().
    [[nodiscard]] int tooLargeBodies() const;

Q_SIGNALS:
    void listening(const QHostAddress &address, quint16 port);
    // PortInUse, Forbidden or InvalidArgument for the address; Io or InvalidInput for the TLS files.
    void failed(const uw::Error &error);

private:
    Router m_router;
    QThread m_thread;
    bool m_encrypted;
    // Null once the thread has ended, which itself asks for the numbers until then.
    std::atomic<HttpServerWorker *> m_worker;
    DeliveryHub m_hub;
    DeliveryHub::Recipient m_toWorker;
    std::atomic<bool> m_stopped = false;
    std::atomic<bool> m_ended = false;
};

} // namespace uw
