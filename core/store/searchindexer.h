// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/searchpart.h"

#include <QHash>
#include <QObject>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace uw {

class Connection;
class SearchIndex;
class Store;

// How far the search index is. A plain value.
struct SearchProgress {
    // The newest event that a search finds, and the newest of the log.
    qint64 indexed = 0;
    qint64 newest = 0;
    // So much arrives that indexing waits.
    bool isWaiting = false;
    // Why it cannot go on for the moment, for a person; empty while it can.
    QString problem;

    // Events that are not found yet.
    [[nodiscard]] qint64 behind() const { return newest > indexed ? newest - indexed : 0; }
};

// Keeps the search index up with the log on a thread of its own, in small steps: what is stored comes first, so it waits
// while more than `pressure` events a second arrive. Goes on where it stopped, after a crash too. Takes notes in that
// changed, and makes parts of the log anew that lost events. Owned by Runtime; ends before the store.
class SearchIndexer final : public QObject {
    Q_OBJECT

public:
    struct Options {
        // Bytes of the disk that stay free; below it nothing is indexed.
        qint64 diskReserveBytes = 0;
        // Events a second from which on indexing waits.
        qint64 pressure = 2500;
        // New events are taken in together so often, in milliseconds.
        int gatherMs = 200;
        // How long a part that lost events has to be quiet before it is made anew.
        int gapRestMs = 30'000;
        // How soon it tries again after a failure.
        int retryMs = 5'000;
    };

    // `store` outlives it. Begins at once.
    SearchIndexer(const Options &options, Store &store, QObject *parent = nullptr);
    // Ends after the step that runs.
    ~SearchIndexer() override;

    // Any thread.
    [[nodiscard]] SearchProgress progress() const;

Q_SIGNALS:
    // The index went on, or waits now, or does not any more. Emitted from its own thread (connect queued).
    void progressed();

private:
    using Clock = std::chrono::steady_clock;

    void work();
    void noteStored(qint64 newest);
    // False when it is to end.
    bool sleep(std::chrono::milliseconds time, bool untilStored = false);
    bool open();
    // Everything that is to be done now, in steps. The error that keeps it from going on.
    Result<void> followLog();
    Result<bool> followStep();
    Result<void> followChanges();
    Result<void> closeGaps();
    Result<void> giveBack();
    Result<void> closeGap(const searchpart::Gap &gap);
    void measure();
    [[nodiscard]] bool isPressed() const { return m_rate > m_options.pressure; }
    void publish(bool isWaiting, const QString &problem = {});
    [[nodiscard]] bool isStopping() const;

    const Options m_options;
    Store &m_store;
    std::thread m_thread;

    // Shared, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    SearchProgress m_progress;
    bool m_isIdle = false;
    bool m_hasNews = false;
    bool m_stopping = false;

    // Its own thread alone.
    std::unique_ptr<Connection> m_log;
    std::unique_ptr<SearchIndex> m_index;
    Clock::time_point m_measured;
    qint64 m_measuredNewest = 0;
    double m_rate = 0;
    Clock::time_point m_gapsSeenAt;
    // Changes of each gap when they were looked at last.
    QHash<qint64, qint64> m_gapsSeen;
};

} // namespace uw
