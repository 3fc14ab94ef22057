// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/listener/eventsink.h"

#include <mutex>
#include <optional>
#include <vector>

namespace uw::test {

// A sink that keeps events in memory and completes them at once, or when the test says so. submit() runs on the
// listener's thread, the rest on the test's.
class FakeSink final : public EventSink {
public:
    FakeSink() = default;
    // What the listener's thread wrote last is seen from here on.
    ~FakeSink() override { const std::lock_guard lock(m_mutex); }
    Q_DISABLE_COPY_MOVE(FakeSink)

    void submit(Event event, QObject *context, std::function<void(Result<qint64>)> done) override
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({std::move(event), m_hub.recipient(context), std::move(done)});
        if (!m_held)
            completeLocked();
    }
    [[nodiscard]] bool isWritable() const override
    {
        const std::lock_guard lock(m_mutex);
        return !m_failure.has_value();
    }

    // Events wait from now on.
    void hold()
    {
        const std::lock_guard lock(m_mutex);
        m_held = true;
    }
    // Completes what waits, and the rest at once.
    void release()
    {
        const std::lock_guard lock(m_mutex);
        m_held = false;
        completeLocked();
    }
    // From now on, or with nullopt no more.
    void failWith(std::optional<Error> error)
    {
        const std::lock_guard lock(m_mutex);
        m_failure = std::move(error);
    }

    [[nodiscard]] QList<Event> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_stored;
    }
    [[nodiscard]] qsizetype waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return qsizetype(m_waiting.size());
    }

private:
    struct Waiting {
        Event event;
        DeliveryHub::Recipient context;
        std::function<void(Result<qint64>)> done;
    };

    void completeLocked()
    {
        for (Waiting &job : m_waiting) {
            Result<qint64> result = qint64(m_stored.size() + 1);
            if (m_failure)
                result = *m_failure;
            else
                m_stored.append(job.event);
            DeliveryHub::deliver(job.context, [done = std::move(job.done), result] { done(result); });
        }
        m_waiting.clear();
    }

    DeliveryHub m_hub;
    mutable std::mutex m_mutex;
    bool m_held = false;
    std::optional<Error> m_failure;
    std::vector<Waiting> m_waiting;
    QList<Event> m_stored;
};

} // namespace uw::test
