// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/listener/socketwatch.h"
#include "core/listener/streamsocket.h"

#include <QByteArray>

namespace uw {

// The sending side of one connection: writes what the socket takes at once and keeps the rest until it takes
// more. Part of GateConnection, on its thread.
class SocketWriter final {
public:
    // Whoever `watch` calls when the socket takes bytes again is expected to call send({}).
    SocketWriter(StreamSocket &socket, SocketWatch &watch, const Clock &clock);

    // Sends these after what is still unsent. False when the connection is broken.
    [[nodiscard]] bool send(const QByteArray &bytes);
    // Watches for the socket to be writable although nothing is to be sent: for a TLS handshake.
    void waitForWritable();
    // The connection is closed: nothing is sent and nothing is waited for.
    void stop();

    [[nodiscard]] bool isDone() const { return m_unsent.isEmpty(); }
    // Bytes that wait for the client.
    [[nodiscard]] qint64 backlog() const { return m_unsent.size() - m_sent; }
    // Nanoseconds for which bytes have waited without one being taken; 0 when none wait.
    [[nodiscard]] qint64 stalledFor(qint64 now) const { return isDone() ? 0 : now - m_lastProgress; }

private:
    StreamSocket &m_socket;
    SocketWatch &m_watch;
    const Clock &m_clock;
    QByteArray m_unsent;
    qsizetype m_sent = 0;
    qint64 m_lastProgress = 0;
};

} // namespace uw
