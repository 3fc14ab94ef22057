// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/socketwatch.h"

#include "core/base/logging.h"

#ifdef Q_OS_LINUX
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#endif

namespace uw {

#ifdef Q_OS_LINUX

// The epoll descriptor, and what it said last.
struct SocketPoller::Queue {
    explicit Queue(int epoll) : descriptor(epoll), notifier(epoll, QSocketNotifier::Read)
    {
        QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [this] { run(); });
    }
    ~Queue() { ::close(descriptor); }
    Q_DISABLE_COPY_MOVE(Queue)

    void run()
    {
        count = std::max(0, ::epoll_wait(descriptor, ready.data(), int(ready.size()), 0));
        // An earlier callback may have stopped a later one's watch, see forget().
        for (next = 0; next < count;) {
            const epoll_event event = ready[std::size_t(next++)];
            auto *watch = static_cast<SocketWatch *>(event.data.ptr);
            constexpr quint32 broken = EPOLLERR | EPOLLHUP;
            if (watch && watch->m_reading && (event.events & (EPOLLIN | broken)))
                watch->m_onReadable();
            // The watch may be stopped by now, but it is still there.
            if (watch && watch->m_writing && (event.events & (EPOLLOUT | broken)))
                watch->m_onWritable();
        }
    }

    void forget(const SocketWatch *watch)
    {
        for (int i = next; i < count; ++i) {
            if (ready[std::size_t(i)].data.ptr == watch)
                ready[std::size_t(i)].data.ptr = nullptr;
        }
    }

    int descriptor;
    QSocketNotifier notifier;
    std::array<epoll_event, 128> ready{};
    int count = 0;
    int next = 0;
};

SocketPoller::SocketPoller(Method method)
{
    if (method == Method::Notifiers)
        return;
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll >= 0)
        m_queue = std::make_unique<Queue>(epoll);
    else
        qCWarning(uwListener, "epoll is not to be had (%d); connections are watched one by one", errno);
}

// Returns false when this descriptor has to be watched alone.
bool SocketWatch::applyToQueue()
{
    epoll_event event{};
    event.events = (m_reading ? quint32(EPOLLIN) : 0U) | (m_writing ? quint32(EPOLLOUT) : 0U);
    event.data.ptr = this;
    // Without a wish the descriptor is taken out, because epoll would still tell that it is broken, on and on.
    const bool wanted = event.events != 0;
    if (!wanted && !m_registered)
        return true;
    const int operation = !wanted ? EPOLL_CTL_DEL : m_registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    const bool done = ::epoll_ctl(m_poller.m_queue->descriptor, operation, int(m_descriptor), &event) == 0;
    if (!done && operation == EPOLL_CTL_MOD)
        ::epoll_ctl(m_poller.m_queue->descriptor, EPOLL_CTL_DEL, int(m_descriptor), &event);
    m_registered = wanted && done;
    return done || !wanted;
}

void SocketWatch::forget()
{
    if (m_poller.m_queue)
        m_poller.m_queue->forget(this);
}

#else

struct SocketPoller::Queue {};

SocketPoller::SocketPoller(Method) {}

bool SocketWatch::applyToQueue()
{
    return false;
}

void SocketWatch::forget() {}

#endif

SocketPoller::~SocketPoller() = default;

SocketWatch::SocketWatch(SocketPoller &poller, qintptr descriptor, Callback onReadable, Callback onWritable)
    : m_poller(poller)
    , m_descriptor(descriptor)
    , m_onReadable(std::move(onReadable))
    , m_onWritable(std::move(onWritable))
    , m_isAlone(!poller.m_queue)
{}

SocketWatch::~SocketWatch()
{
    stop();
}

void SocketWatch::setReading(bool wanted)
{
    if (std::exchange(m_reading, wanted) != wanted)
        apply();
}

void SocketWatch::setWriting(bool wanted)
{
    if (std::exchange(m_writing, wanted) != wanted)
        apply();
}

void SocketWatch::stop()
{
    // Once: the poller may be gone when a stopped watch goes.
    if (std::exchange(m_isStopped, true))
        return;
    setReading(false);
    setWriting(false);
    forget();
}

void SocketWatch::apply()
{
    // Once alone, for ever: the kernel has no room for more.
    m_isAlone = m_isAlone || !applyToQueue();
    if (!m_isAlone)
        return;
    setNotifier(m_readNotifier, QSocketNotifier::Read, m_reading);
    setNotifier(m_writeNotifier, QSocketNotifier::Write, m_writing);
}

void SocketWatch::setNotifier(std::unique_ptr<QSocketNotifier> &notifier, QSocketNotifier::Type type, bool wanted)
{
    if (notifier) {
        notifier->setEnabled(wanted);
    } else if (wanted) {
        notifier = std::make_unique<QSocketNotifier>(m_descriptor, type);
        const Callback &callback = type == QSocketNotifier::Read ? m_onReadable : m_onWritable;
        QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(), [&callback] { callback(); });
    }
}

} // namespace uw
