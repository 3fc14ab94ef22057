// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/httpserver.h"

#include <atomic>
#include <memory>

namespace uw {

class GateServer;
class QHttpBridge;

// The part of HttpServer that lives on the server's thread: QHttpServer and its gate are made and deleted
// there, because members of theirs do not follow moveToThread(). Owned by HttpServer through its thread.
class HttpServerWorker final : public QObject {
    Q_OBJECT

public:
    HttpServerWorker(HttpServerOptions options, const Clock &clock, const Router &router);
    ~HttpServerWorker() override;

    void start();
    // Calls onFinished when the last answer is out or the grace is over.
    void finish(int graceMs);
    void setBodyLimit(qint64 bytes);
    // Any thread.
    [[nodiscard]] int connectionCount() const;
    [[nodiscard]] int waitingBodies() const;
    [[nodiscard]] int tooLargeBodies() const;

    // Set before start(), called on the server's thread. onFinished is the last.
    std::function<void(const QHostAddress &, quint16)> onListening;
    std::function<void(const Error &)> onFailed;
    std::function<void()> onFinished;
    // At the end of the thread, when all that this object owns is gone.
    std::function<void()> onEnded;

private:
    [[nodiscard]] Error listenError(const GateServer &gate) const;

    HttpServerOptions m_options;
    const Clock &m_clock;
    const Router &m_router;
    std::unique_ptr<QHttpBridge> m_bridge;
    // Owned by m_bridge, as bind() has it.
    std::atomic<GateServer *> m_gate = nullptr;
};

} // namespace uw
