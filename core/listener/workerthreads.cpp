// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/workerthreads.h"

namespace uw {

WorkerThreads::WorkerThreads(int count) : m_count(count) {}

WorkerThreads::~WorkerThreads()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_changed.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

void WorkerThreads::run(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
        if (m_threads.empty()) {
            for (int i = 0; i < m_count; ++i)
                m_threads.emplace_back([this] { work(); });
        }
    }
    m_changed.notify_one();
}

void WorkerThreads::work()
{
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_ends || !m_jobs.empty(); });
            if (m_ends)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace uw
