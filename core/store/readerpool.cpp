// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/readerpool.h"

#include "core/base/delivery.h"
#include "core/store/connection.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace uw {

class ReaderPool::Private {
public:
    explicit Private(QString databasePath) : path(std::move(databasePath)) {}

    struct Entry {
        DeliveryHub::Recipient recipient;
        Job job;
    };

    void work();
    std::optional<Entry> waitForJob();
    // A job that finds no connection leaves the next one to try again.
    [[nodiscard]] Result<Connection *> opened(std::unique_ptr<Connection> &connection) const;

    const QString path;
    DeliveryHub hub;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Entry> queue;
    bool stopping = false;
    std::vector<std::thread> threads;
};

std::optional<ReaderPool::Private::Entry> ReaderPool::Private::waitForJob()
{
    std::unique_lock lock(mutex);
    wake.wait(lock, [this] { return stopping || !queue.empty(); });
    if (stopping)
        return std::nullopt;
    Entry entry = std::move(queue.front());
    queue.pop_front();
    return entry;
}

Result<Connection *> ReaderPool::Private::opened(std::unique_ptr<Connection> &connection) const
{
    if (!connection) {
        Result<std::unique_ptr<Connection>> made = Connection::open(path, Connection::Mode::ReadOnly);
        if (!made)
            return made.error();
        connection = std::move(*made);
    }
    return connection.get();
}

void ReaderPool::Private::work()
{
    // Opened with the first job: a pool that nobody asks costs no file handle.
    std::unique_ptr<Connection> connection;
    while (std::optional<Entry> entry = waitForJob()) {
        if (entry->recipient.isGone())
            continue;
        Delivery delivery = entry->job(opened(connection));
        entry->job = {};
        DeliveryHub::deliver(std::move(entry->recipient), std::move(delivery));
    }
}

ReaderPool::ReaderPool(QString databasePath, int threads, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(databasePath)))
{
    for (int i = 0; i < std::max(1, threads); ++i)
        d->threads.emplace_back([this] { d->work(); });
}

ReaderPool::~ReaderPool()
{
    shutdown();
}

void ReaderPool::post(QObject *context, Job job)
{
    Private::Entry entry{d->hub.recipient(context), std::move(job)};
    {
        const std::lock_guard lock(d->mutex);
        if (d->stopping)
            return;
        d->queue.push_back(std::move(entry));
    }
    d->wake.notify_one();
}

void ReaderPool::shutdown()
{
    std::deque<Private::Entry> dropped;
    {
        const std::lock_guard lock(d->mutex);
        d->stopping = true;
        dropped.swap(d->queue);
    }
    d->wake.notify_all();
    for (std::thread &thread : d->threads)
        thread.join();
    d->threads.clear();
}

} // namespace uw
