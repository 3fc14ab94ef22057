// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/bodybudget.h"
#include "core/listener/requestframer.h"
#include "core/listener/serverresponse.h"
#include "core/listener/socketwatch.h"
#include "core/listener/socketwriter.h"
#include "core/listener/streamsocket.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace uw {

class GateServer;
class GateSocket;

// One connection behind the gate: reads and frames one request at a time, hands it on, writes its answer
// whenever that comes, and ends the connection so that the client reads the status and not a reset. It owns the
// end of file: a client that has finished sending is still answered. On the server's thread, owned by GateServer.
class GateConnection final : public QObject {
    Q_OBJECT

public:
    GateConnection(GateServer &server, std::unique_ptr<StreamSocket> socket);
    ~GateConnection() override;

    // Begins to read; with TLS, to shake hands.
    void start();
    // Answers before any request was read and ends.
    void refuse(const ServerResponse &response);
    // Ends at once; nothing more is sent.
    void close();
    // The server stops: ends now, or after the answer that is in work.
    void finish();
    // Enforces the deadlines; `now` in nanoseconds of the monotonic clock.
    void sweep(qint64 now);
    // There is room for bodies again.
    void resumeAfterBudget();

    [[nodiscard]] QHostAddress peerAddress() const { return m_socket->peerAddress(); }
    [[nodiscard]] quint16 peerPort() const { return m_socket->peerPort(); }
    [[nodiscard]] quint64 requestNumber() const { return m_requestNumber; }
    [[nodiscard]] QPointer<GateSocket> &facade() { return m_facade; }

    // What ResponseChannel forwards; see there.
    bool answer(quint64 request, ServerResponse response);
    [[nodiscard]] bool isOpen(quint64 request) const;
    bool beginStream(quint64 request, ServerResponse response);
    bool writeStream(quint64 request, const QByteArray &bytes);
    void endStream(quint64 request);
    [[nodiscard]] qint64 backlog() const { return m_writer.backlog(); }

private:
    enum class State { Handshake, Reading, Busy, Flushing, Streaming, Lingering, Closed };

    void onReadable();
    void onWritable();
    void shakeHands();
    void readRequest();
    void consume(QByteArrayView bytes);
    void onHeadComplete(bool bodyIsHere);
    void dispatch();
    void onEndOfFile();
    void refuseRequest();
    void continueReading();
    void drain();
    void sendAnswer(const ServerResponse &response);
    void onSent();
    void linger();
    void setPaused(bool paused);
    void setState(State state);
    [[nodiscard]] bool waitsForBudget() const;
    void sweepReading(qint64 now);

    GateServer &m_server;
    std::unique_ptr<StreamSocket> m_socket;
    SocketWatch m_watch;
    SocketWriter m_writer;
    QPointer<GateSocket> m_facade;
    RequestFramer m_framer;
    BodyCharge m_charge;
    State m_state = State::Reading;
    // Times are nanoseconds of the monotonic clock.
    qint64 m_stateSince = 0;
    qint64 m_requestSince = 0;
    qint64 m_bodySince = 0;
    // Since when the body has not grown for lack of room, and when the last wait for room began.
    qint64 m_pausedSince = 0;
    qint64 m_pausedAt = 0;
    quint64 m_requestNumber = 0;
    // What came after the request that is in work.
    QByteArray m_pending;
    QString m_peer;
    bool m_paused = false;
    bool m_consuming = false;
    bool m_endOfFile = false;
    bool m_keepsAlive = true;
    bool m_isHead = false;
    bool m_isOld = false;
    bool m_chunked = false;
};

} // namespace uw
