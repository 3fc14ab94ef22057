// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/chunkeddecoder.h"
#include "core/listener/gatelimits.h"
#include "core/listener/serverrequest.h"

#include <QByteArray>

namespace uw {

// Why a request is refused: the status to answer and a sentence for its sender.
struct Refusal {
    int status = 0;
    QString detail;
};

// Turns the bytes of one connection into requests (RFC 9112), byte by byte as they come, without a
// socket and in time linear in the bytes. It accepts one reading of a message only: what two parsers could
// frame differently is refused. Lives with its connection, on that thread.
class RequestFramer final {
public:
    enum class State {
        // No byte of the next request is there.
        Idle,
        Head,
        // The header is complete and sound, no byte of the body was taken yet; feed() goes on.
        HeadComplete,
        Body,
        // take() hands the request over.
        Complete,
        // refusal() says why; nothing more is read from this connection.
        Refused,
    };

    explicit RequestFramer(const FramingLimits &limits);

    // Takes bytes up to the next change to HeadComplete, Complete or Refused. Returns how many were
    // taken: the rest belongs to the body or to the next request. In Complete and Refused takes none.
    qsizetype feed(QByteArrayView bytes);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Refusal &refusal() const { return m_refusal; }
    // In HeadComplete: the client waits for "100 Continue" before it sends the body (RFC 9110 section 10.1.1).
    [[nodiscard]] bool expectsContinue() const { return m_expectsContinue; }
    // In Complete: whether the connection may carry another request after this one.
    [[nodiscard]] bool keepsAlive() const { return m_keepsAlive; }
    // Bytes of body held so far.
    [[nodiscard]] qint64 bodySize() const { return m_request.body.size(); }

    // In Complete: the request without peer and time. The framer is Idle again.
    [[nodiscard]] ServerRequest take();
    // Counts for bodies from now on, one that is on its way too.
    void setBodyLimit(qint64 bytes) { m_limits.bodyBytes = bytes; }

private:
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedLength(QByteArrayView bytes);
    qsizetype feedChunks(QByteArrayView bytes);
    bool endLine(QByteArrayView line);
    bool readRequestLine(QByteArrayView line);
    bool readField(QByteArrayView line);
    bool noteField(const HeaderField &field);
    bool noteContentLength(QByteArrayView value);
    bool finishHead();
    void growBody();
    bool refuse(int status, QLatin1StringView detail);
    bool refuseBody();
    void reset();

    FramingLimits m_limits;
    State m_state = State::Idle;
    Refusal m_refusal;
    ServerRequest m_request;
    // The part of the current header line that came with earlier bytes.
    QByteArray m_line;
    qint64 m_headBytes = 0;
    bool m_lastWasCr = false;
    bool m_hasRequestLine = false;
    int m_emptyLines = 0;
    int m_hosts = 0;
    bool m_hasLength = false;
    bool m_hasTransferEncoding = false;
    bool m_chunked = false;
    bool m_expectsContinue = false;
    bool m_saysClose = false;
    bool m_saysKeepAlive = false;
    bool m_keepsAlive = true;
    qint64 m_length = 0;
    ChunkedDecoder m_chunks;
};

} // namespace uw
