// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace uw {

class Mailbox;

// Brings callbacks from worker threads to the threads of their context objects. Each such
// thread gets one relay object, and however many callbacks are delivered together cost it
// one event. Owned by whoever has the workers; usable from every thread; callbacks that
// were delivered before its destruction still arrive.
class DeliveryHub final {
public:
    using Callback = std::function<void()>;

    // Where a callback goes: the thread of a context object, and a guard for that object.
    class Recipient {
    public:
        Recipient() = default;
        // Only a hint from another thread: true means that the context is gone for sure.
        [[nodiscard]] bool isGone() const { return m_mailbox == nullptr || m_context.isNull(); }

    private:
        friend class DeliveryHub;
        std::shared_ptr<Mailbox> m_mailbox;
        QPointer<QObject> m_context;
    };
    struct Letter {
        Recipient to;
        Callback call;
    };

    DeliveryHub() = default;
    ~DeliveryHub();
    Q_DISABLE_COPY_MOVE(DeliveryHub)

    // `context` must be alive during the call and must not move to another thread afterwards.
    // Null: a recipient whose letters are dropped.
    [[nodiscard]] Recipient recipient(QObject *context);
    // Each callback runs on its context's thread unless the context is gone by then.
    static void deliver(std::vector<Letter> letters);
    static void deliver(Recipient to, Callback call);

private:
    std::mutex m_mutex;
    std::unordered_map<QThread *, std::shared_ptr<Mailbox>> m_mailboxes;
};

} // namespace uw
