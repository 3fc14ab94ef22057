// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace uw::ui {

// Does work that takes as long as a body is large (laying out, quoting, writing a file) on one thread beside the
// GUI's, in order. Lives in the GUI thread; waits for what runs when it is deleted, drops the rest.
class Worker final : public QObject {
    Q_OBJECT

public:
    explicit Worker(QObject *parent = nullptr) : QObject(parent) { m_pool.setMaxThreadCount(1); }
    ~Worker() override
    {
        m_pool.clear();
        m_pool.waitForDone();
    }

    // `done` gets the job's result in this object's thread, unless the worker is gone by then.
    template<typename T>
    void run(std::function<T()> job, std::function<void(T)> done)
    {
        m_pool.start([this, job = std::move(job), done = std::move(done)] {
            QMetaObject::invokeMethod(
                this, [done, result = job()]() mutable { done(std::move(result)); }, Qt::QueuedConnection);
        });
    }
    // Forgets the jobs that have not begun.
    void dropWaiting() { m_pool.clear(); }

private:
    QThreadPool m_pool;
};

} // namespace uw::ui
