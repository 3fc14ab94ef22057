// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <functional>
#include <utility>

namespace uw::ui {

// Runs one piece of work at a time on the thread pool; the result of any but the latest is dropped.
// `work` gets values only, `done` runs on the thread of this object and never after its end. Owned
// as a member by who needs the result.
template<typename T>
class LatestJob final {
public:
    LatestJob()
    {
        QObject::connect(&m_watcher, &QFutureWatcherBase::finished, &m_watcher, [this] {
            if (m_done && m_watcher.future().resultCount() > 0)
                std::exchange(m_done, nullptr)(m_watcher.result());
        });
    }
    Q_DISABLE_COPY_MOVE(LatestJob)
    ~LatestJob() { drop(); }

    void start(std::function<T()> work, std::function<void(const T &)> done)
    {
        m_done = std::move(done);
        m_watcher.setFuture(QtConcurrent::run(std::move(work)));
    }
    // The result is no longer wanted.
    void drop() { m_done = nullptr; }
    [[nodiscard]] bool isRunning() const { return bool(m_done); }

private:
    std::function<void(const T &)> m_done;
    QFutureWatcher<T> m_watcher;
};

} // namespace uw::ui
