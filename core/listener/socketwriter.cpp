// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/socketwriter.h"

namespace uw {

namespace {

// A stream that never runs dry must not keep what it has sent.
constexpr qsizetype compactedBytes = 64 * 1024;

} // namespace

SocketWriter::SocketWriter(StreamSocket &socket, SocketWatch &watch, const Clock &clock)
    : m_socket(socket)
    , m_watch(watch)
    , m_clock(clock)
{}

bool SocketWriter::send(const QByteArray &bytes)
{
    if (isDone())
        m_lastProgress = m_clock.monotonicNs();
    if (m_sent > compactedBytes) {
        m_unsent.remove(0, m_sent);
        m_sent = 0;
    }
    m_unsent += bytes;
    while (m_sent < m_unsent.size()) {
        const StreamSocket::Transfer transfer = m_socket.write(m_unsent.constData() + m_sent, m_unsent.size() - m_sent);
        if (transfer.outcome == StreamSocket::Outcome::Failed || transfer.outcome == StreamSocket::Outcome::EndOfFile)
            return false;
        if (transfer.outcome != StreamSocket::Outcome::Moved) {
            m_watch.setWriting(true);
            return true;
        }
        m_sent += qsizetype(transfer.bytes);
        m_lastProgress = m_clock.monotonicNs();
    }
    m_unsent = {};
    m_sent = 0;
    m_watch.setWriting(false);
    return true;
}

void SocketWriter::waitForWritable()
{
    m_watch.setWriting(true);
}

void SocketWriter::stop()
{
    m_watch.setWriting(false);
    m_unsent = {};
    m_sent = 0;
}

} // namespace uw
