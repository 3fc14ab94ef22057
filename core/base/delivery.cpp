// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/delivery.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

#include <atomic>

namespace uw {

namespace {

// Callbacks run in one event; a longer list lets the thread's other events in between.
constexpr std::size_t lettersPerEvent = 1024;

QEvent::Type wakeType()
{
    static const int type = QEvent::registerEventType();
    return QEvent::Type(type);
}

// Qt's event queue orders what a sender did before what the receiver does, but ThreadSanitizer cannot see
// it: Qt is built without it. This says the same in words that it understands.
std::atomic<unsigned> handedOver{0};

} // namespace

// The object on the context's thread. It goes when its thread finishes or its hub goes,
// whichever is first.
class Relay final : public QObject {
public:
    explicit Relay(std::shared_ptr<Mailbox> mailbox) : m_mailbox(std::move(mailbox)) {}
    ~Relay() override;

    bool event(QEvent *event) override;

private:
    std::shared_ptr<Mailbox> m_mailbox;
};

// What workers and the relay share. A mutex of the standard library, because
// ThreadSanitizer sees through it into what it guards.
class Mailbox final {
public:
    struct Entry {
        QPointer<QObject> context;
        DeliveryHub::Callback call;
    };

    static std::shared_ptr<Mailbox> create(QThread *thread)
    {
        auto mailbox = std::make_shared<Mailbox>();
        auto *relay = new Relay(mailbox);
        relay->moveToThread(thread);
        QObject::connect(thread, &QThread::finished, relay, &QObject::deleteLater, Qt::DirectConnection);
        const std::lock_guard lock(mailbox->m_mutex);
        mailbox->m_relay = relay;
        handedOver.fetch_add(1, std::memory_order_release);
        return mailbox;
    }

    [[nodiscard]] bool isOpen()
    {
        const std::lock_guard lock(m_mutex);
        return m_relay != nullptr;
    }

    void add(std::vector<Entry> entries)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_relay)
            return;
        if (m_entries.empty())
            m_entries = std::move(entries);
        else
            std::move(entries.begin(), entries.end(), std::back_inserter(m_entries));
        wake();
    }

    // Takes all that is there. No further event is posted before resume().
    std::vector<Entry> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_entries, {});
    }

    // Puts back what was not run yet (it is older than what came meanwhile) and wakes the relay again if need be.
    void resume(std::vector<Entry> rest)
    {
        const std::lock_guard lock(m_mutex);
        m_posted = false;
        std::move(m_entries.begin(), m_entries.end(), std::back_inserter(rest));
        m_entries = std::move(rest);
        if (m_relay && !m_entries.empty())
            wake();
        else if (m_relay && m_closed)
            m_relay->deleteLater();
    }

    // The relay is gone: what waits is dropped, outside the lock.
    void relayGone()
    {
        std::vector<Entry> dropped;
        const std::lock_guard lock(m_mutex);
        m_relay = nullptr;
        dropped = std::exchange(m_entries, {});
    }

    // The hub is gone: the relay runs what waits, then it goes as well.
    void close()
    {
        Relay *unused = nullptr;
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
            if (!m_relay || m_posted)
                return;
            if (m_relay->thread() == QThread::currentThread())
                unused = m_relay;
            else
                m_relay->deleteLater();
        }
        delete unused;
    }

private:
    void wake()
    {
        if (!m_posted) {
            m_posted = true;
            auto *event = new QEvent(wakeType());
            handedOver.fetch_add(1, std::memory_order_release);
            QCoreApplication::postEvent(m_relay, event);
        }
    }

    std::mutex m_mutex;
    Relay *m_relay = nullptr;
    // From the moment an event is posted until the relay has run what it took.
    bool m_posted = false;
    bool m_closed = false;
    std::vector<Entry> m_entries;
};

Relay::~Relay()
{
    m_mailbox->relayGone();
}

bool Relay::event(QEvent *event)
{
    handedOver.load(std::memory_order_acquire);
    if (event->type() != wakeType())
        return QObject::event(event);
    std::vector<Mailbox::Entry> entries = m_mailbox->take();
    const std::size_t count = std::min(entries.size(), lettersPerEvent);
    for (std::size_t i = 0; i < count; ++i) {
        // An earlier callback may have destroyed the context of a later one.
        if (entries[i].context)
            entries[i].call();
    }
    entries.erase(entries.begin(), entries.begin() + std::ptrdiff_t(count));
    m_mailbox->resume(std::move(entries));
    return true;
}

DeliveryHub::~DeliveryHub()
{
    for (const auto &[thread, mailbox] : m_mailboxes)
        mailbox->close();
}

DeliveryHub::Recipient DeliveryHub::recipient(QObject *context)
{
    Recipient result;
    QThread *thread = context ? context->thread() : nullptr;
    if (!thread)
        return result;
    result.m_context = context;
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<Mailbox> &mailbox = m_mailboxes[thread];
    // Closed: that thread finished; another one may have its address by now.
    if (!mailbox || !mailbox->isOpen())
        mailbox = Mailbox::create(thread);
    result.m_mailbox = mailbox;
    return result;
}

void DeliveryHub::deliver(std::vector<Letter> letters)
{
    // A commit seldom serves more than two or three threads: a list of boxes is enough.
    std::vector<std::pair<std::shared_ptr<Mailbox>, std::vector<Mailbox::Entry>>> boxes;
    for (Letter &letter : letters) {
        if (!letter.to.m_mailbox || !letter.call)
            continue;
        auto box = std::find_if(boxes.begin(), boxes.end(),
                                [&letter](const auto &candidate) { return candidate.first == letter.to.m_mailbox; });
        if (box == boxes.end()) {
            box = boxes.emplace(boxes.end(), letter.to.m_mailbox, std::vector<Mailbox::Entry>());
            box->second.reserve(letters.size());
        }
        box->second.push_back({std::move(letter.to.m_context), std::move(letter.call)});
    }
    for (auto &[mailbox, entries] : boxes)
        mailbox->add(std::move(entries));
}

void DeliveryHub::deliver(Recipient to, Callback call)
{
    std::vector<Letter> letters;
    letters.push_back({std::move(to), std::move(call)});
    deliver(std::move(letters));
}

} // namespace uw
