// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace uw {

// A few threads for work that is too long for the listener's own. Jobs start in the order of the calls. Owned by
// whoever has the work; usable from every thread. The threads come with the first job.
class WorkerThreads final {
public:
    explicit WorkerThreads(int count);
    // Finishes what runs and drops what waits.
    ~WorkerThreads();
    Q_DISABLE_COPY_MOVE(WorkerThreads)

    void run(std::function<void()> job);

private:
    void work();

    const int m_count;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_ends = false;
    std::vector<std::thread> m_threads;
};

} // namespace uw
