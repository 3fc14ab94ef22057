// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/serverresponse.h"

#include <QPointer>

namespace uw {

class GateConnection;

// The way back to one request's sender. A small copyable handle that may be kept until an answer is
// there and that survives its client: it knows its connection weakly and by the number of the request,
// so that a late answer goes nowhere and never to the next request. For the server's thread only.
class ResponseChannel final {
public:
    ResponseChannel() = default;
    ResponseChannel(GateConnection *connection, quint64 request);

    // Answers the request. Only the first answer counts. Returns false when the client is gone or was answered.
    bool send(ServerResponse response) const;
    // True while the sender waits for an answer or reads a stream.
    [[nodiscard]] bool isOpen() const;

    // Begins an answer without a known length, such as text/event-stream. Returns false as send() does.
    bool beginStream(int status, const QByteArray &contentType, const HeaderList &headers = {}) const;
    // Sends a piece of a begun stream. Returns false when the stream is over: the client went away, or left more
    // than the limit unread and was cut off.
    bool write(const QByteArray &bytes) const;
    // Bytes of a begun stream that the client has not taken yet.
    [[nodiscard]] qint64 backlog() const;
    // Ends the stream in order.
    void endStream() const;

    // An object on the server's thread that dies with the connection: the context for connections and
    // timers that feed a stream. Null when the client is gone.
    [[nodiscard]] QObject *lifetime() const;

private:
    QPointer<GateConnection> m_connection;
    quint64 m_request = 0;
};

} // namespace uw
