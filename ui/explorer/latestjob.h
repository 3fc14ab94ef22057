// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/base/pooltask.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace uw::ui {

// Runs one piece of work at a time on the thread pool; the result of any but the latest is dropped.
// `work` gets values only, `done` runs on the thread of this object and never after its end. Owned
// as a member by who needs the result.
template<typename T>
class LatestJob final {
public:
    LatestJob() = default;
    Q_DISABLE_COPY_MOVE(LatestJob)

    void start(std::function<T()> work, std::function<void(const T &)> done)
    {
        m_done = std::move(done);
        const quint64 run = ++m_run;
        auto finished = [this, run](const T &result) {
            if (run == m_run && m_done)
                std::exchange(m_done, nullptr)(result);
        };
        auto call = [work = std::move(work), to = m_hub.recipient(&m_context), finished] {
            DeliveryHub::deliver(to, [result = std::make_shared<const T>(work()), finished] { finished(*result); });
        };
        // The pool owns it from here.
        QThreadPool::globalInstance()->start(new PoolTask(std::move(call)));
    }
    // The result is no longer wanted.
    void drop() { m_done = nullptr; }
    [[nodiscard]] bool isRunning() const { return bool(m_done); }

private:
    std::function<void(const T &)> m_done;
    quint64 m_run = 0;
    DeliveryHub m_hub;
    QObject m_context;
};

} // namespace uw::ui
