// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/store/checkpointer.h"
#include "core/store/eventrepository.h"
#include "core/store/store.h"
#include "core/store/writerstatistics.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

namespace uw {

// The one thread that writes. Jobs that come while a commit runs go into the next one (group commit), so a
// slow disk costs latency, not throughput. Owned by Store; submit functions may be called from every thread.
class Writer final {
public:
    struct Observer {
        // Both are called on the writer's thread, without a lock.
        std::function<void(qint64 newestSequence, qint64 count)> stored;
        std::function<void(bool writable, const QString &reason)> writableChanged;
    };

    Writer(const StoreOptions &options, Observer observer);
    ~Writer();
    Q_DISABLE_COPY_MOVE(Writer)

    // Opens the database on the writer's thread and waits for it. Returns what a person should know.
    Result<QStringList> start();
    // Commits what was submitted, delivers its outcome and ends the thread.
    void stop();

    void submit(Store::WriteJob job, QObject *context, Store::WriteDone done);
    void submitEvent(Event event, QObject *context, Store::StoredEvent done);
    [[nodiscard]] QString reason() const;
    // Any thread.
    [[nodiscard]] WriterStatistics statistics() const;
    [[nodiscard]] bool isWritable() const { return m_writable.load(std::memory_order_acquire); }

private:
    struct EventTask {
        Event event;
        EventPreparation preparation;
        Store::StoredEvent done;
        Result<qint64> outcome{qint64(0)};
    };
    struct JobTask {
        Store::WriteJob job;
        Store::WriteDone done;
        Result<void> outcome;
    };
    struct Task {
        DeliveryHub::Recipient recipient;
        // An estimate of the memory that waits with it, in bytes.
        qint64 weight = 0;
        // Held by a pointer, so that an event goes back with its outcome to the thread it came from: memory is freed
        // fastest where it was taken.
        std::variant<std::shared_ptr<EventTask>, std::shared_ptr<JobTask>> work;
    };

    void enqueue(Task task);
    [[nodiscard]] std::optional<Error> refusal(const Task &task) const;

    // On the writer's thread.
    void work(std::promise<Result<QStringList>> started);
    bool waitForTasks();
    void gather(std::unique_lock<std::mutex> &lock, std::size_t expected);
    void takeSlice();
    void commitSlice();
    Result<void> beginSlice();
    Result<void> runSlice();
    Result<void> runEvent(EventTask &task);
    Result<void> runJob(JobTask &task);
    void deliverSlice(const Result<void> &committed);
    void announce();
    bool afterCommit(const Result<void> &committed);
    void checkLimits();
    void boundLog();
    void probe();
    void publishState();

    const StoreOptions m_options;
    const Observer m_observer;
    DeliveryHub m_hub;
    std::thread m_thread;
    std::atomic<bool> m_writable{true};

    // Shared, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Task> m_queue;
    // Of the queue and of what the writer has taken and not yet committed.
    qint64 m_waitingCount = 0;
    qint64 m_waitingBytes = 0;
    // But for the waiting ones, which m_waitingCount counts.
    WriterStatistics m_statistics;
    // With how many tasks in the queue the writer wants to be woken; 0: it is awake.
    std::size_t m_wakeAt = 0;
    bool m_stopping = false;
    // Why new events are refused for the moment (a limit of size), if they are.
    std::optional<Error> m_full;
    // Why the store cannot write; empty while it can.
    QString m_reason;

    // The writer's thread alone.
    std::unique_ptr<Connection> m_connection;
    Checkpointer m_checkpointer;
    // The database and its log, and which files these names meant in the first transaction.
    std::array<std::pair<QString, QByteArray>, 2> m_identities;
    std::vector<Task> m_taken;
    std::size_t m_sliceBegin = 0;
    std::size_t m_sliceEnd = 0;
    qint64 m_sliceBytes = 0;
    // How long the last commits took, how many tasks were served last, and when the last commit was done.
    std::array<std::chrono::nanoseconds, 8> m_commitTimes{};
    std::size_t m_commits = 0;
    std::size_t m_served = 0;
    std::chrono::steady_clock::time_point m_commitDone;
    // The highest sequence that was ever given, as far as it was announced.
    qint64 m_newest = 0;
    std::optional<Error> m_commitError;
    std::optional<Error> m_limitError;
    bool m_suspected = false;
    qint64 m_bytesSinceCheck = 0;
    std::chrono::steady_clock::time_point m_lastCheck;
    // Between two attempts to start the log over, and when the next one is due.
    static constexpr std::chrono::milliseconds restartPauseMinimum{500};
    static constexpr std::chrono::milliseconds restartPauseMaximum{30'000};
    std::chrono::milliseconds m_restartPause = restartPauseMinimum;
    std::chrono::steady_clock::time_point m_nextRestart;
};

} // namespace uw
