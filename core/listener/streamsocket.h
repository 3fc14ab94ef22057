// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

#include <memory>

namespace uw {

class TlsSession;

// One accepted TCP connection on its plain descriptor, without buffers and without hidden reads. QTcpSocket reads
// ahead and closes by itself when the peer has finished sending, so that an answer could no longer be
// written; here the gate decides. The one file with the differences of the socket APIs. Owned by GateConnection.
class StreamSocket final {
public:
    enum class Outcome {
        // `bytes` were moved, at least one.
        Moved,
        // Nothing to be had now; wait for the descriptor to become readable.
        WaitForRead,
        // The same, writable.
        WaitForWrite,
        // Reading: the peer sends no more.
        EndOfFile,
        // The connection is broken.
        Failed,
    };
    struct Transfer {
        Outcome outcome = Outcome::Failed;
        qint64 bytes = 0;
    };

    struct Accepted {
        // -1: none.
        qintptr descriptor = -1;
        // The process or the machine has no descriptor or memory left; else nobody waits.
        bool isExhausted = false;
    };
    // The next connection that waits at a listening descriptor. Here and not in QTcpServer, because that one turns in
    // circles at full speed while there are no descriptors (6.4), or never accepts again.
    [[nodiscard]] static Accepted accept(qintptr listener);

    // Takes the descriptor over and makes it non-blocking.
    explicit StreamSocket(qintptr descriptor);
    ~StreamSocket();
    Q_DISABLE_COPY_MOVE(StreamSocket)

    [[nodiscard]] qintptr descriptor() const { return m_descriptor; }
    [[nodiscard]] QHostAddress peerAddress() const { return m_peerAddress; }
    [[nodiscard]] quint16 peerPort() const { return m_peerPort; }
    // "127.0.0.1:52100" or "[2001:db8::1]:52100".
    [[nodiscard]] QString peerName() const;
    [[nodiscard]] bool isEncrypted() const { return m_tls != nullptr; }

    // From here on read() and write() carry TLS. Before the first of them handshake() must return Moved.
    void setTls(std::unique_ptr<TlsSession> session);
    [[nodiscard]] Outcome handshake();

    [[nodiscard]] Transfer read(char *buffer, qint64 size);
    [[nodiscard]] Transfer write(const char *bytes, qint64 size);
    // The peer reads an end of file; reading goes on.
    void shutdownWrite();
    void close();

private:
    void readPeer();

    qintptr m_descriptor = -1;
    QHostAddress m_peerAddress;
    quint16 m_peerPort = 0;
    std::unique_ptr<TlsSession> m_tls;
};

} // namespace uw
