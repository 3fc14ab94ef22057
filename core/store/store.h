// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"
#include "core/store/eventmark.h"
#include "core/store/storepreparing.h"
#include "core/store/writerstatistics.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace uw {

class Connection;
class ReaderPool;

struct StoreOptions {
    // Absolute path of the SQLite file; its folder is made when it is missing.
    QString databasePath;
    int readerThreads = 2;
    // New events are refused (StoreFull) beyond this size of the database and its search index together, in bytes.
    qint64 maximumBytes = 0;
    // Bytes of the disk that stay free; below it new events are refused. 0 turns either limit off.
    qint64 diskReserveBytes = 0;
    // How often a store that cannot write tries whether it can again, in milliseconds.
    int probeIntervalMs = 1000;
    // What may wait for the writer, in events and jobs and in bytes; beyond it they are refused (StoreUnavailable).
    qint64 maximumWaiting = 100'000;
    qint64 maximumWaitingBytes = 256 * 1024 * 1024;
    // The write-ahead log starts over by itself when no reader needs it; where readers never leave it alone it is made
    // to beyond this size, and waits for them so long.
    qint64 logMaximumBytes = 128 * 1024 * 1024;
    int logWaitMs = 100;
    // Hears of what keeps the store from being open at once, on another thread than the one that opens it.
    StorePreparing preparing;
};

// The profile's database: opens, locks and migrates it, owns the writer thread and
// the reader pool. Lives on the thread that opened it; submit functions may be called from any thread.
class Store final : public QObject {
    Q_OBJECT

public:
    // Errors: ProfileLocked (names the other pid), StoreTooNew, StoreCorrupt, Io, StoreUnavailable, StoreFull.
    static Result<std::unique_ptr<Store>> open(const StoreOptions &options);
    ~Store() override;

    // A job of the writer: runs in its transaction; an error undoes this job alone (savepoint).
    using WriteJob = std::function<Result<void>(Connection &)>;
    using WriteDone = std::function<void(Result<void>)>;
    // Queues a job for the next group commit. `done` runs on the thread of `context` after the commit
    // (or its failure), never before; it is dropped when `context` is gone. `context` is alive during the call
    // and stays on its thread; null: nobody wants to know.
    void submit(WriteJob job, QObject *context, WriteDone done);

    // Stores one event; `done` gets its sequence once it is durable. The fast path of the listener.
    using StoredEvent = std::function<void(Result<qint64>)>;
    void submitEvent(Event event, QObject *context, StoredEvent done);

    // Changes star or note of these events; `done` gets how many of them there are. eventsMarked() follows.
    // LimitExceeded: the note is too long.
    using Marked = std::function<void(Result<qint64>)>;
    void submitMarks(const QList<qint64> &sequences, const EventMarkChange &change, QObject *context, Marked done);

    [[nodiscard]] ReaderPool &readers();
    [[nodiscard]] QString databasePath() const;
    // What a person should know of the opening: a damaged database set aside, a copy made before a migration.
    [[nodiscard]] QStringList notices() const;
    // Any thread, until close().
    [[nodiscard]] WriterStatistics writerStatistics() const;
    // False while commits fail (disk full, locked); /health answers 503 then. Any thread.
    [[nodiscard]] bool isWritable() const;
    // Why it is not writable, for a person; empty while it is. Any thread.
    [[nodiscard]] QString unwritableReason() const;

    // To the thread where it lives from now on. Called on the thread that opened it, before anything was submitted.
    void handOver(QThread *thread);

    // Commits everything that was submitted, then ends the threads and releases the lock. The completions were
    // posted by then and arrive later; what is submitted afterwards is answered with StoreUnavailable.
    void close();

Q_SIGNALS:
    // After a commit that stored events: the newest sequence and how many. Emitted from the writer
    // thread (connect queued), at most once a commit.
    void eventsStored(qint64 newestSequence, qint64 count);
    // Stars or notes of these events are others now. Emitted on the store's thread.
    void eventsMarked(const QList<qint64> &sequences);
    // The writer failed or works again; the text is for a person.
    void writableChanged(bool writable, const QString &reason);

private:
    class Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace uw
