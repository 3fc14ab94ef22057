// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/gateconnection.h"

#include "core/base/logging.h"
#include "core/listener/gateserver.h"
#include "core/listener/gatesocket.h"
#include "core/listener/problem.h"
#include "core/listener/responsewriter.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Reads of one connection before the others get their turn.
constexpr int readsPerTurn = 16;

} // namespace

GateConnection::GateConnection(GateServer &server, std::unique_ptr<StreamSocket> socket)
    : m_server(server)
    , m_socket(std::move(socket))
    , m_watch(
          server.poller(), m_socket->descriptor(), [this] { onReadable(); }, [this] { onWritable(); })
    , m_writer(*m_socket, m_watch, server.clock())
    , m_framer(server.limits().framing)
    , m_charge(server.bodyBudget())
    , m_peer(m_socket->peerName())
{}

GateConnection::~GateConnection()
{
    close();
}

void GateConnection::start()
{
    setState(m_socket->isEncrypted() ? State::Handshake : State::Reading);
    m_watch.setReading(true);
}

void GateConnection::setState(State state)
{
    m_state = state;
    m_stateSince = m_server.clock().monotonicNs();
}

// Whether the body waits for room among the bodies in flight.
void GateConnection::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) == paused)
        return;
    m_server.countWaitingBody(paused ? 1 : -1);
    const qint64 now = m_server.clock().monotonicNs();
    if (paused) {
        m_pausedAt = now;
        return;
    }
    // It was we who did not read: the sender has this time on top of its own.
    m_requestSince += now - m_pausedAt;
    m_bodySince += now - m_pausedAt;
}

void GateConnection::onReadable()
{
    switch (m_state) {
    case State::Handshake:
        shakeHands();
        break;
    case State::Reading:
        readRequest();
        break;
    case State::Busy:
    case State::Flushing:
        // More requests, or the end of file: both wait until this one is answered.
        m_watch.setReading(false);
        break;
    case State::Streaming:
    case State::Lingering:
        drain();
        break;
    case State::Closed:
        break;
    }
}

void GateConnection::shakeHands()
{
    switch (m_socket->handshake()) {
    case StreamSocket::Outcome::Moved:
        setState(State::Reading);
        m_writer.stop();
        readRequest();
        break;
    case StreamSocket::Outcome::WaitForRead:
        // A socket that can be written to all the time would call again at once.
        m_writer.stop();
        break;
    case StreamSocket::Outcome::WaitForWrite:
        m_writer.waitForWritable();
        break;
    case StreamSocket::Outcome::EndOfFile:
    case StreamSocket::Outcome::Failed:
        close();
        break;
    }
}

void GateConnection::readRequest()
{
    QByteArray &scratch = m_server.scratch();
    for (int turn = 0; turn < readsPerTurn && m_state == State::Reading; ++turn) {
        if (waitsForBudget()) {
            setPaused(true);
            // Since when the body has not grown: being let on for a moment does not begin the wait anew.
            if (m_pausedSince == 0)
                m_pausedSince = m_server.clock().monotonicNs();
            m_watch.setReading(false);
            return;
        }
        const StreamSocket::Transfer transfer = m_socket->read(scratch.data(), scratch.size());
        switch (transfer.outcome) {
        case StreamSocket::Outcome::Moved:
            consume(QByteArrayView(scratch.constData(), qsizetype(transfer.bytes)));
            // A short read has emptied the socket. TLS hands out one record at a time instead.
            if (!m_socket->isEncrypted() && transfer.bytes < scratch.size())
                return;
            break;
        case StreamSocket::Outcome::WaitForRead:
        case StreamSocket::Outcome::WaitForWrite:
            return;
        case StreamSocket::Outcome::EndOfFile:
            onEndOfFile();
            return;
        case StreamSocket::Outcome::Failed:
            close();
            return;
        }
    }
    // What TLS has decrypted already does not make the descriptor readable again.
    if (m_socket->isEncrypted() && m_state == State::Reading)
        QMetaObject::invokeMethod(this, &GateConnection::onReadable, Qt::QueuedConnection);
}

void GateConnection::consume(QByteArrayView bytes)
{
    m_consuming = true;
    while (!bytes.isEmpty() && m_state == State::Reading) {
        if (m_framer.state() == RequestFramer::State::Idle) {
            m_requestSince = m_server.clock().monotonicNs();
            m_framer.setBodyLimit(m_server.limits().framing.bodyBytes);
        }
        const qint64 before = m_framer.bodySize();
        bytes = bytes.sliced(m_framer.feed(bytes));
        if (const qint64 grown = m_framer.bodySize() - before; grown > 0) {
            m_charge.add(grown);
            m_pausedSince = 0;
        }
        switch (m_framer.state()) {
        case RequestFramer::State::HeadComplete:
            onHeadComplete(!bytes.isEmpty());
            break;
        case RequestFramer::State::Complete:
            dispatch();
            break;
        case RequestFramer::State::Refused:
            refuseRequest();
            break;
        case RequestFramer::State::Idle:
        case RequestFramer::State::Head:
        case RequestFramer::State::Body:
            break;
        }
    }
    m_consuming = false;
    if (!bytes.isEmpty() && (m_state == State::Busy || m_state == State::Flushing))
        m_pending = bytes.toByteArray();
}

void GateConnection::onHeadComplete(bool bodyIsHere)
{
    m_bodySince = m_server.clock().monotonicNs();
    // RFC 9110 section 10.1.1: not needed once the body is coming.
    if (m_framer.expectsContinue() && !bodyIsHere && !m_writer.send("HTTP/1.1 100 Continue\r\n\r\n"))
        close();
}

void GateConnection::dispatch()
{
    m_keepsAlive = m_framer.keepsAlive() && !m_server.isFinishing();
    ServerRequest request = m_framer.take();
    request.peerAddress = m_socket->peerAddress();
    request.peer = m_peer;
    request.encrypted = m_socket->isEncrypted();
    request.receivedAtMs = m_server.clock().nowMs();
    m_isHead = request.method == "HEAD";
    m_isOld = request.httpVersion == "HTTP/1.0";
    ++m_requestNumber;
    m_pausedSince = 0;
    setState(State::Busy);
    m_server.deliver(*this, std::move(request));
}

void GateConnection::onEndOfFile()
{
    m_endOfFile = true;
    m_watch.setReading(false);
    if (m_framer.state() == RequestFramer::State::Idle)
        close();
    else
        refuse(problem(400, u"The connection ended before the request was complete."_s));
}

void GateConnection::refuseRequest()
{
    const Refusal refusal = m_framer.refusal();
    m_server.noteRefusal(refusal, m_peer);
    refuse(problem(refusal.status, refusal.detail));
}

void GateConnection::continueReading()
{
    if (m_consuming)
        return; // consume() goes on by itself
    if (!m_pending.isEmpty()) {
        const QByteArray pending = std::exchange(m_pending, {});
        consume(pending);
    }
    if (m_state != State::Reading)
        return;
    m_watch.setReading(true);
    if (m_socket->isEncrypted())
        QMetaObject::invokeMethod(this, &GateConnection::onReadable, Qt::QueuedConnection);
}

// Reads and forgets: a refused client still sending, or one that reads a stream and has nothing to say.
void GateConnection::drain()
{
    QByteArray &scratch = m_server.scratch();
    for (int turn = 0; turn < readsPerTurn; ++turn) {
        const StreamSocket::Transfer transfer = m_socket->read(scratch.data(), scratch.size());
        if (transfer.outcome == StreamSocket::Outcome::Moved)
            continue;
        if (transfer.outcome == StreamSocket::Outcome::EndOfFile || transfer.outcome == StreamSocket::Outcome::Failed)
            close();
        return;
    }
}

bool GateConnection::waitsForBudget() const
{
    const RequestFramer::State state = m_framer.state();
    return (state == RequestFramer::State::HeadComplete || state == RequestFramer::State::Body)
        && !m_server.bodyBudget().hasRoom();
}

void GateConnection::resumeAfterBudget()
{
    if (!m_paused || m_state != State::Reading || waitsForBudget())
        return;
    setPaused(false);
    continueReading();
}

bool GateConnection::isOpen(quint64 request) const
{
    return request == m_requestNumber && (m_state == State::Busy || m_state == State::Streaming);
}

bool GateConnection::answer(quint64 request, ServerResponse response)
{
    if (m_state != State::Busy || request != m_requestNumber)
        return false;
    m_keepsAlive = m_keepsAlive && !response.close && !m_endOfFile && !m_server.isFinishing();
    sendAnswer(response);
    return true;
}

void GateConnection::refuse(const ServerResponse &response)
{
    m_keepsAlive = false;
    setPaused(false);
    sendAnswer(response);
}

void GateConnection::sendAnswer(const ServerResponse &response)
{
    using responsewriter::Connection;
    const Connection connection = !m_keepsAlive ? Connection::Close
                                : m_isOld       ? Connection::KeepAliveOld
                                                : Connection::KeepAlive;
    const auto framing = m_isHead ? responsewriter::Framing::HeadOnly : responsewriter::Framing::Whole;
    m_server.countAnswer(response.status);
    setState(State::Flushing);
    if (m_writer.send(responsewriter::write(response, connection, framing, m_server.date())))
        onSent();
    else
        close();
}

void GateConnection::onWritable()
{
    if (m_state == State::Closed)
        return;
    if (m_state == State::Handshake) {
        shakeHands();
    } else if (!m_writer.send({})) {
        close();
    } else {
        onSent();
    }
}

// After each write: goes on when the answer is out.
void GateConnection::onSent()
{
    if (m_state != State::Flushing || !m_writer.isDone())
        return;
    m_charge.release();
    m_isHead = false;
    if (!m_keepsAlive) {
        linger();
        return;
    }
    setState(State::Reading);
    continueReading();
}

void GateConnection::linger()
{
    m_socket->shutdownWrite();
    if (m_endOfFile) {
        close();
        return;
    }
    setState(State::Lingering);
    m_pending = {};
    m_framer = RequestFramer(m_server.limits().framing); // what it holds of a refused body
    m_watch.setReading(true);
    // Not drained here: the buffer may be in use by consume() above.
}

bool GateConnection::beginStream(quint64 request, ServerResponse response)
{
    if (m_state != State::Busy || request != m_requestNumber)
        return false;
    using responsewriter::Framing;
    // A stream ends with its connection: nobody pipelines behind an endless answer.
    m_keepsAlive = false;
    m_chunked = !m_isOld;
    m_charge.release();
    if (m_isHead) {
        response.body.clear();
        sendAnswer(response);
        return false;
    }
    m_server.countAnswer(response.status);
    setState(State::Streaming);
    if (!m_writer.send(responsewriter::write(response, responsewriter::Connection::Close,
                                             m_chunked ? Framing::Chunked : Framing::UntilClose, m_server.date()))) {
        close();
        return false;
    }
    m_watch.setReading(true);
    return true;
}

bool GateConnection::writeStream(quint64 request, const QByteArray &bytes)
{
    if (m_state != State::Streaming || request != m_requestNumber)
        return false;
    if (bytes.isEmpty())
        return true;
    const bool cutOff = m_writer.backlog() > m_server.limits().streamBacklog;
    if (cutOff || !m_writer.send(m_chunked ? responsewriter::chunk(bytes) : bytes)) {
        close();
        return false;
    }
    return true;
}

void GateConnection::endStream(quint64 request)
{
    if (m_state != State::Streaming || request != m_requestNumber)
        return;
    setState(State::Flushing);
    if (m_writer.send(m_chunked ? responsewriter::lastChunk() : QByteArray()))
        onSent();
    else
        close();
}

void GateConnection::finish()
{
    switch (m_state) {
    case State::Busy:
    case State::Flushing:
        m_keepsAlive = false;
        break;
    case State::Streaming:
        endStream(m_requestNumber);
        break;
    case State::Reading:
        if (m_framer.state() != RequestFramer::State::Idle)
            refuse(problemWithRetry(503, u"The server is stopping."_s));
        else
            close();
        break;
    case State::Handshake:
        close();
        break;
    case State::Lingering:
    case State::Closed:
        break;
    }
}

void GateConnection::close()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_charge.release();
    setPaused(false);
    m_writer.stop();
    m_watch.stop();
    m_socket->close();
    if (m_facade)
        m_facade->detach();
    m_server.remove(*this);
}

} // namespace uw
