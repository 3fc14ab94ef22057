// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/httpserver.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>
#include <QTest>

#include <future>
#include <memory>
#include <mutex>
#include <vector>

namespace uw::test {

// A running server with a few routes that show what the gate hands on. For the test's thread.
//   POST /echo            answers with the body
//   GET  /show            answers with method, target and header as received
//   GET,POST /later       answers when the test calls answerLater()
//   GET  /stream          begins a stream that the test feeds by inServer()
class GateFixture final {
public:
    explicit GateFixture(const GateLimits &limits = {}, const QString &certificate = {}, const QString &key = {})
        : m_server({.limits = limits, .tlsCertificateFile = certificate, .tlsKeyFile = key}, clock)
    {
        addRoutes(m_server.router());
        QSignalSpy listening(&m_server, &HttpServer::listening);
        QSignalSpy failed(&m_server, &HttpServer::failed);
        m_server.start();
        if (!QTest::qWaitFor([&] { return !listening.isEmpty() || !failed.isEmpty(); }, 30'000))
            qFatal("The server said nothing.");
        if (!failed.isEmpty())
            qFatal("The server did not start: %s", qUtf8Printable(failed.first().first().value<Error>().text));
        m_port = listening.first().at(1).value<quint16>();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] HttpServer &server() { return m_server; }
    // Requests that wait for answerLater().
    [[nodiscard]] qsizetype waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return qsizetype(m_later.size());
    }
    // Answers them with their number, the newest first: the order must not show on one connection.
    void answerLater()
    {
        inServer([this] {
            std::vector<ResponseChannel> channels;
            {
                const std::lock_guard lock(m_mutex);
                channels.swap(m_later);
            }
            for (auto channel = channels.rbegin(); channel != channels.rend(); ++channel)
                channel->send({.status = 200, .body = "later"});
        });
    }
    // Runs that on the server's thread and waits for it.
    void inServer(const std::function<void()> &job)
    {
        std::promise<void> done;
        m_server.post([&job, &done] {
            job();
            done.set_value();
        });
        done.get_future().wait();
    }
    // The channel of GET /stream; on the server's thread.
    ResponseChannel stream;

    ManualClock clock;

private:
    void addRoutes(Router &router)
    {
        router.add("POST", "/echo", [](const ServerRequest &request, const ResponseChannel &channel) {
            channel.send({.contentType = "application/octet-stream", .body = request.body});
        });
        router.add("GET", "/show", [](const ServerRequest &request, const ResponseChannel &channel) {
            QByteArray text = request.method + ' ' + request.target + '\n';
            for (const HeaderField &field : request.headers)
                text += field.name + '=' + field.value + '\n';
            channel.send({.contentType = "text/plain", .body = text});
        });
        const auto later = [this](const ServerRequest &, const ResponseChannel &channel) {
            const std::lock_guard lock(m_mutex);
            m_later.push_back(channel);
        };
        router.add("GET", "/later", later);
        router.add("POST", "/later", later);
        router.add("GET", "/stream", [this](const ServerRequest &, const ResponseChannel &channel) {
            stream = channel;
            channel.beginStream(200, "text/event-stream", {{"Cache-Control", "no-store"}});
        });
    }

    mutable std::mutex m_mutex;
    std::vector<ResponseChannel> m_later;
    HttpServer m_server;
    quint16 m_port = 0;
};

} // namespace uw::test
