// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store.h"

#include "core/store/databasefile.h"
#include "core/store/profilelock.h"
#include "core/store/readerpool.h"
#include "core/store/writer.h"

namespace uw {

class Store::Private {
public:
    StoreOptions options;
    QStringList notices;
    std::unique_ptr<ProfileLock> lock;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<ReaderPool> readers;
    bool closed = false;
};

Result<std::unique_ptr<Store>> Store::open(const StoreOptions &options)
{
    if (const Result<void> prepared = databasefile::prepareFolder(options.databasePath); !prepared)
        return prepared.error();
    auto data = std::make_unique<Private>();
    data->options = options;
    Result<std::unique_ptr<ProfileLock>> lock = ProfileLock::acquire(options.databasePath + QStringLiteral(".lock"));
    if (!lock)
        return lock.error();
    data->lock = std::move(*lock);

    std::unique_ptr<Store> store(new Store(std::move(data)));
    Result<QStringList> started = store->d->writer->start();
    if (!started)
        return started.error();
    store->d->notices = std::move(*started);
    store->d->readers = std::make_unique<ReaderPool>(options.databasePath, options.readerThreads);
    return store;
}

Store::Store(std::unique_ptr<Private> data) : d(std::move(data))
{
    Writer::Observer observer;
    observer.stored = [this](qint64 newestSequence, qint64 count) { Q_EMIT eventsStored(newestSequence, count); };
    observer.writableChanged = [this](bool writable, const QString &reason) {
        Q_EMIT writableChanged(writable, reason);
    };
    d->writer = std::make_unique<Writer>(d->options, std::move(observer));
}

Store::~Store()
{
    close();
}

void Store::submit(WriteJob job, QObject *context, WriteDone done)
{
    d->writer->submit(std::move(job), context, std::move(done));
}

void Store::submitEvent(Event event, QObject *context, StoredEvent done)
{
    d->writer->submitEvent(std::move(event), context, std::move(done));
}

void Store::submitMarks(const QList<qint64> &sequences, const EventMarkChange &change, QObject *context, Marked done)
{
    const auto marked = std::make_shared<qint64>(0);
    submit(
        [sequences, change, marked](Connection &connection) -> Result<void> {
            for (const qint64 sequence : sequences) {
                const Result<bool> applied = eventmark::apply(connection, sequence, change);
                if (!applied)
                    return applied.error();
                *marked += *applied ? 1 : 0;
            }
            return {};
        },
        context,
        [marked, done = std::move(done)](const Result<void> &result) {
            if (done)
                done(result ? Result<qint64>(*marked) : result.error());
        });
    // Jobs keep their order: when this one is done, so is the other, whoever waits for it.
    submit([](Connection &) { return Result<void>(); }, this,
           [this, sequences](const Result<void> &) { Q_EMIT eventsMarked(sequences); });
}

ReaderPool &Store::readers()
{
    return *d->readers;
}

QString Store::databasePath() const
{
    return d->options.databasePath;
}

QStringList Store::notices() const
{
    return d->notices;
}

WriterStatistics Store::writerStatistics() const
{
    return d->writer->statistics();
}

bool Store::isWritable() const
{
    return d->writer->isWritable();
}

QString Store::unwritableReason() const
{
    return d->writer->reason();
}

void Store::handOver(QThread *thread)
{
    moveToThread(thread);
    d->readers->moveToThread(thread);
}

void Store::close()
{
    if (d->closed)
        return;
    d->closed = true;
    // The readers first: the last connection to close is the writer's, which folds the log into the file.
    if (d->readers)
        d->readers->shutdown();
    d->writer->stop();
    d->lock.reset();
}

} // namespace uw
