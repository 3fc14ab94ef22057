// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace uw::test {

// One answer as a client reads it.
struct RawResponse {
    int status = 0;
    // The header with its status line, without the empty line.
    QByteArray head;
    QByteArray body;

    // The value of the first field of that name, or an empty array.
    [[nodiscard]] QByteArray field(const QByteArray &name) const;
};

// A blocking client on a plain socket: sends any bytes, half-closes, resets and sees what the server really
// does, without an HTTP library's help. Each wait ends after ten seconds. Any one thread.
class RawClient final {
public:
    // Connects to 127.0.0.1, or says so by isConnected(). `receiveBuffer`: bytes the system holds for it; 0: as usual.
    explicit RawClient(quint16 port, int receiveBuffer = 0);
    ~RawClient();
    Q_DISABLE_COPY_MOVE(RawClient)

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    [[nodiscard]] int descriptor() const { return m_socket; }
    // False when the server does not take the bytes any more.
    bool send(const QByteArray &bytes);
    // Sends until all is taken or nothing more is for two seconds; how many bytes were taken.
    qsizetype sendUntilStuck(const QByteArray &bytes);
    // "I send no more", with the connection still open for the answer.
    void finishSending();
    // Reads one answer with its body as its header frames it; status 0 when none came. `head`: the answer to HEAD.
    RawResponse readResponse(bool head = false);
    // Reads whatever is there, at least one byte; empty at the end.
    QByteArray readSome();
    // Reads to the end; false when the connection was reset or stayed open.
    bool readEnd();
    // What was read beyond the answers so far.
    [[nodiscard]] const QByteArray &surplus() const { return m_received; }
    // Closes so that the server gets a reset.
    void reset();

private:
    bool receive();
    // The bytes that were taken before nothing more was for so many milliseconds.
    qsizetype sendWithin(const QByteArray &bytes, int patience);

    int m_socket = -1;
    bool m_wasReset = false;
    QByteArray m_received;
};

} // namespace uw::test
