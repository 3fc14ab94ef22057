// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/listener/streamsocket.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace uw {

// The sending side of one connection: writes what the socket takes at once and keeps the rest until it takes
// more. Part of GateConnection, on its thread.
class SocketWriter final {
public:
    // `onWritable` is called when the socket takes bytes again; it is expected to call send({}).
    SocketWriter(StreamSocket &socket, const Clock &clock, std::function<void()> onWritable);

    // Sends these after what is still unsent. False when the connection is broken.
    [[nodiscard]] bool send(const QByteArray &bytes);
    // Calls onWritable once the socket can be written, although nothing is to be sent: for a TLS handshake.
    void waitForWritable();
    // The connection is closed: no more calls.
    void stop();

    [[nodiscard]] bool isDone() const { return m_unsent.isEmpty(); }
    // Bytes that wait for the client.
    [[nodiscard]] qint64 backlog() const { return m_unsent.size() - m_sent; }
    // Nanoseconds for which bytes have waited without one being taken; 0 when none wait.
    [[nodiscard]] qint64 stalledFor(qint64 now) const { return isDone() ? 0 : now - m_lastProgress; }

private:
    void setWaiting(bool waiting);

    StreamSocket &m_socket;
    const Clock &m_clock;
    std::function<void()> m_onWritable;
    // Made when it is first needed: nearly every answer goes out with one write.
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_unsent;
    qsizetype m_sent = 0;
    qint64 m_lastProgress = 0;
};

} // namespace uw
