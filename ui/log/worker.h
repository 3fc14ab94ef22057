// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/base/pooltask.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

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
        auto call = [job = std::move(job), done = std::move(done), to = m_hub.recipient(this)] {
            DeliveryHub::deliver(to, [done, result = std::make_shared<T>(job())] { done(std::move(*result)); });
        };
        // The pool owns it from here.
        m_pool.start(new PoolTask(std::move(call)));
    }
    // Forgets the jobs that have not begun.
    void dropWaiting() { m_pool.clear(); }

private:
    DeliveryHub m_hub;
    QThreadPool m_pool;
};

} // namespace uw::ui
