// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace uw {

class Connection;

// Runs read jobs on a few threads of its own, each with its own read-only
// connection, and brings results back to the thread of a context object.
// Made by Store, lives on the thread that made it; run() may be called from any thread.
class ReaderPool final : public QObject {
    Q_OBJECT

public:
    ReaderPool(QString databasePath, int threads, QObject *parent = nullptr);
    ~ReaderPool() override;

    // Runs `job` on a reader thread, then `done` with its result on the thread of `context`.
    // When `context` is gone by then, the result is dropped. Jobs start in the order of their calls.
    template<typename T>
    void run(QObject *context, std::function<Result<T>(Connection &)> job, std::function<void(Result<T>)> done)
    {
        // `context` is looked at on its own thread only: the pool keeps a guarded pointer and
        // delivers through a relay object that lives there.
        post(context, [job = std::move(job), done = std::move(done)](Result<Connection *> connection) {
            Result<T> result = connection ? job(**connection) : Result<T>(connection.error());
            return Delivery([done, result = std::move(result)]() mutable { done(std::move(result)); });
        });
    }

    // Finishes what runs, drops what waits, ends the threads. Called by Store before it closes.
    void shutdown();

private:
    using Delivery = std::function<void()>;
    using Job = std::function<Delivery(Result<Connection *>)>;
    void post(QObject *context, Job job);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace uw
