// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/socketwriter.h"

namespace uw {

namespace {

// A stream that never runs dry must not keep what it has sent.
constexpr qsizetype compactedBytes = 64 * 1024;

} // namespace

SocketWriter::SocketWriter(StreamSocket &socket, const Clock &clock, std::function<void()> onWritable)
    : m_socket(socket)
    , m_clock(clock)
    , m_onWritable(std::move(onWritable))
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
            setWaiting(true);
            return true;
        }
        m_sent += qsizetype(transfer.bytes);
        m_lastProgress = m_clock.monotonicNs();
    }
    m_unsent = {};
    m_sent = 0;
    setWaiting(false);
    return true;
}

void SocketWriter::waitForWritable()
{
    setWaiting(true);
}

void SocketWriter::stop()
{
    setWaiting(false);
    m_unsent = {};
    m_sent = 0;
}

void SocketWriter::setWaiting(bool waiting)
{
    if (!m_notifier) {
        if (!waiting)
            return;
        m_notifier = std::make_unique<QSocketNotifier>(m_socket.descriptor(), QSocketNotifier::Write);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { m_onWritable(); });
    } else if (m_notifier->isEnabled() != waiting) {
        m_notifier->setEnabled(waiting);
    }
}

} // namespace uw
