// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace uw {

class SocketWatch;

// Tells many connections which of them can be read or written. On Linux one epoll descriptor with one notifier stands
// for all: Qt's own dispatchers look at every notifier on every turn, so that a thousand idle connections would cost
// each request more than all else. Elsewhere each watch has notifiers of its own. Made and used on the server's
// thread; outlives its watches, but for those that were stopped.
class SocketPoller final {
public:
    enum class Method { Best, Notifiers };

    explicit SocketPoller(Method method = Method::Best);
    ~SocketPoller();
    Q_DISABLE_COPY_MOVE(SocketPoller)

private:
    friend class SocketWatch;
    struct Queue;

    // Null: every watch has its own notifiers.
    std::unique_ptr<Queue> m_queue;
};

// One descriptor and what is wanted of it, at first nothing. While a direction is wanted, its callback runs each time
// that the thread's event loop turns and the descriptor is ready, or broken. Part of a connection, on its thread.
class SocketWatch final {
public:
    using Callback = std::function<void()>;

    // The descriptor stays open until stop() or the end of the watch. A callback may stop its own watch and any
    // other, but not destroy its own.
    SocketWatch(SocketPoller &poller, qintptr descriptor, Callback onReadable, Callback onWritable);
    ~SocketWatch();
    Q_DISABLE_COPY_MOVE(SocketWatch)

    void setReading(bool wanted);
    void setWriting(bool wanted);
    // No more calls, for ever; the descriptor may be closed now.
    void stop();

private:
    friend class SocketPoller;

    void apply();
    bool applyToQueue();
    void forget();
    void setNotifier(std::unique_ptr<QSocketNotifier> &notifier, QSocketNotifier::Type type, bool wanted);

    SocketPoller &m_poller;
    qintptr m_descriptor;
    Callback m_onReadable;
    Callback m_onWritable;
    bool m_reading = false;
    bool m_writing = false;
    // epoll knows the descriptor.
    bool m_registered = false;
    // It has notifiers of its own.
    bool m_isAlone = false;
    bool m_isStopped = false;
    std::unique_ptr<QSocketNotifier> m_readNotifier;
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
};

} // namespace uw
